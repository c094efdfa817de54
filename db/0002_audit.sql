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
