import Diagnostics
import Workflows

/// The net made deterministic as far as a log asks: a set of markings is one number, and each pair of set and activity
/// is worked out once. A million events over a few hundred pairs are table look-ups.
struct ReplayAutomaton {
  /// A log may suspend and suspend again; beyond this many different situations something is wrong with it.
  static let limit = 50_000

  let net: ReplayNet
  private let activities: [[ReplaySymbol]]
  private var numbers: [Set<ReplayNet.Marking>: Int] = [:]
  private var sets: [Set<ReplayNet.Marking>] = []
  private var table: [[Int32]] = []

  private static let unknown: Int32 = -2
  private static let none: Int32 = -1

  /// - Parameter activities: what each activity of the log may stand for.
  init(_ net: ReplayNet, _ activities: [[ReplaySymbol]]) {
    self.net = net
    self.activities = activities
    _ = number(of: closure([net.start]))
  }

  /// The number of the start is 0.
  let start = 0

  /// nil where the activity is not possible.
  mutating func step(_ set: Int, _ activity: Int) throws(LogFault) -> Int? {
    let known = table[set][activity]
    if known != Self.unknown { return known < 0 ? nil : Int(known) }
    let reached = Set(
      sets[set].flatMap { marking in activities[activity].flatMap { net.steps($0, from: marking) } })
    guard !reached.isEmpty else {
      table[set][activity] = Self.none
      return nil
    }
    let next = number(of: closure(reached))
    guard sets.count <= Self.limit else { throw LogFault.tooManySituations(Self.limit) }
    table[set][activity] = Int32(next)
    return next
  }

  func markings(_ set: Int) -> Set<ReplayNet.Marking> { sets[set] }

  /// Whether the item may be at an end.
  func mayBeEnded(_ set: Int) -> Bool { sets[set].contains { net.isFinal($0) } }

  /// In the order of the file.
  func states(_ set: Int) -> [StateName] {
    let states = Set(sets[set].map(\.state))
    return net.definition.stateOrder.filter(states.contains)
  }

  /// What could be recorded next, in the order of the file.
  func possible(_ set: Int) -> [ReplaySymbol] {
    let all = Set(sets[set].flatMap { net.possible(in: $0) })
    let definition = net.definition
    let order: [ReplaySymbol] =
      definition.transitionOrder.map { .transition($0) } + Vote.allCases.map { .vote($0) }
      + definition.duties.keys.sorted().map { .duty($0) }
    return order.filter(all.contains)
  }

  private mutating func number(of set: Set<ReplayNet.Marking>) -> Int {
    if let known = numbers[set] { return known }
    numbers[set] = sets.count
    sets.append(set)
    table.append(Array(repeating: Self.unknown, count: activities.count))
    return sets.count - 1
  }

  /// With everything that may happen unseen. Silent steps open at most each duty once and add no suspension without
  /// end: a set that grows beyond the limit is cut there, and the caller's own limit reports it.
  private func closure(_ markings: Set<ReplayNet.Marking>) -> Set<ReplayNet.Marking> {
    var all = markings
    var open = Array(markings)
    while let marking = open.popLast(), all.count <= Self.limit {
      for next in net.silentSteps(from: marking) where all.insert(next).inserted { open.append(next) }
    }
    return all
  }
}
