import Diagnostics
import Workflows

/// E307: a deadline that can be armed and whose passing changes nothing, in any situation, and is told to nobody.
extension View {
  func idleDeadlines() -> [Question] {
    var questions: [Question] = []
    for name in flow.states {
      for deadline in definition.states[name]?.deadlines ?? [] {
        questions.append(question(deadline, .deadline(state: name, duty: nil, deadline.name), in: name))
      }
    }
    for duty in definition.duties.values.sorted(by: { $0.name < $1.name }) {
      guard let deadline = duty.due else { continue }
      questions.append(question(deadline, .deadline(state: nil, duty: duty.name, deadline.name), in: nil))
    }
    return questions
  }

  private func question(_ deadline: Deadline, _ subject: Subject, in state: StateName?) -> Question {
    let tells = deadline.escalations.contains { holding.canHoldOne(of: $0.to) }
    let acts = deadline.transition.map { fires($0, from: state) } ?? .never
    let ways = flow.shortestWays(.unknown)
    let place = state.flatMap { flow.index[$0] }
    if tells || acts == .fires || place.map({ !ways.has($0) }) ?? false { return holds(.idleDeadline, subject) }
    let isArmed = place.map { flow.shortestWays(.fires).has($0) } ?? true
    let verdict: Verdict = acts == .unknown || !isArmed ? .undecided : .refuted
    var notes: [Diagnostic.Note] = []
    if let transition = deadline.transition {
      notes.append(
        .init(
          Text(en: "\(transition) cannot fire here", ja: "\(transition) はここでは起こりません"),
          at: definition.transitions[transition]?.location))
    }
    if !deadline.escalations.isEmpty {
      notes.append(
        .init(Text(en: "nobody could hold the roles it is escalated to", ja: "督促先の役割を担える人がいません")))
    }
    return finding(
      .idleDeadline, subject, as: verdict,
      Text(en: "nothing happens when \"\(deadline.name)\" passes", ja: "「\(deadline.name)」を過ぎても何も起きません"),
      at: deadline.location, path: place.map { ways.has($0) ? flow.path(ways, to: $0) : [] } ?? [], notes: notes,
      help: Text(
        en: "escalate it to a role that somebody can hold, or let it fire a transition that can fire",
        ja: "担える役割への督促（escalate）か、実行可能な遷移（do）を書いてください"))
  }

  private func fires(_ name: TransitionName, from state: StateName?) -> Flow.Status {
    flow.edges.indices.filter {
      flow.edges[$0].transition?.name == name && (state == nil || flow.states[flow.edges[$0].from] == state)
    }.map { flow.status[$0] }.max() ?? .never
  }
}
