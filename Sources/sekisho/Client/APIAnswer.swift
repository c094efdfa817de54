import Diagnostics
import JSON

/// What the server answered when all went well.
struct APIAnswer: Sendable {
  let status: Int
  let bytes: [UInt8]
  /// Without parameters, in lower case.
  let media: String
  /// The version that the item has now, as the server's ETag says it.
  let version: String?

  /// Null where the answer has no body.
  func json() throws(CommandFailure) -> JSONValue {
    if bytes.isEmpty { return .null }
    do {
      return try JSONValue(parsing: bytes, limits: JSONLimits(bytes: APIClient.maxAnswer))
    } catch {
      throw CommandFailure(
        Exit.failure,
        Text(
          en: "the server's answer is not JSON: \(error.message.en)", ja: "サーバーの応答がJSONではありません:\(error.message.ja)"),
        hint: Text(en: "check the server's address", ja: "サーバーのアドレスを確認してください"))
    }
  }
}
