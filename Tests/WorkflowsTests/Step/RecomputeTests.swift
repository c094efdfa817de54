import Diagnostics
import JSON
import Testing

@testable import Workflows

/// A deadline beyond the calendar's knowledge is computed again when the calendar grows.
@Suite struct RecomputeTests {
  static let visit = """
    workflow: visit
    title: {en: Visit, ja: 訪問}
    key: VI-{sequence:3}
    calendar: office
    create: {by: [clerk]}
    data: {type: object, properties: {}}
    roles: {clerk: {title: {en: Clerk, ja: 係}}}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true}
      planned:
        title: {en: Planned, ja: 予定}
        deadlines: {go: {after: 22, unit: months, roll: next_working_day, remind: [{before: 1, unit: working_days, to: [clerk]}], escalate: [{after: 0, to: [clerk]}]}}
      held: {title: {en: Held, ja: 保留}}
      gone: {title: {en: Gone, ja: 終了}, final: true}
    transitions:
      plan: {title: {en: Plan, ja: 計画}, from: draft, to: planned, by: clerk, effects: [{open: report}]}
      hold: {title: {en: Hold, ja: 保留}, from: planned, to: held, by: clerk, suspends: true}
      resume: {title: {en: Resume, ja: 再開}, from: held, to: $resume, by: clerk}
      close: {title: {en: Close, ja: 完了}, from: planned, to: gone, by: clerk}
    duties:
      report: {title: {en: Report, ja: 報告}, by: clerk, due: {after: 22, unit: months, roll: next_working_day, escalate: [{after: 1, unit: calendar_days, to: [clerk]}]}}
    """

  /// Knows a year more, with a holiday on the day that was computed without it.
  static func grown(holiday: String?) throws -> WorkCalendar {
    var days: [Day: Text] = [:]
    if let holiday { days[try #require(Day(holiday))] = Text(verbatim: "-") }
    return WorkCalendar(
      name: "office", weeklyDaysOff: [0, 6], closures: [], holidays: days,
      knownUntil: try #require(Day("2028-12-31")))
  }

  private func planned() throws -> (StepWorld, ItemID) {
    var world = try StepWorld(Self.visit)
    let id = try world.create("visit", by: "ann")
    try world.act("plan", on: id, by: "ann")
    #expect(try world.item(id).runtime.deadlines.map(\.due.isProvisional) == [true, true])
    #expect(try world.item(id).runtime.deadlines.map(\.due.day.description) == ["2028-02-01", "2028-02-01"])
    return (world, id)
  }

  private func recompute(_ world: inout StepWorld, _ id: ItemID) {
    _ = world.simulation.perform(StepRequest(item: id, event: .recompute, actor: nil))
  }

  @Test func movesWithOneEntry() throws {
    var (world, id) = try planned()
    let version = try world.item(id).version
    recompute(&world, id)
    #expect(try world.item(id).version == version, "nothing new is known")
    world.simulation.library.calendars["office"] = try Self.grown(holiday: "2028-02-01")
    recompute(&world, id)
    let item = try world.item(id)
    #expect(item.version == version + 1)
    #expect(item.runtime.deadlines.map(\.due.day.description) == ["2028-02-02", "2028-02-02"])
    #expect(item.runtime.deadlines.allSatisfy { !$0.due.isProvisional })
    let entry = try #require(world.simulation.entries.last)
    #expect(entry.event == .rescheduled)
    #expect(
      entry.body["deadlines"]?[0] == ["name": "report", "from": "2028-02-01", "to": "2028-02-02", "provisional": false])
    recompute(&world, id)
    #expect(try world.item(id).version == version + 1)
    try world.advance(to: "2028-03-01")
    #expect(world.simulation.entries.count { $0.event == .reminder } == 1)
    #expect(world.simulation.entries.count { $0.event == .escalation } == 2)
  }

  @Test func becomesCertainWithoutMoving() throws {
    var (world, id) = try planned()
    let numbers = try world.item(id).runtime.deadlines.map(\.number)
    world.simulation.library.calendars["office"] = try Self.grown(holiday: nil)
    recompute(&world, id)
    #expect(try world.item(id).runtime.deadlines.map(\.number) == numbers)
    #expect(try world.item(id).runtime.deadlines.allSatisfy { !$0.due.isProvisional })
    try world.advance(to: "2028-03-01")
    #expect(world.simulation.entries.count { $0.event == .reminder } == 1)
  }

  /// Nobody asked: the deadline's own firing notices, and nothing goes out a day too early.
  @Test func isNoticedByItsOwnFiring() throws {
    var (world, id) = try planned()
    world.simulation.library.calendars["office"] = try Self.grown(holiday: "2028-02-01")
    try world.advance(to: "2028-02-01T12:00")
    #expect(try world.item(id).runtime.deadlines.map(\.due.day.description) == ["2028-02-02", "2028-02-02"])
    #expect(world.simulation.entries.count { $0.event == .escalation } == 0)
    try world.advance(to: "2028-03-01")
    #expect(world.simulation.entries.count { $0.event == .escalation } == 2)
  }

  @Test func reachesASuspendedDeadline() throws {
    var (world, id) = try planned()
    try world.act("hold", on: id, by: "ann")
    world.simulation.library.calendars["office"] = try Self.grown(holiday: "2028-02-01")
    recompute(&world, id)
    #expect(try world.item(id).runtime.suspended.first?.deadlines.first?.due.day.description == "2028-02-02")
    try world.act("resume", on: id, by: "ann")
    try world.advance(to: "2028-03-01")
    #expect(world.simulation.entries.count { $0.event == .reminder } == 1)
    #expect(world.simulation.entries.count { $0.event == .escalation } == 2)
  }
}
