package import Diagnostics
package import Postgres

/// Why sealing stopped. Only the database's failures pass by themselves; the others need a person.
package enum SealingError: Error, Sendable {
  case database(PostgresError)
  /// The stored leaves or tiles do not lead to the last checkpoint: signing on would vouch for a forgery.
  case treeBroken(size: Int)
  /// The database has fewer leaves than this process has signed: it was rolled back or lost commits.
  case rolledBack(leaves: Int, signed: Int)
  case signing(FormatError)

  package var message: Text {
    switch self {
    case .database(let error): error.explanation
    case .treeBroken(let size):
      Text(
        en: "the stored tree does not lead to the checkpoint of size \(size); nothing is signed. Run “audit verify”.",
        ja: "保存された木がサイズ \(size) のチェックポイントに一致しないため、署名を停止しました。「audit verify」を実行してください。")
    case .rolledBack(let leaves, let signed):
      Text(
        en: "the database has \(leaves) leaves, but \(signed) were signed: it was rolled back. Nothing is signed.",
        ja: "データベースの葉は \(leaves) 枚ですが \(signed) 枚に署名済みです。巻き戻されたため署名を停止しました。")
    case .signing(let error): error.message
    }
  }
}
