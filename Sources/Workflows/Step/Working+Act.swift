import Diagnostics
import JSON

extension Working {
  /// A transition, a vote or the discharge of a duty: whatever has that name where the item stands.
  mutating func act(
    _ name: TransitionName, _ input: [String: JSONValue], _ reason: String?, _ subject: Subject
  ) throws(Refusal) {
    guard let actor = subject.actor else { throw Refusal(.denied, name.text, [Reasons.actorNeeded]) }
    let definition = subject.definition
    if let transition = definition.transitions[name] {
      guard case .human = transition.trigger else {
        throw Refusal(.denied, name.text, [Reasons.systemOnly(transition)])
      }
      let verdict = judge(
        transition, on: subject.item, definition: definition, actor: actor, input: input,
        reason: reason)
      if case .denied = verdict {} else { try mayCarry(input.keys, definition, name.text, subject.origin) }
      let capacity = try Self.allowed(verdict, name.text)
      try move(
        subject.item, transition, definition, Cause(actor: actor, capacity: capacity, input: input, reason: reason))
    } else if let vote = Vote(rawValue: name.text), definition.states.values.contains(where: { $0.review != nil }) {
      try cast(vote, reason, subject, actor)
    } else if let duty = definition.duties[DutyName(name.text)] {
      try discharge(duty, input, reason, subject, actor)
    } else {
      throw Refusal(.unknown, name.text, [Reasons.unknownAct(name, subject.item, definition)])
    }
  }

  static func allowed(_ verdict: Judgement, _ act: String) throws(Refusal) -> Capacity? {
    switch verdict {
    case .possible(let capacity): return capacity
    case .blocked(let reasons, _):
      throw Refusal(reasons.allSatisfy(\.isAboutInput) ? .invalid : .blocked, act, reasons)
    case .denied(let reasons): throw Refusal(.denied, act, reasons)
    }
  }

  private mutating func discharge(
    _ duty: Duty, _ input: [String: JSONValue], _ reason: String?, _ subject: Subject, _ actor: Actor
  ) throws(Refusal) {
    var item = subject.item
    let verdict = judge(duty, on: item, definition: subject.definition, actor: actor, input: input)
    if case .denied = verdict {} else { try mayCarry(input.keys, subject.definition, duty.name.text, subject.origin) }
    let capacity = try Self.allowed(verdict, duty.name.text)
    let open = openDuty(duty.name, of: item, for: actor)
    if let open {
      item.runtime.duties.removeAll { $0 == open }
      item.runtime.deadlines.removeAll { open.has($0) }
    }
    for (field, value) in input { item.data[field] = value }
    let reasons = dataReasons(item, definition: subject.definition, strict: item.state != subject.definition.initial)
    guard reasons.isEmpty else { throw Refusal(.invalid, duty.name.text, reasons) }
    var body: [String: JSONValue] = ["duty": .string(duty.name.text)]
    if !input.isEmpty { body["set"] = .object(input) }
    if let reason, !reason.isEmpty { body["reason"] = .string(reason) }
    commit(item, .duty, body, actor: actor, capacity: capacity)
  }

  private func openDuty(_ name: DutyName, of item: Item, for actor: Actor) -> OpenDuty? {
    item.runtime.duties.first { $0.name == name && $0.owner == actor.person }
      ?? item.runtime.duties.first { $0.name == name && $0.owner == nil }
  }

  func judge(
    _ duty: Duty, on item: Item, definition: Definition, actor: Actor, input: [String: JSONValue]?
  ) -> Judgement {
    guard item.runtime.duties.contains(where: { $0.name == duty.name }) else {
      return .blocked([Reasons.dutyNotOpen(duty)], capacity: nil)
    }
    var capacity: Capacity?
    if let open = openDuty(duty.name, of: item, for: actor), open.owner == actor.person {
      // After-review (後閲) belongs to the absent holder in person.
      capacity = Capacity(
        role: duty.by.first ?? RoleName(duty.name.text), kind: .own, person: actor.person, position: actor.position,
        behalf: [])
    } else {
      guard item.runtime.duties.contains(where: { $0.name == duty.name && $0.owner == nil }) else {
        return .denied([Reasons.dutyOfAnother(duty)])
      }
      switch authorise(
        actor, duty.by, on: item, family: item.family, definition: definition, unit: item.unit, allowDelegation: true)
      {
      case .success(let found): capacity = found
      case .failure(let denial): return .denied(denial.reasons)
      }
    }
    guard let input else { return .possible(capacity) }
    let reasons = inputReasons(duty.input, input, item: item, definition: definition)
    return reasons.isEmpty ? .possible(capacity) : .blocked(reasons, capacity: capacity)
  }

  // MARK: Without a person

  /// Fires the one automatic transition that is possible; none is no mistake, two are.
  mutating func automatic(_ subject: Subject) throws(Refusal) {
    let definition = subject.definition
    let scope = scope(for: subject.item, definition, capacity: nil)
    var ready: [Transition] = []
    for transition in definition.leaving[subject.item.state] ?? [] {
      guard case .automatic(let when) = transition.trigger else { continue }
      switch scope.bool(when) {
      case .success(true): break
      case .success(false): continue
      case .failure(let error): throw Refusal(.blocked, transition.name.text, [Reasons.effect(when, error)])
      }
      let verdict = judge(
        transition, on: subject.item, definition: definition, actor: nil, input: [:],
        reason: nil)
      if case .possible = verdict { ready.append(transition) }
    }
    guard let transition = ready.first else { return }
    guard ready.count == 1 else { throw Refusal(.blocked, "automatic", [Reasons.ambiguous(ready)]) }
    try move(subject.item, transition, definition, Cause())
  }

  /// The result of outside work comes back as a transition by the system.
  mutating func taskEnded(
    _ name: TaskName, _ result: JSONValue, _ failed: Bool, _ subject: Subject
  ) throws(Refusal) {
    guard let spec = subject.definition.task(name), let next = failed ? spec.failed : spec.done,
      let transition = subject.definition.transitions[next]
    else { return }
    let verdict = judge(
      transition, on: subject.item, definition: subject.definition, actor: nil, input: [:],
      reason: nil)
    _ = try Self.allowed(verdict, next.text)
    try move(subject.item, transition, subject.definition, Cause(result: result))
  }
}

extension Definition {
  /// The task of that name; names of tasks are unique within a definition.
  package func task(_ name: TaskName) -> TaskSpec? {
    for transition in transitions.values {
      for case .task(let spec) in transition.effects where spec.name == name { return spec }
    }
    return nil
  }
}

extension Reason {
  /// Reasons that the caller mends by sending something else.
  var isAboutInput: Bool {
    switch code {
    case .inputMissing, .inputNotAllowed, .dataInvalid, .reasonMissing: true
    case .role, .dutiesSeparated, .notDelegable, .intakeOnly, .state, .unmet, .guardError, .dutyOpen, .review,
      .electorateEmpty,
      .document, .parent, .correction, .migration, .unknown, .stale, .limit:
      false
    }
  }
}
