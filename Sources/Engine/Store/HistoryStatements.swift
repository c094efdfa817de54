import Postgres

/// The append-only record.
enum HistoryStatements {
  static let insert = Statement(
    """
    insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
      ordinal)
    select entry_id, family, item, version, at, event, person, position, coalesce(string_to_array(nullif(behalf, ''), ','), '{}'), role,
      definition, body, ordinal
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::bytea[], $12::text[], $13::int4[])
      as u (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body, ordinal)
    """)

  static let all = [insert]
}
