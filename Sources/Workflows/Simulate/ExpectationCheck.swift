import Diagnostics
import JSON
import YAML

/// Compares what a step of a case did with what it was expected to do.
struct ExpectationCheck {
  let simulation: Simulation
  let echo: Simulation.Echo
  /// When the echo's entries were made, in their order.
  let moments: ArraySlice<Instant>
  let subject: ItemID?
  let resolve: (ScenarioReference) throws(ScenarioFault) -> ItemID

  func failures(_ step: ScenarioStep) -> [Diagnostic] {
    let expected = step.expectation
    var failures = refusal(expected, step)
    failures += check(expected.subject, subject, effects: effects(of: nil))
    for (reference, item) in expected.items {
      do throws(ScenarioFault) {
        let id = try resolve(reference)
        failures += check(item, id, effects: effects(of: id))
      } catch {
        failures.append(error.diagnostic(at: item.location))
      }
    }
    return failures
  }

  private func refusal(_ expected: ScenarioExpectation, _ step: ScenarioStep) -> [Diagnostic] {
    switch (echo.result, expected.refusal) {
    case (.accepted, nil): return []
    case (.accepted, let kind?):
      return [
        fail(
          step.location,
          Text(en: "the step was accepted; expected: refused (\(kind))", ja: "受け付けられました。期待:拒否(\(kind))"))
      ]
    case (.refused(let refusal), nil):
      return [fail(step.location, Text(en: "the step was refused", ja: "拒否されました"), notes: Self.notes(refusal))]
    case (.refused(let refusal), let kind?):
      guard refusal.kind == kind else {
        return [
          fail(
            step.location,
            Text(en: "refused as \(refusal.kind); expected \(kind)", ja: "拒否の種類は\(refusal.kind)。期待:\(kind)"),
            notes: Self.notes(refusal))
        ]
      }
      return expected.because.filter { text in !refusal.reasons.contains { $0.mentions(text.value) } }.map { text in
        fail(
          text.location, Text(en: "no reason mentions \"\(text.value)\"", ja: "「\(text.value)」に触れた理由がありません"),
          notes: Self.notes(refusal))
      }
    }
  }

  private static func notes(_ refusal: Refusal) -> [Diagnostic.Note] { refusal.reasons.map { .init($0.message) } }

  private func check(
    _ expected: ScenarioExpectation.Item, _ id: ItemID?, effects actual: [ScenarioEffect]
  ) -> [Diagnostic] {
    var failures: [Diagnostic] = []
    for effect in expected.effects where !actual.contains(where: { effect.value.matches($0) }) {
      let all = actual.isEmpty ? "-" : actual.map(\.description).joined(separator: ", ")
      failures.append(
        fail(
          effect.location,
          Text(en: "no effect \"\(effect.value)\"; there were: \(all)", ja: "効果「\(effect.value)」がありません。実際:\(all)")))
    }
    for effect in expected.absentEffects {
      guard let found = actual.first(where: { effect.value.matches($0) }) else { continue }
      failures.append(
        fail(effect.location, Text(en: "there was an effect \"\(found)\"", ja: "効果「\(found)」がありました")))
    }
    for (name, told) in expected.tasks.sorted(by: { $0.key.value < $1.key.value }) {
      failures += check(name, told, among: echo.tasks.filter { id == nil || $0.item == id })
    }
    guard let id, let item = simulation.items[id] else { return failures }
    if let state = expected.state, state.value != item.state {
      failures.append(
        fail(state.location, Text(en: "\(item.code) is in \(item.state)", ja: "\(item.code)の状態は\(item.state)です")))
    }
    for (field, value) in expected.data.sorted(by: { $0.key.value < $1.key.value }) {
      let actual = item.data[field.value] ?? .null
      if actual != value {
        failures.append(
          fail(
            field.location,
            Text(
              en: "\(field.value) is \(actual.canonicalText)", ja: "\(field.value)の値は\(actual.canonicalText)です")))
      }
    }
    failures += counts(expected, item)
    for rights in expected.may { failures += check(rights, id) }
    return failures
  }

  /// What ordered work is told.
  private func check(
    _ name: Located<String>, _ told: [String: JSONValue], among tasks: [TaskDraft]
  ) -> [Diagnostic] {
    let payload = tasks.lazy.compactMap { task -> [String: JSONValue]? in
      if case .outside(_, TaskName(name.value), _, let payload) = task.kind { payload } else { nil }
    }.first
    guard let payload else {
      return [
        fail(name.location, Text(en: "no task \(name.value) was ordered", ja: "タスク「\(name.value)」は依頼されていません"))
      ]
    }
    return told.sorted { $0.key < $1.key }.compactMap { key, value in
      let actual = payload[key] ?? .null
      guard actual != value else { return nil }
      return fail(
        name.location,
        Text(
          en: "\(name.value) is told \(key) \(actual.canonicalText)",
          ja: "「\(name.value)」の\(key)は\(actual.canonicalText)です"))
    }
  }

