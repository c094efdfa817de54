import Diagnostics

/// Resolves the escapes of a text or bytes literal.
struct LiteralDecoder {
  private let bytes: [UInt8]
  private let end: Int
  private let isBytes: Bool
  private var position: Int
  private var result: [UInt8] = []
  private(set) var problems: [Problem] = []

  init(_ bytes: [UInt8], _ body: Range<Int>, isBytes: Bool) {
    self.bytes = bytes
    self.isBytes = isBytes
    position = body.lowerBound
    end = body.upperBound
  }

  /// UTF-8 of a text, or the bytes of a bytes literal.
  mutating func decode() -> [UInt8] {
    while position < end {
      if bytes[position] == UInt8(ascii: "\\") {
        escape()
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }

  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "\\"): 0x5C,
    UInt8(ascii: "?"): 0x3F, UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27, UInt8(ascii: "`"): 0x60,
  ]

  private mutating func escape() {
    let start = position
    position += 1
    guard position < end else { return fail(start) }
    let letter = bytes[position]
    position += 1
    if let plain = Self.simple[letter] {
      result.append(plain)
      return
    }
    switch letter {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): number(start, digits: 2, radix: 16)
    case UInt8(ascii: "u") where !isBytes: number(start, digits: 4, radix: 16)
    case UInt8(ascii: "U") where !isBytes: number(start, digits: 8, radix: 16)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      number(start, digits: 3, radix: 8)
    default: fail(start)
    }
  }

  private mutating func number(_ start: Int, digits: Int, radix: Int) {
    guard position + digits <= end else { return fail(start) }
    let digitsRange = position..<position + digits
    guard bytes[digitsRange].allSatisfy(NumberScanner.isHexDigit),
      let value = UInt32(String(decoding: bytes[digitsRange], as: UTF8.self), radix: radix)
    else { return fail(start) }
    position = digitsRange.upperBound
    if isBytes {
      result.append(UInt8(truncatingIfNeeded: value))
    } else if let scalar = Unicode.Scalar(value) {
      result.append(contentsOf: Array(String(Character(scalar)).utf8))
    } else {
      fail(start)
    }
  }

  private mutating func fail(_ start: Int) {
    while position < end, bytes[position] & 0xC0 == 0x80 { position += 1 }
    let shown = String(decoding: bytes[start..<position], as: UTF8.self)
    problems.append(
      Problem(
        .badEscape, start..<position,
        Text(en: "the escape \(shown) does not exist", ja: "\(shown) というエスケープはありません"),
        help: Text(
          en: "write \\\\ for a backslash, or put r before the quote to switch escapes off",
          ja: "逆斜線は \\\\ と書くか、引用符の前に r を置いてエスケープを無効にしてください")))
  }
}
