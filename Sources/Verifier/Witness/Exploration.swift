import CEL
import Diagnostics
import JSON
import Workflows

/// Walks through a definition by `step`, breadth first, and marks every edge that it saw happen.
///
/// An item goes on from where the last step left it. Where its data do not meet a condition, an item is made for the
/// condition and the way to it is walked again with these data. What only an item made by hand shows is kept apart: it
/// proves that the conditions do not contradict one another, given values that effects compute.
struct Exploration {
  let view: View
  private let analysis: Regions
  private(set) var prober: Prober
  private(set) var standings: [[Prober.Standing]]
  /// Of each edge: from how many of its state's standings it was tried.
  private var triedFrom: [Int]

  private static let standingsPerState = 2

  init(_ view: View, _ analysis: Regions, _ cast: Cast) {
    self.view = view
    self.analysis = analysis
    prober = Prober(view, cast)
    standings = Array(repeating: [], count: view.flow.states.count)
    triedFrom = Array(repeating: 0, count: view.flow.edges.count)
  }

  mutating func run() {
    let flow = view.flow
    guard flow.begins > .never else { return }
    for high in [false, true] {
      if let first = prober.create(high: high) { keep(first) }
    }
    guard !standings[flow.initial].isEmpty else { return }
    flow.begins = .fires
    walk()
    if isLarge { for wish in middlingData { sweep(wish) } }
    var isNew = true
    while isNew {
      walk()
      isNew = retrace()
    }
    assumeComputed()
    abandonments()
  }

  private mutating func keep(_ standing: Prober.Standing) {
    guard let state = view.flow.index[standing.item.state], standings[state].count < Self.standingsPerState else {
      return
    }
    standings[state].append(standing)
  }

  private mutating func walk() {
    let flow = view.flow
    var open = [flow.initial]
    var seen: Set<Int> = [flow.initial]
    var next = 0
    while next < open.count {
      let state = open[next]
      next += 1
      for number in flow.leaving[state] {
        if flow.status[number] == .unknown { take(number) }
        let edge = flow.edges[number]
        if flow.status[number] == .fires, !standings[edge.to].isEmpty, seen.insert(edge.to).inserted {
          open.append(edge.to)
        }
      }
    }
  }

  /// Standings that an edge was tried from are not tried again: `step` gives the same answer.
  private mutating func take(_ number: Int) {
    let edge = view.flow.edges[number]
    let untried = standings[edge.from].dropFirst(triedFrom[number])
    triedFrom[number] = standings[edge.from].count
    for standing in untried {
      guard let fired = prober.fire(number, from: standing, regions: []) else { continue }
      view.flow.status[number] = .fires
      keep(fired.after)
      return
    }
  }

  /// Edges that no item at hand could take: with the data that they need, the way there is walked from the start.
  /// Whether some edge was taken that leads to a new state.
  private mutating func retrace() -> Bool {
    let flow = view.flow
    let ways = flow.shortestWays(.fires)
    let before = sweeps
    var isNew = false
    for number in flow.edges.indices where flow.status[number] == .unknown && ways.has(flow.edges[number].from) {
      guard !tried.contains(number) else { continue }
      tried.insert(number)
      guard let typed = fireMade(number) else { continue }
      made.insert(number)
      if isLarge {
        sweep(typed.before)
        if flow.status[number] == .fires { continue }
      }
      guard let arrived = walk(to: flow.edges[number].from, ways, wish: typed.before),
        let fired = prober.fire(number, from: arrived, regions: [], wish: typed.before)
      else { continue }
      flow.status[number] = .fires
      if standings[flow.edges[number].to].isEmpty { isNew = true }
      keep(fired.after)
    }
    return isNew || sweeps > before
  }

  /// Takes an edge with an item made for it. Asked more than once, answered once.
  private mutating func fireMade(_ number: Int) -> (before: [String: JSONValue], after: Prober.Standing)? {
    if let known = firedMade[number] { return known }
    let fired = prober.fire(number, from: nil, regions: analysis.resting(in: view.flow.edges[number].from))
    firedMade[number] = .some(fired)
    return fired
  }

  private var firedMade: [Int: (before: [String: JSONValue], after: Prober.Standing)?] = [:]
  private var tried: Set<Int> = []
  /// Edges that an item made by hand could take.
  private var made: Set<Int> = []

  /// Walks one item through all of the definition, so that what its data make possible is found at once and not edge by
  /// edge: for large definitions, whose edges are too many to walk to each from the start.
  private mutating func sweep(_ wish: [String: JSONValue]) {
    sweeps += 1
    let flow = view.flow
    guard let first = prober.create(wish: wish) else { return }
    var here = [flow.initial: first]
    var open = [flow.initial]
    var next = 0
    while next < open.count {
      guard let standing = here[open[next]] else { return }
      for number in flow.leaving[open[next]] where flow.status[number] > .never {
        let target = flow.edges[number].to
        guard flow.status[number] == .unknown || here[target] == nil, let after = prober.takePlainly(number, standing)
        else { continue }
        flow.status[number] = .fires
        keep(after)
        guard here[target] == nil else { continue }
        here[target] = after
        open.append(target)
      }
      next += 1
    }
  }

