import Diagnostics
import JSON
import Postgres
import Workflows

/// Writes a whole directory: people, posts and who holds which. Rows that exist are brought up to date; memberships,
/// delegations and absences are replaced as a whole, because they have no identity of their own.
enum DirectoryWrites {
  static let units = Statement(
    """
    insert into unit (code, title_en, title_ja, parent)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
    on conflict (code) do update set title_en = excluded.title_en, title_ja = excluded.title_ja,
      parent = excluded.parent
    """)
  static let positions = Statement(
    """
    insert into position (code, title_en, title_ja, unit, roles, deputies)
    select code, title_en, title_ja, unit, coalesce(string_to_array(nullif(roles, ''), ','), '{}'),
      coalesce(string_to_array(nullif(deputies, ''), ','), '{}')
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
      as u (code, title_en, title_ja, unit, roles, deputies)
    on conflict (code) do update set title_en = excluded.title_en, title_ja = excluded.title_ja,
      unit = excluded.unit, roles = excluded.roles, deputies = excluded.deputies
    """)
  static let parties = Statement(
    """
    insert into party (code, name_en, name_ja, corporate_number, registration_number, suspensions)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
    on conflict (code) do update set name_en = excluded.name_en, name_ja = excluded.name_ja,
      corporate_number = excluded.corporate_number, registration_number = excluded.registration_number,
      suspensions = excluded.suspensions
    """)
  static let people = Statement(
    """
    insert into person (code, name_en, name_ja, email, party, party_roles, is_active)
    select code, name_en, name_ja, email, party, coalesce(string_to_array(nullif(roles, ''), ','), '{}'), is_active
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bool[])
      as u (code, name_en, name_ja, email, party, roles, is_active)
    on conflict (code) do update set name_en = excluded.name_en, name_ja = excluded.name_ja,
      email = excluded.email, party = excluded.party, party_roles = excluded.party_roles,
      is_active = excluded.is_active
    """)
  static let clearMemberships = Statement("delete from membership")
  static let memberships = Statement(
    """
    insert into membership (person, position, valid_from, valid_to)
    select * from unnest($1::text[], $2::text[], $3::date[], $4::date[])
    """)
  static let clearDelegations = Statement("delete from delegation")
  static let delegations = Statement(
    """
    insert into delegation (giver, taker, roles, max_amount, valid_from, valid_to)
    select giver, taker, coalesce(string_to_array(nullif(roles, ''), ','), '{}'), max_amount, valid_from, valid_to
    from unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::date[], $6::date[])
      as u (giver, taker, roles, max_amount, valid_from, valid_to)
    """)
  static let clearAbsences = Statement("delete from absence")
  static let absences = Statement(
    "insert into absence (person, valid_from, valid_to) select * from unnest($1::text[], $2::date[], $3::date[])")
  static let bump = Statement("update cluster set directory = directory + 1")

  static let all = [
    units, positions, parties, people, clearMemberships, memberships, clearDelegations, delegations, clearAbsences,
    absences, bump,
  ]

  /// A whole directory, for a new database and for worlds that tests make.
  static func replacing(with directory: Directory) -> [SQL] {
    putting(directory) + [clearMemberships(), clearDelegations(), clearAbsences()] + adding(directory) + [bump()]
  }

  /// What has a code, new or brought up to date.
  static func putting(_ directory: Directory) -> [SQL] {
    let units = directory.units.values.sorted { depth($0, directory) < depth($1, directory) }
    let positions = directory.positions.values.sorted { $0.code < $1.code }
    let parties = directory.parties.values.sorted { $0.code < $1.code }
    let people = directory.people.values.sorted { $0.code < $1.code }
    return [
      Self.units(
        units.map(\.code.text), units.map(\.title.en), units.map(\.title.ja), units.map { $0.parent?.text }),
      Self.positions(
        positions.map(\.code.text), positions.map(\.title.en), positions.map(\.title.ja), positions.map(\.unit.text),
        positions.map { $0.roles.map(\.text).sorted().joined(separator: ",") },
        positions.map { $0.deputies.map(\.text).joined(separator: ",") }),
      Self.parties(
        parties.map(\.code.text), parties.map(\.name.en), parties.map(\.name.ja), parties.map(\.corporateNumber),
        parties.map(\.registrationNumber), parties.map { suspensions($0) }),
      Self.people(
        people.map(\.code.text), people.map(\.name.en), people.map(\.name.ja), people.map(\.email),
        people.map { $0.party?.text }, people.map { $0.partyRoles.map(\.text).sorted().joined(separator: ",") },
        people.map(\.isActive)),
    ]
  }

  /// What has none, added.
  static func adding(_ directory: Directory) -> [SQL] {
    [
      memberships(
        directory.memberships.map(\.person.text), directory.memberships.map(\.position.text),
        directory.memberships.map { $0.period.from?.wire }, directory.memberships.map { $0.period.to?.wire }),
      delegations(
        directory.delegations.map(\.from.text), directory.delegations.map(\.to.text),
        directory.delegations.map { $0.roles.map(\.text).sorted().joined(separator: ",") },
        directory.delegations.map(\.maxAmount), directory.delegations.map { $0.period.from?.wire },
        directory.delegations.map { $0.period.to?.wire }),
      absences(
        directory.absences.map(\.person.text), directory.absences.map { $0.period.from?.wire },
        directory.absences.map { $0.period.to?.wire }),
    ]
  }

  /// Parents before children, for the foreign key.
  private static func depth(_ unit: Unit, _ directory: Directory) -> Int {
    var depth = 0
    var current = unit.parent
    while let code = current, depth < 64 {
      depth += 1
      current = directory.units[code]?.parent
    }
    return depth
  }

  private static func suspensions(_ party: Party) -> JSONB {
    let list = party.suspensions.map { period -> JSONValue in
      var object: [String: JSONValue] = [:]
      if let from = period.from { object["from"] = .string(from.description) }
      if let to = period.to { object["to"] = .string(to.description) }
      return .object(object)
    }
    return JSONB(JSONValue.array(list).canonicalBytes)
  }
}
