import Foundation
import JSON
import Postgres
import PostgresTesting
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// `sekisho db …`: from an empty database to one that was saved and restored, and every way not to get there.
@Suite struct OperatorDatabaseTests {
  private static func sekisho(
    _ url: String, _ arguments: String..., lang: String = "en"
  ) async throws -> OperatorBinary.Ended {
    try await OperatorBinary.run(arguments + ["--lang", lang], ["SEKISHO_DATABASE_URL": url])
  }

  private static func json(_ ended: OperatorBinary.Ended) throws -> JSONValue {
    try JSONValue(parsing: Array(ended.output.utf8))
  }

  @Test(arguments: [
    ("postgresql://u:geheim@127.0.0.1:1/x", 75, "no database server answers", "応答しません"),
    ("host=127.0.0.1 port=1 password=geheim", 75, "no database server answers", "応答しません"),
    ("host=geheim=x y", 64, "no connection string", "接続文字列ではありません"),
    ("postgresql://u:geheim%zz@h/x", 64, "no connection string", "接続文字列ではありません"),
  ])
  func `no connection`(_ url: String, _ code: Int32, _ en: String, _ ja: String) async throws {
    for (lang, words) in [("en", en), ("ja", ja)] {
      let ended = try await Self.sekisho(url, "db", "status", lang: lang)
      #expect(ended.code == code)
      #expect(ended.output.isEmpty)
      #expect(ended.errors.contains(words), "\(ended.errors)")
      #expect(!ended.errors.contains("geheim") && !ended.errors.contains("PostgresError"))
    }
  }

  @Test func `without a database named`() async throws {
    let ended = try await OperatorBinary.run(["db", "status"])
    #expect(ended.code == 64)
    #expect(ended.errors.contains("SEKISHO_DATABASE_URL"))
  }

  @Test func `another database, another user, a wrong password`() async throws {
    try await withTestDatabase { database in
      let owner = try await database.connect()
      try await owner.script("create role \"operator test\" login password 'right'")
      let missing = try await Self.sekisho(
        database.cluster.connectionString(database: "no such"), "db", "status")
      #expect(missing.code == 5)
      #expect(missing.errors.contains("createdb"))
      let stranger = try await Self.sekisho(
        database.connectionString(user: "stranger"), "db", "status")
      #expect(stranger.code == 4)
      // A login without any right: the schema is there, but not for it.
      let powerless = try await Self.sekisho(
        database.connectionString(user: "operator test"), "db", "migrate")
      #expect(powerless.code == 1)
      #expect(powerless.errors.contains("may not do that"), "\(powerless.errors)")
      try await owner.script("drop role \"operator test\"")
      await owner.close()
    }
  }

  @Test func `from nothing to a restored backup`() async throws {
    try await withTestDatabase { database in
      let url = database.connectionString()
      let empty = try await Self.sekisho(url, "db", "status")
      #expect(empty.code == 1)
      #expect(empty.errors.contains("sekisho db migrate"))
      #expect(try await Self.sekisho(url, "db", "clock").code == 1)
      #expect(try await Self.sekisho(url, "db", "migrate", "--dry-run").output.contains("engine"))
      #expect(try await Self.sekisho(url, "db", "status").code == 1)
      #expect(try await Self.sekisho(url, "db", "migrate").code == 0)
      let again = try await Self.sekisho(url, "db", "migrate")
      #expect(again.code == 0)
      #expect(again.output.isEmpty && again.errors.contains("up to date"))
      let bare = try await Self.sekisho(url, "db", "status")
      #expect(bare.code == 1)
      #expect(bare.errors.contains("sekisho db bootstrap"))

      let folder = ["--folder", OperatorBinary.workflows, "--kind", "test"]
      let stranger = try await OperatorBinary.run(
        ["db", "bootstrap", "--administrator", "admim"] + folder, ["SEKISHO_DATABASE_URL": url])
      #expect(stranger.code == 5)
      #expect(stranger.errors.contains("did you mean admin"))
      let bootstrap = try await OperatorBinary.run(
        ["db", "bootstrap", "--administrator", "admin"] + folder, ["SEKISHO_DATABASE_URL": url])
      #expect(bootstrap.code == 0, "\(bootstrap.errors)")
      #expect(bootstrap.output.hasPrefix("sekisho_") && bootstrap.output.split(separator: "\n").count == 1)
      let status = try await Self.sekisho(url, "db", "status", "-o", "json")
      #expect(status.code == 0)
      #expect(try Self.json(status)["ready"] == true)

      try await clock(url)
      try await backup(url, database)
    }
  }

