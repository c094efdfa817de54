import Diagnostics

/// `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): any 1 to 255 visible ASCII characters; quotes of a
/// structured-field string are taken off.
enum IdempotencyKey {
  static func read(_ header: String?) throws(Problem) -> String? {
    guard var key = header?.trimmed else { return nil }
    if key.count >= 2, key.hasPrefix("\""), key.hasSuffix("\"") { key = key.dropFirst().dropLast() }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Problem(
        .invalidHeader,
        Text(
          en: "Idempotency-Key takes 1 to 255 visible ASCII characters", ja: "Idempotency-KeyはASCIIの可視文字1~255字です"))
    }
    return String(key)
  }
}
