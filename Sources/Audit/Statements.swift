internal import Postgres

/// Every statement of this room. The history belongs to the engine and is only read; our own tables only grow.
enum Statements {
  // MARK: sealing

  /// One sealer at a time, across all processes: held to the end of the transaction.
  static let lock: SQL = "select pg_try_advisory_xact_lock(x'5ea1'::integer, x'0a0d'::integer)"

  /// Nothing is signed that is not on disk (and with synchronous standbys, there too): this transaction at least
  /// commits so, and with it everything that was committed before it.
  static let commitDurably: SQL = """
    select set_config('synchronous_commit', 'on', true)
    where current_setting('synchronous_commit') in ('off', 'local')
    """

  static let state: SQL = """
    select (select coalesce(max(leaf_index) + 1, 0) from audit_leaf),
      (select system_identifier from pg_control_system()), pg_snapshot_xmax(pg_current_snapshot())
    """

  static let lastSeal: SQL = """
    select number, size, kind = 'sweep', xid, ordinal, entry_id, system_identifier
    from audit_seal order by number desc limit 1
    """

  static let lastCheckpoint: SQL = "select size, root from audit_checkpoint order by size desc limit 1"

  /// The next page of the history in commit order. It ends below every transaction that still runs and could add to it;
  /// a sweep takes what no transaction of this cluster can have written. A row that is sealed already comes without body.
  static func pending(after place: CommitPlace, isSweep: Bool, rows: Int, bytes: Int) -> SQL {
    let end: SQLFragment =
      isSweep
      ? "and xid >= pg_snapshot_xmax(pg_current_snapshot())" : "and xid < pg_snapshot_xmin(pg_current_snapshot())"
    return """
      select \(entryColumns), xid, ordinal, is_sealed
      from (
        select *, sum(octet_length(body)) over commits as total, row_number() over commits as place
        from (
          select entry_id, family, item, version, at, event, person, position, behalf, role, definition,
            case when is_sealed then '' else body end as body, xid, ordinal, is_sealed
          from (
            select *, (select leaf_index from audit_leaf where audit_leaf.entry_id = history.entry_id) is not null
              as is_sealed
            from history
            where (xid, ordinal, entry_id) > (\(place.transaction), \(place.ordinal), \(place.entry))
              \(end)
            order by xid, ordinal, entry_id
            limit \(rows)
          ) marked
        ) content
        window commits as (order by xid, ordinal, entry_id)
      ) page
      where total <= \(bytes) or place = 1
      order by xid, ordinal, entry_id
      """
  }

  /// What an entry's hash is made of, in the order that `HistoryEntry.init(row:)` reads. A list of persons that no
  /// engine writes (with NULL, of several dimensions) is given a text that no engine writes either.
  static let entryColumns: SQLFragment = """
    entry_id, family, item, version, at, event, person, position,
    case when array_ndims(behalf) > 1 then array[behalf::text] else array_replace(behalf, null, e'\\x01') end, role,
    definition, body
    """

  static func addLeaves(from index: Int, entries: [PGUUID], hashes: [[UInt8]]) -> SQL {
    """
    insert into audit_leaf (leaf_index, entry_id, leaf_hash)
    select \(index)::bigint + place - 1, entry, hash
    from unnest(\(entries)::uuid[], \(hashes)::bytea[]) with ordinality as leaf (entry, hash, place)
    """
  }

  static func addTiles(levels: [Int], indices: [Int], hashes: [[UInt8]], roots: [[UInt8]]) -> SQL {
    """
    insert into audit_tile (level, tile_index, hashes, root)
    select * from unnest(\(levels)::bigint[], \(indices)::bigint[], \(hashes)::bytea[], \(roots)::bytea[])
    """
  }

  static func addSeal(number: Int, size: Int, isSweep: Bool, place: CommitPlace, system: Int) -> SQL {
    """
    insert into audit_seal (number, size, kind, xid, ordinal, entry_id, system_identifier)
    values (\(number), \(size), case when \(isSweep) then 'sweep' else 'regular' end, \(place.transaction),
      \(place.ordinal), \(place.entry), \(system))
    """
  }

  static func addCheckpoint(size: Int, root: [UInt8], note: String) -> SQL {
    "insert into audit_checkpoint (size, root, note) values (\(size), \(root), \(note))"
  }

  /// The oldest entry that is not sealed: its age in microseconds, and whether a running transaction holds it up.
  static let lag: SQL = """
    with seal as (
      select xid, ordinal, entry_id from audit_seal where kind = 'regular' order by number desc limit 1
    )
    select (extract(epoch from sekisho_now() - at) * 1000000)::bigint,
      xid >= pg_snapshot_xmin(pg_current_snapshot())
    from history
    where (xid, ordinal, entry_id) > (coalesce((select xid from seal), '0'), coalesce((select ordinal from seal), 0),
        coalesce((select entry_id from seal), '00000000-0000-0000-0000-000000000000'))
      and (select leaf_index from audit_leaf where audit_leaf.entry_id = history.entry_id) is null
    order by xid, ordinal, entry_id
    limit 1
    """

