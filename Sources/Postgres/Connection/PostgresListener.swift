package import Logging

/// Listens on channels for as long as its task lives, over a connection of its own that is made anew whenever it breaks.
package struct PostgresListener: Sendable {
  package enum Event: Sendable, Hashable {
    /// Listening has (again) begun. Whatever was notified before was missed: look at the tables once.
    case connected
    case notified(PostgresNotification)
    /// The connection broke; a new one will be tried after a pause.
    case disconnected
  }

  package let configuration: PostgresConfiguration
  package let channels: [String]
  /// After the first failure; doubles up to `lastBackoff`.
  package var firstBackoff: Duration = .milliseconds(100)
  package var lastBackoff: Duration = .seconds(10)
  private let logger: Logger

  package init(_ configuration: PostgresConfiguration, channels: [String], logger: Logger) {
    self.configuration = configuration
    self.channels = channels
    self.logger = logger
  }

  /// Returns when the task is cancelled.
  package func run(_ body: @escaping @Sendable (Event) async -> Void) async {
    var backoff = firstBackoff
    while !Task.isCancelled {
      do {
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        defer { connection.inbox.requestClose() }
        let sequences = try await sequences(connection)
        backoff = firstBackoff
        await body(.connected)
        try await relay(sequences, body)
      } catch {
        if Task.isCancelled { return }
        logger.warning("listening interrupted", metadata: ["error": "\((error as? PostgresError)?.kind ?? .misuse)"])
        await body(.disconnected)
        // Half of it to all of it: many listeners do not come back in step.
        guard (try? await Task.sleep(for: backoff * Double.random(in: 0.5...1))) != nil else { return }
        backoff = min(backoff * 2, lastBackoff)
      }
    }
  }

  private func sequences(_ connection: PostgresConnection) async throws(PostgresError) -> [PostgresNotifications] {
    var sequences: [PostgresNotifications] = []
    for channel in channels { sequences.append(try await connection.listen(channel)) }
    return sequences
  }

  private func relay(
    _ sequences: [PostgresNotifications], _ body: @escaping @Sendable (Event) async -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for sequence in sequences {
        group.addTask {
          for try await notification in sequence { await body(.notified(notification)) }
        }
      }
      for try await _ in group {}
    }
  }
}
