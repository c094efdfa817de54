import Glibc
import Logging
import Postgres
import PostgresTesting
import Synchronization

/// Runs `body` and hands back the error it throws.
func failure<Value>(
  isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
) async -> PostgresError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? PostgresError
  }
}

/// Asks again and again until the condition holds; for what another process does in its own time. Gives up after ten
/// seconds.
func eventually(
  isolation: isolated (any Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws -> Bool {
  let deadline = ContinuousClock.now + .seconds(10)
  while ContinuousClock.now < deadline {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(2))
  }
  return false
}

extension PostgresConnection {
  /// Whether the server's process for `other` is executing a statement that contains `text`.
  func sees(_ other: PostgresConnection, running text: String) async throws -> Bool {
    try await query(
      """
      select exists (select from pg_stat_activity where pid = \(other.processID) and state = 'active'
        and query like \("%" + text + "%"))
      """
    ).single.get(0)
  }
}

extension TestDatabase {
  func pool(_ settings: PoolSettings = PoolSettings()) -> PostgresPool {
    PostgresPool(configuration, settings: settings, logger: .quiet)
  }
}

/// Keeps what is logged.
final class LogRecord: Sendable {
  struct Line: Sendable {
    let level: Logger.Level
    let message: String
    let metadata: Logger.Metadata
  }

  private let state = Mutex<[Line]>([])

  var lines: [Line] { state.withLock(\.self) }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(record: self) }
    logger.logLevel = .trace
    return logger
  }

  struct Handler: LogHandler {
    let record: LogRecord
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      record.state.withLock {
        $0.append(Line(level: event.level, message: event.message.description, metadata: event.metadata ?? [:]))
      }
    }
  }
}

/// A cluster of a test's own, which may be killed.
func withOwnCluster<Value>(
  _ settings: ClusterSettings = .disposable, isolation: isolated (any Actor)? = #isolation,
  _ body: (PrivateCluster) async throws -> Value
) async throws -> Value {
  let directory = TestCluster.makeDirectory()
  let cluster = PrivateCluster(directory: directory, settings: settings)
  do {
    try await cluster.start()
    let value = try await body(cluster)
    await cluster.stop(.immediate)
    TestCluster.remove(directory)
    return value
  } catch {
    await cluster.stop(.immediate)
    TestCluster.remove(directory)
    throw error
  }
}

func connect(
  _ cluster: PrivateCluster, _ change: (inout PostgresConfiguration) -> Void = { _ in }
) async throws(PostgresError) -> PostgresConnection {
  var configuration = PostgresConfiguration(cluster.connectionString())
  change(&configuration)
  return try await PostgresConnection.connect(configuration, logger: .quiet)
}
