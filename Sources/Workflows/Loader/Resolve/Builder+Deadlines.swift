import Diagnostics
import YAML

extension DefinitionBuilder {
  /// - Parameter state: nil for the deadline of a duty, which runs in any state.
  func deadline(
    _ name: LocatedName, _ draft: DeadlineDraft, _ setting: ExpressionSetting, in state: StateName?
  ) -> Deadline? {
    let basis = basis(draft, setting)
    let reminders = draft.reminders.map {
      Deadline.Reminder(before: $0.before, unit: $0.unit, to: vocabulary.resolve($0.to, .role))
    }
    let escalations = draft.escalations.map {
      Deadline.Escalation(after: $0.after, unit: $0.unit, to: vocabulary.resolve($0.to, .role), message: $0.message)
    }
    let transition = draft.transition.map { firing($0, in: state) }
    guard let basis else { return nil }
    return Deadline(
      name: DeadlineName(name.value), title: draft.title, basis: basis, roll: draft.roll, reminders: reminders,
      escalations: escalations, transition: transition, source: draft.source, location: name.location)
  }

  private func basis(_ draft: DeadlineDraft, _ setting: ExpressionSetting) -> Deadline.Basis? {
    if let at = draft.at {
      return compiler.compile(at, setting, as: .date, for: Text(en: "\"at\" of a deadline", ja: "期限の「at」")).map {
        .at($0)
      }
    }
    let from = draft.from.flatMap {
      compiler.compile($0, setting, as: .dateTime, for: Text(en: "\"from\" of a deadline", ja: "期限の「from」"))
    }
    let firstDay = draft.firstDay.flatMap { self.firstDay($0, setting) }
    guard let after = draft.after,
      let length = compiler.compile(
        after, setting, as: .integer, for: Text(en: "\"after\" of a deadline", ja: "期限の「after」"))
    else { return nil }
    return .after(length, unit: draft.unit, from: from, firstDayCounts: firstDay)
  }

  /// `counted` and `not_counted` are words for true and false.
  private func firstDay(_ scalar: YAMLScalar, _ setting: ExpressionSetting) -> Expression? {
    let purpose = Text(en: "\"first_day\" of a deadline", ja: "期限の「first_day」")
    switch scalar.text {
    case "not_counted": return nil
    case "counted": return compiler.constant("true", at: scalar.location, setting)
    default: return compiler.compile(scalar, setting, as: .flag, for: purpose)
    }
  }

  /// The transition that a deadline fires: by the system, out of the state where the deadline runs.
  private func firing(_ name: LocatedName, in state: StateName?) -> TransitionName {
    let transition: TransitionName = vocabulary.resolve(name, .transition)
    guard let draft = draft.transitions.first(where: { $0.name.value == name.value })?.value else { return transition }
    if !draft.isSystem {
      findings.report(
        .deadlineTransition,
        Text(en: "\"\(name.value)\" is not a transition by: system", ja: "「\(name.value)」は by: system の遷移ではありません"),
        at: name.location,
        help: Text(en: "a deadline fires only transitions by: system", ja: "期限で行えるのは by: system の遷移だけです"))
    } else if let state, !sources(draft).contains(state) {
      findings.report(
        .deadlineTransition,
        Text(
          en: "\"\(name.value)\" does not start from \"\(state)\", where the deadline runs",
          ja: "「\(name.value)」は、この期限のある状態「\(state)」から始まりません"), at: name.location,
        help: Text(en: "add \"\(state)\" to its \"from\"", ja: "その「from」に「\(state)」を加えてください"))
    }
    return transition
  }
}
