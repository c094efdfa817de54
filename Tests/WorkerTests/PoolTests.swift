import Engine
import Foundation
import HTTPTypes
import JSON
import Postgres
import ServiceLifecycle
import Testing
import Workflows

@testable import Worker

/// How the pool wakes, stops and shares.
@Suite(.timeLimit(.minutes(20))) struct PoolTests {
  @Test func aNotificationWakesIt() async throws {
    try await WorkerWorld.with { world in
      try await Receiver.with([.init(status: .ok)]) { receiver, url in
        // Polls once in an hour: only the signal can bring the second delivery.
        try await world.working(poll: .seconds(3_600)) {
          $0.webhooks["finance"] = .init(url: url, secret: WebhookTests.secret)
        } _: { _ in
          var deliveries = receiver.deliveries.makeAsyncIterator()
          for _ in 0..<3 {
            try await world.act("announce", on: try await world.loan())
            _ = await deliveries.next()
          }
          try await world.until { try await world.tasks().isEmpty }
        }
      }
    }
  }

  @Test func pollingFindsWhatNobodyTold() async throws {
    try await WorkerWorld.with { world in
      try await Receiver.with([.init(status: .ok)]) { receiver, url in
        try await world.working {
          $0.webhooks["finance"] = .init(url: url, secret: WebhookTests.secret)
        } _: { _ in
          let loan = try await world.loan()
          // A row without a notification, as after a notification that was lost.
          try await world.owner.query(
            """
            insert into task (id, family, item, kind, name, endpoint, payload, due_at, created_at)
            select gen_random_uuid(), family, id, 'webhook', 'announcement', 'finance', '{}', sekisho_now(), sekisho_now()
            from item where id = \(PGUUID(high: loan.item.high, low: loan.item.low))
            """)
          _ = await receiver.deliveries.first { _ in true }
          try await world.until { try await world.tasks().isEmpty }
        }
      }
    }
  }

  @Test func deadlinesFireWhenTheyAreDue() async throws {
    try await WorkerWorld.with { world in
      try await world.working { _ in
      } _: { _ in
        let loan = try await world.loan()
        try await world.act("wait", on: loan)
        try await world.moveClock(bySeconds: 3_601)
        try await world.until {
          try await world.engine.item(.id(loan.item), as: WorkerWorld.person).item.state == "lost"
        }
      }
    }
  }

  @Test func aStopLetsWhatRunsEndAndClaimsNothingNew() async throws {
    try await WorkerWorld.with { world in
      let gate = Receiver.Gate()
      try await Receiver.with([.init(status: .ok, gate: gate)]) { receiver, url in
        try await world.working {
          $0.webhooks["finance"] = .init(url: url, secret: WebhookTests.secret)
        } _: { services in
          let loan = try await world.loan()
          try await world.act("announce", on: loan)
          _ = await receiver.deliveries.first { _ in true }
          await services.triggerGracefulShutdown()
          // Comes after the stop: nobody takes it.
          try await world.act("announce", on: loan)
          gate.open()
        }
        let left = try await world.tasks()
        #expect(left.map(\.attempts) == [0] && left.map(\.worker) == [nil])
      }
    }
  }

  /// The session of the report ends, once: before its COMMIT, or in the middle of it. What was done outside is not done
  /// again, although the lease would last for another minute.
  @Test(
    arguments: ["run", "tell"] as [TransitionName],
    [
      "trigger fall before delete on task",
      "constraint trigger fall after delete on task deferrable initially deferred",
    ])
  func aReportThatIsLostIsRepeatedAndNotTheWork(act: TransitionName, trigger: String) async throws {
    try await WorkerWorld.with { world in
      let program = try world.program("program", #"echo >> times; printf '{"answer":"済"}'"#)
      try await world.owner.script(
        """
        create sequence falls;
        create function fall() returns trigger language plpgsql security definer as
          $$ begin if nextval('falls') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if; return old; end $$;
        create \(trigger) for each row execute function fall();
        """)
      try await world.working {
        $0.commands["program"] = .init(arguments: [program], timeout: .seconds(60))
        $0.mail = .init(sendmail: .init(arguments: [program], timeout: .seconds(60)), sender: "sekisho@example.jp")
      } _: { _ in
        let loan = try await world.loan()
        try await world.act(act, on: loan)
        try await world.until { try await world.tasks().isEmpty }
        #expect(world.file("times") == (act == "run" ? "\n" : "\n\n"))
        #expect(try await world.answer(loan) == (act == "run" ? "済" : nil))
      }
      let falls = try await world.owner.query("select last_value from falls").single.get(0, as: Int64.self)
      #expect(falls >= 2)
    }
  }

  @Test func twoPoolsDeliverEachTaskOnce() async throws {
    try await WorkerWorld.with { world in
      try await Receiver.with([.init(status: .ok)]) { receiver, url in
        let configure: @Sendable (inout Endpoints) -> Void = {
          $0.webhooks["finance"] = .init(url: url, secret: WebhookTests.secret)
        }
        try await world.working(configure) { _ in
          try await world.working(configure) { _ in
            let loan = try await world.loan()
            for _ in 0..<30 { try await world.act("announce", on: loan) }
            var keys: [String] = []
            var deliveries = receiver.deliveries.makeAsyncIterator()
            for _ in 0..<30 { keys.append(try #require(await deliveries.next()?["webhook-id"])) }
            try await world.until { try await world.tasks().isEmpty }
            #expect(Set(keys).count == 30)
          }
        }
      }
    }
  }
}
