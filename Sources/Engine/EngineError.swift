package import Diagnostics
import Postgres

/// What callers of the engine must tell apart. Doors map `code` to exit codes and problem documents in one place.
package struct EngineError: Error, Sendable {
  package enum Code: String, Sendable, Hashable, CaseIterable {
    case signIn = "sign_in"
    case forbidden
    case notFound = "not_found"
    case invalid
    /// The same idempotency key came with another payload.
    case keyReused = "idempotency_key_reused"
    /// Nothing happened; the same request may succeed in a moment.
    case tryAgain = "try_again"
    /// A commit was sent and nobody can say whether it holds: look, then repeat with the same key.
    case outcomeUnknown = "outcome_unknown"
    /// The fencing token is not the newest: somebody else works on this task now.
    case leaseLost = "lease_lost"
    /// What is stored is not what this program writes.
    case corrupt
    case conflict
    /// What would be put in force is shown to be wrong; `diagnostics` says where and by which run.
    case unsound
    /// It is not known whether what would be put in force is right: somebody may accept that, with a reason.
    case undecided
  }

  package let code: Code
  package let message: Text
  /// Findings about a file, where the trouble is a file's.
  package var diagnostics: [Diagnostic] = []

  package init(_ code: Code, _ message: Text) {
    self.code = code
    self.message = message
  }

  static func corrupt(_ detail: String) -> EngineError {
    EngineError(
      .corrupt,
      Text(en: "stored data cannot be read: \(detail)", ja: "保存データを読み取れません:\(detail)"))
  }

  static let notFound = EngineError(.notFound, Text(en: "no such item", ja: "該当する案件がありません"))

  static let signIn = EngineError(
    .signIn,
    Text(
      en: "the token is missing, unknown, expired or revoked: sign in again",
      ja: "トークンがないか、無効・期限切れ・失効しています。サインインし直してください"))

  static let forbidden = EngineError(
    .forbidden, Text(en: "this token does not allow that", ja: "このトークンでは許可されていない操作です"))

  static let leaseLost = EngineError(
    .leaseLost,
    Text(
      en: "the lease on this task has passed to another worker; drop the result",
      ja: "このタスクの担当は別のワーカーに移りました。結果を破棄してください"))

  /// The one translation of database trouble.
  static func from(_ error: any Error) -> EngineError {
    if let known = error as? EngineError { return known }
    guard let database = error as? PostgresError else {
      return EngineError(.tryAgain, Text(en: "the request was interrupted", ja: "処理が中断されました"))
    }
    let code: Code = database.kind == .outcomeUnknown || database.mayHaveTakenEffect ? .outcomeUnknown : .tryAgain
    return EngineError(code, database.explanation)
  }
}
