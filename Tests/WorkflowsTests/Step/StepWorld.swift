import Diagnostics
import JSON
import Testing

@testable import Workflows

/// A small office to step in: two clerks, a head, two vendors, and whatever definitions a test brings.
struct StepWorld {
  var simulation: Simulation

  static let calendar = SourceFile(
    name: "office.yaml",
    text: """
      calendar: office
      title: {en: Office, ja: 役所}
      known_until: 2027-12-31
      weekly: [saturday, sunday]
      """)

  static let directory: Directory = {
    var directory = Directory()
    let nobody = Text(verbatim: "-")
    directory.add(Unit(code: "office", title: nobody, parent: nil))
    for (position, roles) in [
      ("clerk-1", ["clerk"]), ("clerk-2", ["clerk", "corrector"]), ("head", ["head", "corrector"]),
    ] as [(PositionCode, [RoleName])] {
      directory.add(Position(code: position, title: nobody, unit: "office", roles: Set(roles)))
    }
    for (person, position) in [("ann", "clerk-1"), ("ben", "clerk-2"), ("hal", "head")] as [(PersonCode, PositionCode)]
    {
      directory.add(Person(code: person, name: nobody, email: nil))
      directory.add(Membership(person: person, position: position, period: Period()))
    }
    for (person, party) in [("vic", "acme"), ("wes", "bolt")] as [(PersonCode, PartyCode)] {
      directory.add(Party(code: party, name: nobody, corporateNumber: nil, registrationNumber: nil))
      directory.add(Person(code: person, name: nobody, email: nil, party: party, partyRoles: ["vendor"]))
    }
    return directory
  }()

  /// - Parameter workflows: definitions; a mistake in one fails the test with its rendering.
  init(_ workflows: String..., parameters: [String] = [], at moment: String = "2026-04-01T09:00") throws {
    let (library, diagnostics) = Self.load(workflows, parameters: parameters)
    try #require(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    let start = try #require(Instant(tokyo: moment))
    simulation = Simulation(library: library, directory: Self.directory, now: start)
  }

  static func load(_ workflows: [String], parameters: [String] = []) -> (Library, [Diagnostic]) {
    loadLibrary(
      LibraryFiles(
        workflows: workflows.enumerated().map { SourceFile(name: "w\($0.offset).yaml", text: $0.element) },
        calendars: [calendar],
        parameters: parameters.enumerated().map { SourceFile(name: "p\($0.offset).yaml", text: $0.element) }))
  }

  // MARK: Doing

  mutating func create(
    _ workflow: WorkflowName, _ data: [String: JSONValue] = [:], by person: PersonCode, under parent: ItemID? = nil,
    origin: StepRequest.Origin = .person
  ) throws -> ItemID {
    let event = Event.create(NewItem(workflow: workflow, parent: parent, data: data, unit: "office"))
    let request = StepRequest(item: nil, event: event, actor: Actor(person: person), origin: origin)
    return try Self.accepted(simulation.perform(request)).subject
  }

  @discardableResult mutating func act(
    _ name: TransitionName, on item: ItemID, by person: PersonCode, _ input: [String: JSONValue] = [:],
    reason: String? = nil, origin: StepRequest.Origin = .person
  ) throws -> Simulation.Echo {
    let request = StepRequest(
      item: item, event: .act(name, input: input, reason: reason), actor: Actor(person: person), origin: origin)
    let echo = simulation.perform(request)
    _ = try Self.accepted(echo)
    return echo
  }

  mutating func refusal(_ event: Event, on item: ItemID?, by person: PersonCode) throws -> Refusal {
    let echo = simulation.perform(StepRequest(item: item, event: event, actor: Actor(person: person)))
    guard case .refused(let refusal) = echo.result else { throw Unexpected() }
    return refusal
  }

  @discardableResult mutating func advance(to moment: String) throws -> Simulation.Echo {
    simulation.advance(to: try #require(Instant(tokyo: moment)))
  }

  func item(_ id: ItemID) throws -> Item { try #require(simulation.items[id]) }

  private struct Unexpected: Error {}

  private static func accepted(_ echo: Simulation.Echo) throws -> Changes {
    switch echo.result {
    case .accepted(let changes): return changes
    case .refused(let refusal):
      Issue.record("refused as \(refusal.kind): \(refusal.reasons.map(\.message.en))")
      throw Unexpected()
    }
  }
}
