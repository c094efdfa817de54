import Diagnostics
import JSON

extension Working {
  /// Computes when a deadline falls due and schedules its reminders, its moment and its escalations.
  mutating func arm(
    _ deadline: Deadline, duty: DutyName?, owner: PersonCode? = nil, _ item: inout Item, _ definition: Definition
  ) throws(Refusal) {
    switch due(of: deadline, item, definition) {
    case .failure(let failure): throw Refusal(.blocked, deadline.name.text, [failure.reason])
    case .success(let due):
      if duty == nil, let dropped = takeUp(deadline, due, &item, definition) {
        item.runtime.deadlines.append(dropped.armed)
        schedule(dropped.armed, deadline, item, definition, .since(dropped.at))
        return
      }
      let armed = ArmedDeadline(
        number: item.runtime.armings, name: deadline.name, duty: duty, owner: owner, due: due)
      item.runtime.armings += 1
      item.runtime.deadlines.append(armed)
      schedule(armed, deadline, item, definition, .all)
    }
  }

  /// The deadline of a state left before that this one is again: same name, same due day, same consequences.
  private func takeUp(
    _ deadline: Deadline, _ due: Due, _ item: inout Item, _ definition: Definition
  ) -> DroppedDeadline? {
    let index = item.runtime.dropped.firstIndex { dropped in
      guard dropped.armed.name == deadline.name, dropped.armed.due.moment == due.moment,
        let earlier = definition.states[dropped.state]?.deadlines.first(where: { $0.name == deadline.name })
      else { return false }
      return deadline.hasSameConsequences(as: earlier)
    }
    return index.map { item.runtime.dropped.remove(at: $0) }
  }

  /// Takes the state's deadlines off the item and remembers them, the newest of each name.
  func dropDeadlines(_ item: inout Item) {
    for armed in item.runtime.deadlines where armed.duty == nil {
      item.runtime.dropped.removeAll { $0.armed.name == armed.name }
      item.runtime.dropped.append(DroppedDeadline(armed: armed, state: item.state, at: world.now))
    }
    item.runtime.deadlines.removeAll { $0.duty == nil }
  }

  func due(of deadline: Deadline, _ item: Item, _ definition: Definition) -> Result<Due, Refusal.One> {
    let scope = scope(for: item, definition, capacity: nil)
    let calendar = definition.calendar.flatMap { world.library.calendars[$0] } ?? .everyDay
    switch deadline.basis {
    case .at(let expression):
      return scope.instant(expression).map { LegalClock.due(on: $0.day, roll: deadline.roll, calendar) }
        .mapError { Refusal.One(Reasons.effect(expression, $0)) }
    case .after(let length, let unit, let from, let firstDay):
      var start = world.now
      if let from {
        switch scope.instant(from) {
        case .success(let moment): start = moment
        case .failure(let error): return .failure(.init(Reasons.effect(from, error)))
        }
      }
      var counts = false
      if let firstDay {
        switch scope.bool(firstDay) {
        case .success(let value): counts = value
        case .failure(let error): return .failure(.init(Reasons.effect(firstDay, error)))
        }
      }
      return scope.int(length).map {
        LegalClock.due(
          from: start,
          LegalPeriod(
            length: Int(clamping: $0), unit: unit, firstDayCounts: counts, roll: deadline.roll),
          calendar)
      }.mapError { Refusal.One(Reasons.effect(length, $0)) }
    }
  }

  func model(of armed: ArmedDeadline, _ item: Item, _ definition: Definition) -> Deadline? {
    if let duty = armed.duty { return definition.duties[duty]?.due }
    return definition.states[item.state]?.deadlines.first { $0.name == armed.name }
  }

  /// Which of a deadline's moments are asked for.
  enum Backlog {
    /// Also those that are over.
    case all
    /// Of a deadline that comes back after a while only what fell due since: what lay before was delivered, what lies
    /// ahead is still scheduled.
    case since(Instant)
    /// What lies ahead.
    case ahead
  }

  mutating func schedule(
    _ armed: ArmedDeadline, _ deadline: Deadline, _ item: Item, _ definition: Definition, _ backlog: Backlog
  ) {
    let calendar = definition.calendar.flatMap { world.library.calendars[$0] } ?? .everyDay
    for (index, reminder) in deadline.reminders.enumerated() {
      let at = Self.shift(armed.due, by: -reminder.before, reminder.unit, calendar, endOfDay: false)
      if case .since = backlog {} else if at <= world.now { continue }
      draft(armed, .reminder(index), at: at, item, backlog)
    }
    draft(armed, .due, at: armed.due.moment, item, backlog)
    for (index, escalation) in deadline.escalations.enumerated() {
      let at = Self.shift(armed.due, by: escalation.after, escalation.unit, calendar, endOfDay: true)
      draft(armed, .escalation(index), at: at, item, backlog)
    }
  }

