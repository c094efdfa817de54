import Diagnostics
package import JSON
package import Workflows

/// The directory's values as JSON objects, the same in the record, in proposals and in the API.

extension JSONValue {
  fileprivate var name: String { stringValue ?? "" }
  fileprivate var words: Text { Text(en: self["en"]?.stringValue ?? "", ja: self["ja"]?.stringValue ?? "") }
  fileprivate var names: [String] { (arrayValue ?? []).compactMap(\.stringValue) }
}

extension Text {
  fileprivate var directoryJSON: JSONValue { ["en": .string(en), "ja": .string(ja)] }
}

extension Period {
  fileprivate func with(_ members: [String: JSONValue]) -> JSONValue {
    var members = members
    members["from"] = from.map { .string($0.description) }
    members["to"] = to.map { .string($0.description) }
    return .object(members)
  }

  fileprivate init(json: JSONValue) {
    self.init(
      from: (json["from"]?.stringValue).flatMap { Day($0) }, to: (json["to"]?.stringValue).flatMap { Day($0) })
  }
}

extension Unit {
  var json: JSONValue {
    var object: [String: JSONValue] = ["code": .string(code.text), "title": title.directoryJSON]
    object["parent"] = parent.map { .string($0.text) }
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let code = json["code"]?.stringValue, let title = json["title"] else { return nil }
    self.init(code: UnitCode(code), title: title.words, parent: (json["parent"]?.stringValue).map { UnitCode($0) })
  }
}

extension Workflows.Position {
  var json: JSONValue {
    [
      "code": .string(code.text), "title": title.directoryJSON, "unit": .string(unit.text),
      "roles": .array(roles.sorted().map { .string($0.text) }),
      "deputies": .array(deputies.map { .string($0.text) }),
    ]
  }

  init?(json: JSONValue) {
    guard let code = json["code"]?.stringValue, let title = json["title"], let unit = json["unit"]?.stringValue else {
      return nil
    }
    self.init(
      code: PositionCode(code), title: title.words, unit: UnitCode(unit),
      roles: Set((json["roles"]?.names ?? []).map { RoleName($0) }),
      deputies: (json["deputies"]?.names ?? []).map { PositionCode($0) })
  }
}

extension Party {
  var json: JSONValue {
    var object: [String: JSONValue] = [
      "code": .string(code.text), "name": name.directoryJSON, "suspensions": .array(suspensions.map { $0.with([:]) }),
    ]
    object["corporate_number"] = corporateNumber.map { .string($0) }
    object["registration_number"] = registrationNumber.map { .string($0) }
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let code = json["code"]?.stringValue, let name = json["name"] else { return nil }
    self.init(
      code: PartyCode(code), name: name.words, corporateNumber: json["corporate_number"]?.stringValue,
      registrationNumber: json["registration_number"]?.stringValue,
      suspensions: (json["suspensions"]?.arrayValue ?? []).map { Period(json: $0) })
  }
}

extension Person {
  var json: JSONValue {
    var object: [String: JSONValue] = [
      "code": .string(code.text), "name": name.directoryJSON, "is_active": .bool(isActive),
      "party_roles": .array(partyRoles.sorted().map { .string($0.text) }),
    ]
    object["email"] = email.map { .string($0) }
    object["party"] = party.map { .string($0.text) }
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let code = json["code"]?.stringValue, let name = json["name"] else { return nil }
    self.init(
      code: PersonCode(code), name: name.words, email: json["email"]?.stringValue,
      party: (json["party"]?.stringValue).map { PartyCode($0) },
      partyRoles: Set((json["party_roles"]?.names ?? []).map { RoleName($0) }),
      isActive: json["is_active"]?.boolValue ?? true)
  }
}

extension Membership {
  var json: JSONValue { period.with(["person": .string(person.text), "position": .string(position.text)]) }

  init?(json: JSONValue) {
    guard let person = json["person"]?.stringValue, let position = json["position"]?.stringValue else { return nil }
    self.init(person: PersonCode(person), position: PositionCode(position), period: Period(json: json))
  }
}

extension Delegation {
  package var json: JSONValue {
    var object: [String: JSONValue] = [
      "giver": .string(from.text), "taker": .string(to.text),
      "roles": .array(roles.sorted().map { .string($0.text) }),
    ]
    object["max_amount"] = maxAmount.map { .number(.init($0)) }
    return period.with(object)
  }

  init?(json: JSONValue) {
    guard let giver = json["giver"]?.stringValue, let taker = json["taker"]?.stringValue else { return nil }
    self.init(
      from: PersonCode(giver), to: PersonCode(taker), roles: Set((json["roles"]?.names ?? []).map { RoleName($0) }),
      maxAmount: json["max_amount"]?.int64, period: Period(json: json))
  }
}

extension Absence {
  package var json: JSONValue { period.with(["person": .string(person.text)]) }

  init?(json: JSONValue) {
    guard let person = json["person"]?.stringValue else { return nil }
    self.init(person: PersonCode(person), period: Period(json: json))
  }
}
