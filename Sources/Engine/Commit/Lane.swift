import Logging
import Postgres
import Synchronization
import Workflows

/// One committer: takes all requests that arrived while its last batch was being written, and writes them together.
/// It never waits for more: an idle lane answers a single request in two round trips.
final class Lane: Sendable {
  /// Batches of 50 to 200 take most of the gain with milliseconds of latency (see `performance.md`).
  static let maxBatch = 200
  /// Requests beyond this many in the queue are told to try again: better a clear answer than an endless wait.
  static let maxWaiting = 20_000

  private struct Waiting: Sendable {
    let submission: Submission
    let reply: CheckedContinuation<SubmissionResult, Never>
  }

  private struct State {
    var waiting: [Waiting] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let wakeUps: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let pool: PostgresPool
  private let cache: WorldCache
  private let logger: Logger

  init(pool: PostgresPool, cache: WorldCache, logger: Logger) {
    self.pool = pool
    self.cache = cache
    self.logger = logger
    (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func submit(_ submission: Submission) async -> SubmissionResult {
    await withCheckedContinuation { continuation in
      let refused = state.withLock { state -> EngineError? in
        if state.isClosed { return EngineError(.tryAgain, Messages.closing) }
        if state.waiting.count >= Self.maxWaiting { return EngineError(.tryAgain, Messages.busy) }
        state.waiting.append(Waiting(submission: submission, reply: continuation))
        return nil
      }
      if let refused {
        continuation.resume(returning: .failed(refused))
      } else {
        wake.yield()
      }
    }
  }

  /// Runs until `close`; what is queued by then is still answered.
  func run() async {
    for await _ in wakeUps {
      while let batch = take() { await carryOut(batch) }
      if state.withLock({ $0.isClosed && $0.waiting.isEmpty }) { return }
    }
  }

  func close() {
    state.withLock { $0.isClosed = true }
    wake.yield()
  }

  private func take() -> [Waiting]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else { return nil }
      let batch = Array(state.waiting.prefix(Self.maxBatch))
      state.waiting.removeFirst(batch.count)
      return batch
    }
  }

  private func carryOut(_ batch: [Waiting]) async {
    let results = await attempt(batch.map(\.submission))
    for (waiting, result) in zip(batch, results) { waiting.reply.resume(returning: result) }
  }

  private func attempt(_ submissions: [Submission]) async -> [SubmissionResult] {
    do {
      return try await commit(submissions)
    } catch {
      let failure = EngineError.from(error)
      logger.warning("batch failed", metadata: ["size": "\(submissions.count)", "code": "\(failure.code.rawValue)"])
      guard failure.code != .outcomeUnknown else { return submissions.map { _ in .failed(failure) } }
      // One poisonous request must not cost the others: each is tried alone.
      var results: [SubmissionResult] = []
      for submission in submissions { results.append(await alone(submission)) }
      return results
    }
  }

  private func alone(_ submission: Submission) async -> SubmissionResult {
    var last = EngineError(.tryAgain, Messages.busy)
    for _ in 0..<3 {
      do {
        return try await commit([submission]).first ?? .failed(last)
      } catch {
        last = EngineError.from(error)
        let isRetryable = (error as? PostgresError)?.isRetryable ?? false
        guard last.code == .tryAgain, isRetryable else { break }
      }
    }
    return .failed(last)
  }

  private func commit(_ submissions: [Submission]) async throws -> [SubmissionResult] {
    try await pool.withConnection { connection in
      try await BatchCommit(connection: connection, cache: cache).run(submissions)
    }
  }
}
