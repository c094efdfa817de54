-- purpose: plans of moving running items to a newer version of their definition, and what came of them
-- lock: none (new tables only)
-- breaking: no

-- Named by the hash over the target and every item with its version: the same plan twice is one row.
create table migration_plan (
  hash        bytea primary key check (octet_length(hash) = 32),
  workflow    text not null,
  target      bytea not null check (octet_length(target) = 32),
  planned_by  text not null,
  planned_at  timestamptz not null,
  -- JSON; null until the plan was carried out to its end. The record's entry of the same words is what counts.
  certificate text
);

create table migration_plan_item (
  plan      bytea not null references migration_plan (hash),
  family    uuid not null,
  item      uuid not null,
  code      text not null,
  version   bigint not null,
  -- JSON: why it would not move; null: it would.
  obstacles text,
  primary key (plan, family, item)
);

alter table migration_plan enable row level security;
create policy migration_plan_app on migration_plan to sekisho_app using (true) with check (true);
create policy migration_plan_auditor on migration_plan for select to sekisho_auditor using (true);
alter table migration_plan_item enable row level security;
create policy migration_plan_item_app on migration_plan_item to sekisho_app using (true) with check (true);
create policy migration_plan_item_auditor on migration_plan_item for select to sekisho_auditor using (true);

grant select, insert on migration_plan, migration_plan_item to sekisho_app;
grant update (certificate) on migration_plan to sekisho_app;
grant select on migration_plan, migration_plan_item to sekisho_auditor;
