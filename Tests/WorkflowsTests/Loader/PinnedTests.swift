import Diagnostics
import JSON
import Testing

@testable import Workflows

/// A version that items are pinned to is compiled among the files of its own time.
@Suite struct PinnedTests {
  static func house(_ fields: String) -> SourceFile {
    SourceFile(
      name: "house.yaml",
      text: """
        workflow: house
        title: {en: House, ja: 家}
        key: HO-{sequence:3}
        data: {type: object, properties: {\(fields)}}
        roles: {clerk: {title: {en: Clerk, ja: 係}}}
        states: {open: {title: {en: Open, ja: 開}, initial: true}, gone: {title: {en: Gone, ja: 終}, final: true}}
        transitions: {close: {title: {en: Close, ja: 完了}, from: open, to: gone, by: clerk}}
        """)
  }

  static let room = SourceFile(
    name: "room.yaml",
    text: """
      workflow: room
      title: {en: Room, ja: 室}
      key: RO-{sequence:3}
      parameters: [rent]
      data: {type: object, properties: {}}
      roles: {clerk: {title: {en: Clerk, ja: 係}}}
      states: {open: {title: {en: Open, ja: 開}, initial: true}, gone: {title: {en: Gone, ja: 終}, final: true}}
      transitions:
        close:
          title: {en: Close, ja: 完了}
          from: open
          to: gone
          by: clerk
          guard: [{require: 'family.house.all(h, h.data.?rooms.orValue(0) < params.rent("big"))', else: {en: No, ja: 否}}]
      """)

  static func rent(_ keys: String, _ table: String) -> SourceFile {
    SourceFile(
      name: "rent.yaml",
      text: """
        parameter: rent
        title: {en: Rent, ja: 家賃}
        value: {type: integer}
        keys: {\(keys)}
        values: [{from: 2020-01-01, table: {\(table)}}]
        """)
  }

  static let oldRent = rent("size: [big, small]", "big: 2, small: 1")
  static let newRent = rent("size: [big, small], town: [a, b]", "big: {a: 1, b: 2}, small: {a: 3, b: 4}")
  static let oldHouse = house("rooms: {type: integer, title: {en: Rooms, ja: 室数}}")
  static let newHouse = house("doors: {type: integer, title: {en: Doors, ja: 扉}}")

  @Test func neighboursMayHaveMovedOn() throws {
    let now = loadLibrary(LibraryFiles(workflows: [Self.newHouse], parameters: [Self.newRent])).library
    #expect(checkDefinition(Self.room, against: now).definition == nil, "against today's neighbours it is a mistake")
    var loader = PinnedLoader(calendars: now.calendars)
    let (definition, diagnostics) = loader.load(
      Self.room, among: [("1", .workflow, Self.oldHouse), ("2", .parameter, Self.oldRent)])
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    #expect(definition?.name == "room")
  }

  /// The table has another form today: an error, which refuses, and never a wrong value.
  @Test func aTableOfAnotherFormGivesNoValue() throws {
    var library = loadLibrary(LibraryFiles(workflows: [Self.newHouse], parameters: [Self.newRent])).library
    var loader = PinnedLoader(calendars: [:])
    let definition = try #require(
      loader.load(Self.room, among: [("1", .workflow, Self.oldHouse), ("2", .parameter, Self.oldRent)]).definition)
    library.add(definition)
    let item = Item(
      id: ItemID(high: 1, low: 1), family: ItemID(high: 1, low: 1), parent: nil, code: "RO-001", workflow: "room",
      definition: definition.hash, state: "open", version: 1, data: [:], unit: "office", party: nil,
      creator: Creator(person: "ann", position: nil), createdAt: Instant(microseconds: 0),
      enteredAt: Instant(microseconds: 0), runtime: Runtime())
    let house = try #require(library.definition("house"))
    let neighbour = Item(
      id: ItemID(high: 1, low: 2), family: item.id, parent: nil, code: "HO-001", workflow: "house",
      definition: house.hash, state: "open", version: 1, data: ["doors": 1], unit: "office", party: nil,
      creator: item.creator, createdAt: item.createdAt, enteredAt: item.enteredAt, runtime: Runtime())
    let start = try #require(Instant(tokyo: "2026-04-01"))
    let world = Surroundings(
      library: library, directory: StepWorld.directory, now: start, items: [item.id: item, neighbour.id: neighbour])
    var identifiers = IdentifierSource(at: start, seed: 1)
    let request = StepRequest(
      item: item.id, event: .act("close", input: [:], reason: nil), actor: Actor(person: "ann"))
    guard case .refused(let refusal) = step(request, in: world, identifiers: &identifiers) else {
      Issue.record("accepted")
      return
    }
    #expect(refusal.reasons.map(\.code) == [.guardError])
    #expect(refusal.reasons.first?.message.en.contains("another form") ?? false)
  }
}
