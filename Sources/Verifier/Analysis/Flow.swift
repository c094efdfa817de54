import Diagnostics
import Workflows

/// The graph of one definition: its states, and every way in which an item can move between two of them.
///
/// A class because all rules look at the one that the session has analysed.
final class Flow {
  /// A class: where it leads is asked far more often than what its transition is, which is large.
  final class Edge {
    /// nil: the parent gives the item up (`abandon`).
    let transition: Transition?
    let from: Int
    let to: Int

    init(transition: Transition?, from: Int, to: Int) {
      self.transition = transition
      self.from = from
      self.to = to
    }

    var name: String { transition?.name.text ?? "abandon" }
  }

  enum Status: Comparable {
    /// Nothing that the verifier knows lets it happen.
    case never
    case unknown
    /// Seen to happen.
    case fires
  }

  let definition: Definition
  let states: [StateName]
  let index: [StateName: Int]
  private(set) var edges: [Edge] = []
  private(set) var leaving: [[Int]]
  private(set) var entering: [[Int]]
  /// Of each edge; set by the analysis.
  var status: [Status] = [] { didSet { ways = [:] } }
  /// Of edges that were asked about: whatever the data are, it can be taken (persons, input and surroundings being
  /// willing).
  var certain: [Int: Bool] = [:]
  /// States from which an end can be reached whatever the data are, once that was asked.
  var ending: Set<Int>?
  /// While that is being asked: definitions may start one another in a circle.
  var isAsked = false
  /// Of states that were asked about: one of the automatic transitions fires whatever the data are.
  var exhaustive: [Int: Bool] = [:]
  /// Edges that were seen to happen only with values for these fields, which effects compute.
  var assumed: [Int: [FieldName]] = [:]
  /// Fields whose values effects compute and that count as any value where an item is to be brought on.
  var supposed: Set<FieldName> = []
  /// Of edges that cannot fire: why.
  var obstacles: [Int: [Diagnostic.Note]] = [:]
  /// Edges of which everybody who could take them is kept from it by what they did on every way there.
  var barred: Set<Int> = []
  /// Whether an item can come into being: somebody may create it, or some definition starts it.
  var begins: Status = .fires { didSet { ways = [:] } }
  /// The shortest ways as of now: every rule asks for them.
  private var ways: [Status: Ways] = [:]

  init(_ definition: Definition, isWaitedFor: Bool, _ defect: VerifierDefect) {
    self.definition = definition
    states = definition.stateOrder
    index = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
    leaving = Array(repeating: [], count: states.count)
    entering = leaving
    for name in definition.transitionOrder {
      guard let transition = definition.transitions[name] else { continue }
      for from in sources(transition, defect) { add(transition, from: from) }
    }
    addResumptions()
    if isWaitedFor, let abandon = definition.abandon, let to = index[abandon] {
      for from in states.indices where !isFinal(from) { append(Edge(transition: nil, from: from, to: to)) }
    }
    status = Array(repeating: .fires, count: edges.count)
  }

  var initial: Int { index[definition.initial] ?? 0 }
  func state(_ index: Int) -> State? { definition.states[states[index]] }
  func isFinal(_ index: Int) -> Bool { state(index)?.isFinal ?? false }

  private func sources(_ transition: Transition, _ defect: VerifierDefect) -> [Int] {
    let from = transition.from.compactMap { index[$0] }
    guard defect == .ignoreExcept else { return from }
    let open = states.indices.filter { !isFinal($0) }
    guard from.count < open.count, from.count * 2 >= open.count else { return from }
    return open
  }

  private func add(_ transition: Transition, from: Int) {
    switch transition.to {
    case .state(let name): if let to = index[name] { append(Edge(transition: transition, from: from, to: to)) }
    case .same: append(Edge(transition: transition, from: from, to: from))
    case .resume: break
    }
  }

  private func append(_ edge: Edge) {
    leaving[edge.from].append(edges.count)
    entering[edge.to].append(edges.count)
    edges.append(edge)
  }

