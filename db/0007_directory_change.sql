-- purpose: changes of the directory are proposed by one administrator and approved by another
-- lock: none (a new table only)
-- breaking: no

create table directory_change (
  id          integer generated always as identity primary key,
  reason      text not null,
  edits       jsonb not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  is_approved boolean,
  constraint four_eyes check (is_approved is distinct from true or decided_by <> proposed_by),
  constraint decided_as_a_whole check (
    (decided_by is null) = (is_approved is null) and (decided_at is null) = (is_approved is null))
);
create index directory_change_open on directory_change (id) where is_approved is null;

alter table directory_change enable row level security;
create policy directory_change_app on directory_change to sekisho_app using (true) with check (true);
create policy directory_change_auditor on directory_change for select to sekisho_auditor using (true);
grant select, insert, update (decided_by, decided_at, is_approved) on directory_change to sekisho_app;
grant select on directory_change to sekisho_auditor;
