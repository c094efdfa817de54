import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

@Suite struct BatchTests {
  private static func comment(_ loan: Receipt, _ text: String, by caller: Caller = SmallWorld.suzuki) -> Submission {
    Submission(
      StepRequest(item: loan.item, event: .comment(text), actor: caller.actor), family: loan.family)
  }

  private static func creation(_ subject: String) -> Submission {
    Submission(
      StepRequest(
        item: nil,
        event: .create(NewItem(workflow: "loan", parent: nil, data: ["subject": .string(subject), "value": 1])),
        actor: SmallWorld.tanaka.actor), family: nil)
  }

  /// One batch, whatever the lanes would have made of it.
  private static func commit(_ batch: [Submission], _ world: SmallWorld) async throws -> [SubmissionResult] {
    try await world.engine.perform { [cache = world.engine.cache] connection in
      try await BatchCommit(connection: connection, cache: cache).run(batch)
    }
  }

  @Test func aStaleVersionIsRefusedWithoutAnEntry() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      _ = try SmallWorld.done(
        try await world.engine.comment(.id(loan.item), "1", as: SmallWorld.suzuki, WriteOptions(expectedVersion: 1)))
      let result = try await world.engine.comment(
        .id(loan.item), "2", as: SmallWorld.suzuki, WriteOptions(expectedVersion: 1))
      guard case .refused(let refusal) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(refusal.kind == .stale)
      #expect(try await world.entries("event in ('refused', 'comment')").map(\.event) == ["comment"])
    }
  }

  @Test func twoRequestsOnOneItemStepInTurnAndWriteOneRow() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      let pledge = try await world.pledge(loan)
      let request = { (act: TransitionName, caller: Caller) in
        Submission(
          StepRequest(item: loan.item, event: .act(act, input: [:], reason: nil), actor: caller.actor),
          family: loan.family)
      }
      // The second is possible only after the first; the third comes too late.
      let results = try await Self.commit(
        [
          request("request", SmallWorld.tanaka), request("approve", SmallWorld.kimura),
          request("request", SmallWorld.tanaka),
        ],
        world)
      #expect(try SmallWorld.done(results[0]).state == "requested")
      #expect(try SmallWorld.done(results[1]).state == "lent")
      guard case .refused = results[2] else {
        Issue.record("\(results[2])")
        return
      }
      let rows = try await world.owner.query("select version, xmin::text from item")
      #expect(try rows.single.get(0, as: Int64.self) == pledge.version + 3)
      #expect(try await world.count("select count(distinct xid) from history where item is not null") == 3)
      #expect(try await ItemReplayTests.faults(world) == [])
    }
  }

  @Test func aPoisonousRequestCostsTheOthersNothing() async throws {
    try await SmallWorld.with { world in
      // U+0000 is text to JSON and none to PostgreSQL: the whole batch fails, and each is tried alone.
      let results = await withTaskGroup(of: (Int, SubmissionResult).self) { group in
        for number in 0..<20 {
          let subject = number == 7 ? "poison\u{0}" : "sound \(number)"
          group.addTask { (number, await world.engine.submit(Self.creation(subject))) }
        }
        return await group.reduce(into: [Int: SubmissionResult]()) { $0[$1.0] = $1.1 }
      }
      for (number, result) in results {
        if number == 7 {
          guard case .failed = result else {
            Issue.record("\(result)")
            continue
          }
        } else {
          _ = try SmallWorld.done(result)
        }
      }
      #expect(try await world.count("select count(*) from item") == 19)
      #expect(try await world.count("select count(*) from history where event = 'created'") == 19)
    }
  }

  @Test func anUnknownOutcomeIsSaidAndResolvedByTheKey() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      // The server ends the connection in the middle of COMMIT: nobody can say whether it holds.
      try await world.owner.script(
        """
        create function fall() returns trigger language plpgsql security definer as
          $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
        create constraint trigger fall after insert on history deferrable initially deferred
          for each row execute function fall();
        """)
      let options = WriteOptions(idempotencyKey: "k")
      let result = try await world.engine.comment(.id(loan.item), "x", as: SmallWorld.suzuki, options)
      guard case .failed(let error) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(error.code == .outcomeUnknown)
      try await world.owner.script("drop trigger fall on history")
      let again = try SmallWorld.done(
        try await world.engine.comment(.id(loan.item), "x", as: SmallWorld.suzuki, options))
      #expect(again.version == 2)
      #expect(try await world.entries("event = 'comment'").count == 1)
    }
  }

  @Test func aConnectionLostBeforeItsCommitLeavesNothing() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      // The server ends the connection while the batch is written: it never comes to COMMIT.
      try await world.owner.script(
        """
        create function fall() returns trigger language plpgsql security definer as
          $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
        create trigger fall before insert on history for each row execute function fall();
        """)
      let options = WriteOptions(idempotencyKey: "k")
      guard
        case .failed(let error) = try await world.engine.comment(.id(loan.item), "x", as: SmallWorld.suzuki, options)
      else {
        Issue.record("it was taken")
        return
      }
      #expect(error.code == .tryAgain)
      #expect(try await world.entries("event = 'comment'").isEmpty)
      try await world.owner.script("drop trigger fall on history")
      _ = try SmallWorld.done(try await world.engine.comment(.id(loan.item), "x", as: SmallWorld.suzuki, options))
      #expect(try await world.entries("event = 'comment'").count == 1)
    }
  }

  @Test func aBulkOfRequestsAnswersEachForItself() async throws {
    try await SmallWorld.with { world in
      var loans: [Receipt] = []
      for number in 0..<60 {
        let loan = try await world.loan(["subject": .string("\(number)"), "value": 1])
        if number % 3 != 0 { try await world.pledge(loan) }
        loans.append(loan)
      }
      let results = await withTaskGroup(of: (Int, SubmissionResult).self) { group in
        for (number, loan) in loans.enumerated() {
          group.addTask {
            let request = StepRequest(
              item: loan.item, event: .act("request", input: [:], reason: nil), actor: SmallWorld.tanaka.actor)
            return (number, await world.engine.submit(Submission(request, family: loan.family)))
          }
        }
        return await group.reduce(into: [Int: SubmissionResult]()) { $0[$1.0] = $1.1 }
      }
      for (number, result) in results {
        switch result {
        case .done(let receipt): #expect(number % 3 != 0 && receipt.state == "requested")
        case .refused(let refusal): #expect(number % 3 == 0 && refusal.kind == .blocked)
        case .failed(let error): Issue.record("\(number): \(error)")
        }
      }
      #expect(try await world.count("select count(*) from item where state = 'requested'") == 40)
      #expect(try await ItemReplayTests.faults(world) == [])
    }
  }
}
