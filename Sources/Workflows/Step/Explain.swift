package import Diagnostics
import JSON

/// The answer to "where is it stuck, why can't I go on?" for one item, one person and one moment.
package struct Explanation: Sendable {
  package enum Verdict: String, Sendable, Hashable {
    case possible
    case blocked
    case denied
    /// Happens by itself once its condition holds.
    case waiting
  }

  package enum Act: String, Sendable, Hashable {
    case transition
    case vote
    case duty
    case automatic
  }

  package struct Line: Sendable {
    package let act: Act
    package let name: String
    package let title: Text
    /// nil where the item stays in its state.
    package let to: StateName?
    package let verdict: Verdict
    package let reasons: [Reason]
    package let input: InputFields
    package let isReasonRequired: Bool
    /// Who could do it now.
    package let holders: [Holder]
    package let source: String?
  }

  package struct Holder: Sendable, Hashable {
    package let role: RoleName
    package let person: PersonCode
    package let position: PositionCode?
  }

  package let item: ItemID
  package let lines: [Line]
}

/// Explains every act of the item's present state for an actor. The same judgement as `step`, without the step.
package func explain(_ id: ItemID, for actor: Actor, in world: Surroundings) -> Explanation? {
  let working = Working(world: world, identifiers: IdentifierSource(at: world.now, seed: 0))
  guard let item = world.items[id], let definition = world.library.definitions[item.definition] else { return nil }
  var lines = (definition.leaving[item.state] ?? []).compactMap {
    working.line($0, item, definition, actor)
  }
  if definition.states[item.state]?.review != nil {
    lines += Vote.allCases.map { working.line($0, item, definition, actor) }
  }
  for name in Set(item.runtime.duties.map(\.name)).sorted() {
    if let duty = definition.duties[name] { lines.append(working.line(duty, item, definition, actor)) }
  }
  let viewer = Viewer(of: item, definition, actor, world)
  return Explanation(item: id, lines: lines.map { $0.redacted(for: viewer, item, definition) })
}

extension Working {
  fileprivate func line(
    _ transition: Transition, _ item: Item, _ definition: Definition, _ actor: Actor
  ) -> Explanation.Line? {
    let act: Explanation.Act
    switch transition.trigger {
    case .human: act = .transition
    case .automatic: act = .automatic
    case .system, .child, .review: return nil
    }
    var verdict: Explanation.Verdict
    var reasons: [Reason] = []
    switch judge(transition, on: item, definition: definition, actor: actor, input: nil, reason: nil) {
    case .possible: verdict = .possible
    case .blocked(let found, _): (verdict, reasons) = (.blocked, found)
    case .denied(let found): (verdict, reasons) = (.denied, found)
    }
    if verdict == .denied {
      // Who may not act may still ask what the one who may is waiting for.
      if case .blocked(let more, _) = judge(
        transition, on: item, definition: definition, actor: nil, input: nil, reason: nil)
      {
        reasons += more
      }
    }
    if case .automatic(let when) = transition.trigger {
      verdict = .waiting
      switch scope(for: item, definition, capacity: nil).bool(when) {
      case .success(true): break
      case .success(false):
        reasons.append(
          Reason(
            .unmet, Text(en: "waits until: \(when.text)", ja: "次の条件を待っています:\(when.text)"),
            source: transition.source, expression: when.text, fields: when.dataFields))
      case .failure(let error): reasons.append(Reasons.effect(when, error))
      }
    }
    let target: StateName? =
      switch transition.to {
      case .state(let name): name
      case .same: nil
      case .resume: item.runtime.suspended.last?.state
      }
    return Explanation.Line(
      act: act, name: transition.name.text, title: transition.title, to: target, verdict: verdict, reasons: reasons,
      input: transition.input, isReasonRequired: transition.isReasonRequired,
      holders: holders(transition.roles, item, definition), source: transition.source)
  }

  fileprivate func line(
    _ vote: Vote, _ item: Item, _ definition: Definition, _ actor: Actor
  ) -> Explanation.Line {
    let target = (definition.leaving[item.state] ?? []).first { transition in
      if case .review(let outcome) = transition.trigger { outcome == vote.outcome } else { false }
    }
    let (verdict, reasons) = Self.parts(
      judgeVote(vote, on: item, definition: definition, actor: actor, reason: nil, asking: true))
    return Explanation.Line(
      act: .vote, name: vote.rawValue, title: vote.title, to: target?.target, verdict: verdict, reasons: reasons,
      input: .none, isReasonRequired: vote != .approve, holders: voters(item), source: nil)
  }

  fileprivate func line(
    _ duty: Duty, _ item: Item, _ definition: Definition, _ actor: Actor
  ) -> Explanation.Line {
    let (verdict, reasons) = Self.parts(
      judge(duty, on: item, definition: definition, actor: actor, input: nil))
    let owners = item.runtime.duties.filter { $0.name == duty.name }.compactMap(\.owner)
    let owned = owners.map { Explanation.Holder(role: RoleName(duty.name.text), person: $0, position: nil) }
    return Explanation.Line(
      act: .duty, name: duty.name.text, title: duty.title, to: nil, verdict: verdict, reasons: reasons,
      input: duty.input, isReasonRequired: false,
      holders: owned.isEmpty ? holders(duty.by, item, definition) : owned, source: duty.source)
  }

  private static func parts(_ judgement: Judgement) -> (Explanation.Verdict, [Reason]) {
    switch judgement {
    case .possible: (.possible, [])
    case .blocked(let reasons, _): (.blocked, reasons)
    case .denied(let reasons): (.denied, reasons)
    }
  }

  /// Holders of the roles on the item who are not barred by separation of duties.
  func holders(_ roles: [RoleName], _ item: Item, _ definition: Definition) -> [Explanation.Holder] {
    roles.flatMap { name -> [Explanation.Holder] in
      guard let role = definition.roles[name] else { return [] }
      return world.directory.holders(roleQuery(role, item: item, unit: item.unit)).compactMap { holder in
        let capacity = Capacity(
          role: name, kind: .own, person: holder.person, position: holder.position, behalf: [])
        guard separationReasons(capacity, family: item.family, definition: definition).isEmpty else { return nil }
        return Explanation.Holder(role: name, person: holder.person, position: holder.position)
      }
    }
  }

  func voters(_ item: Item) -> [Explanation.Holder] {
    guard let review = item.runtime.review, review.stages.indices.contains(review.current),
      let model = world.library.definitions[item.definition]?.states[item.state]?.review
    else { return [] }
    let stage = review.stages[review.current]
    let used = Set(stage.approvals.compactMap(\.position))
    return stage.electorate.filter { !used.contains($0) }.flatMap { position in
      world.directory.holders(of: position, on: world.now.day).map {
        Explanation.Holder(role: model.stages[review.current].role, person: $0, position: position)
      }
    }
  }
}

extension Vote {
  var outcome: ReviewOutcome {
    switch self {
    case .approve: .approved
    case .return: .returned
    case .reject: .rejected
    }
  }
}

extension Transition {
  fileprivate var target: StateName? {
    switch to {
    case .state(let name): name
    case .same, .resume: nil
    }
  }
}
