import Engine
import JSON

enum PeopleSchemas {
  static func schema(_ name: SchemaName) -> JSONValue? {
    directory(name) ?? access(name)
  }

  private static func directory(_ name: SchemaName) -> JSONValue? {
    switch name {
    case .period: Schema.object([:], optional: ["from": Schema.day, "to": Schema.day])
    case .unit: Schema.object(["code": Schema.name, "title": text], optional: ["parent": Schema.name])
    case .position:
      Schema.object(
        ["code": Schema.name, "title": text, "unit": Schema.name],
        optional: ["roles": names, "deputies": names, "holders": names])
    case .person:
      Schema.object(
        ["code": Schema.name, "name": text],
        optional: [
          "email": ["type": "string", "format": "email", "maxLength": 254], "party": Schema.name, "party_roles": names,
          "is_active": Schema.flag, "positions": names,
        ])
    case .party:
      Schema.object(
        ["code": Schema.name, "name": text],
        optional: [
          "corporate_number": ["type": "string", "pattern": "^[0-9]{13}$"],
          "registration_number": ["type": "string", "pattern": "^T[0-9]{13}$"],
          "suspensions": Schema.list(Schema.ref(.period), max: 1_000),
        ])
    case .membership:
      Schema.object(
        ["person": Schema.name, "position": Schema.name], optional: ["from": Schema.day, "to": Schema.day])
    case .delegation:
      Schema.object(
        ["giver": Schema.name, "taker": Schema.name],
        optional: ["roles": names, "max_amount": Schema.integer, "from": Schema.day, "to": Schema.day])
    case .absence: Schema.object(["person": Schema.name], optional: ["from": Schema.day, "to": Schema.day])
    case .directory:
      Schema.object([
        "units": Schema.list(Schema.ref(.unit), max: 100_000),
        "positions": Schema.list(Schema.ref(.position), max: 100_000),
        "people": Schema.list(Schema.ref(.person), max: 100_000),
        "parties": Schema.list(Schema.ref(.party), max: 100_000),
        "memberships": Schema.list(Schema.ref(.membership), max: 200_000),
        "delegations": Schema.list(Schema.ref(.delegation), max: 100_000),
        "absences": Schema.list(Schema.ref(.absence), max: 100_000),
      ])
    case .impact:
      Schema.answer([
        "dry_run": Schema.flag, "people": Schema.integer, "positions": Schema.integer,
        "data": Schema.list(
          Schema.answer([
            "code": Schema.string, "state": Schema.string, "act": Schema.string, "before": Schema.list(Schema.string),
            "after": Schema.list(Schema.string), "orphaned": Schema.flag,
          ])),
      ])
    case .peopleList: Schema.answer(["data": Schema.list(Schema.ref(.person))])
    case .positionList: Schema.answer(["data": Schema.list(Schema.ref(.position))])
    case .partyList: Schema.answer(["data": Schema.list(Schema.ref(.party))])
    default: nil
    }
  }

  private static func access(_ name: SchemaName) -> JSONValue? {
    let scopes = Schema.list(Schema.choice(Scope.allCases.map(\.rawValue)), max: 16)
    return switch name {
    case .me:
      Schema.answer(
        [
          "person": Schema.string, "name": Schema.ref(.text), "scopes": scopes, "positions": names,
          "represents": Schema.list(Schema.answer(["person": Schema.string, "name": Schema.ref(.text)])),
          "now": Schema.moment, "today": Schema.day,
        ], optional: ["party": Schema.string])
    case .token:
      Schema.answer(
        [
          "id": Schema.uuid, "person": Schema.string, "label": Schema.string, "scopes": Schema.list(Schema.string),
          "created_at": Schema.moment, "expires_at": Schema.moment,
        ], optional: ["revoked_at": Schema.moment])
    case .tokenList: Schema.answer(["data": Schema.list(Schema.ref(.token))])
    case .newToken:
      Schema.object(
        ["scopes": scopes],
        optional: ["person": Schema.name, "days": Schema.integer(1...1_096), "label": Schema.text(max: 200)])
    case .issuedToken:
      Schema.answer(
        ["person": Schema.string, "scopes": scopes, "dry_run": Schema.flag],
        optional: ["id": Schema.uuid, "secret": Schema.string, "expires_at": Schema.moment])
    default: nil
    }
  }

  private static let names = Schema.list(Schema.name, max: 1_000)
  private static let text: JSONValue = Schema.object(["en": Schema.text(max: 200), "ja": Schema.text(max: 200)])
}
