import Diagnostics
import Workflows

/// E302: a state that items reach and from which no run leads to a final state.
extension View {
  func statesWithoutEnd() -> [Question] {
    let sure = flow.shortestWays(.fires)
    let possible = flow.shortestWays(.unknown)
    let ending = statesThatEnd()
    let hopeful = backward { flow.status[$0] >= .unknown }
    return flow.states.indices.compactMap { state -> Question? in
      guard !flow.isFinal(state), let model = flow.state(state) else { return nil }
      let subject = Subject.state(model.name)
      if ending.contains(state) || !possible.has(state) { return holds(.noWayToEnd, subject) }
      let isLost = !hopeful.contains(state) && sure.has(state)
      return finding(
        .noWayToEnd, subject, as: isLost ? .refuted : .undecided,
        isLost
          ? Text(en: "from \"\(model.name)\" no way leads to an end", ja: "「\(model.name)」から終了に至る経路がありません")
          : Text(
            en: "it is not known whether every item in \"\(model.name)\" can come to an end",
            ja: "「\(model.name)」の案件がすべて終了できるか決定できません"),
        at: model.location, path: flow.path(isLost ? sure : possible, to: state), notes: exits(of: state),
        help: Text(
          en: "add a transition towards a final state whose guards can be met",
          ja: "終了状態へ向かう、条件を満たせる遷移を加えてください"))
    }
  }

  /// States from which an end can be reached whatever the data are.
  private func statesThatEnd() -> Set<Int> {
    var good = Set(flow.states.indices.filter { flow.isFinal($0) })
    var open = Array(good)
    while let target = open.popLast() {
      for number in flow.entering[target] {
        let from = flow.edges[number].from
        guard !good.contains(from), isAlwaysPossible(number) || everyChoiceLeads(from, into: good) else { continue }
        good.insert(from)
        open.append(from)
      }
    }
    return good
  }

  /// One of the automatic transitions fires in any case, and all that can lead to where an end can be reached.
  private func everyChoiceLeads(_ state: Int, into good: Set<Int>) -> Bool {
    guard isExhaustive(state) else { return false }
    return flow.leaving[state].filter { flow.edges[$0].transition?.isAutomatic ?? false }
      .allSatisfy { flow.status[$0] == .never || good.contains(flow.edges[$0].to) }
  }

  private func backward(_ allowed: (Int) -> Bool) -> Set<Int> {
    var seen = Set(flow.states.indices.filter { flow.isFinal($0) })
    var open = Array(seen)
    while let target = open.popLast() {
      for number in flow.entering[target] where allowed(number) && seen.insert(flow.edges[number].from).inserted {
        open.append(flow.edges[number].from)
      }
    }
    return seen
  }

  private func exits(of state: Int) -> [Diagnostic.Note] {
    flow.leaving[state].prefix(5).map { number in
      let edge = flow.edges[number]
      return .init(
        flow.status[number] == .never
          ? Text(en: "\(edge.name) can never fire", ja: "\(edge.name) は決して起こりません")
          : Text(
            en: "\(edge.name) leads to \"\(flow.states[edge.to])\"", ja: "\(edge.name) は「\(flow.states[edge.to])」に至ります"),
        at: edge.transition?.location)
    }
  }
}
