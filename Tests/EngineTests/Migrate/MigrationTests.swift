import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

/// Running items move to a newer version: planned, applied in pieces, certified, each with one entry.
@Suite struct MigrationTests {
  /// The review asks for less, so that a review in progress stays behind; a field has another name.
  private static func next() throws -> String {
    try SmallWorld.loan(
      ("content: [subject, value]", "content: [subject]"),
      ("    broken: {type: boolean", "    damaged: {type: boolean"),
      ("fields: [broken, due_on]", "fields: [damaged, due_on]"),
      ("\"has(data.broken) && data.broken\"", "\"has(data.damaged) && data.damaged\""),
      ("transitions:\n", "migrate: {fields: {broken: damaged}}\ntransitions:\n"))
  }

  private func people(_ world: SmallWorld) async throws -> (drafts: [Receipt], lent: Receipt, requested: Receipt) {
    var drafts: [Receipt] = []
    for _ in 0..<3 { drafts.append(try await world.loan()) }
    let lent = try await world.lent()
    let requested = try await world.loan()
    try await world.pledge(requested)
    try await world.act("request", on: requested, as: SmallWorld.tanaka)
    return (drafts, lent, requested)
  }

  @Test func planApplyCertify() async throws {
    try await SmallWorld.with { world in
      let items = try await people(world)
      let text = try Self.next()
      let candidate = try await world.engine.planMigration(to: try await world.checked(text), as: SmallWorld.admin)
      #expect(!candidate.isInForce && candidate.lines.count == 5)
      #expect(candidate.lines.filter { !$0.obstacles.isEmpty }.map(\.code) == [items.requested.code])
      #expect(candidate.lines.flatMap(\.obstacles).map(\.code) == [.reviewChanges])
      await #expect { _ = try await world.engine.applyMigration(candidate.hash, as: SmallWorld.admin) } throws: {
        ($0 as? EngineError)?.code == .conflict
      }
      let target = try await world.deploy(.workflow, text)
      let plan = try await world.engine.planMigration(of: "loan", as: SmallWorld.admin)
      #expect(
        plan.hash == candidate.hash && plan.target == target, "the same items and the same version: the same plan")
      // In pieces of two, as if it were interrupted between.
      var place: ItemPlaceCursor?
      var pieces: [Int] = []
      while true {
        let progress = try await world.engine.applyMigration(plan.hash, behind: place, limit: 2, as: SmallWorld.admin)
        pieces.append(progress.migrated)
        place = progress.next
        if let certificate = progress.certificate {
          #expect(certificate["migrated"] == 4 && certificate["refused"] == 1 && certificate["ended"] == 0)
          #expect(certificate["refusals"]?[0]?["item"] == .string(items.requested.code))
          #expect(certificate["refusals"]?[0]?["reasons"] == ["review_changes"])
          break
        }
      }
      #expect(pieces.reduce(0, +) == 4)
      // Again from the start: nothing twice.
      let again = try await world.engine.applyMigration(plan.hash, as: SmallWorld.admin)
      #expect(again.migrated == 0 && again.next == nil)
      let moved = try await world.entries("event = 'migrated'")
      #expect(moved.count == 4 && moved.allSatisfy { $0.person == "admin" })
      #expect(moved.allSatisfy { $0.body["plan"] == .string(plan.hash.description) })
      #expect(try await world.entries("event = 'migration_applied'").count == 1)
      #expect(try await world.entries("event = 'migration_planned'").count == 1)
      #expect(try await world.engine.migrationPlan(plan.hash, as: SmallWorld.admin).certificate == again.certificate)
    }
  }

  @Test func anItemIsJudgedAsItIsThen() async throws {
    try await SmallWorld.with { world in
      let items = try await people(world)
      try await world.deploy(.workflow, try Self.next())
      let plan = try await world.engine.planMigration(of: "loan", as: SmallWorld.admin)
      // Since the plan one draft went into review, and what was lent came back.
      try await world.pledge(items.drafts[0])
      try await world.act("request", on: items.drafts[0], as: SmallWorld.tanaka)
      try await world.act("give_back", on: items.lent, as: SmallWorld.suzuki)
      let progress = try await world.engine.applyMigration(plan.hash, as: SmallWorld.admin)
      let certificate = try #require(progress.certificate)
      #expect(certificate["migrated"] == 2 && certificate["refused"] == 2 && certificate["ended"] == 1)
      // The review ends; a new plan takes the rest.
      try await world.act("approve", on: items.requested, as: SmallWorld.kimura)
      let rest = try await world.engine.planMigration(of: "loan", as: SmallWorld.admin)
      #expect(rest.lines.count == 2 && rest.hash != plan.hash)
      #expect(try await world.engine.applyMigration(rest.hash, as: SmallWorld.admin).migrated == 1)
      let requested = try await world.engine.item(.id(items.requested.item), as: SmallWorld.tanaka).item
      #expect(requested.definition == plan.target && requested.state == "lent")
      try await world.act("give_back", on: items.requested, as: SmallWorld.suzuki)
      #expect(try await world.entries("event = 'refused'").isEmpty, "who cannot move is named by the certificate alone")
    }
  }

  /// Two who apply one plan at once move each item once.
  @Test func severalMayApplyAtOnce() async throws {
    try await SmallWorld.with { world in
      for _ in 0..<30 { try await world.loan() }
      try await world.deploy(.workflow, try Self.next())
      let plan = try await world.engine.planMigration(of: "loan", as: SmallWorld.admin)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask { _ = try await world.engine.applyMigration(plan.hash, as: SmallWorld.second) }
        }
        try await group.waitForAll()
      }
      #expect(try await world.entries("event = 'migrated'").count == 30)
      #expect(try await world.entries("event = 'migration_applied'").count == 1)
      #expect(try await world.count("select count(*) from item where version = 2") == 30)
    }
  }

  @Test func isForAdministrators() async throws {
    try await SmallWorld.with { world in
      await #expect { _ = try await world.engine.planMigration(of: "loan", as: SmallWorld.tanaka) } throws: {
        ($0 as? EngineError)?.code == .forbidden
      }
      await #expect {
        _ = try await world.engine.applyMigration(ContentDigest.hash(of: []), as: SmallWorld.tanaka)
      } throws: { ($0 as? EngineError)?.code == .forbidden }
      await #expect {
        _ = try await world.engine.applyMigration(ContentDigest.hash(of: []), as: SmallWorld.admin)
      } throws: { ($0 as? EngineError)?.code == .notFound }
    }
  }
}
