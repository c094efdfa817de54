/// A batch under way: which answers are still to come, and what has come.
struct RunningBatch {
  enum Step: Equatable {
    /// Giving back a statement that is no longer wanted: no part of the batch, nor is its failure.
    case housekeeping
    /// The end of the housekeeping, so that the batch does not share its implicit transaction.
    case pause
    /// An answer nobody asked for (preparing for a description).
    case control
    case prepare(String, Int)
    case execute(String, Int)
    case sync
  }

  let batch: Batch
  var steps: [Step] = []
  var deadline: ContinuousClock.Instant?
  var stopReason: PostgresError.Kind?
  private var position = 0
  private var answeredStep = false
  private var rows: [Rows] = []
  private var error: PostgresError?

  init(_ batch: Batch) {
    self.batch = batch
  }

  private var step: Step? { position < steps.count ? steps[position] : nil }

  mutating func nextStep() {
    guard answeredStep else { return }
    answeredStep = false
    if step != .sync { position += 1 }
  }

  mutating func answered(_ result: ResultBox) {
    answeredStep = true
    switch step {
    case .execute: rows.append(Rows(result: result, site: batch.site))
    case .housekeeping, .pause, .control, .prepare, .sync: break
    case nil: rows.append(Rows(result: result, site: batch.site))
    }
  }

  /// - Returns: the step that failed.
  mutating func failed(_ report: PostgresError.ServerReport?, _ message: String) -> Step? {
    answeredStep = true
    if step == .housekeeping { return step }
    var failure = PostgresError(.server, message, report: report).at(batch.site)
    switch step {
    case .prepare(_, let index), .execute(_, let index): failure.statementIndex = index
    case .housekeeping, .pause, .control, .sync, nil: break
    }
    if error == nil { error = failure }
    return step
  }

  /// - Returns: whether this was not yet the end of the batch.
  mutating func passedPause() -> Bool {
    guard step == .pause else { return false }
    position += 1
    return true
  }

  /// - Returns: the step that the server passed over after an error.
  mutating func skipped() -> Step? {
    answeredStep = true
    return step
  }

  /// The answer to the caller when the server has answered everything.
  func outcome(standbyWaitCutShort: Bool) -> Batch.Outcome {
    if let error { return .failure(judged(error)) }
    guard standbyWaitCutShort, batch.effect != .none else { return .success(rows) }
    return .failure(
      PostgresError(.outcomeUnknown, "committed, but the wait for a synchronous standby was cut short").at(batch.site))
  }

  private func judged(_ error: PostgresError) -> PostgresError {
    // libpq's own words: an answer that it could not take. The server went on without noticing.
    guard let report = error.report else { return unanswered(error) }
    // 40003 and 08007: "statement completion unknown", "transaction resolution unknown"
    if batch.effect != .none, report.sqlState == .statementCompletionUnknown || report.sqlState.rawValue == "08007" {
      return PostgresError(.outcomeUnknown, report.message, report: report).at(batch.site)
    }
    guard report.sqlState == .queryCancelled, let stopReason else { return error }
    var stopped = PostgresError(stopReason, report.message, report: report).at(batch.site)
    stopped.statementIndex = error.statementIndex
    return stopped
  }

  /// The answer to the caller when the connection broke under the batch. What a server says when it ends a session
  /// (FATAL, PANIC) is no answer to the statement it was at: whether it is read before or after the socket is found
  /// closed must make no difference.
  func lost(_ cause: PostgresError, standbyWaitCutShort: Bool) -> Batch.Outcome {
    // An ERROR undid the batch, whatever became of the connection afterwards.
    if let error, let report = error.report, !report.endsSession { return .failure(judged(error)) }
    let cause = error?.report == nil ? cause : error ?? cause
    switch batch.effect {
    case .none: return .failure(cause.at(batch.site))
    case .commit:
      if hasEveryAnswer, !standbyWaitCutShort { return .success(rows) }
      // The server works in order: a session that ended at an earlier statement has not come to COMMIT.
      if let index = cause.statementIndex, let last = lastIndex, index < last { return .failure(cause) }
      return .failure(unanswered(cause))
    case .autocommit: return .failure(unanswered(cause))
    }
  }

  /// What is said where the server may have done what it did not answer.
  private func unanswered(_ cause: PostgresError) -> PostgresError {
    switch batch.effect {
    case .none: return cause
    case .commit: return PostgresError(.outcomeUnknown, cause.message, report: cause.report).at(batch.site)
    case .autocommit:
      var error = PostgresError(cause.kind, cause.message, report: cause.report, mayHaveTakenEffect: true)
      error.statementIndex = cause.statementIndex
      return error.at(batch.site)
    }
  }

  /// COMMIT's too, where that is the last.
  private var hasEveryAnswer: Bool {
    guard error == nil, case .pipeline(let queries) = batch.work else { return false }
    return rows.count == queries.count
  }

  private var lastIndex: Int? {
    guard case .pipeline(let queries) = batch.work else { return nil }
    return queries.count - 1
  }
}

extension PostgresError.ServerReport {
  /// The server closes the session after these.
  fileprivate var endsSession: Bool { severity == "FATAL" || severity == "PANIC" }
}
