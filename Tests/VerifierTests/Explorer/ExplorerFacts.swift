import Diagnostics
import JSON
import Workflows

/// What a walk through all situations has seen.
struct ExplorerFacts {
  struct Place: Hashable {
    let workflow: WorkflowName
    let state: StateName
  }
  struct Pair: Hashable {
    let place: Place
    let one: TransitionName
    let other: TransitionName
  }
  struct Ending: Hashable {
    let place: Place
    let outcome: Outcome?
  }
  struct Alarm: Hashable {
    let place: Place
    let deadline: DeadlineName
  }
  /// An act that one role alone may do.
  struct Reserved: Hashable {
    let place: Place
    let act: TransitionName
    let role: RoleName
  }
  struct Mixture: Hashable {
    let judge: WorkflowName
    let roles: [RoleName]
  }

  private(set) var fired: Set<String> = []
  /// Pairs of automatic transitions that were possible at once, with the least number of moves to such a situation.
  private(set) var ambiguous: [Pair: Int] = [:]
  private(set) var restless: Set<Place> = []
  /// States that are left for want of voters.
  private(set) var withoutVoters: Set<Place> = []
  private(set) var reached: Set<Place> = []
  /// States in which some item stands that never comes to an end, with the least number of moves to such a situation.
  private(set) var endless: [Place: Int] = [:]
  /// States in which some item stands that never leaves them, and before which there is never one automatic transition
  /// that takes it on, nor two between which the engine refuses to choose.
  private(set) var resting: [Place: Int] = [:]
  private(set) var stuck: Set<Ending> = []
  private(set) var documents: [SlotName: Int] = [:]
  private(set) var fieldsSeen: Set<FieldName> = []
  private(set) var armed: Set<Alarm> = []
  /// Deadlines that moved an item or told somebody.
  private(set) var effective: Set<Alarm> = []
  /// For each reserved act the roles that bar everyone from it, in every situation.
  private(set) var barred: [Reserved: Set<RoleName>] = [:]
  private var mixed: Set<Mixture> = []
  /// Items before an automatic transition that is possible.
  private var possible: Set<Node> = []
  private var automaticSteps: [Int: [(to: Int, place: Place)]] = [:]

  static func key(_ workflow: WorkflowName, _ transition: TransitionName) -> String { "\(workflow):\(transition)" }

  static func place(_ item: Item) -> Place { Place(workflow: item.workflow, state: item.state) }

  func isFinal(_ item: Item, _ library: Library) -> Bool {
    library.definitions[item.definition]?.states[item.state]?.isFinal ?? true
  }

  // MARK: Noting

  mutating func note(
    _ changes: Changes, of request: StepRequest, on before: Item?, _ items: [ItemID: Item]
  ) {
    for entry in changes.entries {
      guard let workflow = items[entry.item]?.workflow else { continue }
      if entry.event == .transition, let name = entry.body["transition"]?.stringValue {
        fired.insert(Self.key(workflow, TransitionName(name)))
      }
      for key in ["from", "to"] {
        guard let state = entry.body[key]?.stringValue else { continue }
        reached.insert(Place(workflow: workflow, state: StateName(state)))
      }
    }
    guard case .deadline(let firing) = request.event, let before else { return }
    let isTold = changes.tasks.contains { task in
      if case .notify(_, let recipients, _) = task.kind { !recipients.isEmpty } else { false }
    }
    if isTold || changes.entries.contains(where: { $0.event == .transition && $0.item == before.id }) {
      effective.insert(Alarm(place: Self.place(before), deadline: firing.name))
    }
  }

  mutating func note(
    _ refusal: Refusal, of request: StepRequest, on item: Item?, in world: Int, after moves: Int, _ library: Library
  ) {
    guard let item, let definition = library.definitions[item.definition] else { return }
    if refusal.reasons.contains(where: { $0.code == .electorateEmpty }) {
      if case .act(let name, _, _) = request.event, let transition = definition.transitions[name],
        case .state(let target) = transition.to
      {
        withoutVoters.insert(Place(workflow: item.workflow, state: target))
      }
    }
    guard case .automatic = request.event, refusal.act == "automatic", let reason = refusal.reasons.first else {
      return
    }
    notePossible(in: world, item)
    let names = Set(reason.message.en.split { $0 == " " || $0 == "," }.map(String.init))
    let possible = (definition.leaving[item.state] ?? []).filter { names.contains($0.name.text) }.map(\.name)
    for (index, one) in possible.enumerated() {
      for other in possible[(index + 1)...] {
        for (first, second) in [(one, other), (other, one)] {
          let pair = Pair(place: Self.place(item), one: first, other: second)
          ambiguous[pair] = min(ambiguous[pair] ?? Int.max, moves)
        }
      }
    }
  }

  mutating func noteAutomatic(from: Int, to: Int, _ item: Item) {
    automaticSteps[from, default: []].append((to, Self.place(item)))
  }

  mutating func notePossible(in world: Int, _ item: Item) { possible.insert(Node(world: world, item: item.id)) }

