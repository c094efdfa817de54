import Foundation
import JSON
import Postgres
import PostgresTesting
import Testing

/// `sekisho audit …` and `sekisho doctor` on a small installation that was really set up, sealed and tampered with.
@Suite struct OperatorAuditTests {
  private struct World {
    let url: String
    let folder: URL
    let database: TestDatabase

    var keys: String { folder.appending(path: "keys/sealing-key.pub").path() }

    func sekisho(_ arguments: String..., lang: String = "en") async throws -> OperatorBinary.Ended {
      try await OperatorBinary.run(arguments + ["--lang", lang], ["SEKISHO_DATABASE_URL": url])
    }

    func json(_ arguments: String...) async throws -> JSONValue {
      let ended = try await OperatorBinary.run(arguments + ["-o", "json"], ["SEKISHO_DATABASE_URL": url])
      return try JSONValue(parsing: Array(ended.output.utf8))
    }

    /// One worker with the key, until all is sealed.
    func seal() async throws {
      let worker = try RunningBinary(
        ["work", "--keys", folder.appending(path: "keys").path()], ["SEKISHO_DATABASE_URL": url])
      while true {
        let status = try await json("db", "status")
        if status["entries"] == status["sealed"], status["checkpoint"] != nil { break }
      }
      worker.signal(SIGTERM)
      #expect(await worker.ended().code == 0)
    }

    func sql(_ text: String) async throws {
      let owner = try await database.connect()
      try await owner.script(text)
      await owner.close()
    }
  }

  private func withWorld(_ body: (World) async throws -> Void) async throws {
    try await withTestDatabase { database in
      try await OperatorBinary.withFolder { folder in
        let world = World(url: database.connectionString(), folder: folder, database: database)
        #expect(try await world.sekisho("db", "migrate").code == 0)
        let ended = try await world.sekisho(
          "db", "bootstrap", "--administrator", "admin", "--kind", "test", "--folder", OperatorBinary.workflows)
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(try await world.sekisho("db", "clock", "--advance", "2d").code == 0)
        try await world.seal()
        try await body(world)
      }
    }
  }

  @Test func `lists by event, person and period`() async throws {
    try await withWorld { world in
      let all = try await world.json("audit", "list")["data"]?.arrayValue ?? []
      let events = Set(all.compactMap { $0["event"]?.stringValue })
      #expect(events.isSuperset(of: ["bootstrapped", "token_issued", "clock_moved"]))
      #expect(all.allSatisfy { $0["leaf"]?.int64 != nil && $0["hash"] == $0["sealed_hash"] })
      let moved = try await world.json("audit", "list", "--event", "clock_moved")["data"]?.arrayValue ?? []
      #expect(moved.count == 1)
      #expect(moved.first?["person"] == nil)
      let byAdmin = try await world.json("audit", "list", "--actor", "admin")["data"]?.arrayValue ?? []
      #expect(!byAdmin.isEmpty && byAdmin.allSatisfy { $0["person"] == "admin" })
      let none = try await world.sekisho("audit", "list", "--to", "2020-01-01")
      #expect(none.code == 0)
      #expect(none.output.isEmpty)
      #expect(try await world.json("audit", "list", "--refusals")["data"]?.arrayValue?.isEmpty ?? false)
      #expect(try await world.sekisho("audit", "list", "--item", "CR-2026-000001").code == 5)
      #expect(try await world.sekisho("audit", "list", "--from", "yesterday").code == 64)

      let lines = try await world.sekisho("audit", "list", "-o", "jsonl", "--limit", "2")
      #expect(lines.output.split(separator: "\n").count == 2)
      #expect(lines.errors.contains("more than 2"))
      let table = try await world.sekisho("audit", "list", "-o", "csv")
      #expect(table.output.hasPrefix("at,event,"))
    }
  }

