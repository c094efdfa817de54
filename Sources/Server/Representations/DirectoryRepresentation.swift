import Diagnostics
import JSON
import Workflows

/// The directory as the API shows and takes it.
struct DirectoryRepresentation: Sendable {
  private let directory: Directory
  private let day: Day

  init(_ directory: Directory, on day: Day) {
    self.directory = directory
    self.day = day
  }

  /// Everything, as `PUT /v1/directory` takes it.
  var whole: JSONValue {
    [
      "units": .array(directory.units.values.sorted { $0.code < $1.code }.map { json($0) }),
      "positions": .array(directory.positions.values.sorted { $0.code < $1.code }.map { json($0, withHolders: false) }),
      "people": .array(directory.people.values.sorted { $0.code < $1.code }.map { json($0, withPositions: false) }),
      "parties": .array(directory.parties.values.sorted { $0.code < $1.code }.map { json($0) }),
      "memberships": .array(
        directory.memberships.map { entry in
          Self.with(entry.period, ["person": .string(entry.person.text), "position": .string(entry.position.text)])
        }),
      "delegations": .array(directory.delegations.map { json($0) }),
      "absences": .array(directory.absences.map { Self.with($0.period, ["person": .string($0.person.text)]) }),
    ]
  }

  private func json(_ unit: Unit) -> JSONValue {
    var object: [String: JSONValue] = ["code": .string(unit.code.text), "title": unit.title.json]
    object["parent"] = unit.parent.map { .string($0.text) }
    return .object(object)
  }

  func json(_ position: Workflows.Position, withHolders: Bool) -> JSONValue {
    var object: [String: JSONValue] = [
      "code": .string(position.code.text), "title": position.title.json, "unit": .string(position.unit.text),
      "roles": .array(position.roles.sorted().map { .string($0.text) }),
      "deputies": .array(position.deputies.map { .string($0.text) }),
    ]
    if withHolders {
      object["holders"] = .array(directory.holders(of: position.code, on: day).map { .string($0.text) })
    }
    return .object(object)
  }

  func json(_ person: Person, withPositions: Bool) -> JSONValue {
    var object: [String: JSONValue] = [
      "code": .string(person.code.text), "name": person.name.json, "is_active": .bool(person.isActive),
      "party_roles": .array(person.partyRoles.sorted().map { .string($0.text) }),
    ]
    object["email"] = person.email.map { .string($0) }
    object["party"] = person.party.map { .string($0.text) }
    if withPositions {
      object["positions"] = .array(directory.positions(of: person.code, on: day).map { .string($0.text) })
    }
    return .object(object)
  }

  func json(_ party: Party) -> JSONValue {
    var object: [String: JSONValue] = [
      "code": .string(party.code.text), "name": party.name.json,
      "suspensions": .array(party.suspensions.map { Self.with($0, [:]) }),
    ]
    object["corporate_number"] = party.corporateNumber.map { .string($0) }
    object["registration_number"] = party.registrationNumber.map { .string($0) }
    return .object(object)
  }

  private func json(_ delegation: Delegation) -> JSONValue {
    var object: [String: JSONValue] = [
      "giver": .string(delegation.from.text), "taker": .string(delegation.to.text),
      "roles": .array(delegation.roles.sorted().map { .string($0.text) }),
    ]
    object["max_amount"] = delegation.maxAmount.map { .number(.init($0)) }
    return Self.with(delegation.period, object)
  }

  private static func with(_ period: Period, _ members: [String: JSONValue]) -> JSONValue {
    var members = members
    members["from"] = period.from.map { .string($0.description) }
    members["to"] = period.to.map { .string($0.description) }
    return .object(members)
  }
}
