/// Reviews, children, parents and outside work: what the item waits for, and who waits for it.
extension ItemCarrier {
  /// The round of votes under the new version, which must be the same round; and the child that the state waits for.
  mutating func carried(_ round: ReviewState?, in state: StateName, _ waitingFor: ItemID?) -> ReviewState? {
    let name = names.state(state)
    checkChild(waitingFor, state, name)
    guard let round else {
      if to.states[name]?.review != nil, from.states[state]?.review == nil {
        refuse(
          .reviewNeeded, en: "\(name) is a review now, and no round was opened",
          ja: "状態「\(name)」は新しい版では審査ですが、審査が始まっていません")
      }
      return nil
    }
    guard let old = from.states[state]?.review, let new = to.states[name]?.review else {
      refuse(
        .reviewChanges, en: "a review is in progress in \(state), and \(name) has none",
        ja: "「\(state)」で審査中ですが、「\(name)」に審査がありません")
      return nil
    }
    let differences = difference(old, new)
    guard differences.isEmpty else {
      refuse(
        .reviewChanges,
        en: "a review is in progress in \(state), and the new version changes \(differences.joined(separator: ", "))",
        ja: "「\(state)」で審査中ですが、新しい版では審査の内容が変わります（\(differences.joined(separator: "、"))）")
      return nil
    }
    return ReviewState(
      round: round.round, stages: round.stages, current: round.current, contentHash: after.contentHash(new, item, to))
  }

  private func difference(_ old: Review, _ new: Review) -> [String] {
    var differences: [String] = []
    let slots = Set(from.documents.values.filter(\.isSubstantive).map(\.name))
    if Set(old.content.map(names.field)) != Set(new.content)
      || slots != Set(to.documents.values.filter(\.isSubstantive).map(\.name))
    {
      differences.append("content")
    }
    guard old.stages.map(\.name) == new.stages.map(\.name) else { return differences + ["stages"] }
    for (one, two) in zip(old.stages, new.stages) {
      if names.role(one.role) != two.role || one.isSequence != two.isSequence || one.isOptional != two.isOptional {
        differences.append("stage \(two.name)")
      } else if one.quorum != two.quorum {
        differences.append("quorum of \(two.name)")
      } else if electorate(one, before, self.old, from) != electorate(two, after, item, to) {
        differences.append("electorate of \(two.name)")
      }
    }
    return differences
  }

  /// As of today on both sides: personnel moves since the round opened are not the new version's doing.
  private func electorate(
    _ stage: Review.Stage, _ working: Working, _ item: Item, _ definition: Definition
  ) -> [PositionCode]? {
    guard let positions = try? working.electorate(of: stage, item, definition) else { return nil }
    return stage.isSequence ? positions : positions.sorted()
  }

  private mutating func checkChild(_ waitingFor: ItemID?, _ state: StateName, _ name: StateName) {
    guard let waitingFor else {
      if to.states[name]?.child != nil {
        refuse(
          .childNeeded, en: "\(name) waits for a child item, and none was started",
          ja: "状態「\(name)」は子案件を待ちますが、子案件がありません")
      }
      return
    }
    guard let child = after.items[waitingFor], to.states[name]?.child?.workflow == child.workflow else {
      refuse(
        .childNotAwaited, en: "it waits for a child item in \(state); \(name) does not",
        ja: "状態「\(state)」で子案件を待っていますが、「\(name)」は待ちません")
      return
    }
    let possible = after.world.library.definitions[child.definition].map(\.outcomes) ?? []
    let lost = from.awaitedOutcomes(state).intersection(possible).subtracting(to.awaitedOutcomes(name))
    for outcome in lost.sorted() {
      refuse(
        .childNotAwaited, en: "\(name) does not say what the child's outcome \(outcome) does",
        ja: "状態「\(name)」に子案件の結果「\(outcome)」の行き先がありません")
    }
  }

  /// A parent that waits for this item must know every end it can now come to.
  mutating func checkParent() {
    guard let parent = old.parent.flatMap({ after.items[$0] }),
      let definition = after.world.library.definitions[parent.definition]
    else { return }
    var states: [StateName] = parent.runtime.waitingFor == old.id ? [parent.state] : []
    states += parent.runtime.suspended.filter { $0.waitingFor == old.id }.map(\.state)
    for state in states {
      let unknown = to.outcomes.subtracting(from.outcomes).subtracting(definition.awaitedOutcomes(state))
      for outcome in unknown.sorted() {
        refuse(
          .parentNotReady, en: "\(parent.code) waits for this item and does not know its new outcome \(outcome)",
          ja: "この案件を待つ\(parent.code)に、新しい結果「\(outcome)」の行き先がありません")
      }
    }
  }

  /// Work that was ordered comes back by its name: the new version must still take its result here.
  mutating func checkOutsideWork(in state: StateName) {
    for spec in from.taskSpecs {
      for (kind, transition) in [("done", spec.done), ("failed", spec.failed)] {
        guard let transition, from.transitions[transition]?.from.contains(state) ?? false else { continue }
        let task = to.task(spec.name)
        let next = kind == "done" ? task?.done : task?.failed
        let isTaken = next.flatMap { to.transitions[$0] }?.from.contains(names.state(state)) ?? false
        guard !isTaken else { continue }
        refuse(
          .outsideWorkGone, en: "the result of \(spec.name) (\(kind)) would have no transition to take",
          ja: "作業「\(spec.name)」の結果（\(kind)）を受ける遷移がなくなります")
      }
    }
  }
}

extension Definition {
  /// Outcomes of all final states.
  package var outcomes: Set<Outcome> { Set(states.values.compactMap(\.outcome)) }

  /// Outcomes of a child that a state knows what to do with.
  func awaitedOutcomes(_ state: StateName) -> Set<Outcome> {
    Set(
      (leaving[state] ?? []).compactMap { transition in
        if case .child(let outcome) = transition.trigger { outcome } else { nil }
      })
  }

  /// Every task once, by name.
  var taskSpecs: [TaskSpec] {
    var specs: [TaskName: TaskSpec] = [:]
    for transition in transitions.values {
      for case .task(let spec) in transition.effects { specs[spec.name] = spec }
    }
    return specs.values.sorted { $0.name < $1.name }
  }
}
