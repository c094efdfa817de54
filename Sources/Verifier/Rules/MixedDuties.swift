import Diagnostics
import Workflows

/// E311: a separation of duties that a run of the engine breaks although every single step is judged.
///
/// A pair of roles is broken where one person has acted in both, the two acts stand in one family or in families linked
/// to one another, and an item of a definition that excludes the pair stands in one of these families. The engine judges
/// each act by the definitions of the items that are there. So it can be broken where the acts happen in items whose
/// own definitions do not exclude the pair, and the item whose definition does is created in the family later, under an
/// item that is still open. And an after-review (後閲) belongs to the absent holder in person and is not judged again.
extension View {
  func dutiesThatCanBeMixed() -> [Question] {
    ownExclusions.map { one, other in
      let subject = Subject.exclusion(one, other)
      let sure = hole(one, other, .fires)
      guard let hole = sure ?? hole(one, other, .unknown) else { return holds(.dutiesCanBeMixed, subject) }
      let declaring = definition.roles[one]?.excludes.contains(other) ?? false ? one : other
      return finding(
        .dutiesCanBeMixed, subject, as: sure == nil ? .undecided : .refuted,
        Text(
          en: "one person can act as \"\(one)\" and as \"\(other)\"", ja: "一人が「\(one)」と「\(other)」の両方を務められます"),
        at: definition.roles[declaring]?.location, path: hole.path, notes: hole.notes, help: hole.help)
    }
  }

  private struct Hole {
    let path: [PathStep]
    let notes: [Diagnostic.Note]
    let help: Text
  }

  private func hole(_ one: RoleName, _ other: RoleName, _ least: Flow.Status) -> Hole? {
    if let review = afterReviewHole(one, other, least) ?? afterReviewHole(other, one, least) { return review }
    var best: Hole?
    for (first, second) in placesOfBoth(one, other) {
      guard canBeOnePerson(first.roles[one], second.roles[other]),
        let hole = laterJudge(first, second, one, other, least)
      else { continue }
      if best.map({ hole.path.count < $0.path.count }) ?? true { best = hole }
    }
    return best
  }

  /// Definitions in whose items the two acts could stand before an item of this one joins them, whatever the flows say:
  /// none of the two excludes the pair, nor does anything that stands above, and one family or a link brings them here.
  func placesOfBoth(_ one: RoleName, _ other: RoleName) -> [(Definition, Definition)] {
    func free(_ role: RoleName) -> [Definition] {
      session.definitions.filter {
        $0.roles[role] != nil && !declares($0, one, other) && !isJudgedByAncestor($0.name, one, other)
      }
    }
    let beside = session.starts.families[definition.name] ?? []
    let right = free(other)
    return free(one).flatMap { first in
      right.filter { second in
        let (a, b) = (first.name, second.name)
        if beside.contains(a), beside.contains(b), session.starts.families[a]?.contains(b) ?? false { return true }
        return defect != .forgetLinkedItems && (beside.contains(a) || beside.contains(b))
      }.map { (first, $0) }
    }
  }

  /// A vendor's user holds no position, and who holds a position belongs to no vendor.
  private func canBeOnePerson(_ one: Role?, _ other: Role?) -> Bool {
    switch (one?.holder, other?.holder) {
    case (.party, .position), (.party, .field), (.position, .party), (.field, .party): false
    default: true
    }
  }

  private func declares(_ definition: Definition, _ one: RoleName, _ other: RoleName) -> Bool {
    definition.exclusions[one]?.contains(other) ?? false
  }

  /// A shortest run of which an act in the role is the last step.
  ///
  /// - Parameter open: the item is not at its end then.
  private func act(
    _ role: RoleName, _ definition: Definition, _ least: Flow.Status, open: Bool = false
  ) -> [PathStep]? {
    guard let flow = session.flows[definition.name] else { return nil }
    let ways = flow.shortestWays(least)
    if session.holdings[definition.name]?.canBeCreated ?? false, definition.creation.by.contains(role) {
      return [PathStep(definition.name, from: nil, "create", to: definition.initial)]
    }
    for state in ways.order {
      let name = flow.states[state]
      let here = flow.path(ways, to: state)
      func staying(_ act: String) -> [PathStep] { here + [PathStep(definition.name, from: name, act, to: name)] }
      if let number = flow.leaving[state].first(where: {
        flow.edges[$0].transition?.roles.contains(role) ?? false && flow.status[$0] >= least
          && !(open && flow.isFinal(flow.edges[$0].to))
      }) {
        return here + [flow.step(number)]
      }
      guard let model = definition.states[name], !model.isFinal else { continue }
      if model.edits.contains(where: { $0.by.contains(role) }) { return staying("edit") }
      if model.review?.stages.contains(where: { $0.role == role }) ?? false,
        !open || staysOpen(model, flow, state)
      {
        return staying("approve")
      }
      let slots = definition.documents.values.sorted { $0.name < $1.name }
      if let slot = slots.first(where: { $0.by.contains(role) }) { return staying("attach \(slot.name)") }
    }
    return nil
  }

