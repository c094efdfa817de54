package import Logging
package import Postgres
import Synchronization
import Workflows

/// The engine: everything that changes an item goes through the same pure `step`, in batches, on PostgreSQL.
///
/// Keeps nothing but caches; run as many beside each other as needed.
package final class WorkflowEngine: Sendable {
  let writers: PostgresPool
  /// Sessions under the reader role: row-level security stands between them and what the caller may not see.
  let readers: PostgresPool
  /// For the listener, which has a connection of its own.
  let configuration: PostgresConfiguration
  let cache = WorldCache()
  let locator = ItemLocator()
  let lanes: [Lane]
  let logger: Logger

  /// Two to four lanes use both cores of a small server; more only add latency (see `performance.md`).
  ///
  /// `configuration` logs in as somebody who may become `sekisho_app` and `sekisho_reader`.
  package init(_ configuration: PostgresConfiguration, lanes: Int = 2, connections: Int = 10, logger: Logger) {
    self.configuration = configuration
    var writing = configuration
    writing.parameters["role"] = "sekisho_app"
    var reading = configuration
    reading.parameters["role"] = "sekisho_reader"
    writers = PostgresPool(writing, settings: PoolSettings(maxConnections: connections), logger: logger)
    readers = PostgresPool(reading, settings: PoolSettings(maxConnections: connections), logger: logger)
    self.logger = logger
    let (cache, pool) = (cache, writers)
    self.lanes = (0..<max(1, lanes)).map { _ in Lane(pool: pool, cache: cache, logger: logger) }
  }

  /// Runs the lanes until the task is cancelled or `close` is called.
  package func run() async {
    await withTaskCancellationHandler {
      await withTaskGroup(of: Void.self) { group in
        for lane in lanes { group.addTask { await lane.run() } }
      }
    } onCancel: {
      close()
    }
  }

  /// Lets the lanes answer what is queued and end.
  package func close() {
    for lane in lanes { lane.close() }
  }

  /// After `run` has returned.
  package func disconnect() async {
    await writers.close()
    await readers.close()
  }

  /// Families are hashed to lanes, so that two lanes never wait for each other; new roots go anywhere, but the same
  /// key always the same way, so that twins meet.
  func lane(for submission: Submission) -> Lane {
    let hash =
      if let family = submission.family {
        family.low
      } else if let idempotency = submission.idempotency {
        UInt64(idempotency.digest.bytes.first ?? 0)
      } else {
        UInt64.random(in: 0...UInt64.max)
      }
    return lanes[Int(hash % UInt64(lanes.count))]
  }

  package func submit(_ submission: Submission) async -> SubmissionResult {
    let result = await lane(for: submission).submit(submission)
    if case .done(let receipt) = result, submission.family == nil {
      locator.remember(.id(receipt.item), ItemPlace(family: receipt.family, id: receipt.item))
    }
    return result
  }

  /// The world as last read; call `refresh` first where it must be fresh.
  var world: CachedWorld { cache.current }
}
