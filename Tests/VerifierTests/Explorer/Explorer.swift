import Diagnostics
import JSON
import Workflows

/// Walks through every situation that items of a definition can get into, by `step` alone: all data of their small
/// domains, all persons that matter, all deadlines that can fall due. What it does not see does not happen.
struct Explorer {
  struct World {
    var items: [ItemID: Item]
    let root: ItemID
    /// How the family begins, by somebody who has but one role.
    var isUsual: Bool
    /// Moves of the root item so far, on a shortest run.
    var moves: Int
    var next: [Move] = []
  }

  /// One step from one situation to another.
  struct Move {
    let to: Int
    /// What items of this situation are called in the next, where that had been met before under other names.
    let names: [ItemID: ItemID]
    /// Items that came to their end.
    let ended: Set<ItemID>
    /// Nobody acted who has more than one role to act in.
    let isUsual: Bool
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
  private let limit: Int

  private var numbers: [String: Int] = [:]
  /// Whether the last request that was accepted changed anything.
  private var hasMoved = false
  private var levels: [[Int]] = [[]]
  private var expanded: Set<Int> = []
  private var identifiers = IdentifierSource(at: Self.start, seed: 1)

  static let start = Day("2026-04-06").map { $0.start.adding(seconds: 36_000) } ?? Instant(microseconds: 0)

  init(_ library: Library, _ name: WorkflowName, limit: Int = 1_500) {
    self.library = library
    self.limit = limit
    let all = library.current.keys.sorted().compactMap { library.definition($0) }
    definition = library.definition(name) ?? all[0]
    directory = ExplorerCast(all).directory
    separates = all.contains { !$0.exclusions.isEmpty }
  }

  mutating func run() {
    guard definition.creation.standalone else { return }
    for role in definition.creation.by.compactMap({ definition.roles[$0] }) {
      for actor in ExplorerCast.actors(role, on: nil, directory, separates: separates) {
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
        if worlds[number].moves == level, expanded.insert(number).inserted { expand(number) }
        guard isComplete else { return }
      }
      level += 1
    }
    facts.look(at: worlds, library)
    linkFamilies()
  }

  // MARK: One step

  /// The situation after a request; nil where it was refused.
  @discardableResult
  private mutating func perform(_ request: StepRequest, from number: Int?, at now: Instant) -> Int? {
    let before = number.map { worlds[$0] }
    let world = Surroundings(library: library, directory: directory, now: now, items: before?.items ?? [:])
    switch step(request, in: world, identifiers: &identifiers) {
    case .refused(let refusal):
      facts.note(
        refusal, of: request, on: request.item.flatMap { before?.items[$0] }, in: number ?? 0,
        after: before?.moves ?? 0,
        library)
      return nil
    case .accepted(let changes):
      var items = before?.items ?? [:]
      for (id, item) in changes.items { items[id] = item }
      let root = before?.root ?? changes.subject
      let moves = changes.entries.count { $0.item == root && $0.event == .transition }
      facts.note(changes, of: request, on: request.item.flatMap { before?.items[$0] }, items)
      hasMoved = !changes.entries.isEmpty
      let isUsual = request.actor.map { ![ExplorerCast.everything, ExplorerCast.delegate].contains($0.person) } ?? true
      let after = World(
        items: items, root: root, isUsual: number == nil && isUsual, moves: (before?.moves ?? 0) + moves)
      return keep(after, after: number, isUsual)
    }
  }

