import Diagnostics
import Workflows

/// A directory in which every role has holders, a different person for each: separation of duties then never stands in
/// the way of a witness unless it must. Every position has one holder, the creator's among them: whoever creates an item
/// in a role is also who acts in the roles that the creator holds.
struct Cast {
  static let unit: UnitCode = "unit"
  static let party: PartyCode = "party"
  /// Holds all of `doubled` at once.
  static let double: PersonCode = "double"
  static let doublePost: PositionCode = "p-double"

  let directory: Directory
  /// Roles in which one and the same person acts, wherever that is possible.
  let doubled: Set<RoleName>

  /// - Parameter seats: positions a role, at least as many as the largest quorum.
  init(_ definitions: [Definition], seats: Int, doubled: Set<RoleName> = []) {
    self.doubled = doubled
    var directory = Directory()
    let words = Text(en: "Witness", ja: "証人")
    directory.add(Unit(code: Self.unit, title: words, parent: nil))
    directory.add(
      Party(code: Self.party, name: words, corporateNumber: "7000012050002", registrationNumber: "T7000012050002"))
    let roles = Set(definitions.flatMap(\.roles.keys))
    let creating = Set(definitions.flatMap(\.creation.by))
    let ofCreator = Set(definitions.flatMap { $0.roles.values.filter { $0.holder == .creator }.map(\.name) })
    for role in roles.sorted() {
      for seat in 0..<seats {
        let (post, person) = (Self.post(role, seat), Self.person(role, seat))
        directory.add(Position(code: post, title: words, unit: Self.unit, roles: [role]))
        directory.add(Person(code: person, name: words, email: nil))
        directory.add(Membership(person: person, position: post, period: Period()))
      }
      if creating.contains(role) {
        directory.add(
          Position(code: Self.creatorPost(role), title: words, unit: Self.unit, roles: ofCreator.union([role])))
        directory.add(Person(code: Self.creator(role), name: words, email: nil))
        directory.add(Membership(person: Self.creator(role), position: Self.creatorPost(role), period: Period()))
      }
      directory.add(
        Person(code: Self.vendor(role), name: words, email: nil, party: Self.party, partyRoles: [role]))
    }
    if !doubled.isEmpty {
      let carried = doubled.isDisjoint(with: creating) ? doubled : doubled.union(ofCreator)
      directory.add(Position(code: Self.doublePost, title: words, unit: Self.unit, roles: carried))
      directory.add(Person(code: Self.double, name: words, email: nil))
      directory.add(Membership(person: Self.double, position: Self.doublePost, period: Period()))
    }
    self.directory = directory
  }

  static func post(_ role: RoleName, _ seat: Int) -> PositionCode { PositionCode("p-\(role)-\(seat)") }
  static func person(_ role: RoleName, _ seat: Int) -> PersonCode { PersonCode("x-\(role)-\(seat)") }
  static func creator(_ role: RoleName) -> PersonCode { PersonCode("c-\(role)") }
  static func vendor(_ role: RoleName) -> PersonCode { PersonCode("v-\(role)") }

  static func creatorPost(_ role: RoleName) -> PositionCode { PositionCode("creator-\(role)") }

  /// Who acts in a role on an item.
  func actor(_ role: Role, creator: Creator) -> Actor {
    switch role.holder {
    case .position where doubled.contains(role.name): Actor(person: Self.double)
    case .position, .field: Actor(person: Self.person(role.name, 0))
    case .party: Actor(person: Self.vendor(role.name))
    // The one holder of the position that created it.
    case .creator: Actor(person: creator.person)
    }
  }

  /// Who creates an item in a role.
  func creator(_ role: Role) -> Creator {
    doubled.contains(role.name) && role.holder != .party
      ? Creator(person: Self.double, position: Self.doublePost) : Self.creator(role)
  }

  /// Who creates an item in a role, where no roles are doubled.
  static func creator(_ role: Role) -> Creator {
    role.holder == .party
      ? Creator(person: vendor(role.name), position: nil)
      : Creator(person: creator(role.name), position: creatorPost(role.name))
  }
}
