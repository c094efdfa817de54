package import Diagnostics

/// Days on which something is in force, both ends included; open where nil.
package struct Period: Sendable, Hashable {
  package let from: Day?
  package let to: Day?

  package init(from: Day? = nil, to: Day? = nil) {
    self.from = from
    self.to = to
  }

  package func contains(_ day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true) }
}

/// An organisational unit (部署).
package struct Unit: Sendable {
  package let code: UnitCode
  package let title: Text
  package let parent: UnitCode?

  package init(code: UnitCode, title: Text, parent: UnitCode?) {
    self.code = code
    self.title = title
    self.parent = parent
  }
}

/// A post that survives personnel moves. Authority hangs on it, not on persons.
package struct Position: Sendable {
  package let code: PositionCode
  package let title: Text
  package let unit: UnitCode
  package let roles: Set<RoleName>
  /// Positions that may act for an absent holder (代決), in this order.
  package let deputies: [PositionCode]

  package init(code: PositionCode, title: Text, unit: UnitCode, roles: Set<RoleName>, deputies: [PositionCode] = []) {
    self.code = code
    self.title = title
    self.unit = unit
    self.roles = roles
    self.deputies = deputies
  }
}

package struct Membership: Sendable {
  package let person: PersonCode
  package let position: PositionCode
  package let period: Period

  package init(person: PersonCode, position: PositionCode, period: Period) {
    self.person = person
    self.position = position
    self.period = period
  }
}

package struct Person: Sendable {
  package let code: PersonCode
  package let name: Text
  package let email: String?
  /// A vendor's user belongs to a party and holds its roles there, never a position.
  package let party: PartyCode?
  package let partyRoles: Set<RoleName>
  package let isActive: Bool

  package init(
    code: PersonCode, name: Text, email: String?, party: PartyCode? = nil, partyRoles: Set<RoleName> = [],
    isActive: Bool = true
  ) {
    self.code = code
    self.name = name
    self.email = email
    self.party = party
    self.partyRoles = partyRoles
    self.isActive = isActive
  }
}

package struct Party: Sendable {
  package let code: PartyCode
  package let name: Text
  package let corporateNumber: String?
  package let registrationNumber: String?
  /// Suspended from tendering (指名停止).
  package let suspensions: [Period]

  package init(
    code: PartyCode, name: Text, corporateNumber: String?, registrationNumber: String?, suspensions: [Period] = []
  ) {
    self.code = code
    self.name = name
    self.corporateNumber = corporateNumber
    self.registrationNumber = registrationNumber
    self.suspensions = suspensions
  }
}

/// Leave to act in another's name within limits.
package struct Delegation: Sendable {
  package let from: PersonCode
  package let to: PersonCode
  /// Empty: every delegable role of the giver.
  package let roles: Set<RoleName>
  package let maxAmount: Int64?
  package let period: Period

  package init(from: PersonCode, to: PersonCode, roles: Set<RoleName>, maxAmount: Int64?, period: Period) {
    self.from = from
    self.to = to
    self.roles = roles
    self.maxAmount = maxAmount
    self.period = period
  }
}

package struct Absence: Sendable {
  package let person: PersonCode
  package let period: Period

  package init(person: PersonCode, period: Period) {
    self.person = person
    self.period = period
  }
}

/// Who is who, and who may act for whom. A value: every step is judged against one consistent picture.
package struct Directory: Sendable {
  package private(set) var units: [UnitCode: Unit] = [:]
  package private(set) var positions: [PositionCode: Position] = [:]
  package private(set) var people: [PersonCode: Person] = [:]
  package private(set) var parties: [PartyCode: Party] = [:]
  package private(set) var memberships: [Membership] = []
  package private(set) var delegations: [Delegation] = []
  package private(set) var absences: [Absence] = []
  /// Some delegation has a limit, so that an item's amount matters to who may act.
  package private(set) var limitsAmounts = false

  private var byPerson: [PersonCode: [Membership]] = [:]
  private var byPosition: [PositionCode: [Membership]] = [:]
  private var byRole: [RoleName: [PositionCode]] = [:]
  private var delegationsTo: [PersonCode: [Delegation]] = [:]

  package init() {}

  package mutating func add(_ unit: Unit) { units[unit.code] = unit }
  package mutating func add(_ person: Person) { people[person.code] = person }
  package mutating func add(_ party: Party) { parties[party.code] = party }
  package mutating func add(_ absence: Absence) { absences.append(absence) }

  package mutating func add(_ position: Position) {
    positions[position.code] = position
    for role in position.roles where !byRole[role, default: []].contains(position.code) {
      byRole[role, default: []].append(position.code)
    }
  }

  package mutating func add(_ membership: Membership) {
    memberships.append(membership)
    byPerson[membership.person, default: []].append(membership)
    byPosition[membership.position, default: []].append(membership)
  }

  package mutating func add(_ delegation: Delegation) {
    delegations.append(delegation)
    if delegation.maxAmount != nil { limitsAmounts = true }
    delegationsTo[delegation.to, default: []].append(delegation)
  }

  /// A membership ends with that day.
  package mutating func end(_ person: PersonCode, in position: PositionCode, after day: Day) {
    let all = memberships.map { membership in
      guard membership.person == person, membership.position == position, membership.period.to == nil else {
        return membership
      }
      return Membership(person: person, position: position, period: Period(from: membership.period.from, to: day))
    }
    memberships = []
    byPerson = [:]
    byPosition = [:]
    for membership in all { add(membership) }
  }

  package func positions(of person: PersonCode, on day: Day) -> [PositionCode] {
    (byPerson[person] ?? []).filter { $0.period.contains(day) }.map(\.position)
  }

  package func holders(of position: PositionCode, on day: Day) -> [PersonCode] {
    (byPosition[position] ?? []).filter { $0.period.contains(day) && people[$0.person]?.isActive != false }.map(
      \.person)
  }

  package func positions(carrying role: RoleName) -> [PositionCode] { (byRole[role] ?? []).sorted() }

  package func delegations(to person: PersonCode) -> [Delegation] { delegationsTo[person] ?? [] }

  package func isAbsent(_ person: PersonCode, on day: Day) -> Bool {
    absences.contains { $0.person == person && $0.period.contains(day) }
  }

  /// Whether `unit` is `other` or stands above it.
  package func unit(_ unit: UnitCode, covers other: UnitCode) -> Bool {
    var current: UnitCode? = other
    for _ in 0..<64 {
      guard let code = current else { return false }
      if code == unit { return true }
      current = units[code]?.parent
    }
    return false
  }
}
