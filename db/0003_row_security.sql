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
