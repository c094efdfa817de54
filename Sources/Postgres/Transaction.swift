/// A transaction as a closure sees it. BEGIN travels with the first statements, and a COMMIT may travel with the last:
///
/// ```swift
/// try await pool.withTransaction { transaction in
///   let found = try await transaction.pipeline([lock, read])     // BEGIN, lock, read: one round trip
///   …
///   try await transaction.commit(with: [update, insert])         // update, insert, COMMIT: one round trip
/// }
/// ```
///
/// Use after its end, or of a value smuggled out of the closure, is refused with `.misuse`.
package struct Transaction: ~Copyable {
  /// READ COMMITTED unless something else is said.
  package enum Isolation: Sendable {
    case readCommitted
    case repeatableRead
    case serializable
  }

  package struct Options: Sendable {
    package var isolation = Isolation.readCommitted
    package var isReadOnly = false
    /// With serializable and read only: waits for a snapshot that can never fail.
    package var isDeferrable = false

    package init(isolation: Isolation = .readCommitted, isReadOnly: Bool = false, isDeferrable: Bool = false) {
      self.isolation = isolation
      self.isReadOnly = isReadOnly
      self.isDeferrable = isDeferrable
    }

    var begin: SQL {
      switch (isolation, isReadOnly, isDeferrable) {
      case (.readCommitted, false, _): "begin isolation level read committed read write"
      case (.readCommitted, true, _): "begin isolation level read committed read only"
      case (.repeatableRead, false, _): "begin isolation level repeatable read read write"
      case (.repeatableRead, true, _): "begin isolation level repeatable read read only"
      case (.serializable, false, _): "begin isolation level serializable read write"
      case (.serializable, true, false): "begin isolation level serializable read only"
      case (.serializable, true, true): "begin isolation level serializable read only deferrable"
      }
    }
  }

  private enum Phase {
    case notBegun
    case open
    case ended
  }

  private let connection: PostgresConnection
  private let options: Options
  private var phase = Phase.notBegun
  private var savepoints = 0
  /// Batches take as long as they take; for migrations.
  var isUnlimited = false

  init(_ connection: PostgresConnection, _ options: Options) {
    self.connection = connection
    self.options = options
  }

  @discardableResult
  package mutating func query(
    _ sql: SQL, fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Rows {
    try await send([sql], CallSite(fileID, line))[0]
  }

  /// Several statements in one round trip. When one fails, the transaction can only be rolled back.
  @discardableResult
  package mutating func pipeline(
    _ queries: [SQL], fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> [Rows] {
    try await send(queries, CallSite(fileID, line))
  }

  /// A text of several statements, for migrations.
  package mutating func script(
    _ text: String, fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) {
    let site = CallSite(fileID, line)
    if phase == .notBegun { _ = try await send([], site) }
    try checkOpen(site)
    guard !text.utf8.contains(0) else { throw PostgresError(.misuse, "a NUL in a script").at(site) }
    _ = try await connection.run(.script(text), effect: .none, site, isUnlimited: isUnlimited)
    guard connection.inbox.transaction == .open else {
      phase = .ended
      throw PostgresError(.misuse, "the script ended the transaction that it runs in").at(site)
    }
  }

  /// Ends the transaction now, with last statements in the same round trip.
  ///
  /// - Throws: `.outcomeUnknown` when the answer to COMMIT was lost or a synchronous standby was not waited for.
  @discardableResult
  package mutating func commit(
    with queries: [SQL] = [], fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> [Rows] {
    let site = CallSite(fileID, line)
    guard phase != .ended else { throw Self.over.at(site) }
    if phase == .notBegun, queries.isEmpty {
      phase = .ended
      return []
    }
    try checkNotFailed(site)
    let first = phase == .notBegun ? [options.begin] : []
    // From here on the closure may do nothing more, whatever the answer.
    phase = .ended
    let rows = try await connection.run(
      .pipeline(first + queries + ["commit"]), effect: .commit, site, skipped: first.count)
    return Array(rows.dropFirst(first.count).dropLast())
  }

  /// Undoes everything; the closure then returns normally.
  package mutating func rollBack(fileID: String = #fileID, line: Int = #line) async throws(PostgresError) {
    let site = CallSite(fileID, line)
    guard phase != .ended else { throw Self.over.at(site) }
    let wasOpen = phase == .open
    phase = .ended
    if wasOpen { try await Self.rollBack(connection) }
  }

  /// A part that may fail without losing the rest: when `body` throws, only what it did is undone.
  @discardableResult
  package mutating func savepoint<Value>(
    isolation: isolated (any Actor)? = #isolation, fileID: String = #fileID, line: Int = #line,
    _ body: (inout Transaction) async throws -> Value
  ) async throws -> Value {
    let site = CallSite(fileID, line)
    savepoints += 1
    let name = "sp\(savepoints)"
    _ = try await send(["savepoint \(identifier: name)"], site)
    do {
      let value = try await body(&self)
      _ = try await send(["release savepoint \(identifier: name)"], site)
      return value
    } catch {
      if phase == .open, connection.isOpen {
        _ = try await connection.runShielded(
          .pipeline(["rollback to savepoint \(identifier: name)", "release savepoint \(identifier: name)"]), site)
      }
      throw error
    }
  }

  private static var over: PostgresError { PostgresError(.misuse, "the transaction has ended") }

  private func checkOpen(_ site: CallSite) throws(PostgresError) {
    guard phase == .open else { throw Self.over.at(site) }
  }

  /// The server answers COMMIT of a failed transaction with a quiet ROLLBACK.
  private func checkNotFailed(_ site: CallSite) throws(PostgresError) {
    if phase == .open, connection.inbox.transaction == .failed {
      throw PostgresError(.misuse, "commit of a transaction in which a statement had failed; it was undone").at(site)
    }
  }

  private mutating func send(_ queries: [SQL], _ site: CallSite) async throws(PostgresError) -> [Rows] {
    guard phase == .notBegun else {
      try checkOpen(site)
      return try await connection.run(.pipeline(queries), effect: .none, site, isUnlimited: isUnlimited)
    }
    // Even a failing first batch may have begun.
    phase = .open
    let rows = try await connection.run(.pipeline([options.begin] + queries), effect: .none, site, skipped: 1)
    return Array(rows.dropFirst())
  }

  static func rollBack(_ connection: PostgresConnection) async throws(PostgresError) {
    guard connection.isOpen else { return }
    _ = try await connection.runShielded(.pipeline(["rollback"]), CallSite(#fileID, #line))
  }

  /// After the closure: what is still open is committed, or undone when it threw.
  fileprivate mutating func conclude(failed: Bool, _ site: CallSite) async throws(PostgresError) {
    guard phase == .open else { return }
    defer { phase = .ended }
    if failed {
      try await Self.rollBack(connection)
    } else {
      try checkNotFailed(site)
      _ = try await connection.run(.pipeline(["commit"]), effect: .commit, site)
    }
  }
}

extension PostgresConnection {
  /// Runs `body` in a transaction: committed when it returns, undone when it throws. Nothing is tried twice.
  ///
  /// - Throws: what `body` throws; `.outcomeUnknown` when it is not known whether COMMIT took effect.
  @discardableResult
  package func withTransaction<Value>(
    _ options: Transaction.Options = .init(), isolation: isolated (any Actor)? = #isolation,
    fileID: String = #fileID, line: Int = #line, _ body: (inout Transaction) async throws -> Value
  ) async throws -> Value {
    let site = CallSite(fileID, line)
    guard inbox.transaction == .none else {
      throw PostgresError(.misuse, "a transaction is already open on this connection").at(site)
    }
    var transaction = Transaction(self, options)
    let value: Value
    do {
      value = try await body(&transaction)
    } catch {
      await abandon(&transaction, site)
      throw error
    }
    do throws(PostgresError) {
      try await transaction.conclude(failed: false, site)
    } catch {
      await restore()
      throw error
    }
    await restore()
    return value
  }

  private func abandon(_ transaction: inout Transaction, _ site: CallSite) async {
    do throws(PostgresError) {
      try await transaction.conclude(failed: true, site)
    } catch {
      inbox.requestClose()
    }
    await restore()
  }

  /// A COMMIT that was refused in a pipeline leaves the session in a failed transaction; one that was refused alone
  /// does not. Either way the next user gets a session outside any transaction, or none.
  private func restore() async {
    guard isOpen, inbox.transaction != .none else { return }
    do throws(PostgresError) {
      try await Transaction.rollBack(self)
    } catch {
      inbox.requestClose()
    }
  }

  /// Runs a batch that must not be given up because the caller was cancelled.
  func runShielded(_ work: Batch.Work, _ site: CallSite) async throws(PostgresError) -> [Rows] {
    let inbox = inbox
    let timeout = configuration.batchTimeout
    let outcome = await withCheckedContinuation { (continuation: CheckedContinuation<Batch.Outcome, Never>) in
      inbox.submit(
        Batch(id: inbox.makeID(), work: work, effect: .none, timeout: timeout, site: site) {
          continuation.resume(returning: $0)
        })
    }
    return try outcome.get()
  }
}