  /// `$resume` leads back to where some suspension left from: every one after which the item can stand here.
  private func addResumptions() {
    let resuming = definition.transitionOrder.compactMap { definition.transitions[$0] }.filter { $0.to == .resume }
    guard !resuming.isEmpty else { return }
    var left: [Int: Set<Int>] = [:]
    for edge in edges where edge.transition?.suspends ?? false { left[edge.to, default: []].insert(edge.from) }
    // Resuming may itself lead to states from which one resumes further: repeat until nothing is new.
    var known: Set<[Int]> = []
    var isNew = true
    while isNew {
      isNew = false
      for (target, sources) in left.sorted(by: { $0.key < $1.key }) {
        let within = reachable(from: [target]) { _ in true }
        for (number, transition) in resuming.enumerated() {
          for from in transition.from.compactMap({ index[$0] }) where within.contains(from) {
            for to in sources.sorted() where known.insert([number, from, to]).inserted {
              append(Edge(transition: transition, from: from, to: to))
              isNew = true
            }
          }
        }
      }
    }
  }

  // MARK: Walking

  func reachable(from starts: [Int], through allowed: (Int) -> Bool) -> Set<Int> {
    var seen = Set(starts)
    var open = starts
    while let state = open.popLast() {
      for number in leaving[state] where allowed(number) && seen.insert(edges[number].to).inserted {
        open.append(edges[number].to)
      }
    }
    return seen
  }

  /// States from which one of some states can be reached, these among them.
  func leading(to targets: some Sequence<Int>, through allowed: (Int) -> Bool) -> Set<Int> {
    var seen = Set(targets)
    var open = Array(seen)
    while let target = open.popLast() {
      for number in entering[target] where allowed(number) && seen.insert(edges[number].from).inserted {
        open.append(edges[number].from)
      }
    }
    return seen
  }

  /// Breadth first from the initial state over edges of at least `status`: the edge by which each state is first met.
  func shortestWays(_ least: Status) -> Ways {
    if let known = ways[least] { return known }
    let found = findWays(least)
    ways[least] = found
    return found
  }

  private func findWays(_ least: Status) -> Ways {
    var ways = Ways(start: initial, count: states.count)
    guard begins >= least else { return ways }
    ways.order = [initial]
    var next = 0
    while next < ways.order.count {
      let state = ways.order[next]
      next += 1
      for number in leaving[state] where status[number] >= least && !ways.has(edges[number].to) {
        ways.by[edges[number].to] = number
        ways.order.append(edges[number].to)
      }
    }
    return ways
  }

  struct Ways {
    let start: Int
    fileprivate(set) var by: [Int?]
    /// States in the order in which they are met.
    fileprivate(set) var order: [Int] = []

    init(start: Int, count: Int) {
      self.start = start
      by = Array(repeating: nil, count: count)
    }

    func has(_ state: Int) -> Bool { state == start ? !order.isEmpty : by[state] != nil }
  }

  /// The run to a state, as far as `ways` leads there.
  func path(_ ways: Ways, to state: Int) -> [PathStep] {
    var steps: [PathStep] = []
    var current = state
    while current != ways.start, let number = ways.by[current] {
      steps.append(step(number))
      current = edges[number].from
    }
    steps.append(PathStep(definition.name, from: nil, "create", to: definition.initial))
    return steps.reversed()
  }

  /// The run that took these edges.
  func path(along way: [Int]) -> [PathStep] {
    [PathStep(definition.name, from: nil, "create", to: definition.initial)] + way.map { step($0) }
  }

  /// The edges of the run to a state.
  func way(_ ways: Ways, to state: Int) -> [Int] {
    var numbers: [Int] = []
    var current = state
    while current != ways.start, let number = ways.by[current] {
      numbers.append(number)
      current = edges[number].from
    }
    return numbers.reversed()
  }

  func step(_ number: Int) -> PathStep {
    let edge = edges[number]
    return PathStep(definition.name, from: states[edge.from], edge.name, to: states[edge.to])
  }
}
