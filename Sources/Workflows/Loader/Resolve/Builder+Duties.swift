import Diagnostics
import YAML

extension DefinitionBuilder {
  func duty(_ field: YAMLField<DutyDraft>) -> Duty {
    let draft = field.value
    let blocks = draft.blocks.map { name -> TransitionName in
      let transition: TransitionName = vocabulary.resolve(name, .transition)
      return transition
    }
    findings.twice(draft.blocks)
    return Duty(
      name: DutyName(field.name.value), title: draft.title, by: vocabulary.resolve(draft.by, .role),
      due: draft.due.flatMap { deadline(field.name, $0, ExpressionSetting(isLenient: mayOpenEarly(field)), in: nil) },
      input: input(draft.input), blocks: blocks, source: draft.source, location: field.name.location)
  }

  /// Whether the duty can open while the data may still be incomplete: by a transition that keeps or gives up a draft,
  /// or by a deputy who acts in one.
  private func mayOpenEarly(_ duty: YAMLField<DutyDraft>) -> Bool {
    guard let initial else { return true }
    let actingRoles = Set(draft.roles.filter { $0.value.acting?.value == duty.name.value }.map(\.name.value))
    return draft.transitions.contains { field in
      let transition = field.value
      guard sources(transition).contains(initial), let to = transition.to?.value,
        to.hasPrefix("$") || finals.contains(StateName(to))
      else { return false }
      let opens = transition.effects.contains { effect in
        if case .open(let name) = effect { name.value == duty.name.value } else { false }
      }
      return opens || transition.by.contains { actingRoles.contains($0.value) }
    }
  }
}
