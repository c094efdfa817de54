import Diagnostics
import JSON
import Logging
import Postgres
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// A repeated request is one request: whoever repeats it, however many at once.
@Suite struct IdempotencyTests {
  private static func comment(_ text: String, _ loan: Receipt, key: String, _ world: SmallWorld) async throws
    -> SubmissionResult
  {
    try await world.engine.comment(
      .id(loan.item), text, as: SmallWorld.suzuki, WriteOptions(idempotencyKey: key))
  }

  private static func code(_ result: SubmissionResult) -> EngineError.Code? {
    if case .failed(let error) = result { error.code } else { nil }
  }

  @Test func theSameKeyHasOneEffectAndTheSameAnswer() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      let first = try SmallWorld.done(try await Self.comment("a", loan, key: "k", world))
      let again = try SmallWorld.done(try await Self.comment("a", loan, key: "k", world))
      #expect(!first.isReplay && again.isReplay && first.version == 2 && again.version == 2)
      #expect(Self.code(try await Self.comment("b", loan, key: "k", world)) == .keyReused)
      #expect(try await world.entries("event = 'comment'").count == 1)
      // Keys are each person's own.
      let other = try await world.engine.comment(
        .id(loan.item), "b", as: SmallWorld.mori, WriteOptions(idempotencyKey: "k"))
      #expect(try SmallWorld.done(other).version == 3)
    }
  }

  @Test func twinsAtOnceHaveOneEffect() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      // A second process beside the first: its lanes know nothing of the others'.
      let second = WorkflowEngine(world.database.configuration, connections: 4, logger: .quiet)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await second.run() }
        let results = try await withThrowingTaskGroup(of: SubmissionResult.self) { twins in
          for index in 0..<40 {
            let engine = index.isMultiple(of: 2) ? world.engine : second
            twins.addTask {
              try await engine.comment(
                .id(loan.item), "a", as: SmallWorld.suzuki, WriteOptions(idempotencyKey: "twin"))
            }
          }
          return try await twins.reduce(into: []) { $0.append($1) }
        }
        for result in results { #expect(try SmallWorld.done(result).version == 2) }
        second.close()
        try await group.waitForAll()
      }
      await second.disconnect()
      #expect(try await world.entries("event = 'comment'").count == 1)
    }
  }

  @Test func creationsHaveOneEffectToo() async throws {
    try await SmallWorld.with { world in
      let options = WriteOptions(idempotencyKey: "new")
      let first = try SmallWorld.done(
        try await world.engine.create("loan", data: ["subject": "x", "value": 1], as: SmallWorld.tanaka, options))
      let again = try SmallWorld.done(
        try await world.engine.create("loan", data: ["subject": "x", "value": 1], as: SmallWorld.tanaka, options))
      #expect(first.item == again.item && first.code == again.code && again.isReplay)
      #expect(try await world.count("select count(*) from item") == 1)
    }
  }

  @Test func aRefusalIsKeptAndToldAgain() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      for _ in 0..<3 {
        let result = try await world.engine.advance(
          .id(loan.item), "request", as: SmallWorld.tanaka, WriteOptions(idempotencyKey: "k"))
        guard case .refused(let refusal) = result else {
          Issue.record("\(result)")
          return
        }
        #expect(refusal.kind == .blocked && refusal.reasons.first?.message.en == "Attach the pledge")
        // What was missing is there by now: the same request still has the same answer.
        try await world.pledge(loan)
      }
      #expect(try await world.entries("event = 'refused'").count == 1)
    }
  }

  @Test func aRepetitionIsAuthorisedAgainByRole() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      let options = WriteOptions(idempotencyKey: "k")
      try await world.act("announce", on: loan, as: SmallWorld.suzuki, options)
      // A later state does not matter, nor who else acted: suzuki still is a keeper.
      try await world.act("ship", on: loan, as: SmallWorld.mori)
      #expect(try await world.act("announce", on: loan, as: SmallWorld.suzuki, options).isReplay)
      var directory = SmallWorld.directory
      directory.end("suzuki", in: "keeper-1", after: "2026-04-01")
      try await world.engine.replaceDirectory(directory, as: SmallWorld.admin)
      let result = try await world.engine.advance(.id(loan.item), "announce", as: SmallWorld.suzuki, options)
      guard case .refused(let refusal) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(refusal.kind == .denied && refusal.reasons.map(\.code) == [.role])
      #expect(try await world.entries("event = 'refused' and person = 'suzuki'").count == 1)
    }
  }

  @Test func aVendorWhoMayNoLongerSeeTheItemFindsNothing() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      let options = WriteOptions(idempotencyKey: "k")
      _ = try SmallWorld.done(try await world.engine.comment(.id(loan.item), "x", as: SmallWorld.vendor, options))
      _ = try await world.engine.edit(.id(loan.item), ["vendor": "other"], as: SmallWorld.tanaka)
      let error = await #expect(throws: EngineError.self) {
        try await world.engine.comment(.id(loan.item), "x", as: SmallWorld.vendor, options)
      }
      #expect(error?.code == .notFound)
    }
  }
}
