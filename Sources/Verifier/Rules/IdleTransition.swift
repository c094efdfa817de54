import Diagnostics
import Workflows

/// E303: a transition that can never fire: its guards contradict one another or what is known of the data, nobody could
/// do it, nothing fires it, or it leaves only states that no item reaches.
extension View {
  func idleTransitions() -> [Question] {
    var edges: [TransitionName: [Int]] = [:]
    for (number, edge) in flow.edges.enumerated() {
      if let name = edge.transition?.name { edges[name, default: []].append(number) }
    }
    let sure = flow.shortestWays(.fires)
    let possible = flow.shortestWays(.unknown)
    return definition.transitionOrder.compactMap { definition.transitions[$0] }.map { transition in
      question(transition, edges[transition.name] ?? [], sure, possible)
    }
  }

  private func question(
    _ transition: Transition, _ edges: [Int], _ sure: Flow.Ways, _ possible: Flow.Ways
  ) -> Question {
    let subject = Subject.transition(transition.name)
    let firing = edges.filter { flow.status[$0] == .fires && sure.has(flow.edges[$0].from) }
    if let first = firing.first {
      let path = session.options.witnesses ? flow.path(sure, to: flow.edges[first].from) + [flow.step(first)] : []
      return holds(.neverFires, subject, path: path, assumptions: assumptions)
    }
    let doubtful = edges.filter { flow.status[$0] >= .unknown && possible.has(flow.edges[$0].from) }
    let verdict: Verdict = doubtful.isEmpty ? .refuted : .undecided
    let path =
      (verdict == .undecided ? doubtful : edges.filter { possible.has(flow.edges[$0].from) })
      .map { flow.path(possible, to: flow.edges[$0].from) }.min { $0.count < $1.count } ?? []
    return finding(
      .neverFires, subject, as: verdict,
      verdict == .refuted
        ? Text(en: "\"\(transition.name)\" can never fire", ja: "「\(transition.name)」は決して起こりません")
        : Text(
          en: "it is not known whether \"\(transition.name)\" can ever fire",
          ja: "「\(transition.name)」が起こりうるか決定できません"),
      at: transition.location, path: path, notes: (edges.first.flatMap { flow.obstacles[$0] } ?? []),
      help: Text(
        en: "mend the condition that contradicts, or remove the transition", ja: "矛盾する条件を直すか、この遷移を取り除いてください"))
  }
}
