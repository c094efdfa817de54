import Diagnostics
import JSON
import Testing

@testable import Workflows

/// A deadline that several states carry with one due day is one deadline.
@Suite struct SharedDeadlineTests {
  static let claim = """
    workflow: claim
    title: {en: Claim, ja: 請求}
    key: CL-{sequence:3}
    calendar: office
    create: {by: [clerk]}
    data:
      type: object
      properties: {due: {type: string, format: date, title: {en: Due, ja: 期限}}}
    roles: {clerk: {title: {en: Clerk, ja: 係}}, head: {title: {en: Head, ja: 長}}}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true, edit: [{by: clerk, fields: all}]}
      first: {title: {en: First, ja: 一}, deadlines: &pay {pay: {at: 'data.?due.orValue(today)', remind: [{before: 2, unit: calendar_days, to: [clerk]}], escalate: [{after: 0, to: [head]}, {after: 3, unit: calendar_days, to: [head]}]}}}
      between: {title: {en: Between, ja: 間}}
      second: {title: {en: Second, ja: 二}, deadlines: *pay}
      third: {title: {en: Third, ja: 三}, deadlines: {pay: {at: 'data.?due.orValue(today)', escalate: [{after: 0, to: [clerk]}]}}}
      held: {title: {en: Held, ja: 保留}, deadlines: *pay}
      gone: {title: {en: Gone, ja: 終了}, final: true}
    transitions:
      start: {title: {en: Start, ja: 開始}, from: draft, to: first, by: clerk}
      leave: {title: {en: Leave, ja: 離れる}, from: [first, second], to: between, by: clerk}
      back: {title: {en: Back, ja: 戻る}, from: between, to: first, by: clerk}
      next: {title: {en: Next, ja: 次へ}, from: [first, between], to: second, by: clerk}
      other: {title: {en: Other, ja: 別へ}, from: [first, second], to: third, by: clerk}
      hold: {title: {en: Hold, ja: 保留}, from: [first, second], to: held, by: clerk, suspends: true}
      resume: {title: {en: Resume, ja: 再開}, from: held, to: $resume, by: clerk}
      move_day: {title: {en: Move, ja: 変更}, from: between, to: $same, by: clerk, input: {required: [due]}}
      close: {title: {en: Close, ja: 完了}, from: any, to: gone, by: clerk}
    """

  /// Day → transitions taken on it; then how often each kind of message went out in all.
  @Test(
    arguments: [
      ([], 1, 2),
      ([("04-02", ["next"])], 1, 2),
      ([("04-02", ["leave", "next"])], 1, 2),
      // Between its states the deadline does not run, and what fell due then is made up for.
      ([("04-02", ["leave"]), ("04-09", ["next"])], 1, 2),
      ([("04-09", ["next"]), ("04-11", ["leave"]), ("04-12", ["back"])], 1, 2),
      ([("04-02", ["hold"]), ("04-12", ["resume"])], 1, 2),
      ([("04-02", ["hold"]), ("04-12", ["resume", "next", "leave", "back", "hold", "resume"])], 1, 2),
      // Another deadline under the same name: its own messages.
      ([("04-02", ["other"])], 0, 1),
    ] as [([(day: String, acts: [TransitionName])], Int, Int)])
  func remindsAndEscalatesOnce(
    _ days: [(day: String, acts: [TransitionName])], _ reminders: Int, _ escalations: Int
  ) throws {
    var world = try StepWorld(Self.claim)
    let id = try world.create("claim", ["due": "2026-04-10"], by: "ann")
    try world.act("start", on: id, by: "ann")
    for (day, acts) in days {
      try world.advance(to: "2026-\(day)T10:00")
      for act in acts { try world.act(act, on: id, by: "ann") }
    }
    try world.advance(to: "2026-05-01")
    let events = world.simulation.entries.map(\.event)
    #expect(events.count { $0 == .reminder } == reminders)
    #expect(events.count { $0 == .escalation } == escalations)
  }

