import Diagnostics
import JSON
import Postgres
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// Corrections, definitions, the clock, and who sees what.
@Suite struct GovernanceTests {
  @Test func aCorrectionTakesTwoPersons() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      let correction = Correction(data: ["subject": "訂正後"], state: "overdue", reason: "誤記")
      guard
        case .refused(let denied) = try await world.engine.proposeCorrection(
          .id(loan.item), correction, as: SmallWorld.tanaka)
      else {
        Issue.record("tanaka corrects")
        return
      }
      #expect(denied.kind == .denied)
      _ = try SmallWorld.done(
        try await world.engine.proposeCorrection(.id(loan.item), correction, as: SmallWorld.admin))
      #expect(try await world.engine.item(.id(loan.item), as: SmallWorld.tanaka).item.state == "lent")
      guard
        case .refused(let own) = try await world.engine.settleCorrection(
          .id(loan.item), confirm: true, reason: "", as: SmallWorld.admin)
      else {
        Issue.record("confirmed by its author")
        return
      }
      #expect(own.reasons.map(\.code) == [.dutiesSeparated])
      let settled = try SmallWorld.done(
        try await world.engine.settleCorrection(.id(loan.item), confirm: true, reason: "確認", as: SmallWorld.second))
      #expect(settled.state == "overdue")
      #expect(try await world.engine.item(.id(loan.item), as: SmallWorld.tanaka).item.data["subject"] == "訂正後")
      let entry = try #require(try await world.entries("event = 'corrected'").first)
      #expect(entry.person == "second" && entry.body["proposed_by"] == "admin" && entry.body["reason"] == "誤記")
      #expect(try await ItemReplayTests.faults(world) == [])
    }
  }

  @Test func itemsStayWithTheVersionTheyBeganWith() async throws {
    try await SmallWorld.with { world in
      let old = try await world.lent()
      let text = String(decoding: SmallWorld.definition.bytes, as: UTF8.self)
        .replacing("title: {en: Loan, ja: 貸出}", with: "title: {en: Loan two, ja: 貸出二}")
        .replacing("from: lent\n    to: shipping", with: "from: draft\n    to: shipping")
      let (definition, diagnostics) = checkDefinition(
        SourceFile(name: "loan.yaml", text: text), against: SmallWorld.library.library)
      #expect(diagnostics.map(\.message.en) == [])
      let new = try #require(definition)
      let id = try await world.engine.propose(
        ArtifactFile(kind: .workflow, name: "loan", hash: new.hash, source: text), shownAs: "loan.yaml",
        given: .nothingFound, as: SmallWorld.admin)
      let own = await #expect(throws: EngineError.self) {
        try await world.engine.approve(id, given: .nothingFound, as: SmallWorld.admin)
      }
      #expect(own?.code == .forbidden)
      await #expect(throws: PostgresError.self) {
        try await world.owner.query("update artifact set approved_by = 'admin' where id = \(id)")
      }
      _ = try await world.engine.approve(id, given: .nothingFound, as: SmallWorld.second)
      // The old one ships from where it always did, a new one from the draft.
      #expect(try await world.act("ship", on: old, as: SmallWorld.suzuki).state == "shipping")
      let fresh = try await world.loan()
      #expect(try await world.act("ship", on: fresh, as: SmallWorld.suzuki).state == "shipping")
      #expect(try await world.engine.item(.id(old.item), as: SmallWorld.tanaka).item.definition != new.hash)
      #expect(try await world.engine.item(.id(fresh.item), as: SmallWorld.tanaka).item.definition == new.hash)
    }
  }

  @Test func aProductionClusterKeepsTime() async throws {
    try await withTestDatabase { database in
      let owner = try await database.connect()
      _ = try await SchemaMigrations.migrator().migrate(owner)
      _ = try await Bootstrap(
        kind: .production, artifacts: [], directory: SmallWorld.directory, administrator: "admin"
      ).run(owner)
      let error = await #expect(throws: EngineError.self) { try await Bootstrap.setClock(to: SmallWorld.start, owner) }
      #expect(error?.code == .forbidden)
      await #expect(throws: PostgresError.self) {
        try await owner.script("update cluster set clock_offset = interval '1 day'")
      }
      await owner.close()
    }
  }

  @Test func onlyTheOwnerMovesTheClock() async throws {
    try await SmallWorld.with { world in
      for role in ["sekisho_app", "sekisho_reader", "sekisho_auditor"] {
        let connection = try await world.database.connect { $0.parameters["role"] = role }
        await #expect(throws: PostgresError.self, "\(role)") {
          try await connection.script("update cluster set clock_offset = interval '1 day'")
        }
        await connection.close()
      }
      #expect(try await world.entries("event = 'clock_moved'").count == 1)
    }
  }

  @Test func whatIsHiddenShowsNowhere() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan(["subject": "端末", "value": 2_000_000, "vendor": "acme"])
      try await world.pledge(loan)
      let inside = try await world.engine.item(.id(loan.item), as: SmallWorld.tanaka)
      #expect(inside.data["value"] == 2_000_000 && inside.search.amount == 2_000_000)
      let outside = try await world.engine.item(.id(loan.item), as: SmallWorld.vendor)
      #expect(outside.data["value"] == nil && outside.search.amount == nil && outside.data["subject"] == "端末")

      func reasons(_ caller: Caller) async throws -> [String] {
        try await world.engine.explain(.id(loan.item), as: caller).lines
          .filter { $0.name == "request" }.flatMap(\.reasons).map(\.message.en)
      }
      #expect(try await reasons(SmallWorld.tanaka) == ["Too valuable to lend"])
      let told = try await reasons(SmallWorld.vendor)
      #expect(!told.contains { $0.contains("valuable") } && told.contains { $0.contains("may not see") }, "\(told)")

      guard case .refused = try await world.engine.advance(.id(loan.item), "request", as: SmallWorld.tanaka) else {
        Issue.record("lent")
        return
      }
      let rehearsal = try await world.engine.rehearse(
        .act("request", input: [:], reason: nil), on: .id(loan.item), as: SmallWorld.vendor)
      guard case .refused(let refusal) = rehearsal else {
        Issue.record("rehearsed")
        return
      }
      #expect(!refusal.answer.canonicalText.contains("valuable"))
    }
  }
}
