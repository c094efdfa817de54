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

  private(set) var fired: Set<String> = []
  private(set) var ambiguous: Set<Pair> = []
  private(set) var resting: Set<Place> = []
  private(set) var restless: Set<Place> = []
  /// States that are left for want of voters.
  private(set) var withoutVoters: Set<Place> = []
  /// Least number of moves of the root item to each of its states.
  private(set) var moves: [Place: Int] = [:]
  private(set) var reached: Set<Place> = []
  /// States out of which some run leads to an end.
  private(set) var ending: Set<Place> = []
  /// States that some item left for an end.
  private(set) var lastStates: Set<Place> = []
  private(set) var mixed: Set<[RoleName]> = []
  private(set) var stuck: Set<Ending> = []
  private(set) var documents: [SlotName: Int] = [:]
  private(set) var fieldsSeen: Set<FieldName> = []
  private var automaticSteps: [Int: [(to: Int, place: Place)]] = [:]

  static func key(_ workflow: WorkflowName, _ transition: TransitionName) -> String { "\(workflow):\(transition)" }

  func isFinal(_ item: Item, _ library: Library) -> Bool {
    library.definitions[item.definition]?.states[item.state]?.isFinal ?? true
  }

  // MARK: Noting

  mutating func note(_ entries: [Entry], _ items: [ItemID: Item], _ library: Library) {
    for entry in entries {
      guard let workflow = items[entry.item]?.workflow else { continue }
      if entry.event == .transition, let name = entry.body["transition"]?.stringValue {
        fired.insert(Self.key(workflow, TransitionName(name)))
        if let item = items[entry.item], isFinal(item, library), let from = entry.body["from"]?.stringValue {
          lastStates.insert(Place(workflow: workflow, state: StateName(from)))
        }
      }
      for key in ["from", "to"] {
        guard let state = entry.body[key]?.stringValue else { continue }
        reached.insert(Place(workflow: workflow, state: StateName(state)))
      }
    }
  }

  mutating func note(_ refusal: Refusal, of request: StepRequest, on item: Item?, _ library: Library) {
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
    let names = Set(reason.message.en.split { $0 == " " || $0 == "," }.map(String.init))
    let possible = (definition.leaving[item.state] ?? []).filter { names.contains($0.name.text) }.map(\.name)
    for (index, one) in possible.enumerated() {
      for other in possible[(index + 1)...] {
        ambiguous.insert(Pair(place: Place(workflow: item.workflow, state: item.state), one: one, other: other))
      }
    }
  }

  mutating func noteRest(_ item: Item) {
    resting.insert(Place(workflow: item.workflow, state: item.state))
  }

  mutating func noteAutomatic(from: Int, to: Int, _ item: Item) {
    automaticSteps[from, default: []].append((to, Place(workflow: item.workflow, state: item.state)))
  }

  // MARK: Looking back

  mutating func look(at worlds: [Explorer.World], _ library: Library) {
    var before: [[Int]] = Array(repeating: [], count: worlds.count)
    for (number, world) in worlds.enumerated() {
      for next in world.next { before[next].append(number) }
      look(at: world, library)
    }
    // Backward from every situation in which an item is at its end.
    for workflow in library.current.keys {
      var open = worlds.indices.filter { number in
        worlds[number].items.values.contains { $0.workflow == workflow && isFinal($0, library) }
      }
      var seen = Set(open)
      // A closed child is no part of what tells situations apart; that it closed is in the record.
      for place in lastStates where place.workflow == workflow { ending.insert(place) }
      while let number = open.popLast() {
        for item in worlds[number].items.values where item.workflow == workflow {
          ending.insert(Place(workflow: workflow, state: item.state))
        }
        for earlier in before[number] where seen.insert(earlier).inserted { open.append(earlier) }
      }
    }
    findCircles()
  }

  private mutating func look(at world: Explorer.World, _ library: Library) {
    for item in world.items.values {
      let place = Place(workflow: item.workflow, state: item.state)
      reached.insert(place)
      if item.id == world.root { moves[place] = min(moves[place] ?? Int.max, world.moves) }
      for (slot, files) in item.runtime.documents { documents[slot] = max(documents[slot] ?? 0, files.count) }
      for field in item.data.keys { fieldsSeen.insert(FieldName(field)) }
      if let child = item.runtime.waitingFor.flatMap({ world.items[$0] }), isFinal(child, library) {
        stuck.insert(Ending(place: place, outcome: child.runtime.outcome))
      }
      for (role, excluded) in library.definitions[item.definition]?.exclusions ?? [:] {
        for other in excluded where shares(role, other, in: world) { mixed.insert([role, other].sorted()) }
      }
    }
  }

  private func shares(_ role: RoleName, _ other: RoleName, in world: Explorer.World) -> Bool {
    let one = Set(world.items.values.flatMap { $0.runtime.acts[role] ?? [] })
    let two = Set(world.items.values.flatMap { $0.runtime.acts[other] ?? [] })
    return !one.isDisjoint(with: two)
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
