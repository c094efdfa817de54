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
    guard let report = error.report else { return error }
    // 40003 and 08007: "statement completion unknown", "transaction resolution unknown"
    if batch.effect != .none, report.sqlState == .statementCompletionUnknown || report.sqlState.rawValue == "08007" {
      return PostgresError(.outcomeUnknown, report.message, report: report).at(batch.site)
    }
    guard report.sqlState == .queryCancelled, let stopReason else { return error }
    var stopped = PostgresError(stopReason, report.message, report: report).at(batch.site)
    stopped.statementIndex = error.statementIndex
    return stopped
  }

  /// The answer to the caller when the connection broke under the batch.
  func lost(_ cause: PostgresError) -> PostgresError {
    if let error { return error }
    switch batch.effect {
    case .none: return cause.at(batch.site)
    case .commit:
      return PostgresError(.outcomeUnknown, cause.message, report: cause.report).at(batch.site)
    case .autocommit:
      return PostgresError(cause.kind, cause.message, report: cause.report, mayHaveTakenEffect: true).at(batch.site)
    }
  }
}
