import Diagnostics
package import Workflows

/// Runs our own history through a candidate version: which past items would have gone otherwise.
///
/// The record names every move, also those without a person, so that nothing is unseen. Judged are the flow, the role
/// that acted, the data and reason that an act asks for, and where it led; guards are not evaluated again. Names that
/// the candidate's `migrate:` block maps are translated.
package struct HistoryReplay {
  private let definition: Definition
  private let net: ReplayNet
  private let names: ActivityNames
  private var verdicts: [CaseVerdict] = []

  package init(_ definition: Definition) {
    self.definition = definition
    names = ActivityNames(definition)
    let all = names.all + Vote.allCases.map { .vote($0) }
    net = ReplayNet(definition, recorded: Set(all))
  }

  /// The entries of one item, oldest first.
  package mutating func take(_ item: String, _ records: [HistoryRecord]) {
    var here: Set<ReplayNet.Marking> = [net.start]
    for (index, record) in records.enumerated() {
      switch step(record, from: here) {
      case .success(let next): here = next
      case .failure(let otherwise):
        let deviation = Deviation(
          position: index + 1, activity: otherwise.activity, time: record.at, reason: otherwise.reason,
          states: states(here), possible: possible(here))
        verdicts.append(CaseVerdict(name: item, events: records.count, verdict: .deviates(deviation)))
        return
      }
    }
    let isEnded = here.contains { net.isFinal($0) }
    verdicts.append(
      CaseVerdict(name: item, events: records.count, verdict: isEnded ? .fits : .incomplete(states(here))))
  }

  package var report: ReplayReport {
    ReplayReport(definition: definition, cases: verdicts, unknownActivities: [], skippedEvents: 0)
  }

  private struct Otherwise: Error {
    let activity: String
    let reason: Deviation.Reason
  }

  private func step(
    _ record: HistoryRecord, from here: Set<ReplayNet.Marking>
  ) -> Result<Set<ReplayNet.Marking>, Otherwise> {
    switch record.act {
    case .other: return .success(here)
    case .placed(let state):
      return .success(Set(here.map { ReplayNet.Marking(state: current(state), duties: $0.duties) }))
    case .vote(let vote): return moved(.vote(vote), from: here)
    case .duty(let duty): return moved(.duty(duty), from: here)
    case .transition(let recorded, let to):
      if recorded == "abandon", definition.transitions[recorded] == nil, let target = definition.abandon {
        return .success([ReplayNet.Marking(state: target)])
      }
      let name = current(recorded)
      guard let transition = definition.transitions[name] else {
        return .failure(
          Otherwise(activity: name.text, reason: .unknownActivity(suggestion: names.suggestion(for: name.text))))
      }
      if let reason = asks(transition, record) { return .failure(Otherwise(activity: name.text, reason: reason)) }
      return moved(.transition(name), from: here).flatMap { reached in
        let there = reached.filter { $0.state == current(to) }
        return there.isEmpty
          ? .failure(Otherwise(activity: name.text, reason: .leadsElsewhere(recorded: current(to)))) : .success(there)
      }
    }
  }

  private func moved(
    _ symbol: ReplaySymbol, from here: Set<ReplayNet.Marking>
  ) -> Result<Set<ReplayNet.Marking>, Otherwise> {
    let reached = Set(here.flatMap { net.steps(symbol, from: $0) })
    if !reached.isEmpty { return .success(reached) }
    let duties = Set(here.flatMap { net.blocking(symbol, in: $0) }).sorted()
    var reason = duties.isEmpty ? Deviation.Reason.notPossible : .dutyOpen(duties)
    if here.allSatisfy({ net.isFinal($0) }) { reason = .afterTheEnd }
    return .failure(Otherwise(activity: symbol.name, reason: reason))
  }

  /// What the candidate asks of the act that it did not have.
  private func asks(_ transition: Transition, _ record: HistoryRecord) -> Deviation.Reason? {
    guard case .human(let roles) = transition.trigger else { return nil }
    if let role = record.role.map({ definition.migration?.roles[$0] ?? $0 }), !roles.contains(role) {
      return .otherRole(role)
    }
    let given = Set(record.fields.map { definition.migration?.fields[$0] ?? $0 })
    let missing = transition.input.required.filter { !given.contains($0) }
    if !missing.isEmpty { return .inputMissing(missing) }
    return transition.isReasonRequired && !record.hasReason ? .reasonMissing : nil
  }

  private func current(_ state: StateName) -> StateName { definition.migration?.states[state] ?? state }

  /// Branches are called after their state.
  private func current(_ name: TransitionName) -> TransitionName {
    guard definition.transitions[name] == nil, let dot = name.text.firstIndex(of: "."),
      let state = definition.migration?.states[StateName(name.text[..<dot])]
    else { return name }
    return TransitionName(state.text + name.text[dot...])
  }

  private func states(_ here: Set<ReplayNet.Marking>) -> [StateName] {
    let states = Set(here.map(\.state))
    return definition.stateOrder.filter(states.contains)
  }

  private func possible(_ here: Set<ReplayNet.Marking>) -> [ReplaySymbol] {
    let all = Set(here.flatMap { net.possible(in: $0) })
    return names.all.filter(all.contains)
  }
}
