import Diagnostics
import JSON

extension Working {
  /// What moves an item, beside the transition itself.
  struct Cause {
    var actor: Actor?
    var capacity: Capacity?
    var input: [String: JSONValue] = [:]
    var reason: String?
    var child: Item?
    var result: JSONValue?
  }

  /// Carries out a transition that has been judged possible: data, effects, leaving, entering, entry, consequences.
  mutating func move(
    _ start: Item, _ transition: Transition, _ definition: Definition, _ cause: Cause
  ) throws(Refusal) {
    try spendCascade(transition.name.text)
    var item = start
    for (field, value) in cause.input { item.data[field] = value }
    let left = item.state
    let target = self.target(of: transition, item)
    item.party = party(of: item)
    let done = try perform(transition.effects, &item, definition, cause)
    if target != nil { leave(&item, definition, suspending: transition.suspends, becauseOf: cause.child) }
    if transition.to == .resume, let target { resume(target, &item, definition) }
    if let capacity = cause.capacity, capacity.kind == .acting, let duty = definition.roles[capacity.role]?.actingDuty {
      try open(duty, owner: capacity.behalf.last, &item, definition)
    }
    if case .state(let name) = transition.to {
      try enter(name, &item, definition, actor: cause.actor)
    }
    let reasons = dataReasons(item, definition: definition, strict: isStrict(transition, from: left, definition))
    guard reasons.isEmpty else { throw Refusal(.blocked, transition.name.text, reasons) }
    renewConsent(&item, definition, before: start)
    var body: [String: JSONValue] = [
      "transition": .string(transition.name.text), "from": .string(left.text), "to": .string(item.state.text),
    ]
    let changed = Self.difference(from: start.data, to: item.data)
    if !changed.isEmpty { body["set"] = .object(changed) }
    if let reason = cause.reason, !reason.isEmpty { body["reason"] = .string(reason) }
    if !done.started.isEmpty { body["started"] = .array(done.started.map { .string($0.description) }) }
    let opened = item.runtime.duties.filter { !start.runtime.duties.contains($0) }
    if !opened.isEmpty { body["duties"] = .array(opened.map { .string($0.name.text) }) }
    if !done.ordered.isEmpty { body["tasks"] = .array(done.ordered.map { .string($0.text) }) }
    if let child = cause.child { body["child"] = .string(child.id.description) }
    commit(item, .transition, body, actor: cause.actor, capacity: cause.capacity)
    if target != nil { try arrived(item.id, definition, actor: cause.actor) }
  }

  private func target(of transition: Transition, _ item: Item) -> StateName? {
    switch transition.to {
    case .state(let name): name
    case .same: nil
    case .resume: item.runtime.suspended.last?.state
    }
  }

  /// New and changed values; removed ones as null.
  static func difference(from old: [String: JSONValue], to new: [String: JSONValue]) -> [String: JSONValue] {
    var changed = new.filter { old[$0.key] != $0.value }
    for key in old.keys where new[key] == nil { changed[key] = .null }
    return changed
  }

  /// What effects did beside changing the item: for the entry.
  private struct Performed {
    var started: [ItemID] = []
    var ordered: [TaskName] = []
  }

  /// Effects, one after the other: each sees what the earlier ones did, and the state that is being left. A refusal at
  /// any of them drops the whole step.
  private mutating func perform(
    _ effects: [Effect], _ item: inout Item, _ definition: Definition, _ cause: Cause
  ) throws(Refusal) -> Performed {
    var performed = Performed()
    for effect in effects {
      switch effect {
      case .set(let assignments):
        try set(assignments, &item, definition, cause)
      case .unset(let fields):
        for field in fields { item.data[field.text] = nil }
        item.party = party(of: item)
      case .open(let duty): try open(duty, owner: nil, &item, definition)
      case .start(let child):
        items[item.id] = item
        performed.started.append(
          try startChild(child, of: item, definition, capacity: cause.capacity, actor: cause.actor))
      case .notify(let roles, let message): notify(roles, message, item, definition)
      case .task(let spec):
        try order(spec, item, definition, cause)
        performed.ordered.append(spec.name)
      }
    }
    return performed
  }

  /// The assignments of one `set` are made at once: none sees the others.
  private func set(
    _ assignments: [(field: FieldName, value: Expression)], _ item: inout Item, _ definition: Definition,
    _ cause: Cause
  ) throws(Refusal) {
    let scope = scope(for: item, definition, capacity: cause.capacity, child: cause.child, result: cause.result)
    for (field, expression) in assignments {
      switch scope.json(expression, for: field, in: definition.data) {
      case .success(let value): item.data[field.text] = value
      case .failure(let error): throw Refusal(.blocked, "set", [Reasons.effect(expression, error)])
      }
    }
    item.party = party(of: item)
  }

