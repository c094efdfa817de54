package import Logging
internal import Synchronization

/// One session with a server.
///
/// A thread of its own speaks libpq and waits for the socket, so that no thread of Swift's pool ever waits for the
/// network. Batches of a connection run one after the other, in the order in which they were submitted; statements
/// that do not need each other's answers belong in one `pipeline`, which costs one round trip.
///
/// Cancelling a task withdraws its batch when it has not been sent; otherwise the server is told to stop, over a
/// connection of its own. A batch that commits is not stopped that way, only by its deadline.
package final class PostgresConnection: Sendable {
  let inbox: Inbox
  let configuration: PostgresConfiguration

  private init(_ configuration: PostgresConfiguration, _ inbox: Inbox) {
    self.configuration = configuration
    self.inbox = inbox
  }

  deinit {
    inbox.requestClose()
  }

  /// Opens a session and sets its parameters.
  ///
  /// - Throws: `.connectFailed`, `.cancelled`, or `.server` when a run-time parameter is refused.
  package static func connect(
    _ configuration: PostgresConfiguration, logger: Logger, fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> PostgresConnection {
    let site = CallSite(fileID, line)
    let once = Once<Result<PostgresConnection, PostgresError>>()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        once.set { continuation.resume(returning: $0) }
        open(configuration, logger) { once.fulfil($0) }
      }
    } onCancel: {
      // The thread goes on for as long as libpq waits; the connection it may still make closes itself.
      once.fulfil(.failure(PostgresError(.cancelled, "cancelled while connecting")))
    }
    switch outcome {
    case .success(let connection): return connection
    case .failure(let error): throw error.at(site)
    }
  }

  /// Opens a session on a new thread; `reply` is called once, from there.
  static func open(
    _ configuration: PostgresConfiguration, _ logger: Logger,
    reply: @escaping @Sendable (Result<PostgresConnection, PostgresError>) -> Void
  ) {
    let started = startThread {
      let loop: ConnectionLoop
      do throws(PostgresError) {
        let inbox = try Inbox()
        loop = try ConnectionLoop(configuration, inbox, logger)
        greet(PostgresConnection(configuration, inbox), reply)
      } catch {
        reply(.failure(error))
        return
      }
      loop.run()
    }
    if !started { reply(.failure(PostgresError(.connectFailed, "no thread could be started"))) }
  }

  /// Hands the connection out once its session parameters are set.
  private static func greet(
    _ connection: PostgresConnection, _ reply: @escaping @Sendable (Result<PostgresConnection, PostgresError>) -> Void
  ) {
    let parameters = connection.configuration.parameters.sorted { $0.key < $1.key }
    if parameters.isEmpty { return reply(.success(connection)) }
    let settings = parameters.map { name, value -> SQL in "select set_config(\(name), \(value), false)" }
    connection.submit(
      .pipeline(settings), effect: .none, timeout: connection.configuration.connectTimeout, CallSite(#fileID, #line)
    ) {
      switch $0 {
      case .success: reply(.success(connection))
      case .failure(let error): reply(.failure(error))
      }
    }
  }
}

// MARK: - Statements

