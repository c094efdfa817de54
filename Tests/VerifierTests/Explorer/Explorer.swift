import Diagnostics
import JSON
import Workflows

/// Walks through every situation that items of a definition can get into, by `step` alone: all data of their small
/// domains, all persons that matter, all deadlines that can fall due. What it does not see does not happen.
struct Explorer {
  struct World {
    var items: [ItemID: Item]
    let root: ItemID
    /// Moves of the root item so far, on a shortest run.
    var moves: Int
    var next: [Int] = []
  }

  let library: Library
  let definition: Definition
  let directory: Directory
  /// Some definition separates duties, so that it matters who acts.
  let separates: Bool
  private(set) var worlds: [World] = []
  private(set) var facts = ExplorerFacts()
  /// More situations than that: the seed is left out.
  private(set) var isComplete = true

  private var numbers: [String: Int] = [:]
  /// Whether the last request that was accepted changed anything.
  private var hasMoved = false
  private var levels: [[Int]] = [[]]
  private var identifiers = IdentifierSource(at: Self.start, seed: 1)

  static let limit = 2_000
  static let start = Day("2026-04-06").map { $0.start.adding(seconds: 36_000) } ?? Instant(microseconds: 0)

  init(_ library: Library, _ name: WorkflowName) {
    self.library = library
    let all = library.current.keys.sorted().compactMap { library.definition($0) }
    definition = library.definition(name) ?? all[0]
    directory = ExplorerCast(all).directory
    separates = all.contains { !$0.exclusions.isEmpty }
  }

  mutating func run() {
    guard definition.creation.standalone else { return }
    for role in definition.creation.by.compactMap({ definition.roles[$0] }) {
      for actor in ExplorerCast.actors(role, on: nil, separates: separates) {
        for data in Values.all(definition.data) {
          let event = Event.create(NewItem(workflow: definition.name, parent: nil, data: data, unit: ExplorerCast.unit))
          perform(StepRequest(item: nil, event: event, actor: actor), from: nil, at: Self.start)
        }
      }
    }
    var level = 0
    while level < levels.count {
      var index = 0
      while index < levels[level].count {
        let number = levels[level][index]
        index += 1
        if worlds[number].moves == level { expand(number) }
        guard isComplete else { return }
      }
      level += 1
    }
    facts.look(at: worlds, library)
  }

  // MARK: One step

  /// The situation after a request; nil where it was refused.
  @discardableResult
  private mutating func perform(_ request: StepRequest, from number: Int?, at now: Instant) -> Int? {
    let before = number.map { worlds[$0] }
    let world = Surroundings(library: library, directory: directory, now: now, items: before?.items ?? [:])
    switch step(request, in: world, identifiers: &identifiers) {
    case .refused(let refusal):
      facts.note(refusal, of: request, on: request.item.flatMap { before?.items[$0] }, library)
      return nil
    case .accepted(let changes):
      var items = before?.items ?? [:]
      for (id, item) in changes.items { items[id] = item }
      let root = before?.root ?? changes.subject
      let moves = changes.entries.count { $0.item == root && $0.event == .transition }
      facts.note(changes.entries, items, library)
      hasMoved = !changes.entries.isEmpty
      return keep(World(items: items, root: root, moves: (before?.moves ?? 0) + moves), after: number)
    }
  }

  private mutating func keep(_ world: World, after number: Int?) -> Int {
    let key = WorldKey.text(of: world, library)
    if let known = numbers[key] {
      if let number { worlds[number].next.append(known) }
      if world.moves < worlds[known].moves {
        worlds[known].moves = world.moves
        queue(known, at: world.moves)
      }
      return known
    }
    let new = worlds.count
    worlds.append(world)
    numbers[key] = new
    if let number { worlds[number].next.append(new) }
    queue(new, at: world.moves)
    if worlds.count > Self.limit { isComplete = false }
    return new
  }

  private mutating func queue(_ number: Int, at level: Int) {
    while levels.count <= level { levels.append([]) }
    levels[level].append(number)
  }

  // MARK: All steps

  private mutating func expand(_ number: Int) {
    let world = worlds[number]
    guard let root = world.items[world.root], !facts.isFinal(root, library) else { return }
    for item in world.items.values.sorted(by: { $0.id < $1.id }) where !facts.isFinal(item, library) {
      guard let own = library.definitions[item.definition] else { continue }
      automatic(item, own, number)
      for request in ExplorerRequests(item: item, definition: own, separates: separates).all {
        perform(request, from: number, at: Self.start)
      }
      for armed in item.runtime.deadlines {
        let firing = DeadlineFiring(
          number: armed.number, name: armed.name, duty: armed.duty, moment: .due, due: armed.due.moment)
        perform(StepRequest(item: item.id, event: .deadline(firing), actor: nil), from: number, at: armed.due.moment)
      }
    }
    for other in library.current.keys.sorted().compactMap({ library.definition($0) })
    where other.creation.parents.contains(definition.name)
      && !world.items.values.contains(where: { $0.workflow == other.name })
    {
      for role in other.creation.by.compactMap({ other.roles[$0] }) {
        let event = Event.create(NewItem(workflow: other.name, parent: root.id, data: [:], unit: nil))
        let actor = ExplorerCast.actors(role, on: nil, separates: false)[0]
        perform(StepRequest(item: nil, event: event, actor: actor), from: number, at: Self.start)
      }
    }
  }

  private mutating func automatic(_ item: Item, _ own: Definition, _ number: Int) {
    guard (own.leaving[item.state] ?? []).contains(where: \.isAutomatic) else { return }
    let request = StepRequest(item: item.id, event: .automatic, actor: nil)
    guard let after = perform(request, from: number, at: Self.start) else { return }
    if hasMoved {
      facts.noteAutomatic(from: number, to: after, item)
    } else if own.data.strict.validate(.object(item.data)).isEmpty {
      // A draft that is not complete yet waits for its author, not for a case that was forgotten.
      facts.noteRest(item)
    }
  }
}

/// Every combination of the values that a field of a small definition can have, absence among them.
enum Values {
  static func all(_ data: DataModel) -> [[String: JSONValue]] {
    data.fields.reduce([[:]]) { combinations, field in
      combinations.flatMap { known in
        [known] + values(of: field).map { value in known.merging([field.name.text: value]) { _, new in new } }
      }
    }
  }

  static func values(of field: DataModel.Field) -> [JSONValue] {
    switch field.shape {
    case .integer: field.name == "m" ? [0, 1] : [0, 1, 2]
    case .flag: [true, false]
    case .choice(let values): values.map { .string($0) }
    case .text: field.name == "p" ? [.string("post-0")] : []
    case .anything, .number, .date, .dateTime, .list, .record, .nullable: []
    }
  }
}
