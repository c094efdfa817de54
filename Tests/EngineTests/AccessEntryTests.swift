import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

/// What leaves an entry beside what moves items: refused creations, sign-ins, attempts on what one may not see,
/// readings of the record, floods.
@Suite struct AccessEntryTests {
  @Test func aRefusedCreationLeavesAnEntryOnTheActor() async throws {
    try await SmallWorld.with { world in
      let result = try await world.engine.create("loan", data: [:], as: SmallWorld.suzuki)
      guard case .refused(let refusal) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(refusal.kind == .denied)
      let entries = try await world.entries("event = 'refused'")
      #expect(entries.count == 1 && entries.first?.person == "suzuki")
      #expect(entries.first?.body["workflow"] == "loan" && entries.first?.body["kind"] == "denied")
      // Malformed input is nobody's attempt at anything.
      _ = try await world.engine.create("loan", data: ["value": "x"], as: SmallWorld.tanaka)
      #expect(try await world.entries("event = 'refused'").count == 1)
    }
  }

  @Test func signInsAreRecordedOnceAnHourAndFailuresOfKnownTokens() async throws {
    try await SmallWorld.with { world in
      let issued = try await world.engine.issueToken(
        for: "tanaka", scopes: [.read], days: 1, label: "", as: SmallWorld.admin)
      for _ in 0..<3 { _ = try await world.engine.signIn(issued.secret) }
      #expect(try await world.entries("event = 'signed_in'").map(\.person) == ["tanaka"])
      try await Bootstrap.setClock(to: SmallWorld.start.adding(seconds: 3_700), world.owner)
      _ = try await world.engine.signIn(issued.secret)
      let entries = try await world.entries("event = 'signed_in'")
      #expect(entries.count == 2 && entries.last?.body == ["token": .string(issued.id.description)])

      try await Bootstrap.setClock(to: SmallWorld.start.adding(seconds: 90_000), world.owner)
      await #expect(throws: EngineError.self) { try await world.engine.signIn(issued.secret) }
      await #expect(throws: EngineError.self) { try await world.engine.signIn(TokenSecret()) }
      let refused = try await world.entries("event = 'refused'")
      #expect(refused.map(\.person) == ["tanaka"] && refused.first?.body["kind"] == "expired")
      let other = try await world.engine.issueToken(
        for: "mori", scopes: [.read], days: 1, label: "", as: SmallWorld.admin)
      try await world.engine.revokeToken(other.id, as: SmallWorld.mori)
      await #expect(throws: EngineError.self) { try await world.engine.signIn(other.secret) }
      #expect(try await world.entries("event = 'refused'").last?.body["kind"] == "revoked")
    }
  }

  @Test func aTokenIsExchanged() async throws {
    try await SmallWorld.with { world in
      let old = try await world.engine.issueToken(
        for: "tanaka", scopes: [.read], days: 1, label: "cli", as: SmallWorld.tanaka)
      await #expect(throws: EngineError.self) {
        try await world.engine.rotateToken(old.id, days: 1, as: SmallWorld.mori)
      }
      let new = try await world.engine.rotateToken(old.id, days: 30, as: SmallWorld.tanaka)
      #expect(new.person == "tanaka" && new.scopes == ["read"])
      #expect(try await world.engine.signIn(new.secret).person == "tanaka")
      await #expect(throws: EngineError.self) { try await world.engine.signIn(old.secret) }
      await #expect(throws: EngineError.self) {
        try await world.engine.rotateToken(old.id, days: 1, as: SmallWorld.tanaka)
      }
      #expect(try await world.entries("event = 'token_rotated'").count == 1)
      #expect(
        try await world.engine.tokens(of: "tanaka", as: SmallWorld.tanaka).filter { $0.revokedAt == nil }.count == 1)
    }
  }

  @Test func whoReachesForAnothersItemFindsNothingAndIsRecorded() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      for attempt in 0..<2 {
        do {
          if attempt == 0 {
            _ = try await world.engine.item(.id(loan.item), as: SmallWorld.rival)
          } else {
            _ = try await world.engine.comment(.code(loan.code), "hello", as: SmallWorld.rival)
          }
          Issue.record("found")
        } catch let error as EngineError {
          #expect(error.code == .notFound)
        }
      }
      await #expect(throws: EngineError.self) { try await world.engine.item(.code("LN-0"), as: SmallWorld.rival) }
      let entries = try await world.entries("event = 'refused'")
      #expect(entries.map(\.person) == ["rival", "rival"])
      #expect(entries.map { $0.body["asked"] } == [.string(loan.item.description), .string(loan.code)])
      // Nothing on the item itself: its own people see no stranger's name there.
      #expect(try await world.count("select count(*) from history where item is not null and event = 'refused'") == 0)
    }
  }

  @Test func readingTheRecordIsAnEntry() async throws {
    try await SmallWorld.with { world in
      try await world.loan()
      var query = HistoryQuery()
      query.events = ["created", "bootstrapped"]
      await #expect(throws: EngineError.self) { try await world.engine.record(query, as: SmallWorld.tanaka) }
      let page = try await world.engine.record(query, as: SmallWorld.admin)
      // Entries that belong to no item are part of the record.
      #expect(Set(page.elements.map(\.event)) == ["bootstrapped", "created"])
      let entries = try await world.entries("event = 'record_read'")
      #expect(entries.map(\.person) == ["admin"])
      #expect(entries.first?.body == ["events": ["created", "bootstrapped"], "rows": 2])
      await #expect(throws: EngineError.self) { try await world.engine.history(query, as: SmallWorld.admin) }
    }
  }

  @Test func aFloodLeavesCountsInsteadOfEntries() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<50 {
          group.addTask { _ = try? await world.engine.advance(.id(loan.item), "give_back", as: SmallWorld.tanaka) }
        }
      }
      _ = try await world.engine.advance(.id(loan.item), "give_back", as: SmallWorld.mori)
      let limit = Int(RefusalRate.limit)
      #expect(try await world.entries("event = 'refused' and person = 'tanaka'").count == limit)
      #expect(try await world.entries("event = 'refused' and person = 'mori'").count == 1)
      // Too early: the minute runs.
      try await world.engine.summariseRefusals()
      #expect(try await world.entries("event = 'refusals_counted'").isEmpty)
      try await Bootstrap.setClock(to: SmallWorld.start.adding(seconds: 300), world.owner)
      _ = try await world.engine.advance(.id(loan.item), "give_back", as: SmallWorld.tanaka)
      #expect(try await world.entries("event = 'refused' and person = 'tanaka'").count == limit + 1)
      try await world.engine.summariseRefusals()
      try await world.engine.summariseRefusals()
      let counted = try await world.entries("event = 'refusals_counted'")
      #expect(counted.count == 1 && counted.first?.person == "tanaka")
      #expect(counted.first?.body["count"] == .number(.init(50 - limit)))
    }
  }
}