  /// Numbers between the bounds that conditions set: what lies in the middle meets most of them.
  private var middlingData: [[String: JSONValue]] {
    var bounds: [FieldName: [Int]] = [:]
    for transition in view.definition.transitions.values {
      for condition in view.conditions(of: transition) {
        let numbers = condition.compiled.root.numbers
        for field in condition.dataFields where view.definition.data.byName[field]?.shape.type == .int {
          bounds[field, default: []] += numbers
        }
      }
    }
    let sorted = bounds.mapValues { $0.sorted() }.filter { !$0.value.isEmpty }
    guard !sorted.isEmpty else { return [] }
    return [2, 1, 3].map { quarter in
      Dictionary(
        uniqueKeysWithValues: sorted.map { field, numbers in
          (field.text, .number(JSONNumber(Int64(numbers[(numbers.count - 1) * quarter / 4]))))
        })
    }
  }

  private var isLarge: Bool {
    sweeps < Self.sweepLimit && view.flow.status.lazy.filter { $0 == .unknown }.count > Self.sweepLimit
  }

  private var sweeps = 0
  private static let sweepLimit = 12

  private mutating func walk(
    to state: Int, _ ways: Flow.Ways, wish: [String: JSONValue]
  ) -> Prober.Standing? {
    guard var standing = prober.create(wish: wish) else { return nil }
    for number in view.flow.way(ways, to: state) {
      guard let fired = prober.fire(number, from: standing, regions: [], wish: wish) else { return nil }
      standing = fired.after
    }
    return enriched(standing, wish)
  }

  /// Acts that stay in the state and supply what is still wished for.
  private mutating func enriched(_ standing: Prober.Standing, _ wish: [String: JSONValue]) -> Prober.Standing {
    var here = standing
    guard let state = view.flow.index[standing.item.state] else { return here }
    for number in view.flow.leaving[state] where view.flow.edges[number].to == state {
      guard let transition = view.flow.edges[number].transition, view.flow.status[number] > .never else { continue }
      let supplied = (transition.input.required + transition.input.optional).map(\.text)
      guard supplied.contains(where: { wish[$0] != nil && here.item.data[$0] != wish[$0] }) else { continue }
      if let fired = prober.fire(number, from: here, regions: [], wish: wish) { here = fired.after }
    }
    return here
  }

  /// What remains and reads values that effects compute: those count as free, so that an item made by hand is enough.
  /// Its states are then entered by the made item, and the walk goes on from there.
  private mutating func assumeComputed() {
    let flow = view.flow
    var isNew = true
    while isNew {
      isNew = false
      let ways = flow.shortestWays(.fires)
      for number in flow.edges.indices where flow.status[number] == .unknown && ways.has(flow.edges[number].from) {
        let from = flow.edges[number].from
        guard let transition = flow.edges[number].transition, canAssume(transition) || isAssumed(from, ways) else {
          continue
        }
        guard let fired = fireMade(number) else { continue }
        flow.status[number] = .fires
        flow.assumed[number] = fields(transition)
        keep(fired.after)
        isNew = true
      }
      if isNew {
        walk()
        while retrace() { walk() }
      }
    }
  }

  private func fields(_ transition: Transition) -> [FieldName] {
    Set(view.conditions(of: transition).flatMap(\.dataFields)).intersection(analysis.computed).sorted()
  }

  /// The only known way to the state rests on an assumption already: no item walks it.
  private func isAssumed(_ state: Int, _ ways: Flow.Ways) -> Bool {
    view.flow.way(ways, to: state).contains { view.flow.assumed[$0] != nil }
  }

  private func canAssume(_ transition: Transition) -> Bool { !fields(transition).isEmpty }

  // MARK: Counterexamples

  /// Whether an item that comes from the start can get into a situation in the edge's state that meets the conditions,
  /// and there the goal is seen.
  mutating func confirms(_ goal: Prober.Goal, at number: Int, _ conditions: [Expression], regions: [Box]) -> Bool {
    let state = view.flow.edges[number].from
    prober.refill()
    for standing in standings[state] {
      if prober.fire(number, from: standing, regions: [], goal, conditions: conditions) != nil { return true }
    }
    for region in regions.prefix(6) {
      guard let made = prober.fire(number, from: nil, regions: [region], goal, conditions: conditions),
        let arrived = walk(to: state, view.flow.shortestWays(.fires), wish: made.before)
      else { continue }
      if prober.fire(number, from: arrived, regions: [], wish: made.before, goal, conditions: conditions) != nil {
        return true
      }
    }
    return false
  }

  /// Follows automatic transitions from an item in the state: the edges taken until a situation comes back.
  mutating func cycle(from state: Int) -> [Int]? {
    prober.refill()
    for standing in standings[state] {
      var here = standing
      var seen: [(StateName, [String: JSONValue])] = []
      var taken: [Int] = []
      for _ in 0..<100 {
        if let first = seen.firstIndex(where: { $0.0 == here.item.state && $0.1 == here.item.data }) {
          return Array(taken[first...])
        }
        seen.append((here.item.state, here.item.data))
        guard let after = prober.step(.automatic, nil, here), after.item.version > here.item.version,
          let from = view.flow.index[here.item.state], let to = view.flow.index[after.item.state],
          let number = view.flow.leaving[from].first(where: {
            view.flow.edges[$0].to == to && view.flow.edges[$0].transition?.isAutomatic ?? false
          })
        else { break }
        taken.append(number)
        here = after
      }
    }
    return nil
  }

  /// A parent that waits may give the item up in any state.
  private func abandonments() {
    let flow = view.flow
    let ways = flow.shortestWays(.fires)
    for number in flow.edges.indices where flow.edges[number].transition == nil && ways.has(flow.edges[number].from) {
      flow.status[number] = .fires
    }
  }
}