  private mutating func keep(_ world: World, after number: Int?, _ isUsual: Bool) -> Int {
    let key = WorldKey(world, library)
    let ended = Set(
      world.items.values.filter { item in
        guard let number, let earlier = worlds[number].items[item.id] else { return false }
        return facts.isFinal(item, library) && !facts.isFinal(earlier, library)
      }.map(\.id))
    if let known = numbers[key.text] {
      if let number {
        let names = Dictionary(
          zip(key.told, WorldKey(worlds[known], library).told).filter { $0 != $1 }, uniquingKeysWith: { one, _ in one })
        worlds[number].next.append(Move(to: known, names: names, ended: ended, isUsual: isUsual))
      }
      if world.isUsual { worlds[known].isUsual = true }
      if world.moves < worlds[known].moves {
        worlds[known].moves = world.moves
        queue(known, at: world.moves)
      }
      return known
    }
    let new = worlds.count
    worlds.append(world)
    numbers[key.text] = new
    if let number { worlds[number].next.append(Move(to: new, names: [:], ended: ended, isUsual: isUsual)) }
    queue(new, at: world.moves)
    if worlds.count > limit { isComplete = false }
    return new
  }

  private mutating func queue(_ number: Int, at level: Int) {
    while levels.count <= level { levels.append([]) }
    levels[level].append(number)
  }

  // MARK: All steps

  private mutating func expand(_ number: Int) {
    let world = worlds[number]
    for item in world.items.values.sorted(by: { $0.id < $1.id }) where !facts.isFinal(item, library) {
      guard let own = library.definitions[item.definition] else { continue }
      automatic(item, own, number)
      let requests = ExplorerRequests(item: item, definition: own, directory: directory, separates: separates)
      for request in requests.all { perform(request, from: number, at: Self.start) }
      noteBarred(item, own, in: world)
      for armed in item.runtime.deadlines { pass(armed, of: item, own, number) }
    }
    guard let root = world.items[world.root] else { return }
    for other in library.current.keys.sorted().compactMap({ library.definition($0) })
    where other.creation.parents.contains(definition.name)
      && !world.items.values.contains(where: { $0.workflow == other.name })
    {
      for role in other.creation.by.compactMap({ other.roles[$0] }) {
        let actor = ExplorerCast.actors(role, on: nil, directory, separates: false)[0]
        perform(join(other, root, actor), from: number, at: Self.start)
      }
    }
  }

  private func join(_ other: Definition, _ parent: Item, _ actor: Actor) -> StepRequest {
    let event = Event.create(NewItem(workflow: other.name, parent: parent.id, data: [:], unit: nil))
    return StepRequest(item: nil, event: event, actor: actor)
  }

  /// The deadline's day comes, and the days after it.
  private mutating func pass(_ armed: ArmedDeadline, of item: Item, _ own: Definition, _ number: Int) {
    let model = own.states[item.state]?.deadlines.first { $0.name == armed.name }
    let moments = [.due] + (model?.escalations ?? []).indices.map { DeadlineFiring.Moment.escalation($0) }
    for moment in moments {
      let firing = DeadlineFiring(
        number: armed.number, name: armed.name, duty: armed.duty, moment: moment, due: armed.due.moment)
      let request = StepRequest(item: item.id, event: .deadline(firing), actor: nil)
      perform(request, from: number, at: armed.due.moment)
    }
  }

  /// Acts of which a single role has the doing: who is kept from them by what was done before?
  private mutating func noteBarred(_ item: Item, _ own: Definition, in world: World) {
    let surroundings = Surroundings(library: library, directory: directory, now: Self.start, items: world.items)
    for transition in own.leaving[item.state] ?? [] where transition.roles.count == 1 {
      guard let role = own.roles[transition.roles[0]], let excluded = own.exclusions[role.name] else { continue }
      var barring: Set<RoleName>?
      for actor in ExplorerCast.actors(role, on: item, directory, separates: true) {
        let request = StepRequest(
          item: item.id, event: .act(transition.name, input: [:], reason: "r"), actor: actor)
        guard case .refused(let refusal) = step(request, in: surroundings, identifiers: &identifiers),
          refusal.kind == .denied
        else {
          barring = []
          break
        }
        guard refusal.reasons.contains(where: { $0.code == .dutiesSeparated }) else { continue }
        let persons = [actor.person] + [actor.onBehalfOf].compactMap(\.self)
        let roles = excluded.filter { other in
          world.items.values.contains { !Set($0.runtime.acts[other] ?? []).isDisjoint(with: persons) }
        }
        barring = barring.map { $0.intersection(roles) } ?? roles
      }
      let place = ExplorerFacts.place(item)
      facts.note(.init(place: place, act: transition.name, role: role.name), barredBy: barring ?? [])
    }
  }

