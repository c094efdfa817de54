import Foundation
import Postgres
import PostgresTesting
import Testing

@testable import Audit

/// One at a time: a transaction of one test would hold up the sealing of all others on the same server.
@Suite(.serialized) struct DatabaseTests {}

/// A database with the engine's history and our tables, and the means to fill, seal, judge and forge it.
struct Record {
  /// One key for all, because a filled template is sealed once.
  static let signer = SignerKey(generatingFor: "audit.example/log")

  static let empty = DatabaseTemplate("audit") { connection in
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let migrations = try ["0001_engine", "0002_audit"].enumerated().map { index, name in
      Migration(
        number: index + 1, name: name, purpose: "test", lock: "none", isBreaking: false,
        sql: try String(contentsOf: root.appending(path: "db/\(name).sql"), encoding: .utf8))
    }
    // It gets along with other databases of the cluster that make the same roles meanwhile.
    _ = try await Migrator(table: "applied", migrations: migrations).migrate(connection)
    try await connection.script("insert into cluster (kind) values ('test')")
  }

  /// 600 entries, their number their leaf's; a checkpoint at each hundred; two full tiles.
  static let filled = DatabaseTemplate("audit_filled") { connection in
    try await empty.prepare(connection)
    var sealer = Sealer(signer: try #require(signer))
    for start in stride(from: 0, to: 600, by: 100) {
      try await connection.query(insertion(start..<start + 100))
      while try await sealer.round(connection).size < start + 100 {}
    }
  }

  let database: TestDatabase
  let connection: PostgresConnection
  let signer: SignerKey
  var sealer: Sealer

  static func with(
    _ template: DatabaseTemplate = empty, _ body: (inout Record) async throws -> Void
  ) async throws {
    try await withTestDatabase(template) { database in
      let signer = try #require(signer)
      var record = Record(
        database: database, connection: try await database.connect(), signer: signer, sealer: Sealer(signer: signer))
      try await body(&record)
      await record.connection.close()
    }
  }

  var keys: TrustedKeys { TrustedKeys([TrustedKeys.Entry(signer.verifier)]) }

  static func id(_ number: Int) -> PGUUID { PGUUID(high: 0x0193_6f00_0000_7000, low: 1 << 63 | UInt64(number)) }

  /// One transaction of entries with these numbers, in this order.
  func write(_ numbers: some Sequence<Int>, over connection: PostgresConnection? = nil) async throws {
    try await (connection ?? self.connection).query(Self.insertion(numbers))
  }

  static func insertion(_ numbers: some Sequence<Int>) -> SQL {
    let numbers = Array(numbers)
    return """
      insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition,
        body, ordinal)
      select entry, \(id(7_000_000)), \(id(7_000_001)), number, '2026-04-01T09:00+09:00'::timestamptz, 'submit', 'p-sato',
        '契約担当者', array['p-kato'], 'requester', sha256('definition'), '{"number":' || number || '}', place
      from unnest(\(numbers), \(numbers.map(id))) with ordinality as row (number, entry, place)
      """
  }

  /// Rounds until `entries` are leaves, by default all. Transactions of other tests on the same server hold sealing up
  /// for a moment, so that a single round may come away with nothing.
  @discardableResult
  mutating func seal(until entries: Int? = nil, over other: PostgresConnection? = nil) async throws -> Checkpoint? {
    let connection = other ?? connection
    let wanted: Int
    if let entries {
      wanted = entries
    } else {
      wanted = try await connection.query("select count(*) from history").single.get(0)
    }
    var checkpoint: Checkpoint?
    for _ in 0..<100_000 {
      let round = try await sealer.round(connection)
      checkpoint = round.checkpoint ?? checkpoint
      if !round.hasMore, round.size >= wanted { return checkpoint }
    }
    Issue.record("sealing did not come to \(wanted) entries")
    return nil
  }

  func verify(outside: [Checkpoint] = []) async throws -> AuditReport {
    let auditor = try await database.connect()
    try await auditor.script("set role sekisho_auditor")
    let report = try await Verification(keys: keys, outside: outside).run(auditor)
    await auditor.close()
    return report
  }

  /// As a superuser who knows how to get past triggers.
  func forge(_ sql: String) async throws {
    try await connection.script("set session_replication_role = replica; \(sql); reset session_replication_role")
  }
}
