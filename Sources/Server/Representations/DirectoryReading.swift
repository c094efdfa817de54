import Diagnostics
import JSON
import Workflows

/// From a directory's JSON, whose shape has been checked, to a directory whose codes all lead somewhere.
enum DirectoryReading {
  static func directory(_ json: JSONValue) throws(Problem) -> Directory {
    var directory = Directory()
    for entry in list(json, "units") {
      directory.add(
        Unit(code: UnitCode(text(entry, "code")), title: title(entry, "title"), parent: code(entry, "parent")))
    }
    for entry in list(json, "positions") {
      directory.add(
        Position(
          code: PositionCode(text(entry, "code")), title: title(entry, "title"), unit: UnitCode(text(entry, "unit")),
          roles: Set(codes(entry, "roles")), deputies: codes(entry, "deputies")))
    }
    for entry in list(json, "parties") {
      directory.add(
        Party(
          code: PartyCode(text(entry, "code")), name: title(entry, "name"),
          corporateNumber: entry["corporate_number"]?.stringValue,
          registrationNumber: entry["registration_number"]?.stringValue,
          suspensions: list(entry, "suspensions").map(period)))
    }
    for entry in list(json, "people") {
      directory.add(
        Person(
          code: PersonCode(text(entry, "code")), name: title(entry, "name"), email: entry["email"]?.stringValue,
          party: code(entry, "party"), partyRoles: Set(codes(entry, "party_roles")),
          isActive: entry["is_active"]?.boolValue ?? true))
    }
    for entry in list(json, "memberships") {
      directory.add(
        Membership(
          person: PersonCode(text(entry, "person")), position: PositionCode(text(entry, "position")),
          period: period(entry)))
    }
    for entry in list(json, "delegations") {
      directory.add(
        Delegation(
          from: PersonCode(text(entry, "giver")), to: PersonCode(text(entry, "taker")),
          roles: Set(codes(entry, "roles")), maxAmount: entry["max_amount"]?.int64, period: period(entry)))
    }
    for entry in list(json, "absences") {
      directory.add(Absence(person: PersonCode(text(entry, "person")), period: period(entry)))
    }
    let places = danglers(directory, json)
    guard let first = places.first else { return directory }
    var problem = Problem(.invalid, first.message, pointer: first.pointer)
    problem.places = Array(places.prefix(100))
    throw problem
  }

  /// Codes that name nothing, codes that stand twice, and what else the database would refuse.
  private static func danglers(_ directory: Directory, _ json: JSONValue) -> [Problem.Place] {
    unknown(json, "units", "parent") { directory.units[UnitCode($0)] != nil }
      + unknown(json, "positions", "unit") { directory.units[UnitCode($0)] != nil }
      + unknown(json, "positions", "deputies") { directory.positions[PositionCode($0)] != nil }
      + unknown(json, "people", "party") { directory.parties[PartyCode($0)] != nil }
      + unknown(json, "memberships", "person") { directory.people[PersonCode($0)] != nil }
      + unknown(json, "memberships", "position") { directory.positions[PositionCode($0)] != nil }
      + unknown(json, "delegations", "giver") { directory.people[PersonCode($0)] != nil }
      + unknown(json, "delegations", "taker") { directory.people[PersonCode($0)] != nil }
      + unknown(json, "absences", "person") { directory.people[PersonCode($0)] != nil }
      + ["units", "positions", "people", "parties"].flatMap { repeated(json, $0) } + selfDelegations(json)
  }

  private static func unknown(
    _ json: JSONValue, _ part: String, _ member: String, _ isKnown: (String) -> Bool
  ) -> [Problem.Place] {
    list(json, part).enumerated().flatMap { index, entry in
      let names = entry[member]?.stringValue.map { [$0] } ?? list(entry, member).compactMap(\.stringValue)
      return names.filter { !isKnown($0) }.map { name in
        Problem.Place(
          pointer: "/\(part)/\(index)/\(member)",
          message: Text(en: "\(name) is not in this directory", ja: "「\(name)」はこの名簿にありません"))
      }
    }
  }

  private static func repeated(_ json: JSONValue, _ part: String) -> [Problem.Place] {
    var seen: Set<String> = []
    return list(json, part).enumerated().compactMap { index, entry in
      let code = text(entry, "code")
      guard !seen.insert(code).inserted else { return nil }
      return Problem.Place(
        pointer: "/\(part)/\(index)/code", message: Text(en: "\(code) stands twice", ja: "「\(code)」が重複しています"))
    }
  }

  private static func selfDelegations(_ json: JSONValue) -> [Problem.Place] {
    list(json, "delegations").enumerated().compactMap { index, entry in
      guard text(entry, "giver") == text(entry, "taker") else { return nil }
      return Problem.Place(
        pointer: "/delegations/\(index)/taker",
        message: Text(en: "nobody delegates to themselves", ja: "自分自身への委任はできません"))
    }
  }

  private static func list(_ json: JSONValue, _ member: String) -> [JSONValue] { json[member]?.arrayValue ?? [] }
  private static func text(_ json: JSONValue, _ member: String) -> String { json[member]?.stringValue ?? "" }

  private static func title(_ json: JSONValue, _ member: String) -> Text {
    Text(en: json[member]?["en"]?.stringValue ?? "", ja: json[member]?["ja"]?.stringValue ?? "")
  }

  private static func code<Kind>(_ json: JSONValue, _ member: String) -> Name<Kind>? {
    json[member]?.stringValue.map { Name<Kind>($0) }
  }

  private static func codes<Kind>(_ json: JSONValue, _ member: String) -> [Name<Kind>] {
    list(json, member).compactMap(\.stringValue).map { Name<Kind>($0) }
  }

  private static func period(_ json: JSONValue) -> Period {
    Period(
      from: (json["from"]?.stringValue).flatMap { Day($0) }, to: (json["to"]?.stringValue).flatMap { Day($0) })
  }
}