  private func clock(_ url: String) async throws {
    let moved = try await Self.sekisho(url, "db", "clock", "--set", "2026-12-28T10:00", "-o", "json")
    #expect(moved.code == 0)
    #expect(try Self.json(moved)["now"]?.stringValue?.hasPrefix("2026-12-28T10:00:0") ?? false)
    let ahead = try await Self.sekisho(url, "db", "clock", "--advance", "3d", "-o", "json")
    #expect(try Self.json(ahead)["now"]?.stringValue?.hasPrefix("2026-12-31T10:00") ?? false)
    let rehearsed = try await Self.sekisho(url, "db", "clock", "--advance", "400d", "--dry-run", "-o", "json")
    #expect(try Self.json(rehearsed)["now"]?.stringValue?.hasPrefix("2028-02-04T10:00") ?? false)
    let read = try await Self.sekisho(url, "db", "clock", "-o", "json")
    #expect(try Self.json(read)["now"]?.stringValue?.hasPrefix("2026-12-31T10:00") ?? false)
    for bad in ["2026-02-30", "soon", "2026-12-28T25:00", "2026-12-28T10:00+9"] {
      #expect(try await Self.sekisho(url, "db", "clock", "--set", bad).code == 64)
    }
    #expect(try await Self.sekisho(url, "db", "clock", "--set", "2027-01-04", "--advance", "1d").code == 64)
  }

  private func backup(_ url: String, _ database: TestDatabase) async throws {
    try await OperatorBinary.withFolder { folder in
      let keys = folder.appending(path: "keys").path()
      let worker = try RunningBinary(["work", "--keys", keys], ["SEKISHO_DATABASE_URL": url])
      // Whatever has happened so far is sealed in the first second.
      while true {
        let status = try Self.json(try await Self.sekisho(url, "db", "status", "-o", "json"))
        if status["entries"] == status["sealed"], status["checkpoint"] != nil { break }
      }
      worker.signal(SIGTERM)
      #expect(await worker.ended().code == 0)

      let place = folder.appending(path: "saved")
      let saved = try await Self.sekisho(url, "db", "backup", "--to", place.path(), "-o", "json")
      #expect(saved.code == 0, "\(saved.errors)")
      let manifest = try JSONValue(parsing: Array(Data(contentsOf: place.appending(path: "manifest.json"))))
      #expect(try Self.json(saved)["manifest"] == manifest)
      #expect(manifest["schema"]?["number"]?.int64 ?? 0 >= 4)
      for file in manifest["files"]?.arrayValue ?? [] {
        let name = try #require(file["name"]?.stringValue)
        let sum = try await Shell.run("/usr/bin/sha256sum", [place.appending(path: name).path()])
        #expect(sum.hasPrefix(try #require(file["sha256"]?.stringValue)))
      }
      let refused = try await Self.sekisho(url, "db", "backup", "--to", place.path())
      #expect(refused.code == 1)
      #expect(refused.errors.contains("not empty"))

      let owner = try await database.connect()
      try await owner.script("create database restored_operator_test")
      let target = database.cluster.connectionString(database: "restored_operator_test")
      _ = try await Shell.run(
        try PostgresProgram.find("pg_restore", majorVersion: 15).path,
        ["--exit-on-error", "--dbname=\(target)", place.appending(path: "sekisho.dump").path()])
      let verified = try await Self.sekisho(
        target, "audit", "verify", "--keys", keys + "/sealing-key.pub", "--checkpoint",
        place.appending(path: "checkpoint.txt").path())
      #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
      // Cut off behind the checkpoint that was kept outside.
      let restored = try await PostgresConnection.connect(PostgresConfiguration(target), logger: .quiet)
      try await restored.script(
        "set session_replication_role = replica; delete from history where entry_id = (select entry_id from audit_leaf order by leaf_index desc limit 1)"
      )
      await restored.close()
      let broken = try await Self.sekisho(target, "audit", "verify", "--keys", keys + "/sealing-key.pub")
      #expect(broken.code == 8)
      #expect(broken.output.contains("entry-deleted"))
      try await owner.script("drop database restored_operator_test with (force)")
      await owner.close()
    }
  }

  @Test func `production keeps time`() async throws {
    try await withTestDatabase { database in
      let url = database.connectionString()
      #expect(try await Self.sekisho(url, "db", "migrate").code == 0)
      let bootstrap = try await OperatorBinary.run(
        ["db", "bootstrap", "--administrator", "admin", "--folder", OperatorBinary.workflows],
        ["SEKISHO_DATABASE_URL": url])
      #expect(bootstrap.code == 0)
      let before = try Self.json(try await Self.sekisho(url, "db", "status", "-o", "json"))
      for (lang, words) in [("en", "does not move"), ("ja", "動かせません")] {
        let ended = try await Self.sekisho(url, "db", "clock", "--advance", "1d", lang: lang)
        #expect(ended.code == 1)
        #expect(ended.errors.contains(words))
      }
      let after = try Self.json(try await Self.sekisho(url, "db", "status", "-o", "json"))
      #expect(before["entries"] == after["entries"], "a refused move left an entry")
      #expect(after["clock_offset"] == nil)
      let dev = try await OperatorBinary.withFolder { folder in
        try await OperatorBinary.run(["dev", "--data", folder.path()], ["SEKISHO_DATABASE_URL": url])
      }
      #expect(dev.code == 1)
      #expect(dev.errors.contains("production"))
    }
  }
}

enum Shell {
  /// Standard output of a program that must succeed.
  static func run(_ program: String, _ arguments: [String]) async throws -> String {
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(arguments), output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
    guard case .exited(0) = result.terminationStatus else {
      Issue.record("\(program) failed: \(result.standardError)")
      return ""
    }
    return result.standardOutput
  }
}