extension PostgresConnection {
  /// Executes one statement.
  ///
  /// Outside a transaction it commits by itself; when the connection breaks before the answer, the error says
  /// `mayHaveTakenEffect`.
  @discardableResult
  package func query(
    _ sql: SQL, fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Rows {
    try await pipeline([sql], fileID: fileID, line: line)[0]
  }

  /// Executes several statements in one round trip, none of which needs another's answer. Outside a transaction they
  /// are one: when one fails, the rest is skipped and nothing stays; the error names its `statementIndex`.
  ///
  /// BEGIN and COMMIT may stand at the ends: one round trip for a whole transaction. When one of its statements fails,
  /// the session stays in a failed transaction until ROLLBACK (a pool sees to that); `withTransaction` is easier.
  ///
  /// - Returns: the answers, in order.
  @discardableResult
  package func pipeline(
    _ queries: [SQL], fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> [Rows] {
    let effect = Batch.effect(of: queries, in: inbox.transaction)
    return try await run(.pipeline(queries), effect: effect, CallSite(fileID, line))
  }

  /// Executes a text of several statements by the simple protocol. For migrations: no values, nothing prepared.
  package func script(
    _ text: String, fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) {
    guard !text.utf8.contains(0) else {
      throw PostgresError(.misuse, "a NUL in a script", fileID: fileID, line: line)
    }
    _ = try await run(.script(text), effect: .autocommit, CallSite(fileID, line))
  }

  /// What the server makes of a statement, without executing it.
  package func describe(
    _ statement: Statement, fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> StatementDescription {
    let rows = try await run(.describe(statement), effect: .none, CallSite(fileID, line))
    let result = rows[0].result
    return StatementDescription(
      parameters: result.parameterTypes,
      columns: (0..<result.columnCount).map {
        StatementDescription.Column(name: result.columnName($0), type: result.columnType($0))
      })
  }

  /// - Parameters:
  ///   - skipped: how many of the first statements the caller did not write, for `statementIndex`.
  ///   - isUnlimited: the batch takes as long as it takes.
  func run(
    _ work: Batch.Work, effect: Batch.Effect, _ site: CallSite, skipped: Int = 0, isUnlimited: Bool = false
  ) async throws(PostgresError) -> [Rows] {
    if Task.isCancelled { throw PostgresError(.cancelled, "cancelled before it was sent").at(site) }
    if let refusal = Self.refusal(work) { throw refusal.at(site) }
    let id = inbox.makeID()
    let inbox = inbox
    let timeout = isUnlimited ? nil : configuration.batchTimeout
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Batch.Outcome, Never>) in
        inbox.submit(
          Batch(id: id, work: work, effect: effect, timeout: timeout, site: site) { continuation.resume(returning: $0) }
        )
        // The handler below may have run before there was anything to take back.
        if Task.isCancelled { inbox.cancel(id) }
      }
    } onCancel: {
      inbox.cancel(id)
    }
    switch outcome {
    case .success(let rows): return rows
    case .failure(var error):
      if let index = error.statementIndex { error.statementIndex = max(0, index - skipped) }
      throw error
    }
  }

  func submit(
    _ work: Batch.Work, effect: Batch.Effect, timeout: Duration?, _ site: CallSite,
    reply: @escaping @Sendable (Batch.Outcome) -> Void
  ) {
    inbox.submit(
      Batch(id: inbox.makeID(), work: work, effect: effect, timeout: timeout, site: site, reply: reply))
  }

  /// What the protocol cannot carry is refused here, where the connection does not suffer for it.
  private static func refusal(_ work: Batch.Work) -> PostgresError? {
    guard case .pipeline(let queries) = work else { return nil }
    for query in queries {
      if query.binds.count > 65_535 { return PostgresError(.misuse, "more than 65535 values in a statement") }
      if query.binds.writer.count > 1 << 29 { return PostgresError(.misuse, "over 512 MiB of values in a statement") }
    }
    return nil
  }
}

// MARK: - State

extension PostgresConnection {
  /// The server's process for this session, as in `pg_stat_activity`.
  package var processID: Int32 { inbox.processID }

  /// Whether a batch may still be submitted.
  package var isOpen: Bool { !inbox.isClosing }

  /// Fit for the next user: open and outside any transaction.
  var isClean: Bool { isOpen && inbox.transaction == .none }

  /// Lets the running batch end, refuses waiting ones, and says goodbye to the server.
  package func close() async {
    await withCheckedContinuation { continuation in
      inbox.whenEnded { continuation.resume() }
      inbox.requestClose()
    }
  }
}

/// What the server makes of a statement: the types of its values and of its columns.
package struct StatementDescription: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package let name: String
    package let type: PostgresType

    package init(name: String, type: PostgresType) {
      self.name = name
      self.type = type
    }
  }

  package let parameters: [PostgresType]
  package let columns: [Column]
}

/// A reply that may come from two sides and counts once.
final class Once<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case waiting(@Sendable (Value) -> Void)
    case early(Value)
    case done
  }

  private let state = Mutex(State.empty)

  func set(_ receiver: @escaping @Sendable (Value) -> Void) {
    let early = state.withLock { state -> Value? in
      if case .early(let value) = state {
        state = .done
        return value
      }
      state = .waiting(receiver)
      return nil
    }
    if let early { receiver(early) }
  }

  func fulfil(_ value: Value) {
    let receiver = state.withLock { state -> (@Sendable (Value) -> Void)? in
      switch state {
      case .empty:
        state = .early(value)
        return nil
      case .waiting(let receiver):
        state = .done
        return receiver
      case .early, .done: return nil
      }
    }
    receiver?(value)
  }
}