  /// Acts that are the person's to do: whoever is denied one is told nothing of its guards.
  private func check(_ rights: ScenarioRights, _ id: ItemID) -> [Diagnostic] {
    let lines = explain(id, for: rights.actor, in: simulation.surroundings(for: id))?.lines ?? []
    let acts = Set(lines.filter { $0.act != .automatic && $0.verdict != .denied }.map(\.name))
    let expected = Set(rights.acts.map(\.value))
    let missing = rights.acts.filter { !acts.contains($0.value) }.map { act in
      fail(
        act.location,
        Text(
          en: "\(act.value) is not open to \(rights.actor.person)",
          ja: "「\(act.value)」は\(rights.actor.person)にはできません"))
    }
    let others = acts.subtracting(expected).sorted().map { act in
      fail(
        rights.location,
        Text(en: "\(act) is open to \(rights.actor.person) too", ja: "「\(act)」も\(rights.actor.person)にできます"))
    }
    return missing + others
  }

  private func counts(_ expected: ScenarioExpectation.Item, _ item: Item) -> [Diagnostic] {
    var failures: [Diagnostic] = []
    if let version = expected.version, version != item.version {
      failures.append(
        fail(expected.location, Text(en: "the version is \(item.version)", ja: "版は\(item.version)です")))
    }
    if let outcome = expected.outcome, outcome != item.runtime.outcome {
      let actual = item.runtime.outcome?.text ?? "-"
      failures.append(fail(expected.location, Text(en: "the outcome is \(actual)", ja: "結果は\(actual)です")))
    }
    if let duties = expected.openDuties, Set(duties) != Set(item.runtime.duties.map(\.name)) {
      let actual = item.runtime.duties.map(\.name.text).joined(separator: ", ")
      failures.append(
        fail(expected.location, Text(en: "the open duties are [\(actual)]", ja: "未了の義務は[\(actual)]です")))
    }
    return failures
  }

  private func fail(_ location: Location, _ message: Text, notes: [Diagnostic.Note] = []) -> Diagnostic {
    Diagnostic("S102", .error, message, at: location, notes: notes)
  }

  // MARK: Effects

  /// What happened, in the words of cases; nil: on any item.
  private func effects(of id: ItemID?) -> [ScenarioEffect] {
    let entries = zip(echo.entries, moments).filter { id == nil || $0.0.item == id }
    let tasks = echo.tasks.filter { id == nil || $0.item == id }
    return entries.flatMap { effects($0, on: $1.day.description) } + tasks.flatMap(effects)
  }

  private func effects(_ entry: Entry, on day: String) -> [ScenarioEffect] {
    var found: [ScenarioEffect] = (entry.body["duties"]?.elements ?? []).compactMap(\.text).map {
      ScenarioEffect(.open, $0)
    }
    let name = entry.body["deadline"]?.text ?? ""
    let roles = (entry.body["to"]?.elements ?? []).compactMap(\.text)
    found += timers(entry)
    switch entry.event {
    case .escalation: found += roles.map { ScenarioEffect(.escalate, name, $0, day) }
    case .reminder: found += roles.map { ScenarioEffect(.remind, name, $0, day) }
    case .round: found.append(ScenarioEffect(.round))
    case .created:
      if let item = simulation.items[entry.item] { found.append(ScenarioEffect(.start, item.workflow.text)) }
    case .transition, .vote, .duty, .edit, .document, .comment, .link, .opened, .rescheduled, .correctionProposed,
      .corrected,
      .correctionDeclined, .refused, .migrated:
      break
    }
    return found
  }

  /// A state that was entered runs its deadlines, whether it armed them or carries them on.
  private func timers(_ entry: Entry) -> [ScenarioEffect] {
    guard let state = entry.body["to"]?.text, entry.body["from"]?.text != state,
      let item = simulation.items[entry.item], item.state.text == state
    else { return [] }
    return item.runtime.deadlines.filter { $0.duty == nil }.map {
      ScenarioEffect(.timer, $0.name.text, $0.due.day.description)
    }
  }

  private func effects(_ task: TaskDraft) -> [ScenarioEffect] {
    switch task.kind {
    case .automatic: []
    case .deadline(let firing):
      // The due moment is the first one after the due day.
      firing.moment == .due
        ? [
          ScenarioEffect(
            .timer, firing.name.text, Instant(microseconds: firing.due.microseconds - 1).day.description)
        ] : []
    case .notify(let roles, _, _): roles.map { ScenarioEffect(.notify, $0.text) }
    case .outside(_, let name, _, _): [ScenarioEffect(.task, name.text)]
    }
  }
}

extension Reason {
  fileprivate func mentions(_ text: String) -> Bool {
    [message.en, message.ja, source ?? "", expression ?? "", code.rawValue, pointer ?? ""].contains {
      $0.contains(text)
    }
      || metBy.contains { $0.text == text }
  }
}