  /// In one situation: the roles for whose sake nobody may do the act that `reserved` names; none where somebody may.
  mutating func note(_ reserved: Reserved, barredBy roles: Set<RoleName>) {
    barred[reserved] = barred[reserved].map { $0.intersection(roles) } ?? roles
  }

  func isMixed(_ judge: WorkflowName, _ one: RoleName, _ other: RoleName) -> Bool {
    mixed.contains(Mixture(judge: judge, roles: [one, other].sorted()))
  }

  // MARK: Looking back

  mutating func look(at worlds: [Explorer.World], _ library: Library) {
    for world in worlds { look(at: world, library) }
    findTraps(worlds, library)
    findCircles()
  }

  private mutating func look(at world: Explorer.World, _ library: Library) {
    for item in world.items.values {
      let place = Self.place(item)
      reached.insert(place)
      for (slot, files) in item.runtime.documents { documents[slot] = max(documents[slot] ?? 0, files.count) }
      for field in item.data.keys { fieldsSeen.insert(FieldName(field)) }
      for deadline in item.runtime.deadlines { armed.insert(Alarm(place: place, deadline: deadline.name)) }
      if let child = item.runtime.waitingFor.flatMap({ world.items[$0] }), isFinal(child, library) {
        stuck.insert(Ending(place: place, outcome: child.runtime.outcome))
      }
    }
    noteMixed(world, library)
  }

  /// Whether somebody acted in two roles that an item of the situation excludes.
  @discardableResult
  mutating func noteMixed(_ world: Explorer.World, _ library: Library) -> Bool {
    var isMixed = false
    for item in world.items.values {
      for (role, excluded) in library.definitions[item.definition]?.exclusions ?? [:] {
        for other in excluded where shares(role, other, in: world) {
          mixed.insert(Mixture(judge: item.workflow, roles: [role, other].sorted()))
          isMixed = true
        }
      }
    }
    return isMixed
  }

  private func shares(_ role: RoleName, _ other: RoleName, in world: Explorer.World) -> Bool {
    let one = Set(world.items.values.flatMap { $0.runtime.acts[role] ?? [] })
    let two = Set(world.items.values.flatMap { $0.runtime.acts[other] ?? [] })
    return !one.isDisjoint(with: two)
  }

  /// An open item in one situation.
  private struct Node: Hashable {
    let world: Int
    let item: ItemID
  }

  /// Items that never come to an end, and items that never leave the state in which they stand: backward from the steps
  /// that bring an item there.
  private mutating func findTraps(_ worlds: [Explorer.World], _ library: Library) {
    var before: [Node: [Node]] = [:]
    var ending: Set<Node> = []
    var leaving: Set<Node> = []
    var open: [(Node, Item)] = []
    for (number, world) in worlds.enumerated() {
      for item in world.items.values where !isFinal(item, library) {
        let node = Node(world: number, item: item.id)
        open.append((node, item))
        for move in world.next {
          if move.ended.contains(item.id) {
            ending.insert(node)
            leaving.insert(node)
            continue
          }
          let next = Node(world: move.to, item: move.names[item.id] ?? item.id)
          before[next, default: []].append(node)
          if worlds[move.to].items[next.item]?.state != item.state { leaving.insert(node) }
        }
      }
    }
    let states = Dictionary(open.map { ($0.0, $0.1.state) }, uniquingKeysWith: { one, _ in one })
    ending = Self.spread(ending, before) { _, _ in true }
    leaving = Self.spread(leaving.union(possible), before) { states[$0] == states[$1] }
    let usual = Self.usual(worlds)
    for (node, item) in open where usual.contains(node.world) {
      let place = Self.place(item)
      let moves = worlds[node.world].moves
      if !ending.contains(node) { endless[place] = min(endless[place] ?? Int.max, moves) }
      if !leaving.contains(node) { resting[place] = min(resting[place] ?? Int.max, moves) }
    }
  }

  /// Situations in which nobody acted in more than one role: there is always somebody else to do that.
  private static func usual(_ worlds: [Explorer.World]) -> Set<Int> {
    var open = worlds.indices.filter { worlds[$0].isUsual }
    var seen = Set(open)
    while let number = open.popLast() {
      for move in worlds[number].next where move.isUsual && seen.insert(move.to).inserted { open.append(move.to) }
    }
    return seen
  }

  private static func spread(
    _ start: Set<Node>, _ before: [Node: [Node]], _ joins: (Node, Node) -> Bool
  ) -> Set<Node> {
    var seen = start
    var open = Array(start)
    while let node = open.popLast() {
      for earlier in before[node] ?? [] where joins(earlier, node) && seen.insert(earlier).inserted {
        open.append(earlier)
      }
    }
    return seen
  }

  /// States on a circle of automatic steps alone.
  private mutating func findCircles() {
    for (start, steps) in automaticSteps {
      for first in steps {
        var open = [first.to]
        var seen: Set<Int> = []
        while let number = open.popLast() {
          if number == start {
            restless.insert(first.place)
            break
          }
          guard seen.insert(number).inserted else { continue }
          open += (automaticSteps[number] ?? []).map(\.to)
        }
      }
    }
  }
}
