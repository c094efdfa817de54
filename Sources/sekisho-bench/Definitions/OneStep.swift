import Diagnostics
import JSON
import Workflows

/// One item of a definition and somebody who may move it, in memory: the pure step without a database.
struct OneStep {
  let definition: Definition
  let transition: TransitionName
  private let world: Surroundings
  private let item: ItemID
  private var identifiers: IdentifierSource

  init(_ text: String, _ transition: TransitionName, data: [String: JSONValue]) throws {
    let file = SourceFile(name: "flow.yaml", text: text)
    let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: [file]))
    guard let definition = library.definitions.values.first, !diagnostics.contains(where: { $0.severity == .error })
    else { throw BenchError("the benchmark's own definition is wrong: \(diagnostics.map(\.message.en))") }
    self.definition = definition
    self.transition = transition
    var identifiers = IdentifierSource(at: Self.now, seed: 1)
    let id: ItemID = identifiers.next()
    item = id
    world = Surroundings(
      library: library, directory: BenchPeople.directory, now: Self.now,
      items: [
        id: Item(
          id: id, family: id, parent: nil, code: "X-1", workflow: definition.name, definition: definition.hash,
          state: definition.initial, version: 1, data: data, unit: BenchPeople.unit, party: nil,
          creator: Creator(person: BenchPeople.person(0), position: BenchPeople.position), createdAt: Self.now,
          enteredAt: Self.now, runtime: Runtime())
      ])
    self.identifiers = identifiers
  }

  private static let now = Instant(microseconds: 1_790_000_000_000_000)

  mutating func run() -> StepResult {
    step(
      StepRequest(
        item: item, event: .act(transition, input: [:], reason: nil), actor: Actor(person: BenchPeople.person(0))),
      in: world, identifiers: &identifiers)
  }
}

/// Those who act in the benchmark: one unit, one position, some people.
enum BenchPeople {
  static let unit: UnitCode = "bench"
  static let position: PositionCode = "bench-handlers"
  static let administrator: PersonCode = "admin"
  static let count = 16

  static func person(_ number: Int) -> PersonCode { PersonCode("handler-\(number % count)") }

  static let directory: Directory = {
    var directory = Directory()
    directory.add(Unit(code: unit, title: Text(en: "Bench", ja: "計測部"), parent: nil))
    directory.add(
      Position(code: position, title: Text(en: "Handlers", ja: "担当者"), unit: unit, roles: ["handler", "chief"]))
    directory.add(Person(code: administrator, name: Text(en: "Administrator", ja: "管理者"), email: nil))
    for number in 0..<count {
      directory.add(Person(code: person(number), name: Text(en: "Handler", ja: "担当"), email: nil))
      directory.add(Membership(person: person(number), position: position, period: Period()))
    }
    return directory
  }()
}
