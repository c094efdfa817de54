-- purpose: entries on sign-ins; floods of refusals leave counts instead of single entries
-- lock: access exclusive on token, for a moment (one nullable column, no rewrite)
-- breaking: no

-- When the last entry on a successful sign-in was written: one a token and hour, not one a request.
alter table token add column seen_at timestamptz;

-- Refusals of each person in the running minute; beyond some, single entries give way to counts.
create table refusal_rate (
  person           text primary key,
  since            timestamptz not null,
  seen             bigint not null,
  -- Not recorded one by one, and not yet summed up in an entry.
  suppressed       bigint not null default 0,
  suppressed_since timestamptz
);
alter table refusal_rate enable row level security;
create policy refusal_rate_app on refusal_rate to sekisho_app using (true) with check (true);
create policy refusal_rate_auditor on refusal_rate for select to sekisho_auditor using (true);
grant select, insert, update, delete on refusal_rate to sekisho_app;
grant select on refusal_rate to sekisho_auditor;

-- UUID version 7 (RFC 9562 section 5.7) for entries that the database itself writes, by the clock of record.
create function sekisho_entry_id() returns uuid language sql volatile as $$
  select (lpad(to_hex((extract(epoch from sekisho_now()) * 1000)::bigint), 12, '0') || '7' ||
    substr(md5(gen_random_uuid()::text), 1, 3) || '8' || substr(md5(gen_random_uuid()::text), 1, 15))::uuid
$$;