  @Test func `shows and exports what verifies`() async throws {
    try await withWorld { world in
      let entries = try await world.json("audit", "list")["data"]?.arrayValue ?? []
      let id = try #require(entries.first?["id"]?.stringValue)
      let shown = try await world.json("audit", "show", id)
      #expect(shown["as_sealed"] == true)
      #expect(shown["id"]?.stringValue == id)
      #expect(try await world.sekisho("audit", "show", "x").code == 64)
      #expect(try await world.sekisho("audit", "show", "00000000-0000-0000-0000-000000000001").code == 5)

      let file = world.folder.appending(path: "record.jsonl")
      let exported = try await world.sekisho("audit", "export", "--file", file.path())
      #expect(exported.code == 0, "\(exported.errors)")
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == entries.count + 1)
      #expect(lines[0].hasPrefix(#"{"checkpoint":"#))
      #expect(lines[1].contains(#""index":0,"#) && lines[1].contains(#""proof":["#))
      #expect(try await world.sekisho("audit", "export", "--file", file.path()).code == 1)

      let proof = world.folder.appending(path: "one.proof")
      #expect(try await world.sekisho("audit", "show", id, "--proof", proof.path()).code == 0)
      #expect(try String(contentsOf: proof, encoding: .utf8).hasPrefix("c2sp.org/tlog-proof@v1\n"))
    }
  }

  @Test func `an edited entry is named`() async throws {
    try await withWorld { world in
      let whole = try await world.sekisho("audit", "verify", "--keys", world.keys)
      #expect(whole.code == 0, "\(whole.output)\(whole.errors)")
      try await world.sql(
        """
        set session_replication_role = replica;
        update history set person = 'sato' where event = 'bootstrapped'
        """)
      let entries = try await world.json("audit", "list", "--event", "bootstrapped")["data"]?.arrayValue ?? []
      let id = try #require(entries.first?["id"]?.stringValue)
      #expect(try await world.sekisho("audit", "show", id).code == 8)
      let broken = try await world.sekisho("audit", "verify", "--keys", world.keys, "-o", "json")
      #expect(broken.code == 8)
      let report = try JSONValue(parsing: Array(broken.output.utf8))
      #expect(report["sound"] == false)
      #expect(report["data"]?[0]?["entry"]?.stringValue == id)
      #expect(report["data"]?[0]?["code"] == "entry-edited")
    }
  }

  @Test func `no keys, wrong keys, no rights`() async throws {
    try await withWorld { world in
      #expect(try await world.sekisho("audit", "verify").code == 64)
      #expect(try await world.sekisho("audit", "verify", "--keys", "/nonexistent").code == 7)
      let other = world.folder.appending(path: "other")
      try Data("no key\n".utf8).write(to: other)
      let ended = try await world.sekisho("audit", "verify", "--keys", other.path())
      #expect(ended.code == 7)
      #expect(ended.errors.contains("line 1"))
      try await world.sql("create role audit_operator_test login")
      let powerless = try await OperatorBinary.run(
        ["audit", "list"], ["SEKISHO_DATABASE_URL": world.database.connectionString(user: "audit_operator_test")])
      #expect(powerless.code == 1)
      #expect(powerless.errors.contains("sekisho_auditor"), "\(powerless.errors)")
      try await world.sql("drop role audit_operator_test")
    }
  }

  private func verdict(_ world: World, _ check: String) async throws -> [String] {
    let report = try await world.json("doctor")
    return (report["data"]?.arrayValue ?? []).filter { $0["check"]?.stringValue == check }
      .compactMap { $0["verdict"]?.stringValue }
  }

  @Test func `the doctor finds what is wrong`() async throws {
    try await withWorld { world in
      let sound = try await world.sekisho("doctor")
      #expect(sound.code == 0, "\(sound.output)")
      #expect(sound.output.contains("FAIL") == false)
      #expect(sound.output.contains("webhook finance, which invoice needs"))
      #expect(try await verdict(world, "roles") == ["ok"])
      #expect(try await verdict(world, "sealing") == ["ok"])
      try await world.sql(
        """
        grant update (body) on history to sekisho_app;
        alter table history disable trigger history_is_append_only;
        alter table item disable row level security;
        update token set expires_at = sekisho_now() + interval '3 days';
        insert into task (id, family, item, kind, name, payload, due_at, is_dead, created_at)
        values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'webhook', 'w', '{}', now(), true, now())
        """)
      for (check, verdicts) in [
        ("privileges", ["fail"]), ("append-only", ["fail"]), ("row-security", ["fail"]), ("tokens", ["warn"]),
        ("dead-tasks", ["warn"]),
      ] {
        #expect(try await verdict(world, check) == verdicts, "\(check)")
      }
      #expect(try await world.sekisho("doctor", lang: "ja").code == 1)
    }
  }

  @Test func `the doctor without a database`() async throws {
    let none = try await OperatorBinary.run(["doctor"])
    #expect(none.code == 1)
    #expect(none.output.contains("SEKISHO_DATABASE_URL is not set"))
    let gone = try await OperatorBinary.run(
      ["doctor"], ["SEKISHO_DATABASE_URL": "host=127.0.0.1 port=1 password=geheim"])
    #expect(gone.code == 1)
    #expect(gone.output.contains("no database server answers"))
    #expect(!gone.output.contains("geheim") && !gone.errors.contains("geheim"))
  }
}