  private mutating func automatic(_ item: Item, _ own: Definition, _ number: Int) {
    guard (own.leaving[item.state] ?? []).contains(where: \.isAutomatic) else { return }
    let request = StepRequest(item: item.id, event: .automatic, actor: nil)
    let after = perform(request, from: number, at: Self.start)
    if let after, hasMoved { facts.noteAutomatic(from: number, to: after, item) }
    if after != nil, hasMoved { facts.notePossible(in: number, item) }
  }

  // MARK: Two families

  /// Somebody links the items of two runs, and only then an item joins whose definition separates duties: one run of
  /// each person in each role is enough to see what that mixes.
  private mutating func linkFamilies() {
    for judge in library.current.keys.sorted().compactMap({ library.definition($0) })
    where judge.creation.parents.contains(definition.name) {
      for (role, excluded) in judge.exclusions.sorted(by: { $0.key < $1.key }) {
        for other in excluded.sorted() where !facts.isMixed(judge.name, role, other) {
          for person in directory.people.keys.sorted() {
            guard let one = world(in: role, person, isOpen: true), let two = world(in: other, person, isOpen: false),
              link(worlds[one], worlds[two].renamed(&identifiers), judge)
            else { continue }
            break
          }
        }
      }
    }
  }

  private func world(in role: RoleName, _ person: PersonCode, isOpen: Bool) -> Int? {
    worlds.firstIndex { world in
      guard let root = world.items[world.root], !isOpen || !facts.isFinal(root, library) else { return false }
      return world.items.values.contains { $0.runtime.acts[role]?.contains(person) ?? false }
    }
  }

  /// Whether an item of the judging definition could join, and duties are mixed since.
  private mutating func link(_ one: World, _ two: World, _ judge: Definition) -> Bool {
    guard let root = one.items[one.root], let role = judge.creation.by.compactMap({ judge.roles[$0] }).first else {
      return false
    }
    let actor = ExplorerCast.actors(role, on: nil, directory, separates: false)[0]
    var items = one.items.merging(two.items) { first, _ in first }
    let requests = [
      StepRequest(item: two.root, event: .link(relation: "beside", to: one.root), actor: actor),
      join(judge, root, actor),
    ]
    for request in requests {
      let world = Surroundings(library: library, directory: directory, now: Self.start, items: items)
      guard case .accepted(let changes) = step(request, in: world, identifiers: &identifiers) else { return false }
      for (id, item) in changes.items { items[id] = item }
    }
    return facts.noteMixed(World(items: items, root: one.root, isUsual: false, moves: 0), library)
  }
}

extension Explorer.World {
  /// The same situation of another family.
  fileprivate func renamed(_ identifiers: inout IdentifierSource) -> Self {
    var names: [ItemID: ItemID] = [:]
    for id in items.keys.sorted() { names[id] = identifiers.next() }
    var renamed: [ItemID: Item] = [:]
    for item in items.values {
      var runtime = item.runtime
      runtime.waitingFor = runtime.waitingFor.flatMap { names[$0] }
      let copy = Item(
        id: names[item.id] ?? item.id, family: names[item.family] ?? item.family,
        parent: item.parent.flatMap { names[$0] },
        code: item.code, workflow: item.workflow, definition: item.definition, state: item.state, version: item.version,
        data: item.data, unit: item.unit, party: item.party, creator: item.creator, createdAt: item.createdAt,
        enteredAt: item.enteredAt, runtime: runtime)
      renamed[copy.id] = copy
    }
    return Self(items: renamed, root: names[root] ?? root, isUsual: false, moves: moves)
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
