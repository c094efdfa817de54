import Diagnostics
import JSON
import Logging
import Postgres
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// Old versions live on beside new ones: what is put into force may stop neither.
@Suite struct VersionsInForceTests {
  private static func note(_ field: String) -> String {
    """
    workflow: note
    title: {en: Note, ja: 覚書}
    key: NO-{sequence:3}
    create: {by: [borrower]}
    data: {type: object, additionalProperties: false, properties: {\(field): {type: integer, title: {en: Field, ja: 項目}}}}
    roles: {borrower: {title: {en: Borrower, ja: 借受者}}}
    states: {open: {title: {en: Open, ja: 開}, initial: true}, gone: {title: {en: Gone, ja: 終}, final: true}}
    transitions: {close: {title: {en: Close, ja: 完了}, from: open, to: gone, by: borrower}}

    """
  }

  private static let reading = (
    find: "      - require: data.value < 1000000\n",
    put: "      - require: family.note.all(n, n.data.?pages.orValue(0) < 5) && data.value < 1000000\n"
  )

  /// An item is pinned to a version that reads a field which its neighbour has lost since. A new process starts.
  @Test func aPinnedVersionOutlivesItsNeighboursField() async throws {
    try await SmallWorld.with { world in
      try await world.deploy(.workflow, Self.note("pages"))
      let reading = try await world.deploy(.workflow, try SmallWorld.loan(Self.reading))
      let loan = try await world.loan()
      try await world.deploy(.workflow, try SmallWorld.loan(("{en: Loan, ja: 貸出}", "{en: Lending, ja: 貸出し}")))
      try await world.deploy(.workflow, Self.note("sheets"))
      let fresh = WorkflowEngine(world.database.configuration, logger: .quiet)
      let library = try await fresh.library(as: SmallWorld.admin)
      #expect(library.definitions[reading] != nil)
      await fresh.disconnect()
      try await world.pledge(loan)
      let requested = try await world.act("request", on: loan, as: SmallWorld.tanaka)
      #expect(requested.state == "requested")
    }
  }

  /// A library that does not compile would stop every server: it is not put into force.
  @Test func whatBreaksOthersIsNotApproved() async throws {
    try await SmallWorld.with { world in
      try await world.deploy(.workflow, Self.note("pages"))
      try await world.deploy(.workflow, try SmallWorld.loan(Self.reading))
      let id = try await world.engine.propose(
        try await world.artifact(.workflow, Self.note("sheets")), shownAs: "note.yaml", given: .nothingFound,
        as: SmallWorld.admin)
      await #expect {
        _ = try await world.engine.approve(id, given: .nothingFound, as: SmallWorld.second)
      } throws: { error in
        (error as? EngineError)?.code == .conflict && ((error as? EngineError)?.message.en.contains("pages") ?? false)
      }
      #expect(try await world.entries("event = 'artifact_approved'").count == 2)
      _ = try await world.loan()
    }
  }

  @Test func aNewerCalendarMovesWhatWasProvisional() async throws {
    try await SmallWorld.with { world in
      func calendar(_ until: String, _ holidays: String) -> String {
        """
        calendar: office
        title: {en: Office, ja: 役所}
        known_until: \(until)
        weekly: [saturday, sunday]
        holidays: [\(holidays)]

        """
      }
      try await world.deploy(.calendar, calendar("2026-05-31", ""))
      try await world.deploy(
        .workflow,
        try SmallWorld.loan(
          ("search: {subject", "calendar: office\nsearch: {subject"),
          ("return: {after: 14, unit: calendar_days,", "return: {after: 3, unit: months, roll: next_working_day,")))
      let loan = try await world.lent()
      func due() async throws -> [String] {
        let item = try await world.engine.item(.id(loan.item), as: SmallWorld.tanaka).item
        return item.runtime.deadlines.map { "\($0.due.day) \($0.due.isProvisional)" }
      }
      #expect(try await due() == ["2026-07-06 true"])
      try await world.deploy(
        .calendar, calendar("2027-12-31", "{date: 2026-07-06, title: {en: New, ja: 新しい祝日}}"))
      try await world.settle()
      #expect(try await due() == ["2026-07-07 false"])
      let entries = try await world.entries("event = 'rescheduled'")
      #expect(entries.count == 1 && entries[0].body["deadlines"]?[0]?["to"] == "2026-07-07")
      #expect(try await world.count("select count(*) from task where name = 'recompute'") == 0)
    }
  }
}
