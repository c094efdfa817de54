import Engine
import Foundation
import JSON
import Testing
import Workflows

@testable import Worker

@Suite(.timeLimit(.minutes(3))) struct CommandTests {
  private static func run(
    _ script: String, _ world: WorkerWorld, timeout: Duration = .seconds(60),
    _ body: @Sendable (Receipt) async throws -> Void
  ) async throws {
    let path = try world.program("program", script)
    try await world.working {
      $0.commands["program"] = .init(arguments: [path, "one", "two words"], timeout: timeout)
    } _: {
      _ in
      let loan = try await world.loan()
      try await world.act("run", on: loan)
      try await body(loan)
    }
  }

  @Test func jsonGoesInAndComesOut() async throws {
    try await WorkerWorld.with { world in
      try await Self.run(
        #"cat > input; printf '%s' "$#:$2" > arguments; env > environment; printf '{"answer":"済"}'"#, world
      ) { loan in
        try await world.until { try await world.answer(loan) == "済" }
        let input = try JSONValue(parsing: try #require(world.file("input")))
        #expect(input["data"] == ["subject": "端末"] && input["name"] == "program" && input["attempt"] == 1)
        #expect(input["item"] == .string(loan.item.description))
        #expect(world.file("arguments") == "2:two words")
        // The worker's own environment holds the way into the database.
        #expect(world.file("environment")?.contains("HOME=") == false)
      }
    }
  }

  /// Each way to end badly, and what is said of it; nil: tried again.
  static let endings: [(script: String, says: String, isDead: Bool)] = [
    ("exit 3", "ended with 3", true), ("exit 75", "asked for another attempt", false),
    ("echo no json", "something else than a JSON object", true), ("echo '[1]'", "something else", true),
    ("kill -9 $$", "was killed", false), ("head -c 200000 /dev/zero | tr '\\0' x", "wrote too much", true),
  ]

  @Test(arguments: endings)
  func aBadEndIsReported(_ ending: (script: String, says: String, isDead: Bool)) async throws {
    try await WorkerWorld.with { world in
      try await Self.run(ending.script, world) { _ in
        try await world.until { try await world.tasks().first?.lastError != nil }
        let task = try #require(try await world.tasks().first)
        #expect(task.isDead == ending.isDead && task.lastError?.contains(ending.says) == true, "\(task)")
      }
    }
  }

  @Test func aProgramThatIsNotThereIsAPermanentFaultAndTheNextTaskIsCarriedOut() async throws {
    try await WorkerWorld.with { world in
      try await world.working {
        $0.commands["program"] = .init(arguments: [world.place("program")], timeout: .seconds(60))
      } _: { _ in
        let loan = try await world.loan()
        try await world.act("run", on: loan)
        try await world.until { try await !world.tasks(dead: true).isEmpty }
        let dead = try #require(try await world.tasks(dead: true).first)
        #expect(dead.lastError?.contains("is not there") == true && dead.attempts == 1)
        // Put in place, and revived by a person: the same pool carries it out.
        _ = try world.program("program", #"printf '{"answer":"済"}'"#)
        try await world.engine.retry(dead.id, as: WorkerWorld.person)
        try await world.until { try await world.answer(loan) == "済" }
        #expect(try await world.tasks().isEmpty)
      }
    }
  }

  @Test func whatAsksForAnotherAttemptGetsItWhenItIsTime() async throws {
    try await WorkerWorld.with { world in
      try await Self.run(
        #"read -r line || true; echo "$line" >> inputs; [ "$(wc -l < inputs)" -ge 3 ] || exit 75; printf '{"answer":"済"}'"#,
        world
      ) { loan in
        for attempt in 1...2 {
          try await world.until { try await world.tasks().contains { $0.attempts == attempt && $0.worker == nil } }
          #expect(try await world.tasks().first?.isDead == false)
          try await world.moveClock(bySeconds: 10)
        }
        try await world.until { try await world.answer(loan) == "済" }
        let inputs = try #require(world.file("inputs")).split(separator: "\n").map {
          try JSONValue(parsing: String($0))
        }
        #expect(
          inputs.map { $0["attempt"] } == [1, 2, 3] && Set(inputs.compactMap { $0["id"]?.stringValue }).count == 1)
      }
    }
  }

  @Test func afterTwelveAttemptsPeopleLookAtIt() async throws {
    try await WorkerWorld.with { world in
      try await Self.run("exit 75", world) { loan in
        for attempt in 1...Backoff.maxAttempts {
          try await world.until {
            try await world.tasks().first.map { $0.isDead || $0.attempts == attempt && $0.worker == nil } ?? true
          }
          try await world.moveClock(bySeconds: 7_200)
        }
        let dead = try #require(try await world.tasks(dead: true).first)
        #expect(dead.attempts == Backoff.maxAttempts && dead.lastError?.contains("another attempt") == true)
        _ = try world.program("program", #"printf '{"answer":"済"}'"#)
        try await world.engine.retry(dead.id, as: WorkerWorld.person)
        try await world.until { try await world.answer(loan) == "済" }
      }
    }
  }

  @Test func aProgramThatTakesTooLongIsKilledAndTriedAgain() async throws {
    try await WorkerWorld.with { world in
      try await Self.run("echo $$ > pid; exec sleep 100000", world, timeout: .milliseconds(700)) { _ in
        try await world.until { try await world.tasks().first?.lastError != nil }
        let task = try #require(try await world.tasks().first)
        #expect(!task.isDead && task.lastError == "the program took longer than allowed")
        let text = try #require(world.file("pid")?.split(separator: "\n").first)
        let pid = try #require(Int32(text))
        try await world.until { kill(pid, 0) != 0 }
      }
    }
  }
}
