import Postgres

/// What a replay reads, with no right but to read.
enum ReplayStatements {
  /// Columns as `ItemStatements.ofFamilies`, then what is computed from the item, and what other tables say of it.
  static let rows = Statement(
    """
    select i.family, i.id, i.parent, i.code, i.workflow, i.definition, i.state, i.version, i.data, i.runtime, i.unit,
      i.party, i.creator_person, i.creator_position, i.created_at, i.entered_at, i.subject, i.amount, i.day,
      i.is_final, c.code, c.family,
      array(select l.relation || ' ' || l.to_item::text from link l
        where l.family = i.family and l.item = i.id order by (l.relation || ' ' || l.to_item::text) collate "C"),
      array(select d.slot || ' ' || encode(d.sha256, 'hex') from document d
        where d.family = i.family and d.item = i.id order by (d.slot || ' ' || encode(d.sha256, 'hex')) collate "C")
    from item i left join item_code c on c.id = i.id
    where i.family = any($1::uuid[]) order by i.family, i.id
    """)

  /// Entries that came after those that were handed over, of items that have moved on meanwhile.
  static let later = Statement(
    """
    select h.entry_id, h.item, h.version, h.at, h.event, h.person, h.position, h.behalf, h.role, h.definition, h.body
    from history h join unnest($1::uuid[], $2::uuid[], $3::int8[]) as u (family, item, version)
      on h.family = u.family and h.item = u.item and h.version > u.version
    order by h.item, h.version, h.entry_id
    """)

  /// Items that no entry made.
  static let unrecorded = Statement(
    """
    select i.id, i.code from item i
    where not exists (
      select from history h where h.family = i.family and h.item = i.id and h.event = 'created')
    order by i.id limit 1000
    """)

  static let all = [rows, later, unrecorded]
}
