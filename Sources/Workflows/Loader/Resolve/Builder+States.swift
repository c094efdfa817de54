import Diagnostics
import YAML

extension DefinitionBuilder {
  func state(_ field: YAMLField<StateDraft>) -> State {
    let draft = field.value
    let name = StateName(field.name.value)
    checkParts(field)
    let setting = ExpressionSetting(isLenient: name == initial)
    return State(
      name: name, title: draft.title, isFinal: draft.isFinal, outcome: draft.outcome.map { Outcome($0.value) },
      edits: draft.edits.map { edit in
        EditRight(
          by: vocabulary.resolve(edit.by, .role), fields: edit.fields.map { vocabulary.resolve($0, .field) })
      },
      deadlines: draft.deadlines.compactMap { deadline in
        NameForm.snake.check(deadline.name, findings)
        return self.deadline(deadline.name, deadline.value, setting, in: name)
      },
      child: draft.child.flatMap { child($0, setting, [name]) },
      review: draft.review.flatMap { review($0.value, setting) },
      location: field.name.location)
  }

  private func checkParts(_ field: YAMLField<StateDraft>) {
    let draft = field.value
    if draft.isFinal {
      let parts: [(String, Location?)] = [
        ("deadlines", draft.deadlines.first?.name.location), ("child", draft.child?.location),
        ("review", draft.review?.location), ("on", draft.on.first?.name.location),
      ]
      for (part, location) in parts {
        guard let location else { continue }
        findings.report(
          .finalState, Text(en: "a final state has no \"\(part)\"", ja: "終了状態に「\(part)」は書けません"), at: location,
          help: Text(
            en: "nothing leaves a final state: remove it, or remove \"final\"", ja: "終了状態から先はありません。これか「final」を取り除いてください"
          ))
      }
    } else if let outcome = draft.outcome {
      findings.report(
        .outcome, Text(en: "only a final state has an outcome", ja: "結果（outcome）は終了状態にだけ書けます"), at: outcome.location,
        help: Text(en: "add \"final: true\" or remove the outcome", ja: "「final: true」を加えるか、outcome を取り除いてください"))
    }
    if let outcome = draft.outcome { NameForm.snake.check(outcome, findings) }
    if let review = draft.review, draft.child != nil {
      findings.report(
        .waitsTwice, Text(en: "a state waits for a child or for a review, not for both", ja: "一つの状態で子案件と審査の両方は待てません"),
        at: review.location, help: Text(en: "make two states of it", ja: "状態を二つに分けてください"))
    }
    if let first = draft.on.first, draft.child == nil, draft.review == nil {
      findings.report(
        .onWithoutCause,
        Text(
          en: "\"on\" says what the end of a child or review does; there is neither",
          ja: "「on」は子案件や審査の結果の行き先ですが、どちらもありません"),
        at: first.name.location,
        help: Text(en: "add \"child\" or \"review\", or use a transition", ja: "「child」か「review」を加えるか、遷移を書いてください"))
    }
  }

  /// A child's or started item's workflow and data.
  func child(_ draft: Located<ChildDraft>, _ setting: ExpressionSetting, _ states: [StateName]) -> ChildStart? {
    guard let workflow = draft.value.workflow else { return nil }
    let name: WorkflowName = vocabulary.resolve(workflow, .workflow)
    let neighbour = name == outline.name ? outline.neighbour : world.neighbours[name]
    let with = draft.value.with.compactMap { field -> (field: FieldName, value: Expression)? in
      var shape = DataShape.anything
      if let members = neighbour?.data.members {
        if let member = members[field.name.value] {
          shape = member.shape
        } else {
          findings.unknown(field.name.value, .field, known: members.keys, at: field.name.location)
        }
      }
      return assignment(field, setting, shape, states)
    }
    return ChildStart(workflow: name, with: with, location: workflow.location)
  }

  /// The transitions that the outcomes of a state's child or review are: `approval.decided`.
  func branches(of field: YAMLField<StateDraft>) -> [Transition] {
    let draft = field.value
    if let child = draft.child?.value.workflow {
      let workflow = WorkflowName(child.value)
      let known = (workflow == outline.name ? outline.neighbour : world.neighbours[workflow])?.outcomes.map(\.text)
      return draft.on.compactMap { branch in
        if let known, !known.contains(branch.name.value) {
          findings.unknown(branch.name.value, .outcome, known: known, at: branch.name.location)
        }
        let title = Text(
          en: "\(draft.title.en): \(branch.name.value)", ja: "\(draft.title.ja)：\(branch.name.value)")
        return self.branch(field, branch, .child(Outcome(branch.name.value)), title, child: workflow)
      }
    }
    guard let review = draft.review else { return [] }
    let on = review.value.on.isEmpty ? draft.on : review.value.on
    checkReviewOutcomes(on, review.location)
    return on.compactMap { branch in
      guard let outcome = ReviewOutcome(rawValue: branch.name.value) else { return nil }
      return self.branch(field, branch, .review(outcome), outcome.title, child: nil)
    }
  }

  private func checkReviewOutcomes(_ on: [YAMLField<BranchDraft>], _ location: Location) {
    let known = ReviewOutcome.allCases.map(\.rawValue)
    for branch in on where !known.contains(branch.name.value) {
      findings.unknown(branch.name.value, .outcome, known: known, at: branch.name.location)
    }
    let missing = known.filter { name in !on.contains { $0.name.value == name } }
    guard !missing.isEmpty else { return }
    findings.report(
      .reviewOutcomes,
      Text(
        en: "the review does not say where \(missing.joined(separator: ", ")) leads",
        ja: "審査の \(missing.joined(separator: "、")) の行き先がありません"), at: on.first?.name.location ?? location,
      help: Text(
        en: "write on: {approved: STATE, returned: STATE, rejected: STATE}",
        ja: "on: {approved: 状態, returned: 状態, rejected: 状態} と書いてください"))
  }

  private func branch(
    _ state: YAMLField<StateDraft>, _ branch: YAMLField<BranchDraft>, _ trigger: Transition.Trigger, _ title: Text,
    child: WorkflowName?
  ) -> Transition? {
    guard let to = branch.value.to else { return nil }
    let from = StateName(state.name.value)
    let target: StateName = vocabulary.resolve(to, .state)
    let setting = ExpressionSetting(isLenient: from == initial && finals.contains(target), child: child)
    return Transition(
      name: TransitionName("\(state.name.value).\(branch.name.value)"), title: title, from: [from],
      to: .state(target), trigger: trigger, input: .none, isReasonRequired: false, guards: [],
      effects: branch.value.effects.compactMap { effect($0, setting, from: [from]) }, isDelegable: true,
      suspends: false,
      source: nil, location: branch.name.location)
  }
}

extension ReviewOutcome {
  var title: Text {
    switch self {
    case .approved: Text(en: "Approved in review", ja: "審査で承認")
    case .returned: Text(en: "Returned in review", ja: "審査で差戻し")
    case .rejected: Text(en: "Rejected in review", ja: "審査で却下")
    }
  }
}
