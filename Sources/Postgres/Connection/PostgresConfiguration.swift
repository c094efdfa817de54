/// How to reach a server and how a session behaves.
package struct PostgresConfiguration: Sendable {
  /// Any libpq connection string (PostgreSQL documentation, section 34.1.1), with several hosts and
  /// `target_session_attrs` if wanted. May hold a password: never log it.
  package var connectionString: String

  /// For each host and address tried; whole seconds, at least 2 (libpq's rule). `connect_timeout` in the string wins.
  package var connectTimeout: Duration = .seconds(10)

  /// How long one batch may take from being sent to its last answer before the server is told to stop. `nil`: no limit.
  package var batchTimeout: Duration? = .seconds(60)

  /// How long a server told to stop may take to say so before the connection counts as broken.
  package var cancelGrace: Duration = .seconds(5)

  /// Run-time parameters set at the start of each session, such as `statement_timeout` or `search_path`.
  package var parameters: [String: String] = [:]

  /// Shown in `pg_stat_activity`, unless the string names another.
  package var applicationName = "sekisho"

  /// Prepared statements kept a connection; the least recently used one goes first.
  package var preparedStatementLimit = 256

  package init(_ connectionString: String) {
    self.connectionString = connectionString
  }
}

/// A configuration that is printed by mistake gives no password away.
extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
  package var description: String { "PostgresConfiguration" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
