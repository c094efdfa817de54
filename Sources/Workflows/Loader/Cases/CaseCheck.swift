import Diagnostics
import JSON
import YAML

/// Names in a case: aliases before their use; workflows, acts, states, fields, persons where they are known.
struct CaseCheck {
  let library: Library?
  let directory: Directory?
  let findings: Findings
  /// Alias → workflow of what was created so far.
  private var aliases: [String: WorkflowName] = [:]

  init(library: Library?, directory: Directory?, findings: Findings) {
    self.library = library
    self.directory = directory
    self.findings = findings
  }

  mutating func run(_ draft: CaseDraft) {
    var now = draft.at
    for step in draft.steps {
      if let at = step.value.at {
        if let before = now, at.value < before.value {
          findings.report(
            .timeOrder, Text(en: "this is before the moment of an earlier step", ja: "前の手順より前の日時です"), at: at.location,
            notes: [.init(Text(en: "the earlier moment", ja: "前の日時"), at: before.location)],
            help: Text(en: "time only moves on", ja: "時刻は進むだけです"))
        }
        now = at
      }
      check(step.value)
    }
  }

  private mutating func check(_ step: StepDraft) {
    let names = step.names
    checkPeople(names)
    for reference in names.references { _ = workflow(of: reference) }
    if let workflow = names.workflow, let library, library.definition(WorkflowName(workflow.value)) == nil {
      findings.unknown(workflow.value, .workflow, known: library.current.keys.map(\.text), at: workflow.location)
    }
    let subject =
      names.workflow.map { WorkflowName($0.value) }
      ?? names.references.first.flatMap { workflow(of: $0, quietly: true) }
    if let definition = subject.flatMap({ library?.definition($0) }) { check(step, definition) }
    if let alias = names.alias, let workflow = names.workflow { declare(alias, WorkflowName(workflow.value)) }
    if let subject, let item = step.expectation?.expectation.subject { check(item, subject) }
    for (reference, expected) in zip(
      step.expectation?.references ?? [], step.expectation?.expectation.items.map(\.item) ?? [])
    {
      if let workflow = workflow(of: reference) { check(expected, workflow) }
    }
  }

  private mutating func declare(_ alias: LocatedName, _ workflow: WorkflowName) {
    NameForm.snake.check(alias, findings)
    if ExpectationDraft.words.contains(alias.value) {
      findings.report(
        .expectation, Text(en: "\"\(alias.value)\" is a word of expectations", ja: "「\(alias.value)」は期待値の語です"),
        at: alias.location, help: Text(en: "choose another alias", ja: "別の別名にしてください"))
    }
    if aliases[alias.value] != nil {
      findings.report(
        .twice, Text(en: "the alias \"\(alias.value)\" is taken", ja: "別名「\(alias.value)」は使われています"), at: alias.location,
        help: Text(en: "choose another alias", ja: "別の別名にしてください"))
    }
    aliases[alias.value] = workflow
  }

  private func workflow(of reference: Located<ScenarioReference>, quietly: Bool = false) -> WorkflowName? {
    guard let root = aliases[reference.value.alias] else {
      if !quietly { findings.unknown(reference.value.alias, .alias, known: aliases.keys, at: reference.location) }
      return nil
    }
    if let library, !quietly {
      for workflow in reference.value.path where library.definition(workflow) == nil {
        findings.unknown(workflow.text, .workflow, known: library.current.keys.map(\.text), at: reference.location)
      }
    }
    return reference.value.path.last ?? root
  }

  private func checkPeople(_ names: StepDraft.Names) {
    guard let directory else { return }
    for person in names.persons where directory.people[PersonCode(person.value)] == nil {
      findings.unknown(person.value, .person, known: directory.people.keys.map(\.text), at: person.location)
    }
    for position in names.positions where directory.positions[PositionCode(position.value)] == nil {
      findings.unknown(position.value, .position, known: directory.positions.keys.map(\.text), at: position.location)
    }
  }

  /// What a refused step names may be wrong on purpose.
  private func check(_ step: StepDraft, _ definition: Definition) {
    let refusal = step.expectation?.expectation.refusal
    if let act = step.names.act, refusal != .unknown { check(act: act, definition) }
    if let slot = step.names.slot, refusal != .unknown, definition.documents[SlotName(slot.value)] == nil {
      findings.unknown(slot.value, .slot, known: definition.documents.keys.map(\.text), at: slot.location)
    }
    if let task = step.names.task, refusal == nil, definition.task(TaskName(task.value)) == nil {
      findings.unknown(task.value, .task, known: definition.taskNames, at: task.location)
    }
    guard refusal == nil else { return }
    for field in step.names.fields where definition.data.byName[FieldName(field.value)] == nil {
      findings.unknown(field.value, .field, known: definition.data.fields.map(\.name.text), at: field.location)
    }
  }

  private func check(act: LocatedName, _ definition: Definition) {
    guard !definition.hasAct(act.value) else { return }
    let known = definition.transitionOrder.map(\.text) + definition.duties.keys.map(\.text)
    findings.report(
      .unknownAct,
      Text(
        en: "\(definition.name) has no transition, vote or duty \"\(act.value)\"",
        ja: "\(definition.name) に「\(act.value)」という遷移、票、義務はありません"), at: act.location,
      help: Suggestion.nearest(to: act.value, in: known).map {
        Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか")
      })
  }

  private func check(_ item: ScenarioExpectation.Item, _ workflow: WorkflowName) {
    guard let definition = library?.definition(workflow) else { return }
    for task in item.tasks.keys where definition.task(TaskName(task.value)) == nil {
      findings.unknown(task.value, .task, known: definition.taskNames, at: task.location)
    }
    for act in item.may.flatMap(\.acts) { check(act: act, definition) }
    if let state = item.state, definition.states[state.value] == nil {
      findings.unknown(state.value.text, .state, known: definition.stateOrder.map(\.text), at: state.location)
    }
    for field in item.data.keys where definition.data.byName[FieldName(field.value)] == nil {
      findings.unknown(field.value, .field, known: definition.data.fields.map(\.name.text), at: field.location)
    }
    for duty in item.openDuties ?? [] where definition.duties[duty] == nil {
      findings.unknown(duty.text, .duty, known: definition.duties.keys.map(\.text), at: item.location)
    }
    if let outcome = item.outcome, !definition.neighbour.outcomes.contains(outcome) {
      findings.unknown(outcome.text, .outcome, known: definition.neighbour.outcomes.map(\.text), at: item.location)
    }
  }
}

extension Definition {
  fileprivate func hasAct(_ name: String) -> Bool {
    transitions[TransitionName(name)] != nil || duties[DutyName(name)] != nil
      || (Vote(rawValue: name) != nil && states.values.contains { $0.review != nil })
  }

  fileprivate var taskNames: [String] {
    transitions.values.flatMap(\.effects).compactMap { effect in
      if case .task(let spec) = effect { spec.name.text } else { nil }
    }
  }
}
