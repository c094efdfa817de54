import Diagnostics
import Workflows

/// People for a concrete world: three of their own for every role, one who holds every position at once, and one to
/// whom everybody has delegated.
struct ExplorerCast {
  let directory: Directory
  static let everything: PersonCode = "all"
  static let delegate: PersonCode = "delegate"
  static let unit: UnitCode = "unit"

  init(_ definitions: [Definition]) {
    var directory = Directory()
    let text = Text(en: "x", ja: "x")
    directory.add(Unit(code: Self.unit, title: text, parent: nil))
    let roles = Set(definitions.flatMap(\.roles.keys))
    let ofCreator = Set(definitions.flatMap { $0.roles.values.filter { $0.holder == .creator }.map(\.name) })
    let creating = Set(definitions.flatMap(\.creation.by))
    for role in roles.sorted() {
      for seat in 0..<3 {
        // Whoever creates an item holds the creator's roles on it.
        let carried = creating.contains(role) ? ofCreator.union([role]) : [role]
        let post = PositionCode("\(role)-\(seat)")
        directory.add(Position(code: post, title: text, unit: Self.unit, roles: carried))
        directory.add(Person(code: PersonCode("\(role)-\(seat)"), name: text, email: nil))
        directory.add(Membership(person: PersonCode("\(role)-\(seat)"), position: post, period: Period()))
      }
      directory.add(
        Delegation(
          from: PersonCode("\(role)-0"), to: Self.delegate, roles: [], maxAmount: nil, period: Period()))
    }
    directory.add(Position(code: "all", title: text, unit: Self.unit, roles: roles))
    for person in [Self.everything, Self.delegate] { directory.add(Person(code: person, name: text, email: nil)) }
    directory.add(Membership(person: Self.everything, position: "all", period: Period()))
    self.directory = directory
  }

  /// Those who might act in a role on an item; enough for every way that the outcome could depend on.
  static func actors(
    _ role: Role, on item: Item?, _ directory: Directory, separates: Bool, seats: Int = 1
  ) -> [Actor] {
    let holders: [PersonCode] =
      switch role.holder {
      case .position: (0..<seats).map { PersonCode("\(role.name)-\($0)") }
      case .creator:
        item?.creator.position.map { directory.holders(of: $0, on: Explorer.start.day) }
          ?? [item?.creator.person ?? "nobody"]
      case .field, .party: [PersonCode("\(role.name)-0")]
      }
    guard separates else { return holders.map { Actor(person: $0) } }
    return holders.map { Actor(person: $0) } + [Actor(person: everything)]
      + holders.prefix(1).map { Actor(person: delegate, onBehalfOf: $0) }
  }
}
