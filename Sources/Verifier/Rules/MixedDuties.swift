import Diagnostics
import Workflows

/// E311: a separation of duties that a run of the engine breaks although every single step is judged.
///
/// A pair of roles is broken where one person has acted in both, the two acts stand in one family or in families linked
/// to one another, and an item of a definition that excludes the pair stands in one of these families. The engine judges
/// each act by the definitions of the items that are there. So it can be broken where the acts happen in items whose
/// own definitions do not exclude the pair, and the item whose definition does is created in the family later. And an
/// after-review (後閲) belongs to the absent holder in person and is not judged again.
extension View {
  func dutiesThatCanBeMixed() -> [Question] {
    ownExclusions.map { one, other in
      let subject = Subject.exclusion(one, other)
      guard let hole = hole(one, other) else { return holds(.dutiesCanBeMixed, subject) }
      let declaring = definition.roles[one]?.excludes.contains(other) ?? false ? one : other
      return finding(
        .dutiesCanBeMixed, subject,
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

  private func hole(_ one: RoleName, _ other: RoleName) -> Hole? {
    if let review = afterReviewHole(one, other) ?? afterReviewHole(other, one) { return review }
    var best: Hole?
    for (first, second) in placesOfBoth(one, other) {
      guard let before = shortestAct(one, in: first), let after = shortestAct(other, in: second) else { continue }
      let hole = laterJudge(before, after, one, other)
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

  private func declares(_ definition: Definition, _ one: RoleName, _ other: RoleName) -> Bool {
    definition.exclusions[one]?.contains(other) ?? false
  }

  /// A definition in which somebody can act in a role, and a shortest run of which that act is the last step.
  private struct Act {
    let definition: Definition
    let path: [PathStep]
  }

  private func shortestAct(_ role: RoleName, in other: Definition) -> Act? {
    guard let flow = session.flows[other.name] else { return nil }
    return Self.shortestAct(role, other, flow, canCreate: session.holdings[other.name]?.canBeCreated ?? false)
  }

  private static func shortestAct(
    _ role: RoleName, _ definition: Definition, _ flow: Flow, canCreate: Bool
  ) -> Act? {
    let created = PathStep(definition.name, from: nil, "create", to: definition.initial)
    if canCreate, definition.creation.by.contains(role) { return Act(definition: definition, path: [created]) }
    let ways = flow.shortestWays(.fires)
    for state in ways.order {
      let name = flow.states[state]
      let here = flow.path(ways, to: state)
      if let number = flow.leaving[state].first(where: {
        flow.edges[$0].transition?.roles.contains(role) ?? false && flow.status[$0] == .fires
      }) {
        return Act(definition: definition, path: here + [flow.step(number)])
      }
      let model = definition.states[name]
      if model?.edits.contains(where: { $0.by.contains(role) }) ?? false {
        return Act(definition: definition, path: here + [PathStep(definition.name, from: name, "edit", to: name)])
      }
      if model?.review?.stages.contains(where: { $0.role == role }) ?? false {
        return Act(definition: definition, path: here + [PathStep(definition.name, from: name, "approve", to: name)])
      }
      if let slot = definition.documents.values.sorted(by: { $0.name < $1.name }).first(where: { $0.by.contains(role) })
      {
        return Act(
          definition: definition,
          path: here + [PathStep(definition.name, from: name, "attach \(slot.name)", to: name)])
      }
    }
    return nil
  }

  /// Both acts stand in the history before an item of this definition joins it.
  private func laterJudge(_ first: Act, _ second: Act, _ one: RoleName, _ other: RoleName) -> Hole {
    let (a, b) = (first.definition.name, second.definition.name)
    let acts = first.path + (a == b ? Array(second.path.drop(while: first.path.contains)) : second.path)
    let created = PathStep(definition.name, from: nil, "create", to: definition.initial)
    let beside = session.starts.families[definition.name] ?? []
    if beside.contains(a), beside.contains(b), session.starts.families[a]?.contains(b) ?? false {
      return Hole(path: acts + [created], notes: notes(a, b), help: help(a, b, one, other))
    }
    // In two families, one of them this definition's, that somebody links.
    let place = second.path.last?.to
    let link = PathStep(b, from: place, "link", to: place)
    return Hole(path: acts + [link, created], notes: notes(a, b), help: help(a, b, one, other))
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
  private func afterReviewHole(_ role: RoleName, _ other: RoleName) -> Hole? {
    for acting in definition.roles.values.sorted(by: { $0.name < $1.name }) {
      guard defect != .skipDelegation, let duty = acting.actingDuty.flatMap({ definition.duties[$0] }),
        duty.by.first == role,
        acting.name != role, acting.name != other,
        !(definition.exclusions[acting.name] ?? []).contains(other),
        let act = Self.shortestAct(
          acting.name, definition, flow, canCreate: holding.canBeCreated),
        let before = Self.shortestAct(other, definition, flow, canCreate: holding.canBeCreated)
      else { continue }
      let rest = Array(act.path.drop(while: before.path.contains))
      let last = rest.last?.to ?? act.path.last?.to
      return Hole(
        path: before.path + rest + [PathStep(definition.name, from: last, duty.name.text, to: last)],
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