  @Test func anotherDueDayIsAnotherDeadline() throws {
    var world = try StepWorld(Self.claim)
    let id = try world.create("claim", ["due": "2026-04-10"], by: "ann")
    for act in ["start", "leave"] as [TransitionName] { try world.act(act, on: id, by: "ann") }
    try world.act("move_day", on: id, by: "ann", ["due": "2026-04-20"])
    try world.act("next", on: id, by: "ann")
    try world.advance(to: "2026-05-01")
    #expect(world.simulation.entries.count { $0.event == .reminder } == 1)
    #expect(world.simulation.entries.count { $0.event == .escalation } == 2)
    #expect(try world.item(id).runtime.deadlines.map(\.number) == [1])
  }

  static let acting = """
    workflow: decision
    title: {en: Decision, ja: 決定}
    key: DE-{sequence:3}
    calendar: office
    create: {by: [third]}
    data: {type: object, properties: {note: {type: string, title: {en: Note, ja: 備考}}}}
    roles:
      first: {title: {en: First, ja: 一}, acting: after_review}
      second: {title: {en: Second, ja: 二}, acting: after_review}
      third: {title: {en: Third, ja: 三}}
    duties:
      after_review:
        title: {en: After-review, ja: 後閲}
        by: [first, second]
        due: {after: 5, unit: calendar_days, escalate: [{after: 0, to: [third]}]}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true}
      half: {title: {en: Half, ja: 半ば}}
      decided: {title: {en: Decided, ja: 決定}}
      gone: {title: {en: Gone, ja: 終了}, final: true}
    transitions:
      agree: {title: {en: Agree, ja: 同意}, from: draft, to: half, by: first}
      decide: {title: {en: Decide, ja: 決定}, from: half, to: decided, by: second}
      close: {title: {en: Close, ja: 完了}, from: decided, to: gone, by: third}
    """

  /// Each absent holder reads for themselves: that one has done so takes nothing off the other.
  @Test func twoAfterReviewsRunEachByItself() throws {
    var world = try StepWorld(Self.acting)
    var directory = Directory()
    let nobody = Text(verbatim: "-")
    directory.add(Unit(code: "office", title: nobody, parent: nil))
    for (person, role, deputies) in [
      ("ann", "first", ["third"]), ("hal", "second", ["third"]), ("ben", "third", []),
    ] as [(PersonCode, String, [PositionCode])] {
      directory.add(
        Position(
          code: PositionCode(role), title: nobody, unit: "office", roles: [RoleName(role)], deputies: deputies))
      directory.add(Person(code: person, name: nobody, email: nil))
      directory.add(Membership(person: person, position: PositionCode(role), period: Period()))
    }
    for person in ["ann", "hal"] as [PersonCode] {
      directory.add(Absence(person: person, period: Period(from: Day("2026-04-01"), to: Day("2026-04-02"))))
    }
    world.simulation.directory = directory
    let id = try world.create("decision", by: "ben")
    try world.act("agree", on: id, by: "ben")
    try world.advance(to: "2026-04-02T10:00")
    try world.act("decide", on: id, by: "ben")
    #expect(try world.item(id).runtime.duties.map(\.owner) == ["ann", "hal"])
    let runtime = try world.item(id).runtime
    #expect(Runtime(json: runtime.json) == runtime)
    try world.advance(to: "2026-04-03T10:00")
    try world.act("after_review", on: id, by: "ann")
    #expect(try world.item(id).runtime.deadlines.map(\.owner) == ["hal"])
    try world.advance(to: "2026-05-01")
    #expect(world.simulation.entries.count { $0.event == .escalation } == 1)
  }

  /// The stored form brings numbers and dropped deadlines back.
  @Test func isStored() throws {
    var world = try StepWorld(Self.claim)
    let id = try world.create("claim", ["due": "2026-04-10"], by: "ann")
    for act in ["start", "hold"] as [TransitionName] { try world.act(act, on: id, by: "ann") }
    let runtime = try world.item(id).runtime
    #expect(!runtime.suspended.isEmpty && runtime.armings == 1)
    #expect(Runtime(json: runtime.json) == runtime)
    try world.act("resume", on: id, by: "ann")
    try world.act("leave", on: id, by: "ann")
    let left = try world.item(id).runtime
    #expect(left.dropped.count == 1)
    #expect(Runtime(json: left.json) == left)
  }
}
