package import JSON
package import Workflows

/// One change of the directory. What has a code is put under it, new or changed, and never removed (a person who left is
/// no longer active); what has none is told by its whole value: before and after.
package enum DirectoryEdit: Sendable {
  case unit(Unit)
  case position(Position)
  case party(Party)
  case person(Person)
  /// `before` nil: added; `after` nil: removed.
  case membership(before: Membership?, after: Membership?)
  case delegation(before: Delegation?, after: Delegation?)
  case absence(before: Absence?, after: Absence?)

  /// The subject's name in JSON and in events.
  package var subject: String {
    switch self {
    case .unit: "unit"
    case .position: "position"
    case .party: "party"
    case .person: "person"
    case .membership: "membership"
    case .delegation: "delegation"
    case .absence: "absence"
    }
  }

  /// What the record calls it, once it is in force.
  func event(in directory: Directory) -> String {
    switch (before(in: directory), after) {
    case (nil, _): subject + "_added"
    case (_, nil): subject + "_removed"
    case (_, _): subject + "_changed"
    }
  }

  /// What stood there before, as JSON.
  func before(in directory: Directory) -> JSONValue? {
    switch self {
    case .unit(let unit): directory.units[unit.code]?.json
    case .position(let position): directory.positions[position.code]?.json
    case .party(let party): directory.parties[party.code]?.json
    case .person(let person): directory.people[person.code]?.json
    case .membership(let before, _): before?.json
    case .delegation(let before, _): before?.json
    case .absence(let before, _): before?.json
    }
  }

  var after: JSONValue? {
    switch self {
    case .unit(let unit): unit.json
    case .position(let position): position.json
    case .party(let party): party.json
    case .person(let person): person.json
    case .membership(_, let after): after?.json
    case .delegation(_, let after): after?.json
    case .absence(_, let after): after?.json
    }
  }

  // MARK: As JSON: stored with a proposal, taken and shown by the API

  /// `{"person": {…}}`, or `{"membership": {"before": {…}, "after": {…}}}`.
  package var json: JSONValue {
    switch self {
    case .unit, .position, .party, .person: return .object([subject: after ?? .null])
    case .membership, .delegation, .absence:
      var pair: [String: JSONValue] = [:]
      pair["before"] = before(in: Directory())
      pair["after"] = after
      return .object([subject: .object(pair)])
    }
  }

  /// Reads what `json` wrote; nil for another shape.
  package init?(json: JSONValue) {
    guard case .object(let members) = json, members.count == 1, let (subject, value) = members.first else { return nil }
    let (before, after) = (value["before"], value["after"])
    switch subject {
    case "unit":
      guard let unit = Unit(json: value) else { return nil }
      self = .unit(unit)
    case "position":
      guard let position = Position(json: value) else { return nil }
      self = .position(position)
    case "party":
      guard let party = Party(json: value) else { return nil }
      self = .party(party)
    case "person":
      guard let person = Person(json: value) else { return nil }
      self = .person(person)
    case "membership":
      guard before != nil || after != nil else { return nil }
      self = .membership(before: before.flatMap(Membership.init(json:)), after: after.flatMap(Membership.init(json:)))
    case "delegation":
      guard before != nil || after != nil else { return nil }
      self = .delegation(before: before.flatMap(Delegation.init(json:)), after: after.flatMap(Delegation.init(json:)))
    case "absence":
      guard before != nil || after != nil else { return nil }
      self = .absence(before: before.flatMap(Absence.init(json:)), after: after.flatMap(Absence.init(json:)))
    default: return nil
    }
  }

  /// Days on which the change takes effect: the first day of what begins, the day after what ends.
  var effectiveDays: [Day] {
    func days(_ period: Period?) -> [Day] { [period?.from, period?.to?.adding(days: 1)].compactMap(\.self) }
    return switch self {
    case .unit, .position, .party, .person: []
    case .membership(let before, let after): days(after?.period) + (after == nil ? days(before?.period) : [])
    case .delegation(let before, let after): days(after?.period) + (after == nil ? days(before?.period) : [])
    case .absence(let before, let after): days(after?.period) + (after == nil ? days(before?.period) : [])
    }
  }
}
