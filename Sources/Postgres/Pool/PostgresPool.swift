package import Logging

/// Connections shared by many callers. Opens them when they are needed, hands each to one caller at a time in the
/// order of their coming, and forgets those that broke.
package final class PostgresPool: Sendable {
  private let core: PoolCore

  /// Nothing is opened before it is needed, but for the idle minimum.
  package init(_ configuration: PostgresConfiguration, settings: PoolSettings = PoolSettings(), logger: Logger) {
    core = PoolCore(configuration, settings, logger)
    core.start()
  }

  deinit {
    core.close()
  }

  package var metrics: PoolMetrics { core.metrics }

  /// Lends a connection for the length of `body`. What `body` leaves in a transaction is rolled back.
  ///
  /// - Throws: what `body` throws; `.poolTimedOut`, `.connectFailed` (timed out while the server could not be
  ///   reached), `.poolBusy`, `.cancelled` or `.closed` when there is no connection to lend.
  @discardableResult
  package func withConnection<Value>(
    isolation: isolated (any Actor)? = #isolation, fileID: String = #fileID, line: Int = #line,
    _ body: (PostgresConnection) async throws -> Value
  ) async throws -> Value {
    let lease = try await core.lease(CallSite(fileID, line))
    do {
      let value = try await body(lease.connection)
      await core.giveBack(lease)
      return value
    } catch {
      await core.giveBack(lease)
      throw error
    }
  }

  /// `withConnection` and `PostgresConnection.withTransaction` in one.
  @discardableResult
  package func withTransaction<Value>(
    _ options: Transaction.Options = .init(), isolation: isolated (any Actor)? = #isolation,
    fileID: String = #fileID, line: Int = #line, _ body: (inout Transaction) async throws -> Value
  ) async throws -> Value {
    try await withConnection(fileID: fileID, line: line) { connection in
      try await connection.withTransaction(options, fileID: fileID, line: line, body)
    }
  }

  @discardableResult
  package func query(_ sql: SQL, fileID: String = #fileID, line: Int = #line) async throws -> Rows {
    try await withConnection(fileID: fileID, line: line) { connection in
      try await connection.query(sql, fileID: fileID, line: line)
    }
  }

  /// Refuses new callers and those who wait, lets lent connections come back, and closes everything.
  package func close() async {
    await withCheckedContinuation { continuation in
      core.whenFinished { continuation.resume() }
      core.close()
    }
  }
}
