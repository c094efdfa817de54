/// Statements sent in one breath and answered together.
struct Batch: Sendable {
  enum Work: Sendable {
    /// By the extended protocol, in one pipeline.
    case pipeline([SQL])
    /// By the simple protocol: several statements in one text, no values.
    case script(String)
    /// Parse only: what the server makes of a statement.
    case describe(Statement)
  }

  /// What the database may keep of a batch whose answer was lost.
  enum Effect: Sendable {
    /// It ran inside a transaction that stayed open: nothing.
    case none
    /// Each statement stands for itself: perhaps something.
    case autocommit
    /// It ended in COMMIT: all or nothing.
    case commit
  }

  /// The effect of a pipeline written by hand, by the control statements at its ends.
  static func effect(of queries: [SQL], in transaction: Inbox.TransactionState) -> Effect {
    if queries.last?.statement.control == .commit { return .commit }
    return transaction != .none || queries.first?.statement.control == .begin ? .none : .autocommit
  }

  typealias Outcome = Result<[Rows], PostgresError>

  let id: UInt64
  let work: Work
  let effect: Effect
  let timeout: Duration?
  let site: CallSite
  let reply: @Sendable (Outcome) -> Void
}
