import Diagnostics
import Workflows

/// E312: a child can end in a way of which its parent takes no notice, and so waits for ever.
///
/// Each state that waits is asked about the child as this state starts it, with the data that it gives.
extension View {
  func unhandledOutcomes() -> [Question] {
    flow.states.indices.flatMap { state -> [Question] in
      guard let start = flow.state(state)?.child, let child = session.flows[start.workflow] else { return [] }
      return ends(of: child).map { question($0, of: child, start, in: state) }
    }
  }

  /// Ends of the child that a state waits for of which it takes no notice, as far as they are possible; nil is an end
  /// without outcome.
  func unhandledEnds(of state: Int) -> Set<Outcome?> {
    guard let start = flow.state(state)?.child, let child = session.flows[start.workflow] else { return [] }
    let handled = handledOutcomes(in: state)
    let possible = possibleEnds(of: state, child)
    return Set(
      possible.map { child.state($0)?.outcome }.filter { outcome in outcome.map { !handled.contains($0) } ?? true })
  }

  private func handledOutcomes(in state: Int) -> Set<Outcome> {
    Set(
      (definition.leaving[flow.states[state]] ?? []).compactMap { transition -> Outcome? in
        if case .child(let outcome) = transition.trigger { outcome } else { nil }
      })
  }

  /// Final states that the child can reach with the data that the state gives it, while the state waits.
  func possibleEnds(of state: Int, _ child: Flow) -> [Int] {
    guard let regions = session.regions[child.definition.name],
      let start = (session.starts.of[child.definition.name] ?? []).first(where: {
        $0.by == definition.name && $0.state == flow.states[state]
      })
    else { return [] }
    let (onward, _) = regions.onward(from: [child.initial: [regions.kept(regions.box(of: start))]]) {
      child.edges[$0].transition != nil
    }
    return child.states.indices.filter { child.isFinal($0) && !onward.regions[$0].isEmpty }
  }

  /// Final states of the child, the first of each outcome in file order.
  private func ends(of child: Flow) -> [(state: Int, outcome: Outcome?)] {
    var seen: Set<Outcome> = []
    return child.states.indices.compactMap { state in
      guard child.isFinal(state), child.states[state] != child.definition.abandon || isEnteredOtherwise(state, child)
      else { return nil }
      guard let outcome = child.state(state)?.outcome else { return (state, nil) }
      return seen.insert(outcome).inserted ? (state, outcome) : nil
    }
  }

  /// A child is only moved to its `abandon` state by a parent that no longer waits.
  private func isEnteredOtherwise(_ state: Int, _ child: Flow) -> Bool {
    child.edges.contains { $0.to == state && $0.transition != nil }
  }

  private func question(
    _ end: (state: Int, outcome: Outcome?), of child: Flow, _ start: ChildStart, in place: Int
  ) -> Question {
    let state = flow.states[place]
    let subject = Subject.outcome(
      state, end.outcome, childState: end.outcome == nil ? child.states[end.state] : nil)
    if let outcome = end.outcome, handledOutcomes(in: place).contains(outcome) || defect == .ignoreChildOutcomes {
      return holds(.unhandledOutcome, subject)
    }
    // Every final state with this outcome counts.
    let isPossible = possibleEnds(of: place, child).contains { other in
      end.outcome == nil ? other == end.state : child.state(other)?.outcome == end.outcome
    }
    let own = flow.shortestWays(.unknown)
    guard own.has(place), isPossible else { return holds(.unhandledOutcome, subject) }
    var edges: [Int] = []
    var exploration = session.explorations[definition.name]
    let waiting = exploration?.candidates(in: place, within: [Box()]) { exploration, standing in
      guard let run = exploration.prober.childRun(from: standing, to: { $0 == end.outcome }) else { return false }
      edges = run.edges
      return true
    }
    let isSure = waiting != nil
    let run = waiting.map { flow.path(along: $0.way) + child.path(along: edges) } ?? flow.path(own, to: place)
    let name = end.outcome?.text ?? child.states[end.state].text
    return finding(
      .unhandledOutcome, subject, as: isSure ? .refuted : .undecided,
      end.outcome == nil
        ? Text(
          en: "\(start.workflow) can end in \"\(name)\", which has no outcome: \"\(state)\" would wait for ever",
          ja: "\(start.workflow) は結果のない「\(name)」で終わることがあり、「\(state)」は待ち続けます")
        : Text(
          en: "\"\(state)\" does not say what happens when \(start.workflow) ends with \"\(name)\"",
          ja: "「\(state)」に、\(start.workflow) が「\(name)」で終わったときの行き先がありません"),
      at: start.location, path: run,
      notes: [.init(Text(en: "the child ends here", ja: "子案件はここで終わります"), at: child.state(end.state)?.location)],
      help: end.outcome == nil
        ? Text(en: "give that state an outcome and handle it under \"on\"", ja: "その状態に outcome を与え、「on」に行き先を書いてください")
        : Text(en: "add \"\(name): STATE\" under \"on\"", ja: "「on」に「\(name): 状態」を加えてください"))
  }
}
