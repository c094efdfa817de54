import Diagnostics
import Workflows

/// E312: a child can end in a way of which its parent takes no notice, and so waits for ever.
extension View {
  func unhandledOutcomes() -> [Question] {
    flow.states.flatMap { name -> [Question] in
      guard let start = definition.states[name]?.child, let child = session.flows[start.workflow] else { return [] }
      let handled = Set(
        (definition.leaving[name] ?? []).compactMap { transition -> Outcome? in
          if case .child(let outcome) = transition.trigger { outcome } else { nil }
        })
      return ends(of: child).map { question($0, of: child, start, in: name, handled) }
    }
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
    _ end: (state: Int, outcome: Outcome?), of child: Flow, _ start: ChildStart, in state: StateName,
    _ handled: Set<Outcome>
  ) -> Question {
    let subject = Subject.outcome(
      state, end.outcome, childState: end.outcome == nil ? child.states[end.state] : nil)
    if let outcome = end.outcome, handled.contains(outcome) || defect == .ignoreChildOutcomes {
      return holds(.unhandledOutcome, subject)
    }
    // Every final state with this outcome counts.
    let ends = child.states.indices.filter { other in
      child.isFinal(other)
        && (end.outcome == nil ? other == end.state : child.state(other)?.outcome == end.outcome)
    }
    let sure = child.shortestWays(.fires)
    let possible = child.shortestWays(.unknown)
    let own = flow.shortestWays(.unknown)
    guard let place = flow.index[state], own.has(place), ends.contains(where: { possible.has($0) }) else {
      return holds(.unhandledOutcome, subject)
    }
    let isSure = ends.contains { sure.has($0) } && flow.shortestWays(.fires).has(place)
    let ways = isSure ? sure : possible
    let run = ends.filter { ways.has($0) }.map { child.path(ways, to: $0) }.min { $0.count < $1.count } ?? []
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
      at: start.location, path: flow.path(flow.shortestWays(isSure ? .fires : .unknown), to: place) + run,
      notes: [.init(Text(en: "the child ends here", ja: "子案件はここで終わります"), at: child.state(end.state)?.location)],
      help: end.outcome == nil
        ? Text(en: "give that state an outcome and handle it under \"on\"", ja: "その状態に outcome を与え、「on」に行き先を書いてください")
        : Text(en: "add \"\(name): STATE\" under \"on\"", ja: "「on」に「\(name): 状態」を加えてください"))
  }
}
