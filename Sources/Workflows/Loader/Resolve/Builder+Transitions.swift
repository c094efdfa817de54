import Diagnostics
import YAML

extension DefinitionBuilder {
  func transition(_ field: YAMLField<TransitionDraft>) -> Transition? {
    let draft = field.value
    checkSources(draft)
    let from = sources(draft)
    let to = target(draft)
    let isLenient = isLenient(from, to)
    let isHuman = !draft.isSystem && draft.when == nil
    let trigger = trigger(draft, ExpressionSetting(isLenient: isLenient))
    let guarding = ExpressionSetting(isLenient: isLenient, hasActor: isHuman)
    var acting = guarding
    acting.hasResult = draft.isSystem && resultTransitions.contains(field.name.value)
    let input = input(draft.input)
    let guards = guards(draft.guards, guarding)
    let effects = draft.effects.compactMap { effect($0, acting, from: from) }
    guard let to, let trigger else { return nil }
    return Transition(
      name: TransitionName(field.name.value), title: draft.title, from: from, to: to, trigger: trigger, input: input,
      isReasonRequired: draft.reason == .required, guards: guards, effects: effects, isDelegable: draft.isDelegable,
      suspends: draft.suspends, source: draft.source, location: field.name.location)
  }

  /// `required` is enforced out of the initial state, but not where an item stays or is given up.
  private func isLenient(_ from: [StateName], _ to: Transition.Target?) -> Bool {
    guard let initial, from.contains(initial) else { return false }
    switch to {
    case .state(let target): return finals.contains(target)
    case .same, .resume, nil: return true
    }
  }

  /// The states that a transition may leave, unknown ones left out; reported by `checkSources`.
  func sources(_ draft: TransitionDraft) -> [StateName] {
    guard draft.isFromAny else {
      return draft.from.map { StateName($0.value) }.filter { vocabulary.has($0.text, .state) }
    }
    let except = Set(draft.except.map { StateName($0.value) })
    return self.draft.states.map { StateName($0.name.value) }.filter { !finals.contains($0) && !except.contains($0) }
  }

  private func checkSources(_ draft: TransitionDraft) {
    findings.twice(draft.except)
    for name in draft.except { let _: StateName = vocabulary.resolve(name, .state) }
    guard !draft.isFromAny else { return }
    if let except = draft.except.first {
      findings.report(
        .except, Text(en: "\"except\" narrows \"from: any\" only", ja: "「except」は「from: any」と共にだけ書けます"),
        at: except.location,
        help: Text(en: "list the states in \"from\", or write \"from: any\"", ja: "「from」に状態を並べるか、「from: any」としてください"))
    }
    findings.twice(draft.from)
    for name in draft.from {
      let state: StateName = vocabulary.resolve(name, .state)
      guard finals.contains(state) else { continue }
      findings.report(
        .leavesFinal, Text(en: "\"\(state)\" is final: nothing leaves it", ja: "「\(state)」は終了状態のため、そこから遷移できません"),
        at: name.location,
        help: Text(
          en: "remove it from \"from\", or remove \"final\" from the state", ja: "「from」から取り除くか、状態の「final」を取り除いてください"))
    }
  }

  private func target(_ draft: TransitionDraft) -> Transition.Target? {
    guard let to = draft.to else { return nil }
    let target: Transition.Target
    switch to.value {
    case "$same": target = .same
    case "$resume": target = .resume
    default:
      if to.value.hasPrefix("$") {
        findings.unknown(to.value, .state, known: ["$same", "$resume"], at: to.location)
        return nil
      }
      target = .state(vocabulary.resolve(to, .state))
    }
    if draft.suspends, target == .same || target == .resume {
      findings.report(
        .target, Text(en: "a transition that suspends leads to another state", ja: "中断する遷移の行き先は別の状態です"),
        at: to.location,
        help: Text(
          en: "name the state in which the item waits, or remove \"suspends\"", ja: "待つ状態を書くか、「suspends」を取り除いてください"))
    }
    return target
  }

  private func trigger(_ draft: TransitionDraft, _ setting: ExpressionSetting) -> Transition.Trigger? {
    if let when = draft.when, draft.by.isEmpty {
      return compiler.compile(when, setting, as: .flag, for: Text(en: "\"when\"", ja: "「when」")).map { .automatic($0) }
    }
    if draft.isSystem { return .system }
    return draft.by.isEmpty ? nil : .human(vocabulary.resolve(draft.by, .role))
  }
}

extension TransitionDraft {
  /// Every state that is not final.
  var isFromAny: Bool { from.count == 1 && from[0].value == "any" }
}
