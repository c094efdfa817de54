import Diagnostics
import Workflows

/// A directory in which every role has holders, a different person for each: separation of duties then never stands in
/// the way of a witness unless it must.
struct Cast {
  static let unit: UnitCode = "unit"
  static let party: PartyCode = "party"
  static let creatorPost: PositionCode = "creator"

  let directory: Directory
  let seats: Int

  /// - Parameter seats: positions a role, at least as many as the largest quorum.
  init(_ definitions: [Definition], seats: Int) {
    self.seats = seats
    var directory = Directory()
    let words = Text(en: "Witness", ja: "証人")
    directory.add(Unit(code: Self.unit, title: words, parent: nil))
    directory.add(
      Party(code: Self.party, name: words, corporateNumber: "7000012050002", registrationNumber: "T7000012050002"))
    let roles = Set(definitions.flatMap(\.roles.keys))
    var creating: Set<RoleName> = []
    for definition in definitions {
      creating.formUnion(definition.creation.by)
      creating.formUnion(definition.roles.values.filter { $0.holder == .creator }.map(\.name))
    }
    directory.add(Position(code: Self.creatorPost, title: words, unit: Self.unit, roles: creating))
    for role in roles.sorted() {
      for seat in 0..<seats {
        let (post, person) = (Self.post(role, seat), Self.person(role, seat))
        directory.add(Position(code: post, title: words, unit: Self.unit, roles: [role]))
        directory.add(Person(code: person, name: words, email: nil))
        directory.add(Membership(person: person, position: post, period: Period()))
      }
      if creating.contains(role) {
        directory.add(Person(code: Self.creator(role), name: words, email: nil))
        directory.add(Membership(person: Self.creator(role), position: Self.creatorPost, period: Period()))
      }
      directory.add(
        Person(code: Self.vendor(role), name: words, email: nil, party: Self.party, partyRoles: [role]))
    }
    self.directory = directory
  }

  static func post(_ role: RoleName, _ seat: Int) -> PositionCode { PositionCode("p-\(role)-\(seat)") }
  static func person(_ role: RoleName, _ seat: Int) -> PersonCode { PersonCode("x-\(role)-\(seat)") }
  static func creator(_ role: RoleName) -> PersonCode { PersonCode("c-\(role)") }
  static func vendor(_ role: RoleName) -> PersonCode { PersonCode("v-\(role)") }

  /// Who acts in a role on an item.
  static func actor(_ role: Role, creator: Creator?) -> Actor {
    switch role.holder {
    case .position, .field: return Actor(person: person(role.name, 0))
    case .party: return Actor(person: vendor(role.name))
    case .creator:
      guard let creator, creator.position == nil else { return Actor(person: self.creator(role.name)) }
      return Actor(person: creator.person)
    }
  }
}
