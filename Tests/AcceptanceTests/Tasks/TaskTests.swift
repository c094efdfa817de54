import Foundation
import JSON
import Testing

/// Work outside through a worker that runs apart: delivered, tried again, set aside, revived by `task retry`.
@Suite(.timeLimit(.minutes(5))) struct TaskTests {
  @Test func `what was set aside is shown, and retried when its cause is gone`() async throws {
    try await TaskWorld.with { world in
      try world.program("program", "echo 'no store' >&2; exit 3")
      try world.program("sendmail", "exit 67")
      let (receiver, url) = try await world.receiver()
      // Signed with another secret than the receiver's: refused, and for good.
      var worker = try await world.worker(url: url, secret: 8)
      let codes = try await Self.errands(world, ["run", "ask", "tell"])
      let dead = try await world.tasks { $0.count == 3 && $0.allSatisfy { $0["is_dead"] == true } }
      let errors = Dictionary(
        uniqueKeysWithValues: dead.map { ($0["kind"]?.stringValue, $0["last_error"]?.stringValue) })
      #expect(errors["command"] == "the program ended with 3" && errors["notify"] == "the program ended with 67")
      #expect(errors["webhook"]??.hasPrefix("the receiver refused with 4") == true, "\(errors)")
      #expect(world.text("received") == "")

      try world.program("program", #"printf '{"answer":"保管"}'"#)
      try world.program("sendmail", #"for to do :; done; cat >> "mail-$to""#)
      worker.signal(SIGTERM)
      #expect(await worker.ended().code == 0)
      worker = try await world.worker(url: url, secret: 7)
      for task in dead { _ = try await world.call("task", "retry", try #require(task["id"]?.stringValue)) }
      _ = try await world.tasks(when: \.isEmpty)
      let answers = try await Self.answers(world, codes)
      #expect(answers == ["保管", "受信", nil])
      #expect(world.text("received")?.split(separator: "\n").count == 1)
      for person in ["admin", "second"] {
        let mail = try #require(world.text("mail-\(person)@example.jp"))
        #expect(mail.contains("\nTo: \(person)@example.jp\n") && mail.split(separator: "\nFrom:").count == 1)
      }
      await Self.stop([worker, receiver])
    }
  }

  @Test func `what is busy is asked again, with the same key`() async throws {
    try await TaskWorld.with { world in
      let twice = #"echo >> times-NAME; [ "$(wc -l < times-NAME)" -ge 2 ] || exit 75; "#
      try world.program(
        "program", twice.replacing("NAME", with: "program") + #"cat > input; printf '{"answer":"保管"}'"#)
      try world.program("sendmail", #"for to do :; done; "# + twice.replacing("NAME", with: "$to") + "cat > mail")
      let (receiver, url) = try await world.receiver(failing: 2)
      let worker = try await world.worker(url: url, secret: 7)
      let codes = try await Self.errands(world, ["run", "ask", "tell"])
      _ = try await world.tasks(when: \.isEmpty)
      #expect(try await Self.answers(world, codes) == ["保管", "受信", nil])
      #expect(world.text("received")?.split(separator: "\n").count == 1)
      for name in ["program", "admin@example.jp", "second@example.jp"] {
        #expect(world.text("times-\(name)") == "\n\n")
      }
      let input = try JSONValue(parsing: try #require(world.text("input")))
      #expect(input["attempt"] == 2)
      await Self.stop([worker, receiver])
    }
  }

  /// One item for each act.
  private static func errands(_ world: TaskWorld, _ acts: [String]) async throws -> [String] {
    var codes: [String] = []
    for act in acts {
      let made = try await world.call("item", "create", "errand", "--set", "subject=\(act)")
      let code = try #require(made["code"]?.stringValue)
      _ = try await world.call("item", "advance", code, act)
      codes.append(code)
    }
    return codes
  }

  private static func answers(_ world: TaskWorld, _ codes: [String]) async throws -> [String?] {
    var answers: [String?] = []
    for code in codes { answers.append(try await world.call("item", "show", code)["data"]?["answer"]?.stringValue) }
    return answers
  }

  private static func stop(_ running: [RunningBinary]) async {
    for one in running { one.signal(SIGTERM) }
    for one in running { #expect(await one.ended().code == 0) }
  }
}
