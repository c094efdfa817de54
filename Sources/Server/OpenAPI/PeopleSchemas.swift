import Engine
import JSON

enum PeopleSchemas {
  static let period: JSONValue = Schema.object([:], optional: ["from": Schema.day, "to": Schema.day])

  static let unit: JSONValue = Schema.object(["code": Schema.name, "title": text], optional: ["parent": Schema.name])

  static let position: JSONValue = Schema.object(
    ["code": Schema.name, "title": text, "unit": Schema.name],
    optional: ["roles": names, "deputies": names, "holders": names])

  static let person: JSONValue = Schema.object(
    ["code": Schema.name, "name": text],
    optional: [
      "email": ["type": "string", "format": "email", "maxLength": 254], "party": Schema.name, "party_roles": names,
      "is_active": Schema.flag, "positions": names,
    ])

  static let party: JSONValue = Schema.object(
    ["code": Schema.name, "name": text],
    optional: [
      "corporate_number": ["type": "string", "pattern": "^[0-9]{13}$"],
      "registration_number": ["type": "string", "pattern": "^T[0-9]{13}$"],
      "suspensions": Schema.list(Schema.ref(.period), max: 1_000),
    ])

  static let membership: JSONValue = Schema.object(
    ["person": Schema.name, "position": Schema.name], optional: ["from": Schema.day, "to": Schema.day])

  static let delegation: JSONValue = Schema.object(
    ["giver": Schema.name, "taker": Schema.name],
    optional: ["roles": names, "max_amount": Schema.integer, "from": Schema.day, "to": Schema.day])

  static let absence: JSONValue = Schema.object(
    ["person": Schema.name], optional: ["from": Schema.day, "to": Schema.day])

  static let directory: JSONValue = Schema.object([
    "units": Schema.list(Schema.ref(.unit), max: 100_000),
    "positions": Schema.list(Schema.ref(.position), max: 100_000),
    "people": Schema.list(Schema.ref(.person), max: 100_000),
    "parties": Schema.list(Schema.ref(.party), max: 100_000),
    "memberships": Schema.list(Schema.ref(.membership), max: 200_000),
    "delegations": Schema.list(Schema.ref(.delegation), max: 100_000),
    "absences": Schema.list(Schema.ref(.absence), max: 100_000),
  ])

  static let peopleList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.person))])

  static let positionList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.position))])

  static let partyList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.party))])

  static let me: JSONValue = Schema.answer(
    [
      "person": Schema.string, "name": Schema.ref(.text), "scopes": scopes, "positions": names,
      "represents": Schema.list(Schema.answer(["person": Schema.string, "name": Schema.ref(.text)])),
      "now": Schema.moment, "today": Schema.day,
    ], optional: ["party": Schema.string])

  static let token: JSONValue = Schema.answer(
    [
      "id": Schema.uuid, "person": Schema.string, "label": Schema.string, "scopes": Schema.list(Schema.string),
      "created_at": Schema.moment, "expires_at": Schema.moment,
    ], optional: ["revoked_at": Schema.moment])

  static let tokenList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.token))])

  static let newToken: JSONValue = Schema.object(
    ["scopes": scopes],
    optional: ["person": Schema.name, "days": Schema.integer(1...1_096), "label": Schema.text(max: 200)])

  static let issuedToken: JSONValue = Schema.answer(
    ["person": Schema.string, "scopes": scopes, "dry_run": Schema.flag],
    optional: ["id": Schema.uuid, "secret": Schema.string, "expires_at": Schema.moment])

  private static let scopes: JSONValue = Schema.list(Schema.choice(Scope.allCases.map(\.rawValue)), max: 16)
  private static let names = Schema.list(Schema.name, max: 1_000)
  private static let text: JSONValue = Schema.object(["en": Schema.text(max: 200), "ja": Schema.text(max: 200)])
}
