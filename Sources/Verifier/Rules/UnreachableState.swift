import Diagnostics
import Workflows

/// E301: a state that no run of the definition reaches.
extension View {
  func unreachableStates() -> [Question] {
    let possible = flow.shortestWays(.unknown)
    let sure = flow.shortestWays(.fires)
    return flow.states.indices.compactMap { state -> Question? in
      guard let model = flow.state(state) else { return nil }
      let subject = Subject.state(model.name)
      if sure.has(state) {
        return holds(
          .unreachableState, subject, path: session.options.witnesses ? flow.path(sure, to: state) : [],
          assumptions: assumptions)
      }
      let verdict: Verdict = possible.has(state) ? .undecided : .refuted
      return finding(
        .unreachableState, subject, as: verdict,
        verdict == .refuted
          ? Text(en: "no item can reach \"\(model.name)\"", ja: "「\(model.name)」に到達する案件はありません")
          : Text(
            en: "it is not known whether an item can reach \"\(model.name)\"", ja: "「\(model.name)」に到達できるか決定できません"),
        at: model.location, path: verdict == .undecided ? flow.path(possible, to: state) : [],
        notes: obstacles(to: state),
        help: Text(
          en: "add a transition that leads here and can fire, or remove the state",
          ja: "ここに至る実行可能な遷移を加えるか、この状態を取り除いてください"))
    }
  }

  /// The transitions that lead here, and which of them cannot fire.
  private func obstacles(to state: Int) -> [Diagnostic.Note] {
    var seen: Set<String> = []
    return flow.entering[state].compactMap { number -> Diagnostic.Note? in
      let edge = flow.edges[number]
      guard edge.from != state, seen.insert(edge.name).inserted, seen.count <= 5 else { return nil }
      let from = flow.states[edge.from]
      return .init(
        flow.status[number] == .never
          ? Text(en: "\(edge.name) from \"\(from)\" can never fire", ja: "「\(from)」からの \(edge.name) は決して起こりません")
          : Text(en: "\(edge.name) leads here from \"\(from)\"", ja: "「\(from)」から \(edge.name) で至ります"),
        at: edge.transition?.location)
    }
  }
}