  /// The oldest running transaction that writes, which no sealing passes. Sessions of other roles show no name.
  static let holder: SQL = """
    select pid, coalesce(application_name, ''), (extract(epoch from clock_timestamp() - xact_start) * 1000000)::bigint
    from pg_stat_activity
    where backend_xid = pg_snapshot_xmin(pg_current_snapshot())::xid
    limit 1
    """
}

// MARK: - reading the tree

extension Statements {
  static func leafHashes(_ range: Range<Int>) -> SQL {
    """
    select leaf_hash from audit_leaf where leaf_index >= \(range.lowerBound) and leaf_index < \(range.upperBound)
    order by leaf_index
    """
  }

  static func tileRoots(level: Int, _ range: Range<Int>) -> SQL {
    """
    select root from audit_tile
    where level = \(level) and tile_index >= \(range.lowerBound) and tile_index < \(range.upperBound)
    order by tile_index
    """
  }

  static func tiles(levels: [Int], indices: [Int]) -> SQL {
    """
    select level, tile_index, hashes, root
    from audit_tile join unnest(\(levels)::bigint[], \(indices)::bigint[]) as wanted (level, tile_index) using (level, tile_index)
    """
  }

  static func checkpoint(size: Int) -> SQL {
    "select note from audit_checkpoint where size = \(size)"
  }

  static let latestCheckpoint: SQL = "select note from audit_checkpoint order by size desc limit 1"

  static func entries(_ ids: [PGUUID]) -> SQL {
    """
    select \(entryColumns), leaf_index
    from history left join audit_leaf using (entry_id)
    where entry_id = any(\(ids))
    order by leaf_index, entry_id
    """
  }
}

// MARK: - verification

extension Statements {
  static let extent: SQL = """
    select (select coalesce(max(leaf_index) + 1, 0) from audit_leaf),
      (select coalesce(max(size), 0) from audit_checkpoint),
      (select system_identifier from pg_control_system())
    """

  static func seals(after number: Int, rows: Int) -> SQL {
    """
    select number, size, kind = 'sweep', xid, ordinal, entry_id, system_identifier
    from audit_seal where number > \(number) order by number limit \(rows)
    """
  }

  /// Leaves with their entries; a leaf without entry has NULL in the entry's columns.
  static func evidence(_ range: Range<Int>, bytes: Int) -> SQL {
    """
    select leaf_index, leaf_hash, \(entryColumns), leaf_entry, xid, ordinal
    from (
      select *, sum(octet_length(body)) over leaves as total, row_number() over leaves as place
      from (
        select leaf_index, leaf_hash, leaf.entry_id as leaf_entry, history.*
        from audit_leaf leaf left join history on history.entry_id = leaf.entry_id
        where leaf_index >= \(range.lowerBound) and leaf_index < \(range.upperBound)
      ) joined
      window leaves as (order by leaf_index)
    ) page
    where coalesce(total, 0) <= \(bytes) or place = 1
    order by leaf_index
    """
  }

  static func checkpoints(after size: Int, to last: Int, rows: Int) -> SQL {
    """
    select size, root, note from audit_checkpoint where size > \(size) and size <= \(last) order by size limit \(rows)
    """
  }

  /// Entries without a leaf: how many of them sealing has passed and which (the first 4,096), how many it has not.
  static func unsealed(size: Int, passed place: CommitPlace?) -> SQL {
    var isPassed: SQLFragment = "false"
    if let place {
      // Nor can a transaction of the future have written anything.
      isPassed = """
        (xid, ordinal, entry_id) <= (\(place.transaction), \(place.ordinal), \(place.entry))
          or xid >= pg_snapshot_xmax(pg_current_snapshot())
        """
    }
    return """
      with unsealed as materialized (
        select entry_id, xid, ordinal, \(isPassed) as is_passed
        from history
        where not exists (
          select from audit_leaf where audit_leaf.entry_id = history.entry_id and leaf_index < \(size))
      )
      select (select count(*) from unsealed where not is_passed), (select count(*) from unsealed where is_passed),
        array(select entry_id from unsealed where is_passed order by xid, ordinal, entry_id limit 4096)
      """
  }

  /// Entries in full, in commit order.
  static func orphans(_ ids: [PGUUID]) -> SQL {
    """
    select \(entryColumns), xid, ordinal from history where entry_id = any(\(ids)) order by xid, ordinal, entry_id
    """
  }

  /// The history by family, for replay.
  static func families(after family: PGUUID, _ entry: PGUUID, rows: Int) -> SQL {
    """
    select \(entryColumns) from history
    where (family, entry_id) > (\(family), \(entry)) order by family, entry_id limit \(rows)
    """
  }
}