  private mutating func draft(
    _ armed: ArmedDeadline, _ moment: DeadlineFiring.Moment, at: Instant, _ item: Item, _ backlog: Backlog
  ) {
    switch backlog {
    case .all: break
    case .since(let left): if at <= left || at > world.now { return }
    case .ahead: if at <= world.now { return }
    }
    tasks.append(
      TaskDraft(
        item: item.id, family: item.family,
        kind: .deadline(
          DeadlineFiring(
            number: armed.number, name: armed.name, duty: armed.duty, moment: moment, due: armed.due.moment)),
        dueAt: at, priority: 0))
  }

  /// Reminders come at the start of their day (the office opens with them), escalations after the day has ended.
  private static func shift(
    _ due: Due, by count: Int, _ unit: LegalPeriod.Unit, _ calendar: WorkCalendar, endOfDay: Bool
  ) -> Instant {
    let day: Day =
      switch unit {
      case .hours: due.day
      case .calendarDays: due.day.adding(days: count)
      case .workingDays: calendar.adding(workingDays: count, to: due.day)
      case .months: due.day.adding(months: count)
      }
    if unit == .hours { return due.moment.adding(seconds: Int64(count) * 3600) }
    return endOfDay ? (count == 0 ? due.moment : day.end) : day.start
  }

  mutating func deadline(_ firing: DeadlineFiring, _ subject: Subject) throws(Refusal) {
    let definition = subject.definition
    // What was provisional may have moved since: its own firing is the last occasion to notice.
    recompute(subject)
    var item = items[subject.item.id] ?? subject.item
    // Stale: the state was left, the duty discharged, or the deadline armed anew.
    guard
      let armed = item.runtime.deadlines.first(where: {
        $0.number == firing.number && $0.due.moment == firing.due
      }), let deadline = model(of: armed, item, definition)
    else { return }
    var body: [String: JSONValue] = [
      "deadline": .string(firing.name.text), "due": .string(armed.due.day.description),
    ]
    switch firing.moment {
    case .reminder(let index):
      guard deadline.reminders.indices.contains(index) else { return }
      let roles = recipients(deadline.reminders[index].to, armed, item, definition)
      notify(roles, Messages.reminder(item, deadline, armed.due), item, definition)
      body["to"] = .array(roles.map { .string($0.text) })
      commit(item, .reminder, body, actor: nil, capacity: nil)
    case .escalation(let index):
      guard deadline.escalations.indices.contains(index) else { return }
      let escalation = deadline.escalations[index]
      notify(escalation.to, escalation.message ?? Messages.overdue(item, deadline, armed.due), item, definition)
      body["to"] = .array(escalation.to.map { .string($0.text) })
      commit(item, .escalation, body, actor: nil, capacity: nil)
    case .due:
      guard let name = deadline.transition, let transition = definition.transitions[name] else { return }
      item.runtime.deadlines.removeAll { $0 == armed }
      switch judge(transition, on: item, definition: definition, actor: nil, input: [:], reason: nil) {
      case .possible: try move(item, transition, definition, Cause())
      case .blocked(let reasons, _), .denied(let reasons): throw Refusal(.blocked, name.text, reasons)
      }
    }
  }

  private func recipients(
    _ named: [RoleName], _ armed: ArmedDeadline, _ item: Item, _ definition: Definition
  ) -> [RoleName] {
    if !named.isEmpty { return named }
    if let duty = armed.duty { return definition.duties[duty]?.by ?? [] }
    var roles: [RoleName] = []
    for transition in definition.leaving[item.state] ?? [] {
      for role in transition.roles where !roles.contains(role) { roles.append(role) }
    }
    if let review = item.runtime.review, let model = definition.states[item.state]?.review,
      model.stages.indices.contains(review.current), !roles.contains(model.stages[review.current].role)
    {
      roles.append(model.stages[review.current].role)
    }
    return roles
  }

  mutating func open(
    _ name: DutyName, owner: PersonCode?, _ item: inout Item, _ definition: Definition
  ) throws(Refusal) {
    guard let duty = definition.duties[name],
      !item.runtime.duties.contains(where: { $0.name == name && $0.owner == owner })
    else { return }
    item.runtime.duties.append(OpenDuty(name: name, since: world.now, owner: owner))
    if let due = duty.due { try arm(due, duty: name, owner: owner, &item, definition) }
  }
}

extension Refusal {
  /// One reason, as an error of `Result`.
  struct One: Error {
    let reason: Reason
    init(_ reason: Reason) { self.reason = reason }
  }
}

extension WorkCalendar {
  /// For definitions that name no calendar: every day counts.
  static let everyDay = WorkCalendar(
    name: "every-day", weeklyDaysOff: [], closures: [], holidays: [:], knownUntil: Day(number: Int(Int32.max)))
}
