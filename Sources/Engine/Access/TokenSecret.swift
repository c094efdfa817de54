import Crypto

/// An API token: 256 random bits behind a prefix that secret scanners recognise. Only its hash is stored.
package struct TokenSecret: Sendable {
  package let text: String

  package init() {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    text = Self.prefix + Self.base64url(bytes)
  }

  /// A token that somebody shows; nil unless it has a token's form.
  package init?(_ text: some StringProtocol) {
    guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + 43 else { return nil }
    self.text = String(text)
  }

  static let prefix = "sekisho_"

  /// The text has 256 bits of entropy, so a plain hash is enough: there is nothing to guess.
  var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// RFC 4648 section 5, without padding.
  private static func base64url(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        result.append(alphabet[Int(buffer >> UInt32(bits) & 0x3F)])
      }
    }
    if bits > 0 { result.append(alphabet[Int(buffer << UInt32(6 - bits) & 0x3F)]) }
    return String(decoding: result, as: UTF8.self)
  }
}

extension TokenSecret: CustomStringConvertible, CustomDebugStringConvertible {
  /// Never in a log by accident.
  package var description: String { "sekisho_…" }
  package var debugDescription: String { description }
}