  /// A vote need not end the item.
  private func staysOpen(_ state: State, _ flow: Flow, _ number: Int) -> Bool {
    let stages = state.review?.stages ?? []
    if stages.count > 1 || stages.contains(where: { $0.quorum.needed(of: 1) > 1 || $0.quorum.asksForShare }) {
      return true
    }
    return flow.leaving[number].contains { edge in
      if case .review = flow.edges[edge].transition?.trigger { !flow.isFinal(flow.edges[edge].to) } else { false }
    }
  }

  /// Both acts stand in the history before an item of this definition joins it.
  private func laterJudge(
    _ first: Definition, _ second: Definition, _ one: RoleName, _ other: RoleName, _ least: Flow.Status
  ) -> Hole? {
    let (a, b) = (first.name, second.name)
    guard holding.canBeCreated || flow.begins >= least else { return nil }
    let created = PathStep(definition.name, from: nil, "create", to: definition.initial)
    let beside = session.starts.families[definition.name] ?? []
    let areTogether = session.starts.families[a]?.contains(b) ?? false
    if a == b {
      if let joint = jointRun(first, one, other, least) {
        return Hole(path: joint, notes: notes(a, b), help: help(a, b, one, other))
      }
    } else if beside.contains(a), beside.contains(b), areTogether,
      let left = act(one, first, least, open: true), let right = act(other, second, least, open: true)
    {
      return Hole(path: left + right + [created], notes: notes(a, b), help: help(a, b, one, other))
    }
    // In two families, one of them this definition's, that somebody links.
    guard defect != .forgetLinkedItems else { return nil }
    for (own, role, far, distant) in [(first, one, second, other), (second, other, first, one)]
    where beside.contains(own.name) {
      let isParent = definition.creation.parents.contains(own.name)
      guard let near = act(role, own, least, open: isParent), let away = act(distant, far, least) else { continue }
      let place = away.last?.to
      let link = PathStep(far.name, from: place, "link", to: place)
      return Hole(path: near + away + [link, created], notes: notes(a, b), help: help(a, b, one, other))
    }
    return nil
  }

  /// One item in which both act, and stays open for the one that joins it.
  private func jointRun(
    _ other: Definition, _ one: RoleName, _ two: RoleName, _ least: Flow.Status
  ) -> [PathStep]? {
    guard least == .fires, definition.creation.parents.contains(other.name), let view = session.view(other.name) else {
      return nil
    }
    var run = JointRun(view, roles: [one, two], judge: self)
    return run.find()
  }

  /// An item that stands above, so that it was there first, excludes the pair.
  private func isJudgedByAncestor(_ name: WorkflowName, _ one: RoleName, _ other: RoleName) -> Bool {
    (session.starts.ancestors[name] ?? []).contains { ancestor in
      session.library.definition(ancestor).map { declares($0, one, other) } ?? false
    }
  }

  private func notes(_ a: WorkflowName, _ b: WorkflowName) -> [Diagnostic.Note] {
    let place = a == b ? "\(a)" : "\(a) and \(b)"
    return [
      .init(
        Text(
          en: "the acts happen in items of \(place), where nothing excludes the pair",
          ja: "これらの行為は、この組を分離しない \(a == b ? "\(a)" : "\(a) と \(b)") の案件で行われます"))
    ]
  }

  private func help(_ a: WorkflowName, _ b: WorkflowName, _ one: RoleName, _ other: RoleName) -> Text {
    Text(
      en: "declare the exclusion of \(one) and \(other) in \(a)\(a == b ? "" : " or \(b)") too",
      ja: "\(a)\(a == b ? "" : " または \(b)") でも \(one) と \(other) の分離（excludes）を宣言してください")
  }

  /// An acting decision opens a duty for the absent holder, who discharges it in the first role of the duty. That act
  /// is not judged: it breaks a separation that the role acted in did not have.
  private func afterReviewHole(_ role: RoleName, _ other: RoleName, _ least: Flow.Status) -> Hole? {
    for acting in definition.roles.values.sorted(by: { $0.name < $1.name }) {
      guard defect != .skipDelegation, let duty = acting.actingDuty.flatMap({ definition.duties[$0] }),
        duty.by.first == role,
        acting.name != role, acting.name != other,
        !(definition.exclusions[acting.name] ?? []).contains(other),
        let act = act(acting.name, definition, least), let before = self.act(other, definition, least)
      else { continue }
      let rest = Array(act.drop(while: before.contains))
      let last = rest.last?.to ?? act.last?.to
      return Hole(
        path: before + rest + [PathStep(definition.name, from: last, duty.name.text, to: last)],
        notes: [
          .init(
            Text(
              en: "the after-review \"\(duty.name)\" of an act as \"\(acting.name)\" is done as \"\(role)\"",
              ja: "「\(acting.name)」の代決の後閲「\(duty.name)」は「\(role)」として行われます"), at: duty.location)
        ],
        help: Text(
          en: "let \"\(acting.name)\" exclude \"\(other)\" too, or give it a duty of its own",
          ja: "「\(acting.name)」でも「\(other)」を分離するか、別の義務を定めてください"))
    }
    return nil
  }
}
