import Diagnostics
import YAML

extension DefinitionBuilder {
  func effect(_ draft: EffectDraft, _ setting: ExpressionSetting, from: [StateName]) -> Effect? {
    switch draft {
    case .set(let fields):
      return .set(
        fields.compactMap { field in
          let located = field.name
          let _: FieldName = vocabulary.resolve(located, .field)
          return assignment(field, setting, outline.data.shape.members[located.value]?.shape ?? .anything, from)
        })
    case .unset(let fields): return .unset(vocabulary.resolve(fields, .field))
    case .open(let duty): return .open(vocabulary.resolve(duty, .duty))
    case .start(let start):
      // The data of a started item are computed with the actor, without result or child.
      let plain = ExpressionSetting(isLenient: setting.isLenient, hasActor: setting.hasActor)
      return child(start, plain, from).map { .start($0) }
    case .notify(let roles, let message): return .notify(to: vocabulary.resolve(roles, .role), message: message)
    case .task(let task): return .task(self.task(task.value, setting, from))
    }
  }

  func assignment(
    _ field: YAMLField<YAMLScalar>, _ setting: ExpressionSetting, _ shape: DataShape, _ states: [StateName]
  ) -> (field: FieldName, value: Expression)? {
    let name = field.name.value
    let purpose = Text(en: "the value of \"\(name)\"", ja: "「\(name)」の値")
    return compiler.compile(field.value, setting, as: shape, for: purpose, states: states).map { (FieldName(name), $0) }
  }

  private func task(_ draft: TaskDraftSpec, _ setting: ExpressionSetting, _ states: [StateName]) -> TaskSpec {
    let with = draft.with.compactMap { field -> (key: String, value: Expression)? in
      assignment(field, setting, .nullable(.anything), states).map { ($0.field.text, $0.value) }
    }
    return TaskSpec(
      name: TaskName(draft.name.value), kind: draft.kind, to: draft.to, with: with,
      done: draft.done.map { resultTransition($0) }, failed: draft.failed.map { resultTransition($0) },
      priority: draft.priority)
  }

  private func resultTransition(_ name: LocatedName) -> TransitionName {
    let transition: TransitionName = vocabulary.resolve(name, .transition)
    if let draft = draft.transitions.first(where: { $0.name.value == name.value })?.value, !draft.isSystem {
      findings.report(
        .resultTransition,
        Text(en: "\"\(name.value)\" is not a transition by: system", ja: "「\(name.value)」は by: system の遷移ではありません"),
        at: name.location,
        help: Text(en: "a result comes back in a transition by: system", ja: "作業の結果は by: system の遷移で受けます"))
    }
    return transition
  }
}
