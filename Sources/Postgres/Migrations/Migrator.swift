/// Brings a schema forward: each migration in a transaction of its own, under an advisory lock, so that any number of
/// programs may start at once.
package struct Migrator: Sendable {
  package let table: String
  package let migrations: [Migration]
  /// How long to wait for another program's migration.
  package var patience: Duration = .seconds(300)
  /// How long a migration may wait for a table's lock; others queue behind it meanwhile.
  package var lockTimeout: Duration = .seconds(10)

  /// - Parameters:
  ///   - table: where applied migrations are recorded: `name` or `schema.name`; both are made when missing.
  ///   - migrations: by rising number.
  package init(table: String, migrations: [Migration]) throws(MigrationError) {
    for (earlier, later) in zip(migrations, migrations.dropFirst()) where earlier.number >= later.number {
      throw MigrationError(
        .malformed, number: later.number,
        en: "Migration \(later.number) (\(later.name)) does not come after \(earlier.number) (\(earlier.name)).",
        ja: "移行 \(later.number)(\(later.name))が \(earlier.number)(\(earlier.name))より後ではありません。")
    }
    self.table = table
    self.migrations = migrations
  }

  /// Applies what is missing, in order.
  ///
  /// - Returns: the migrations applied now; those that another program applied meanwhile are not among them.
  package func migrate(_ connection: PostgresConnection) async throws(MigrationError) -> [Migration] {
    var applied: [Migration] = []
    var clashes = 0
    while true {
      var number: Int?
      do {
        let step = try await connection.withTransaction { transaction in
          try await self.step(&transaction, &number)
        }
        guard let step else { return applied }
        applied.append(step)
      } catch let error as MigrationError {
        throw error
      } catch {
        clashes += 1
        guard Self.isClashOfRoles(error), clashes <= 5 else { throw Self.failed(number, error) }
      }
    }
  }

  /// Roles belong to all databases of a cluster, the lock to one: somebody else's migration made the same role between
  /// this one's look and its act. The next look finds it.
  private static func isClashOfRoles(_ error: any Error) -> Bool {
    (error as? PostgresError)?.constraint == "pg_authid_rolname_index"
  }

  /// What is applied and what is missing. Takes no lock and makes nothing.
  package func status(_ connection: PostgresConnection) async throws(MigrationError) -> MigrationStatus {
    do {
      let name = quotedTable
      let known = try await connection.query("select to_regclass(\(name)) is not null").single.get(0, as: Bool.self)
      return try MigrationStatus(
        migrations, checksums: await checksums(connection),
        records: known ? Self.records(await connection.query(readAll)) : [])
    } catch {
      throw Self.failed(nil, error)
    }
  }

  private static func failed(_ number: Int?, _ error: any Error) -> MigrationError {
    let cause = error as? PostgresError ?? PostgresError(.misuse, "\(error)")
    let which = number.map { " \($0)" } ?? ""
    return MigrationError(
      .failed, number: number, en: "Migration\(which) failed; nothing of it stays.",
      ja: "移行\(number.map(String.init) ?? "")が失敗しました。その変更は残っていません。", cause: cause)
  }
}

// MARK: - One step

extension Migrator {
  /// - Parameter number: of the migration under way, for the error.
  private func step(_ transaction: inout Transaction, _ number: inout Int?) async throws -> Migration? {
    transaction.isUnlimited = true
    let started = ContinuousClock.now
    try await transaction.pipeline([
      "select set_config('lock_timeout', \(Self.milliseconds(patience)), true)",
      "select pg_advisory_xact_lock(\(Int64(bitPattern: Fingerprint(quotedTable).value)))",
      "select set_config('lock_timeout', \(Self.milliseconds(lockTimeout)), true)",
    ])
    try await makeTable(&transaction)
    let sums = try await transaction.query(checksumQuery).map { row throws(PostgresError) in
      try row.get(0, as: [UInt8].self)
    }
    let status = MigrationStatus(
      migrations, checksums: sums, records: try Self.records(await transaction.query(readAll)))
    if let problem = status.problem { throw problem }
    guard let next = status.pending.first, let checksum = status.checksum(of: next) else { return nil }
    number = next.number
    try await transaction.script(next.sql)
    let duration = (ContinuousClock.now - started).components
    let microseconds = duration.seconds * 1_000_000 + duration.attoseconds / 1_000_000_000_000
    try await transaction.commit(with: [
      """
      insert into \(tableName) (number, name, purpose, lock, breaking, checksum, duration_us)
      values (\(next.number), \(next.name), \(next.purpose), \(next.lock), \(next.isBreaking), \(checksum), \
      \(microseconds))
      """
    ])
    return next
  }

  private func makeTable(_ transaction: inout Transaction) async throws(PostgresError) {
    var queries: [SQL] = []
    if let schema = parts.schema { queries.append("create schema if not exists \(identifier: schema)") }
    queries.append(
      """
      create table if not exists \(tableName) (
        number int8 primary key, name text not null, purpose text not null, lock text not null,
        breaking bool not null, checksum bytea not null, duration_us int8 not null,
        applied_at timestamptz not null default clock_timestamp())
      """)
    let isKnown: SQL = "select to_regclass(\(quotedTable)) is not null"
    // Not asked to make what is there: the notices would fill the log of every start.
    if try await transaction.query(isKnown).single.get(0, as: Bool.self) { return }
    try await transaction.pipeline(queries)
  }

  private func checksums(_ connection: PostgresConnection) async throws(PostgresError) -> [[UInt8]] {
    var sums: [[UInt8]] = []
    for row in try await connection.query(checksumQuery) { sums.append(try row.get(0)) }
    return sums
  }

  /// SHA-256, computed by the server: it has it built in.
  private var checksumQuery: SQL {
    """
    select sha256(convert_to(t.sql, 'UTF8')) from unnest(\(migrations.map(\.sql))) with ordinality as t(sql, n)
    order by t.n
    """
  }

  private var readAll: SQL {
    "select number, name, checksum, applied_at from \(tableName) order by number"
  }

  private static func records(_ rows: Rows) throws(PostgresError) -> [MigrationStatus.Record] {
    var records: [MigrationStatus.Record] = []
    for row in rows {
      let (number, name, checksum, appliedAt) = try row.decode(Int.self, String.self, [UInt8].self, Timestamp.self)
      records.append(.init(number: number, name: name, checksum: checksum, appliedAt: appliedAt))
    }
    return records
  }

  private static func milliseconds(_ duration: Duration) -> String {
    String(duration.pollTimeout)
  }

  private var parts: (schema: String?, name: String) {
    let parts = table.split(separator: ".", maxSplits: 1)
    return parts.count == 2 ? (String(parts[0]), String(parts[1])) : (nil, table)
  }

  private var tableName: SQLFragment {
    guard let schema = parts.schema else { return "\(identifier: parts.name)" }
    return "\(identifier: schema).\(identifier: parts.name)"
  }

  private var quotedTable: String { tableName.rendered }
}
