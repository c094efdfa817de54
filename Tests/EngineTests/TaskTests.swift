import Diagnostics
import JSON
import Logging
import Postgres
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// Work that follows: leases with fences, dead letters, and the drain that does everything once.
@Suite struct TaskTests {
  private static func shipped(_ world: SmallWorld) async throws -> Receipt {
    let loan = try await world.lent()
    return try await world.act("ship", on: loan, as: SmallWorld.suzuki)
  }

  private static func claim(_ world: SmallWorld, by worker: String) async throws -> [LeasedTask] {
    try await world.engine.claim(kinds: ["external"], endpoint: "carrier", worker: worker, leaseSeconds: 60)
  }

  private static func later(_ seconds: Int64, _ world: SmallWorld) async throws {
    try await Bootstrap.setClock(to: try await world.engine.now().adding(seconds: seconds), world.owner)
  }

  @Test func anExpiredLeaseIsRescuedAndTheLateResultRefused() async throws {
    try await SmallWorld.with { world in
      let loan = try await Self.shipped(world)
      let first = try #require(try await Self.claim(world, by: "a").first)
      #expect(try await Self.claim(world, by: "b").isEmpty)
      try await Self.later(40, world)
      try await world.engine.heartbeat(first.id, fence: first.fence)
      try await Self.later(40, world)
      #expect(try await Self.claim(world, by: "b").isEmpty)
      try await Self.later(40, world)
      let second = try #require(try await Self.claim(world, by: "b").first)
      #expect(second.id == first.id && second.fence > first.fence && second.attempts == 2)
      #expect(second.idempotencyKey == first.idempotencyKey)
      // The first wakes up and has lost: nothing it says counts.
      for late in 0..<3 {
        let error = await #expect(throws: EngineError.self) {
          switch late {
          case 0: _ = try await world.engine.complete(first.id, fence: first.fence, result: .object([:]))
          case 1: try await world.engine.heartbeat(first.id, fence: first.fence)
          default: try await world.engine.fail(first.id, fence: first.fence, error: "late", fate: .dead)
          }
        }
        #expect(error?.code == .leaseLost)
      }
      let result = try await world.engine.complete(second.id, fence: second.fence, result: .object([:]))
      #expect(try SmallWorld.done(result).state == "lent")
      #expect(try await world.engine.item(.id(loan.item), as: SmallWorld.suzuki).item.version == loan.version + 1)
      let error = await #expect(throws: EngineError.self) {
        try await world.engine.complete(second.id, fence: second.fence, result: .object([:]))
      }
      #expect(error?.code == .leaseLost)
    }
  }

  @Test func claimsAtOnceShareTheTasks() async throws {
    try await SmallWorld.with { world in
      for _ in 0..<5 { _ = try await Self.shipped(world) }
      let claimed = try await withThrowingTaskGroup(of: [LeasedTask].self) { group in
        for worker in 0..<8 {
          group.addTask {
            try await world.engine.claim(kinds: ["external"], worker: "\(worker)", leaseSeconds: 60, limit: 2)
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(claimed.count == 5 && Set(claimed.map(\.id)).count == 5)
    }
  }

  @Test func aDeadLetterIsLookedAtAndRevivedOrCancelled() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      try await world.act("announce", on: loan, as: SmallWorld.suzuki)
      let task = try #require(
        try await world.engine.claim(kinds: ["webhook"], worker: "a", leaseSeconds: 60).first)
      try await world.engine.fail(task.id, fence: task.fence, error: "refused", fate: .dead)
      #expect(try await world.engine.claim(kinds: ["webhook"], worker: "a", leaseSeconds: 60).isEmpty)
      await #expect(throws: EngineError.self) { try await world.engine.tasks(dead: true, as: SmallWorld.tanaka) }
      let dead = try await world.engine.tasks(dead: true, as: SmallWorld.admin)
      #expect(dead.map(\.lastError) == ["refused"] && dead.map(\.code) == [loan.code])
      try await world.engine.retry(task.id, as: SmallWorld.admin)
      let again = try #require(
        try await world.engine.claim(kinds: ["webhook"], worker: "b", leaseSeconds: 60).first)
      #expect(again.attempts == 1 && again.fence > task.fence)
      try await world.engine.fail(again.id, fence: again.fence, error: "x", fate: .retry(afterMilliseconds: 5_000))
      #expect(try await world.engine.claim(kinds: ["webhook"], worker: "b", leaseSeconds: 60).isEmpty)
      try await Self.later(6, world)
      #expect(try await world.engine.claim(kinds: ["webhook"], worker: "b", leaseSeconds: 60).count == 1)
      try await world.engine.cancel(task.id, as: SmallWorld.admin)
      await #expect(throws: EngineError.self) { try await world.engine.cancel(task.id, as: SmallWorld.admin) }
    }
  }

  @Test func aFailureForGoodTakesTheDefinitionsWayOut() async throws {
    try await SmallWorld.with { world in
      let loan = try await Self.shipped(world)
      let task = try #require(try await Self.claim(world, by: "a").first)
      try await world.engine.fail(task.id, fence: task.fence, error: "lost", fate: .dead)
      #expect(try await world.engine.item(.id(loan.item), as: SmallWorld.suzuki).item.state == "returned")
      #expect(try await world.engine.tasks(dead: nil, as: SmallWorld.admin).filter { $0.kind == "external" }.isEmpty)
    }
  }

  @Test func drainsAtOnceDoEverythingOnce() async throws {
    try await SmallWorld.with { world in
      let second = WorkflowEngine(world.database.configuration, connections: 4, logger: .quiet)
      var loans: [Receipt] = []
      for _ in 0..<12 { loans.append(try await world.lent()) }
      try await world.settle()
      for loan in loans { _ = try await world.engine.edit(.id(loan.item), ["broken": true], as: SmallWorld.suzuki) }
      let taken = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<6 {
          let engine = index.isMultiple(of: 2) ? world.engine : second
          group.addTask {
            var total = 0
            while true {
              let taken = try await engine.drain(limit: 5)
              total += taken
              let left = try await engine.vitals().queues.first { $0.kind == "automatic" }?.due ?? 0
              if left == 0 { return total }
            }
          }
        }
        return try await group.reduce(0, +)
      }
      await second.disconnect()
      #expect(taken == 12)
      #expect(try await world.count("select count(*) from item where state = 'returned'") == 12)
      #expect(
        try await world.count("select count(*) from history where body like '%\"transition\":\"scrap\"%'") == 12)
      #expect(try await ItemReplayTests.faults(world) == [])
    }
  }

  @Test func deadlinesFireInTheirOrderAndOnce() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      try await world.settle()
      try await Self.later(11 * 86_400, world)
      try await world.settle()
      #expect(try await world.entries("event = 'reminder'").count == 1)
      try await Self.later(5 * 86_400, world)
      try await world.settle()
      try await world.settle()
      #expect(try await world.engine.item(.id(loan.item), as: SmallWorld.suzuki).item.state == "overdue")
      #expect(try await world.entries("body like '%\"transition\":\"lapse\"%'").count == 1)
      #expect(try await ItemReplayTests.faults(world) == [])
    }
  }

  /// A state that was left takes its deadline with it.
  @Test func aDeadlineOfAStateThatWasLeftDoesNothing() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      try await world.act("give_back", on: loan, as: SmallWorld.suzuki)
      try await Self.later(30 * 86_400, world)
      try await world.settle()
      #expect(try await world.engine.item(.id(loan.item), as: SmallWorld.suzuki).item.state == "returned")
      #expect(try await world.engine.tasks(dead: true, as: SmallWorld.admin).isEmpty)
    }
  }
}
