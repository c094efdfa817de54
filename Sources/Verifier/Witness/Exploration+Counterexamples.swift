import CEL
import Diagnostics
import JSON
import Workflows

/// Items that show what a rule denies.
extension Exploration {
  /// Items that came from their beginning into a state: those at hand, then one whose data are within the boxes. Where
  /// one serves, its way is a shortest one only if it is as short as any way to the state, or the last.
  mutating func candidates(in state: Int, within boxes: [Box], _ serves: (inout Self, Prober.Standing) -> Bool)
    -> Prober.Standing?
  {
    prober.refill()
    let real = standings[state].filter { !$0.isMade }.sorted { $0.way.count < $1.way.count }
    let known = real.first { serves(&self, $0) }
    let least = view.flow.way(view.flow.shortestWays(.unknown), to: state).count
    if let known, known.way.count <= least { return known }
    prober.refill()
    var best = known
    for box in boxes.prefix(10) where best.map({ $0.way.count > least }) ?? true {
      guard let arrived = arrive(in: state, within: [box]), arrived.way.count < best?.way.count ?? Int.max,
        serves(&self, arrived)
      else { continue }
      best = arrived
    }
    return best
  }

  /// An item that comes from the start and gets into a situation in the edge's state that meets the conditions, in which
  /// the engine refuses to choose.
  mutating func ambiguous(at number: Int, _ conditions: [Expression], regions: [Box]) -> Prober.Standing? {
    candidates(in: view.flow.edges[number].from, within: regions) { exploration, standing in
      exploration.prober.fire(number, from: standing, regions: [], .ambiguity, conditions: conditions) != nil
    }
  }

  /// Follows automatic transitions from an item in the state: the edges taken until a situation comes back, if the
  /// state lies on that circle; those before the circle is in the state, and one round from there.
  mutating func cycle(from state: Int, within boxes: [Box]) -> (standing: Prober.Standing, edges: [Int])? {
    var found: [Int] = []
    let standing = candidates(in: state, within: boxes) { exploration, standing in
      guard let edges = exploration.cycle(of: standing, through: state) else { return false }
      found = edges
      return true
    }
    return standing.map { ($0, cycle(of: $0, through: state) ?? found) }
  }

  private mutating func cycle(of standing: Prober.Standing, through state: Int) -> [Int]? {
    var here = standing
    var seen: [(StateName, [String: JSONValue])] = []
    var taken: [Int] = []
    for _ in 0..<100 {
      if let first = seen.firstIndex(where: { $0.0 == here.item.state && $0.1 == here.item.data }) {
        let circle = Array(taken[first...])
        guard let turn = circle.firstIndex(where: { view.flow.edges[$0].from == state }) else { return nil }
        let round: [Int] = Array(circle[turn...]) + Array(circle[..<turn])
        return Array(taken[..<first]) + Array(circle[..<turn]) + round
      }
      seen.append((here.item.state, here.item.data))
      guard let (number, after) = automatic(here) else { break }
      taken.append(number)
      here = after
    }
    return nil
  }

  /// The automatic transition that takes an item on.
  private mutating func automatic(_ here: Prober.Standing) -> (edge: Int, after: Prober.Standing)? {
    guard let state = view.flow.index[here.item.state] else { return nil }
    for number in view.flow.leaving[state] {
      guard let transition = view.flow.edges[number].transition, transition.isAutomatic,
        let after = prober.step(.automatic, nil, here, taking: transition.name)
      else { continue }
      return (number, after)
    }
    return nil
  }

  /// An item in the state that no automatic transition can take on any more, whatever is done to it there.
  mutating func stuck(in state: Int, within boxes: [Box]) -> Prober.Standing? {
    let automatics = view.automatics(of: state)
    return candidates(in: state, within: boxes) { exploration, standing in
      let analysis = exploration.analysis
      let flow = exploration.view.flow
      let (here, _) = analysis.onward(from: [state: [analysis.exact(standing.item)]]) {
        flow.edges[$0].from == state && flow.edges[$0].to == state && !(flow.edges[$0].transition?.isAutomatic ?? true)
      }
      return automatics.allSatisfy { analysis.meeting($0, from: here.resting(in: state)).isEmpty }
    }
  }

  /// An item in the state from which no end can be reached any more.
  mutating func trapped(in state: Int, within boxes: [Box]) -> Prober.Standing? {
    candidates(in: state, within: boxes) { exploration, standing in
      let (onward, _) = exploration.analysis.onward(from: [state: [exploration.analysis.exact(standing.item)]]) { _ in
        true
      }
      let flow = exploration.view.flow
      return flow.states.indices.allSatisfy { !flow.isFinal($0) || onward.regions[$0].isEmpty }
    }
  }

  /// The way to a state that an item is known to have taken; otherwise the shortest that all known edges together make.
  func path(to state: Int) -> [PathStep] {
    let flow = view.flow
    let real = standings[state].filter { !$0.isMade && $0.item.parent == nil }.map(\.way).min { $0.count < $1.count }
    return real.map { flow.path(along: $0) } ?? flow.path(flow.shortestWays(.fires), to: state)
  }
}
