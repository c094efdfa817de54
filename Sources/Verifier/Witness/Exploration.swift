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
  let analysis: Regions
  var prober: Prober
  private(set) var standings: [[Prober.Standing]]
  /// Items of other definitions that were started on the way, as they stand then.
  private(set) var started: [WorkflowName: [Prober.Standing]] = [:]
  /// Items of this definition that others were seen to start.
  private let seeds: [Prober.Standing]
  private let starters: Set<WorkflowName>
  /// Of each edge: from how many of its state's standings it was tried.
  private var triedFrom: [Int]
  /// Ways that may still be looked for from their end.
  private var searches = 200

  private static let standingsPerState = 2
  private static let startedPerState = 4

  init(_ view: View, _ analysis: Regions, _ cast: Cast, seeds: [Prober.Standing] = []) {
    self.view = view
    self.analysis = analysis
    self.seeds = seeds
    starters = Set(seeds.compactMap { seed in seed.item.parent.flatMap { seed.others[$0]?.workflow } })
    prober = Prober(view, cast)
    standings = Array(repeating: [], count: view.flow.states.count)
    triedFrom = Array(repeating: 0, count: view.flow.edges.count)
  }

  mutating func run() {
    let flow = view.flow
    guard flow.begins > .never else { return }
    for high in [false, true] {
      for first in prober.creations(high: high) { keep(first) }
    }
    for seed in seeds { keep(seed, isSeed: true) }
    guard standings.contains(where: { !$0.isEmpty }) else { return }
    if !starters.isEmpty, let first = assumedStart([:]) { keep(first) }
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

  /// Items as they come into being, with the wished data as far as somebody can give it these.
  mutating func origins(_ wish: [String: JSONValue], without absent: Set<String> = []) -> [Prober.Standing] {
    prober.creations(wish: wish, without: absent) + seeds + [assumedStart(wish)].compactMap(\.self)
  }

  /// Started by a definition that computes what it gives: that counts as any value.
  private mutating func assumedStart(_ wish: [String: JSONValue]) -> Prober.Standing? {
    guard var first = prober.started(wish, by: starters) else { return nil }
    let starts = view.session.starts.of[view.definition.name] ?? []
    first.assumed = Set(starts.flatMap { $0.start.with }.filter { !$0.value.compiled.root.isConstant }.map(\.field))
    return first
  }

  private mutating func keep(_ standing: Prober.Standing, isSeed: Bool = false) {
    note(started: standing)
    guard let state = view.flow.index[standing.item.state] else { return }
    let alike = standings[state].count { $0.item.creator == standing.item.creator }
    if isSeed || alike < Self.standingsPerState { standings[state].append(standing) }
  }

  private mutating func note(started standing: Prober.Standing) {
    guard !standing.isMade else { return }
    for other in standing.others.values.sorted(by: { $0.id < $1.id })
    where other.parent == standing.item.id && !standing.guests.contains(other.id) {
      let known = started[other.workflow] ?? []
      let alike = known.filter { $0.others[standing.item.id]?.state == standing.item.state }
      guard alike.count < Self.startedPerState, !known.contains(where: { $0.item.id == other.id }) else { continue }
      var child = Prober.Standing(item: other, others: standing.others, now: standing.now, guests: standing.guests)
      child.others[other.id] = nil
      child.others[standing.item.id] = standing.item
      started[other.workflow, default: []].append(child)
    }
  }

  /// The edge was taken.
  private func mark(_ number: Int, _ after: Prober.Standing) {
    view.flow.status[number] = .fires
    if !after.assumed.isEmpty { view.flow.assumed[number] = after.assumed.sorted() }
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
      mark(number, fired.after)
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
      let state = flow.edges[number].from
      let typed = fireMade(number)
      if let typed, isLarge {
        sweep(typed.before)
        if flow.status[number] == .fires { continue }
      }
      var fired = typed.flatMap { typed in
        walk(to: state, ways, wish: typed.before).flatMap {
          prober.fire(number, from: $0, regions: [], wish: typed.before)
        }
      }
      // What reads computed values is settled by assuming them.
      if fired == nil, !isAssumable(number, ways) { fired = search(for: number) }
      guard let fired else { continue }
      mark(number, fired.after)
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

  /// The edge is taken by an item on a way looked for from its end.
  private mutating func search(for number: Int) -> (before: [String: JSONValue], after: Prober.Standing)? {
    guard searches > 0 else { return nil }
    searches -= 1
    let state = view.flow.edges[number].from
    let met = analysis.alone(number, analysis.meeting(number, from: analysis.resting(in: state)))
    return arrive(in: state, within: met.map { analysis.kept($0) }).flatMap {
      prober.fire(number, from: $0, regions: [])
    }
  }

  /// Walks one item through all of the definition, so that what its data make possible is found at once and not edge by
  /// edge: for large definitions, whose edges are too many to walk to each from the start.
  private mutating func sweep(_ wish: [String: JSONValue]) {
    sweeps += 1
    let flow = view.flow
    guard let first = origins(wish).first else { return }
    var here = [flow.initial: first]
    var open = [flow.initial]
    var next = 0
    while next < open.count {
      guard let standing = here[open[next]] else { return }
      for number in flow.leaving[open[next]] where flow.status[number] > .never {
        let target = flow.edges[number].to
        guard flow.status[number] == .unknown || here[target] == nil, let after = prober.takePlainly(number, standing)
        else { continue }
        mark(number, after)
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
    let way = view.flow.way(ways, to: state)
    for origin in origins(wish) {
      var here: Prober.Standing? = origin
      for number in way {
        here = here.flatMap { prober.fire(number, from: $0, regions: [], wish: wish)?.after }
      }
      if let arrived = here, view.flow.index[arrived.item.state] == state { return enriched(arrived, wish) }
    }
    return nil
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
        guard let transition = flow.edges[number].transition, isAssumable(number, ways) else { continue }
        guard let fired = fireMade(number) else { continue }
        mark(number, fired.after)
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

  private func isAssumable(_ number: Int, _ ways: Flow.Ways) -> Bool {
    let edge = view.flow.edges[number]
    return edge.transition.map { canAssume($0) } ?? false || isAssumed(edge.from, ways)
  }

  private func canAssume(_ transition: Transition) -> Bool { !fields(transition).isEmpty }

  /// A parent that waits may give the item up in any state, where it can leave the state in which it waits.
  private func abandonments() {
    let flow = view.flow
    let ways = flow.shortestWays(.fires)
    let canLeave = (view.session.starts.of[view.definition.name] ?? []).contains { start in
      view.waysPast(start).contains { $0.flow.status[$0.edge] == .fires }
    }
    guard canLeave else { return }
    for number in flow.edges.indices where flow.edges[number].transition == nil && ways.has(flow.edges[number].from) {
      flow.status[number] = .fires
    }
  }
}