  /// Asks for outside work.
  private mutating func order(
    _ spec: TaskSpec, _ item: Item, _ definition: Definition, _ cause: Cause
  ) throws(Refusal) {
    let scope = scope(for: item, definition, capacity: cause.capacity, child: cause.child, result: cause.result)
    var payload: [String: JSONValue] = [:]
    for (key, expression) in spec.with {
      switch scope.json(expression) {
      case .success(let value): payload[key] = value
      case .failure(let error): throw Refusal(.blocked, spec.name.text, [Reasons.effect(expression, error)])
      }
    }
    tasks.append(
      TaskDraft(
        item: item.id, family: item.family,
        kind: .outside(spec.kind, name: spec.name, to: spec.to, payload: payload), dueAt: world.now,
        priority: spec.priority))
  }

  mutating func notify(_ roles: [RoleName], _ message: Text, _ item: Item, _ definition: Definition) {
    var recipients: [PersonCode] = []
    for name in roles {
      guard let role = definition.roles[name] else { continue }
      for holder in world.directory.holders(roleQuery(role, item: item, unit: item.unit))
      where !recipients.contains(holder.person) {
        recipients.append(holder.person)
      }
    }
    tasks.append(
      TaskDraft(
        item: item.id, family: item.family, kind: .notify(roles: roles, recipients: recipients, message: message),
        dueAt: world.now,
        priority: 0))
  }

  // MARK: Leaving and entering

  private mutating func leave(
    _ item: inout Item, _ definition: Definition, suspending: Bool, becauseOf child: Item?
  ) {
    let own = item.runtime.deadlines.filter { $0.duty == nil }
    if suspending {
      item.runtime.suspended.append(
        Suspension(
          state: item.state, enteredAt: item.enteredAt, review: item.runtime.review, deadlines: own,
          waitingFor: item.runtime.waitingFor, at: world.now))
    } else if let waiting = item.runtime.waitingFor, waiting != child?.id {
      abandon(waiting)
    }
    dropDeadlines(&item)
    item.runtime.review = nil
    item.runtime.waitingFor = nil
    item.runtime.openedBy = []
  }

  private mutating func resume(_ state: StateName, _ item: inout Item, _ definition: Definition) {
    guard let kept = item.runtime.suspended.popLast() else { return }
    item.state = state
    item.enteredAt = kept.enteredAt
    item.runtime.review = kept.review
    item.runtime.waitingFor = kept.waitingFor
    for armed in kept.deadlines {
      // It may have run on in the state between.
      let dropped = item.runtime.dropped.first { $0.armed.number == armed.number }
      item.runtime.dropped.removeAll { $0.armed.number == armed.number }
      item.runtime.deadlines.append(armed)
      if let deadline = model(of: armed, item, definition) {
        schedule(armed, deadline, item, definition, .since(dropped?.at ?? kept.at))
      }
    }
  }

  mutating func enter(
    _ name: StateName, _ item: inout Item, _ definition: Definition, actor: Actor?
  ) throws(Refusal) {
    guard let state = definition.states[name] else { return }
    item.state = name
    item.enteredAt = world.now
    item.runtime.outcome = state.outcome
    if state.isFinal {
      // What was set aside is given up with the item.
      for kept in item.runtime.suspended { if let child = kept.waitingFor { abandon(child) } }
      item.runtime.suspended = []
      item.runtime.dropped = []
    }
    for deadline in state.deadlines { try arm(deadline, duty: nil, &item, definition) }
    if let review = state.review { item.runtime.review = try openRound(1, review, item, definition) }
  }

  /// After the entry is written: children of the new state, and the parent that waits for this end.
  mutating func arrived(_ id: ItemID, _ definition: Definition, actor: Actor?) throws(Refusal) {
    guard var item = items[id], let state = definition.states[item.state] else { return }
    if let start = state.child, item.runtime.waitingFor == nil {
      let child = try startChild(start, of: item, definition, capacity: nil, actor: actor)
      item = items[id] ?? item
      item.runtime.waitingFor = child
      items[id] = item
    }
    if state.isFinal { try tellParent(item, actor: actor) }
  }

  private mutating func tellParent(_ child: Item, actor: Actor?) throws(Refusal) {
    guard let parentID = child.parent, let parent = items[parentID], parent.runtime.waitingFor == child.id,
      let outcome = child.runtime.outcome, let definition = world.library.definitions[parent.definition]
    else { return }
    let waiting = (definition.leaving[parent.state] ?? []).first { transition in
      if case .child(let expected) = transition.trigger { expected == outcome } else { false }
    }
    guard let waiting else { return }
    try move(parent, waiting, definition, Cause(actor: actor, capacity: nil, child: child))
  }

  /// The parent no longer waits: the child ends in its `abandon` state.
  private mutating func abandon(_ id: ItemID) {
    guard var item = items[id], let definition = world.library.definitions[item.definition],
      let target = definition.abandon, !(definition.states[item.state]?.isFinal ?? true)
    else { return }
    let from = item.state
    let waiting = item.runtime.waitingFor
    item.runtime.deadlines = []
    item.runtime.dropped = []
    item.runtime.review = nil
    item.runtime.waitingFor = nil
    item.runtime.suspended = []
    item.state = target
    item.enteredAt = world.now
    item.runtime.outcome = definition.states[target]?.outcome
    commit(
      item, .transition,
      ["transition": .string("abandon"), "from": .string(from.text), "to": .string(target.text)], actor: nil,
      capacity: nil)
    if let waiting { abandon(waiting) }
  }
}
