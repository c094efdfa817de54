/// How a pool behaves.
package struct PoolSettings: Sendable {
  package var maxConnections = 10
  /// Kept open and ready.
  package var minIdle = 0
  /// How long a caller waits for a connection.
  package var waitTimeout: Duration = .seconds(10)
  /// Callers beyond this are refused at once.
  package var maxWaiters = 10_000
  /// Connections above `minIdle` are closed after so long without use.
  package var idleTimeout: Duration = .seconds(300)
  /// Connections are replaced after so long (less up to a tenth).
  package var maxLifetime: Duration = .seconds(3_600)
  /// Idle connections are asked for a sign of life this often. A closed socket is noticed at once without it.
  package var checkInterval: Duration = .seconds(30)
  /// After a failed connection attempt; doubles up to `lastBackoff`.
  package var firstBackoff: Duration = .milliseconds(100)
  package var lastBackoff: Duration = .seconds(10)

  package init(maxConnections: Int = 10, minIdle: Int = 0) {
    self.maxConnections = max(1, maxConnections)
    self.minIdle = max(0, min(minIdle, maxConnections))
  }
}

/// A pool at one moment.
package struct PoolMetrics: Sendable, Hashable {
  package struct Totals: Sendable, Hashable {
    package internal(set) var opened = 0
    package internal(set) var openFailures = 0
    package internal(set) var closed = 0
    /// Of the closed ones, those that ended without our wish.
    package internal(set) var lost = 0
    package internal(set) var leases = 0
    /// Of the leases, those that had to wait.
    package internal(set) var waits = 0
    /// By all of them together.
    package internal(set) var waited = Duration.zero
    package internal(set) var refusals = 0
  }

  package internal(set) var idle = 0
  package internal(set) var leased = 0
  package internal(set) var opening = 0
  package internal(set) var closing = 0
  package internal(set) var waiting = 0
  package internal(set) var totals: Totals

  init(totals: Totals) {
    self.totals = totals
  }
}
