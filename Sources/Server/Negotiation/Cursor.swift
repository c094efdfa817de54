import Diagnostics
import Workflows

/// Where the next page starts. Opaque to clients: what it holds may change at any time.
enum Cursor {
  /// Which list a cursor belongs to; a cursor of another list is refused.
  enum List: UInt8, Sendable {
    case items = 0x69
    case history = 0x68
    case inbox = 0x62
  }

  static func text<Kind>(_ list: List, after id: Identifier<Kind>) -> String {
    var bytes = [list.rawValue]
    for word in [id.high, id.low] {
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return Base64URL.encode(bytes)
  }

  static func read<Kind>(_ list: List, _ text: String) throws(Problem) -> Identifier<Kind> {
    guard let bytes = Base64URL.decode(text), bytes.count == 17, bytes[0] == list.rawValue else {
      throw Problem(.invalidCursor, Text(en: "the cursor is not one of this list", ja: "このリストのカーソルではありません"))
    }
    let words = [bytes[1...8], bytes[9...16]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    return Identifier(high: words[0], low: words[1])
  }
}

/// RFC 4648 section 5, without padding.
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(_ bytes: some Sequence<UInt8>) -> String {
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

  /// nil unless exactly what `encode` writes: one text, one meaning.
  static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 1_000 else { return nil }
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return encode(result) == text ? result : nil
  }
}
