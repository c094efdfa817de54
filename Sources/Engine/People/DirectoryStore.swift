import Diagnostics
import JSON
import Postgres
import Workflows

/// The directory in the database. Small (thousands of rows), so each process keeps a copy and reads it again when the
/// counter in `cluster` has moved.
enum DirectoryStore {
  static let units = Statement("select code, title_en, title_ja, parent from unit")
  static let positions = Statement("select code, title_en, title_ja, unit, roles, deputies from position")
  static let parties = Statement(
    "select code, name_en, name_ja, corporate_number, registration_number, suspensions from party")
  static let people = Statement("select code, name_en, name_ja, email, party, party_roles, is_active from person")
  static let memberships = Statement("select person, position, valid_from, valid_to from membership order by id")
  static let delegations = Statement(
    "select giver, taker, roles, max_amount, valid_from, valid_to from delegation order by id")
  static let absences = Statement("select person, valid_from, valid_to from absence order by id")

  static let all = [units, positions, parties, people, memberships, delegations, absences]

  static var queries: [SQL] { all.map { $0() } }

  /// Answers to `queries`, in order.
  static func directory(_ answers: [Rows]) throws -> Directory {
    guard answers.count == all.count else { throw EngineError.corrupt("directory") }
    var directory = Directory()
    for row in answers[0] {
      directory.add(
        Unit(
          code: UnitCode(try row.get(0, as: String.self)), title: try text(row, 1),
          parent: try row.get(3, as: String?.self).map { UnitCode($0) }))
    }
    for row in answers[1] {
      directory.add(
        Position(
          code: PositionCode(try row.get(0, as: String.self)), title: try text(row, 1),
          unit: UnitCode(try row.get(3, as: String.self)),
          roles: Set(try row.get(4, as: [String].self).map { RoleName($0) }),
          deputies: try row.get(5, as: [String].self).map { PositionCode($0) }))
    }
    for row in answers[2] { directory.add(try party(row)) }
    for row in answers[3] {
      directory.add(
        Person(
          code: PersonCode(try row.get(0, as: String.self)), name: try text(row, 1), email: try row.get(3),
          party: try row.get(4, as: String?.self).map { PartyCode($0) },
          partyRoles: Set(try row.get(5, as: [String].self).map { RoleName($0) }), isActive: try row.get(6)))
    }
    for row in answers[4] {
      directory.add(
        Membership(
          person: PersonCode(try row.get(0, as: String.self)), position: PositionCode(try row.get(1, as: String.self)),
          period: try period(row, 2)))
    }
    for row in answers[5] {
      directory.add(try delegation(row))
    }
    for row in answers[6] {
      directory.add(try absence(row))
    }
    return directory
  }

  static func delegation(_ row: Row) throws -> Delegation {
    Delegation(
      from: PersonCode(try row.get(0, as: String.self)), to: PersonCode(try row.get(1, as: String.self)),
      roles: Set(try row.get(2, as: [String].self).map { RoleName($0) }), maxAmount: try row.get(3),
      period: try period(row, 4))
  }

  static func absence(_ row: Row) throws -> Absence {
    Absence(person: PersonCode(try row.get(0, as: String.self)), period: try period(row, 1))
  }

  private static func party(_ row: Row) throws -> Party {
    let suspensions = try JSONValue(parsing: try row.get(5, as: JSONB.self).bytes).arrayValue ?? []
    return Party(
      code: PartyCode(try row.get(0, as: String.self)), name: try text(row, 1), corporateNumber: try row.get(3),
      registrationNumber: try row.get(4),
      suspensions: suspensions.map { entry in
        Period(
          from: (entry["from"]?.stringValue).flatMap { Day($0) }, to: (entry["to"]?.stringValue).flatMap { Day($0) })
      })
  }

  private static func text(_ row: Row, _ column: Int) throws -> Text {
    Text(en: try row.get(column), ja: try row.get(column + 1))
  }

  private static func period(_ row: Row, _ column: Int) throws -> Period {
    Period(
      from: try row.get(column, as: DayNumber?.self).map { Day($0) },
      to: try row.get(column + 1, as: DayNumber?.self).map { Day($0) })
  }
}
