// Generated from db/ by admin/generate-schema; edit the SQL there and run `make generate`.
// swift-format-ignore-file

/// One file of `db/`: forward-only, applied once, in the order of the names.
package struct MigrationFile: Sendable, Equatable {
  /// The file's name without `.sql`: a number of four digits, an underscore, words (`0001_items`).
  package let name: String
  /// The file's text, byte for byte.
  package let sql: String
}

/// All migrations in order.
package let migrationFiles: [MigrationFile] = [
  MigrationFile(
    name: "0001_engine",
    sql: #"""
-- purpose: items, their history, tasks, people, definitions and tokens: everything the engine writes
-- lock: none (new tables only)
-- breaking: no

-- Group roles; people and services log in as members of them. The owner migrates and nothing else.
do $$
begin
  if not exists (select from pg_roles where rolname = 'sekisho_app') then create role sekisho_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'sekisho_reader') then create role sekisho_reader nologin; end if;
  if not exists (select from pg_roles where rolname = 'sekisho_auditor') then create role sekisho_auditor nologin; end if;
end
$$;

-- What kind of cluster this is, and how far its clock is moved. Only the owner may write here, and a production
-- cluster refuses any offset: cases travel in time through the real engine, records of the real world do not.
create table cluster (
  singleton    boolean primary key default true check (singleton),
  kind         text not null check (kind in ('production', 'test', 'demo')),
  clock_offset interval not null default interval '0',
  directory    bigint not null default 0,
  library      bigint not null default 0,
  constraint production_keeps_time check (kind <> 'production' or clock_offset = interval '0')
);

-- The one clock of record.
create function sekisho_now() returns timestamptz
  language sql stable security definer set search_path = public, pg_temp
  as $$ select statement_timestamp() + clock_offset from cluster $$;

-- Definitions, calendars and parameters as text, named by their content. Proposed by one person, approved by another.
create table artifact (
  id          integer generated always as identity primary key,
  kind        text not null check (kind in ('workflow', 'calendar', 'parameter')),
  name        text not null,
  hash        bytea not null check (octet_length(hash) = 32),
  source      text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  is_current  boolean not null default false,
  unique (kind, name, hash),
  constraint four_eyes check (approved_by is null or approved_by <> proposed_by or approved_by = 'system')
);
create unique index artifact_current on artifact (kind, name) where is_current;

-- The family (the root item's id) leads every key of an item's life: one lock, one range scan, one shard.
create table item (
  family           uuid not null,
  id               uuid not null,
  parent           uuid,
  code             text not null,
  workflow         text not null,
  definition       integer not null references artifact (id),
  state            text not null,
  version          bigint not null,
  data             jsonb not null,
  runtime          jsonb not null,
  unit             text not null,
  party            text,
  creator_person   text not null,
  creator_position text,
  subject          text,
  amount           bigint,
  day              date,
  is_final         boolean not null,
  created_at       timestamptz not null,
  entered_at       timestamptz not null,
  updated_at       timestamptz not null,
  primary key (family, id)
) with (fillfactor = 90);
-- No index holds the state or the version: a move stays a heap-only update.
create index item_open on item (workflow, unit) where not is_final;
create index item_party on item (party, workflow, day) where party is not null;
create index item_day on item (workflow, day) where day is not null;
create index item_amount on item (workflow, amount) where amount is not null;

-- The code that people use, and where its item is; the lock on a family is taken on the root's row here.
create table item_code (
  code   text primary key,
  family uuid not null,
  id     uuid not null
);
create index item_code_id on item_code (id);

create table code_counter (
  prefix text primary key,
  last   bigint not null
);

-- The record, the change feed and the outbox. Append-only for everybody but the owner.
create table history (
  entry_id   uuid primary key,
  family     uuid not null,
  item       uuid,
  version    bigint,
  at         timestamptz not null,
  event      text not null,
  person     text,
  position   text,
  behalf     text[] not null default '{}',
  role       text,
  definition bytea,
  body       text not null,
  xid        xid8 not null default pg_current_xact_id(),
  ordinal    integer not null
);
create index history_family on history (family, entry_id);
create index history_sealing on history (xid, ordinal);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'history is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger history_is_append_only before update or delete or truncate on history
  for each statement execute function refuse_change();

-- Work to do: automatic transitions, deadlines, messages, work outside. Rows are deleted when done.
create table task (
  id           uuid primary key,
  family       uuid not null,
  item         uuid not null,
  kind         text not null check (kind in ('automatic', 'deadline', 'notify', 'webhook', 'command', 'external')),
  name         text not null,
  endpoint     text,
  payload      jsonb not null,
  priority     integer not null default 0,
  due_at       timestamptz not null,
  attempts     integer not null default 0,
  fence        bigint not null default 0,
  leased_until timestamptz,
  worker       text,
  is_dead      boolean not null default false,
  last_error   text,
  created_at   timestamptz not null
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02);
create index task_due on task (kind, priority desc, due_at) where not is_dead;
create index task_item on task (family, item);

create table item_key (
  workflow text not null,
  name     text not null,
  value    text not null,
  family   uuid not null,
  item     uuid not null,
  primary key (workflow, name, value, item)
);
create index item_key_item on item_key (item);

create table link (
  family    uuid not null,
  item      uuid not null,
  relation  text not null,
  to_family uuid not null,
  to_item   uuid not null,
  primary key (family, item, relation, to_item)
);
create index link_target on link (to_family);

-- Content-addressed: the same file twice is one row.
create table blob (
  sha256  bytea primary key check (octet_length(sha256) = 32),
  size    bigint not null check (size = octet_length(content)),
  content bytea not null
);
alter table blob alter column content set storage external;

create table unit (
  code     text primary key,
  title_en text not null,
  title_ja text not null,
  parent   text references unit (code)
);

create table position (
  code     text primary key,
  title_en text not null,
  title_ja text not null,
  unit     text not null references unit (code),
  roles    text[] not null default '{}',
  deputies text[] not null default '{}'
);

create table party (
  code                text primary key,
  name_en             text not null,
  name_ja             text not null,
  corporate_number    text,
  registration_number text,
  suspensions         jsonb not null default '[]'
);

create table person (
  code        text primary key,
  name_en     text not null,
  name_ja     text not null,
  email       text,
  party       text references party (code),
  party_roles text[] not null default '{}',
  is_active   boolean not null default true
);

create table membership (
  id         integer generated always as identity primary key,
  person     text not null references person (code),
  position   text not null references position (code),
  valid_from date,
  valid_to   date
);

create table delegation (
  id         integer generated always as identity primary key,
  giver      text not null references person (code),
  taker      text not null references person (code),
  roles      text[] not null default '{}',
  max_amount bigint,
  valid_from date,
  valid_to   date,
  check (giver <> taker)
);

create table absence (
  id         integer generated always as identity primary key,
  person     text not null references person (code),
  valid_from date,
  valid_to   date
);

create table token (
  id         uuid primary key,
  person     text not null references person (code),
  hash       bytea not null unique check (octet_length(hash) = 32),
  label      text not null default '',
  scopes     text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

-- Answers to requests that came with an idempotency key: the same request again gets the same answer.
create table request_key (
  person     text not null,
  key        text not null,
  digest     bytea not null,
  answer     text,
  created_at timestamptz not null,
  primary key (person, key)
);
create index request_key_age on request_key (created_at);

-- Rights. History: the application may add, nobody may change.
grant usage on schema public to sekisho_app, sekisho_reader, sekisho_auditor;
grant select on all tables in schema public to sekisho_app;
grant insert, update on item, code_counter, artifact, unit, position, party, person, membership, delegation, absence,
  token, request_key, task to sekisho_app;
grant insert on item_code, history, item_key, link, blob to sekisho_app;
grant delete on task, request_key, item_key, membership, delegation, absence to sekisho_app;
grant update (directory, library) on cluster to sekisho_app;
-- A row lock needs the right to update some column; the code itself never changes.
grant update (family) on item_code to sekisho_app;
grant select on item, item_code, history, link, blob, artifact, unit, position, party, person, membership, cluster
  to sekisho_reader;
grant select on all tables in schema public to sekisho_auditor;
revoke select on token, request_key, blob from sekisho_auditor;

-- Reads run as sekisho_reader with the viewer set inside the transaction: a forgotten WHERE leaks nothing.
-- sekisho.viewer is 'internal', or 'party:' and a code; unset, nothing is visible.
create function sekisho_sees(party text) returns boolean language sql stable
  as $$ select case current_setting('sekisho.viewer', true)
                 when 'internal' then true
                 else current_setting('sekisho.viewer', true) = 'party:' || party end $$;

alter table item enable row level security;
create policy item_app on item to sekisho_app using (true) with check (true);
create policy item_auditor on item for select to sekisho_auditor using (true);
create policy item_reader on item for select to sekisho_reader using (sekisho_sees(party));

alter table item_code enable row level security;
create policy code_app on item_code to sekisho_app using (true) with check (true);
create policy code_auditor on item_code for select to sekisho_auditor using (true);
create policy code_reader on item_code for select to sekisho_reader
  using (exists (select from item i where i.family = item_code.family and i.id = item_code.id));

alter table history enable row level security;
create policy history_app_read on history for select to sekisho_app using (true);
create policy history_app_add on history for insert to sekisho_app with check (true);
create policy history_auditor on history for select to sekisho_auditor using (true);
create policy history_reader on history for select to sekisho_reader
  using (exists (select from item i where i.family = history.family and i.id = history.item));

alter table link enable row level security;
create policy link_app on link to sekisho_app using (true) with check (true);
create policy link_auditor on link for select to sekisho_auditor using (true);
create policy link_reader on link for select to sekisho_reader
  using (exists (select from item i where i.family = link.family and i.id = link.item));

"""#),
  MigrationFile(
    name: "0002_audit",
    sql: #"""
-- purpose: the Merkle tree over the history: leaves, tiles, what was sealed when, signed checkpoints
-- lock: none (new tables only)
-- breaking: no

-- One row an entry, in the order of the tree. After dump and restore this order, not the transaction ids, is the order.
create table audit_leaf (
  leaf_index bigint primary key check (leaf_index >= 0),
  entry_id   uuid not null unique,
  leaf_hash  bytea not null check (octet_length(leaf_hash) = 32)
);

-- Full tiles of C2SP tlog-tiles: 256 hashes, and the root over them, from which the tile one level up is made. Partial
-- tiles are not stored: they follow from the leaves and roots behind the last full tile.
create table audit_tile (
  level      integer not null check (level between 0 and 7),
  tile_index bigint not null check (tile_index >= 0),
  hashes     bytea not null check (octet_length(hashes) = 8192),
  root       bytea not null check (octet_length(root) = 32),
  primary key (level, tile_index)
);
-- Hashes do not compress.
alter table audit_tile alter column hashes set storage external;

-- One row a batch: how far in commit order (transaction, place in it, entry) sealing has come, on which cluster. A
-- transaction id means something only there: under another system identifier (a restored dump, an upgrade) sealing first
-- sweeps up what came from elsewhere, then begins the search anew.
create table audit_seal (
  number            bigint primary key,
  size              bigint not null check (size >= 0),
  kind              text not null check (kind in ('sweep', 'regular')),
  xid               xid8 not null,
  ordinal           integer not null,
  entry_id          uuid not null,
  system_identifier bigint not null,
  sealed_at         timestamptz not null default sekisho_now()
);

-- Signed notes (C2SP tlog-checkpoint).
create table audit_checkpoint (
  size       bigint primary key check (size > 0),
  root       bytea not null check (octet_length(root) = 32),
  note       text not null,
  created_at timestamptz not null default sekisho_now()
);

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_leaf_is_append_only before update or delete or truncate on audit_leaf
  for each statement execute function audit_refuse_change();
create trigger audit_tile_is_append_only before update or delete or truncate on audit_tile
  for each statement execute function audit_refuse_change();
create trigger audit_seal_is_append_only before update or delete or truncate on audit_seal
  for each statement execute function audit_refuse_change();
create trigger audit_checkpoint_is_append_only before update or delete or truncate on audit_checkpoint
  for each statement execute function audit_refuse_change();

grant select, insert on audit_leaf, audit_tile, audit_seal, audit_checkpoint to sekisho_app;
grant select on audit_leaf, audit_tile, audit_seal, audit_checkpoint to sekisho_auditor, sekisho_reader;

"""#),
  MigrationFile(
    name: "0003_row_security",
    sql: #"""
-- purpose: every table with business data says row by row what the reader role may see; documents' bytes among them
-- lock: access exclusive on blob, artifact and the directory's tables, for a moment (policies only, no rewrite)
-- breaking: no

-- Runs with the rights of whoever asks: all three roles may read `cluster`. With that no function here has more rights
-- than its caller.
create or replace function sekisho_now() returns timestamptz language sql stable
  as $$ select statement_timestamp() + clock_offset from public.cluster $$;

-- Which content lies in which slot of which item: what makes a blob somebody's document. (Content is stored first.)
create table document (
  family uuid not null,
  item   uuid not null,
  slot   text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  primary key (family, item, slot, sha256)
);
create index document_content on document (sha256);

-- sekisho.viewer is 'internal', 'audit' (internal, and the entries that belong to no item), or 'party:' and a code;
-- unset, nothing is visible.
create or replace function sekisho_sees(party text) returns boolean language sql stable
  as $$ select case current_setting('sekisho.viewer', true)
                 when 'internal' then true
                 when 'audit' then true
                 else current_setting('sekisho.viewer', true) = 'party:' || party end $$;

drop policy history_reader on history;
create policy history_reader on history for select to sekisho_reader
  using (
    current_setting('sekisho.viewer', true) = 'audit'
    or (item is not null and exists (select from item i where i.family = history.family and i.id = history.item)));

alter table document enable row level security;
create policy document_app on document to sekisho_app using (true) with check (true);
create policy document_auditor on document for select to sekisho_auditor using (true);
create policy document_reader on document for select to sekisho_reader
  using (exists (select from item i where i.family = document.family and i.id = document.item));

alter table blob enable row level security;
create policy blob_app on blob to sekisho_app using (true) with check (true);
create policy blob_reader on blob for select to sekisho_reader
  using (exists (select from document d where d.sha256 = blob.sha256));

-- The directory: a vendor sees its own party and its own people, and nothing of the house.
do $$
declare
  name text;
begin
  foreach name in array array['unit', 'position', 'membership', 'delegation', 'absence', 'artifact'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I to sekisho_app using (true) with check (true)', name || '_app', name);
    execute format('create policy %I on %I for select to sekisho_auditor using (true)', name || '_auditor', name);
    execute format('create policy %I on %I for select to sekisho_reader using (sekisho_sees(null))', name || '_reader', name);
  end loop;
end
$$;

alter table party enable row level security;
create policy party_app on party to sekisho_app using (true) with check (true);
create policy party_auditor on party for select to sekisho_auditor using (true);
create policy party_reader on party for select to sekisho_reader using (sekisho_sees(code));

alter table person enable row level security;
create policy person_app on person to sekisho_app using (true) with check (true);
create policy person_auditor on person for select to sekisho_auditor using (true);
create policy person_reader on person for select to sekisho_reader using (sekisho_sees(party));

-- What the reader has no business with: no right, and no row if somebody grants one by mistake.
do $$
declare
  name text;
begin
  foreach name in array array['task', 'item_key', 'code_counter', 'token', 'request_key'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I to sekisho_app using (true) with check (true)', name || '_app', name);
  end loop;
  foreach name in array array['task', 'item_key', 'code_counter'] loop
    execute format('create policy %I on %I for select to sekisho_auditor using (true)', name || '_auditor', name);
  end loop;
end
$$;

grant select, insert on document to sekisho_app;
grant select on document to sekisho_auditor, sekisho_reader;
grant select on delegation, absence to sekisho_reader;
revoke select on audit_leaf, audit_tile, audit_seal, audit_checkpoint from sekisho_reader;

"""#),
  MigrationFile(
    name: "0004_access_entries",
    sql: #"""
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

"""#),
  MigrationFile(
    name: "0005_versions_in_force",
    sql: #"""
-- purpose: which files were in force when a version was approved: older definitions are compiled against those
-- lock: access exclusive on artifact, for a moment (adds a column with a constant default)
-- breaking: no

-- The artifacts in force at the approval, the version itself not among them; null: approved before this column was there.
alter table artifact add column among integer[];

"""#),
  MigrationFile(
    name: "0006_migration_plans",
    sql: #"""
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

"""#),
  MigrationFile(
    name: "0007_directory_change",
    sql: #"""
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

"""#),
  MigrationFile(
    name: "0008_inbox",
    sql: #"""
-- purpose: lists newest first, and what waits for somebody, without reading every item
-- lock: share row exclusive on item while two indexes are built
-- breaking: no

-- A duty may be open after the end (後閲): a column of its own, since `runtime` in an index would cost every move its
-- heap-only update.
alter table item add column has_duty boolean not null default false;
create index item_duty on item (workflow) where has_duty;
create index item_newest on item (id);

"""#),
]
