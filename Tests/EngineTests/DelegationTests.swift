import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

/// Delegation by the holder needs no second person, but is bounded and held against separation of duties.
@Suite struct DelegationTests {
  private static func give(
    _ giver: PersonCode, _ taker: PersonCode, _ roles: Set<RoleName>, _ world: SmallWorld, as caller: Caller
  ) async throws -> DirectoryOutcome {
    try await world.engine.delegate(
      DirectoryChangeTests.delegation(giver, taker, roles, to: "2026-05-01"), reason: "出張", as: caller)
  }

  @Test func onesOwnTakesEffectAtOnce() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      guard case .inForce = try await Self.give("suzuki", "nakamura", ["keeper"], world, as: SmallWorld.suzuki) else {
        Issue.record("not in force")
        return
      }
      #expect(try await world.entries("event = 'delegation_added'").map(\.person) == ["suzuki"])
      let mine = try await world.engine.delegations(as: SmallWorld.nakamura)
      #expect(mine.map(\.value.from) == ["suzuki"])
      let acted = try await world.engine.advance(.id(loan.item), "announce", as: SmallWorld.nakamura)
      _ = try SmallWorld.done(acted)
      #expect(try await world.entries("event = 'transition' and 'suzuki' = any(behalf)").count == 1)

      // The taker may hand it back; then it is gone.
      _ = try await world.engine.revokeDelegation(
        try #require(mine.first?.id), reason: "復帰", as: SmallWorld.nakamura)
      #expect(try await world.engine.delegations(as: SmallWorld.suzuki).isEmpty)
      guard case .refused = try await world.engine.advance(.id(loan.item), "announce", as: SmallWorld.nakamura) else {
        Issue.record("still acting")
        return
      }
    }
  }

  @Test func anothersNeedsTwoAdministrators() async throws {
    try await SmallWorld.with { world in
      await #expect(throws: EngineError.self) {
        try await Self.give("suzuki", "nakamura", ["keeper"], world, as: SmallWorld.tanaka)
      }
      guard
        case .proposed(let change) = try await Self.give("suzuki", "nakamura", ["keeper"], world, as: SmallWorld.admin)
      else {
        Issue.record("not proposed")
        return
      }
      #expect(try await world.engine.delegations(all: true, as: SmallWorld.admin).isEmpty)
      _ = try await world.engine.approveChange(change.id, as: SmallWorld.second)
      #expect(try await world.engine.delegations(all: true, as: SmallWorld.admin).count == 1)
    }
  }

  @Test func circlesAndLongChainsAreRefused() async throws {
    try await SmallWorld.with { world in
      for (giver, taker, caller) in [
        ("kimura", "nakamura", SmallWorld.kimura), ("nakamura", "mori", SmallWorld.nakamura),
        ("mori", "suzuki", SmallWorld.mori),
      ] as [(PersonCode, PersonCode, Caller)] {
        guard case .inForce = try await Self.give(giver, taker, [], world, as: caller) else {
          Issue.record("\(giver) to \(taker)")
          return
        }
      }
      guard case .faulty(let circle) = try await Self.give("suzuki", "kimura", [], world, as: SmallWorld.suzuki) else {
        Issue.record("a circle")
        return
      }
      #expect(circle.list.first?.message.en.contains("circle") == true)
      guard case .faulty(let long) = try await Self.give("suzuki", "admin", [], world, as: SmallWorld.suzuki) else {
        Issue.record("a long chain")
        return
      }
      #expect(long.list.first?.message.en.contains("at most 3 links") == true)
    }
  }

  @Test func whoHasActedInAnExcludingRoleIsNotGivenTheOther() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      guard case .faulty(let faults) = try await Self.give("suzuki", "tanaka", ["keeper"], world, as: SmallWorld.suzuki)
      else {
        Issue.record("tanaka borrowed it")
        return
      }
      #expect(faults.list.first?.message.en.contains(loan.code) == true, "\(faults.list)")
      // Once the item is closed there is nothing left to mix.
      try await world.act("give_back", on: loan, as: SmallWorld.suzuki)
      guard case .inForce = try await Self.give("suzuki", "tanaka", ["keeper"], world, as: SmallWorld.suzuki) else {
        Issue.record("still barred")
        return
      }
    }
  }

  @Test func daysAwayAreOnesOwnToAnnounce() async throws {
    try await SmallWorld.with { world in
      let absence = Absence(person: "kimura", period: Period(from: "2026-04-10", to: "2026-04-12"))
      guard case .inForce = try await world.engine.announceAbsence(absence, reason: "休暇", as: SmallWorld.kimura),
        case .proposed = try await world.engine.announceAbsence(
          Absence(person: "mori", period: absence.period), reason: "病気", as: SmallWorld.admin)
      else {
        Issue.record("not announced")
        return
      }
      let mine = try await world.engine.absences(as: SmallWorld.kimura)
      #expect(mine.count == 1)
      await #expect(throws: EngineError.self) {
        try await world.engine.revokeAbsence(try #require(mine.first?.id), reason: "", as: SmallWorld.tanaka)
      }
      _ = try await world.engine.revokeAbsence(try #require(mine.first?.id), reason: "", as: SmallWorld.kimura)
      #expect(try await world.engine.absences(all: true, as: SmallWorld.admin).isEmpty)
      #expect(try await world.entries("event like 'absence_%'").map(\.event) == ["absence_added", "absence_removed"])
    }
  }
}
