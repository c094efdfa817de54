import Postgres

/// Statements on items. Each names its family first: the key of locks, range scans and shards.
enum ItemStatements {
  /// One lock a family covers every item, child and sum that a guard may read. In id order, so that two batches never
  /// wait for each other in a circle.
  static let lockFamilies = Statement(
    "select id from item_code where id = any($1::uuid[]) order by id for no key update")

  /// The same without waiting: what is locked is being worked on.
  static let lockFreeFamilies = Statement(
    "select id from item_code where id = any($1::uuid[]) order by id for no key update skip locked")

  static let columns =
    """
    family, id, parent, code, workflow, definition, state, version, data, runtime, unit, party, creator_person,
    creator_position, created_at, entered_at
    """

  /// A later statement than the lock: under READ COMMITTED it sees what the previous holder committed.
  static let ofFamilies = Statement(
    """
    select family, id, parent, code, workflow, definition, state, version, data, runtime, unit, party, creator_person,
      creator_position, created_at, entered_at
    from item where family = any($1::uuid[])
    """)

  /// Families that items of these families point to, or that point to them.
  static let linkedFamilies = Statement(
    """
    select to_family from link where family = any($1::uuid[])
    union
    select family from link where to_family = any($1::uuid[])
    """)

  static let insert = Statement(
    """
    insert into item (family, id, parent, code, workflow, definition, state, version, data, runtime, unit, party,
      creator_person, creator_position, subject, amount, day, is_final, created_at, entered_at, updated_at, has_duty)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int4[], $7::text[], $8::int8[],
      $9::jsonb[], $10::jsonb[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::int8[],
      $17::date[], $18::bool[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[], $22::bool[])
    """)

  static let insertCodes = Statement(
    "insert into item_code (code, family, id) select * from unnest($1::text[], $2::uuid[], $3::uuid[])")

  /// Guarded by the version that was read; the family's lock makes the guard a belt beside the braces.
  static let update = Statement(
    """
    update item i
    set definition = u.definition, state = u.state, version = u.version, data = u.data, runtime = u.runtime,
      party = u.party, subject = u.subject, amount = u.amount, day = u.day, is_final = u.is_final,
      entered_at = u.entered_at, updated_at = u.updated_at, has_duty = u.has_duty
    from unnest($1::uuid[], $2::uuid[], $3::int8[], $4::int4[], $5::text[], $6::int8[], $7::jsonb[], $8::jsonb[],
      $9::text[], $10::text[], $11::int8[], $12::date[], $13::bool[], $14::timestamptz[], $15::timestamptz[],
      $16::bool[])
      as u (family, id, seen, definition, state, version, data, runtime, party, subject, amount, day, is_final,
        entered_at, updated_at, has_duty)
    where i.family = u.family and i.id = u.id and i.version = u.seen
    """)

  static let drawNumbers = Statement(
    """
    insert into code_counter as c (prefix, last)
    select prefix, wanted from unnest($1::text[], $2::int8[]) as u (prefix, wanted) order by prefix
    on conflict (prefix) do update set last = c.last + excluded.last
    returning prefix, last
    """)

  static let byCode = Statement("select family, id from item_code where code = $1")
  static let byID = Statement("select family, id from item_code where id = $1")

  static let places = Statement(
    "select family, id, code from item_code where code = any($1::text[]) or id = any($2::uuid[])")

  static let insertLinks = Statement(
    """
    insert into link (family, item, relation, to_family, to_item)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[])
    on conflict do nothing
    """)

  static let insertDocuments = Statement(
    """
    insert into document (family, item, slot, sha256)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[])
    on conflict do nothing
    """)

  // MARK: Keys across families

  static let lockKeys = Statement(
    """
    select pg_advisory_xact_lock(hashtextextended(v, 0))
    from (select distinct v from unnest($1::text[]) as v order by v) as sorted
    """)

  static let sameKeys = Statement(
    """
    select k.workflow, k.name, k.value, k.family, k.item
    from unnest($1::text[], $2::text[], $3::text[]) as u (workflow, name, value)
    join item_key k using (workflow, name, value)
    """)

  static let deleteKeys = Statement("delete from item_key where item = any($1::uuid[])")

  static let insertKeys = Statement(
    """
    insert into item_key (workflow, name, value, family, item)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::uuid[])
    on conflict do nothing
    """)

  static let all = [
    lockFamilies, lockFreeFamilies, ofFamilies, linkedFamilies, insert, insertCodes, update, drawNumbers, byCode, byID,
    places,
    insertLinks, insertDocuments, lockKeys, sameKeys, deleteKeys, insertKeys,
  ]
}
