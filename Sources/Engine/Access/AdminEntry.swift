import JSON
import Postgres
import Workflows

/// Entries that belong to no item: people, tokens, definitions, sign-ins. Their family is the nil UUID.
enum AdminEntry {
  /// Writes one entry at the database's own time, under a version 7 identifier made there.
  static let insert = Statement(
    """
    insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
      ordinal)
    values (sekisho_entry_id(), '00000000-0000-0000-0000-000000000000', null, null, sekisho_now(), $1, $2, $3, '{}', null, $4, $5, $6)
    """)

  /// The same for many, in order: one statement.
  static let insertMany = Statement(
    """
    insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
      ordinal)
    select sekisho_entry_id(), '00000000-0000-0000-0000-000000000000', null, null, sekisho_now(), event, $1, null,
      '{}', null, null, body, place::int
    from unnest($2::text[], $3::text[]) with ordinality as u (event, body, place)
    """)

  static func many(_ events: [String], by person: PersonCode?, _ bodies: [JSONValue]) -> SQL {
    insertMany(person?.text, events, bodies.map(\.canonicalText))
  }

  static func make(
    _ event: String, by person: PersonCode?, position: PositionCode? = nil, definition: ContentHash? = nil,
    _ body: JSONValue, ordinal: Int = 0
  ) -> SQL {
    insert(event, person?.text, position?.text, definition?.bytes, body.canonicalText, Int32(ordinal))
  }
}
