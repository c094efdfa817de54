import Diagnostics

/// The extension `encoders`: base64 with the standard alphabet (RFC 4648, section 4).
extension Library {
  static let encoders: [FunctionDeclaration] = [
    FunctionDeclaration(
      "base64.encode", Text(en: "Bytes as base64 text.", ja: "バイト列をbase64にする。"), isPure: true,
      global([(.bytes, .string)]) { value, context throws(EvaluationError) in
        try context.charge(bytes: 4 * value.asBytes.count)
        return .string(Base64.encode(value.asBytes))
      }),
    FunctionDeclaration(
      "base64.decode", Text(en: "The bytes of base64 text, padded or not.", ja: "base64をバイト列に戻す。"), isPure: true,
      global([(.string, .bytes)]) { value, context throws(EvaluationError) in
        try context.charge(bytes: 4 * value.asString.utf8.count)
        guard let bytes = Base64.decode(value.asString) else {
          throw EvaluationError(.conversion(value, to: "bytes"))
        }
        return .bytes(bytes)
      }),
  ]
}

enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let values: [UInt8?] = {
    var table = [UInt8?](repeating: nil, count: 256)
    for (value, letter) in alphabet.enumerated() { table[Int(letter)] = UInt8(value) }
    return table
  }()

  static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for position in 0..<4 {
        let isData = position <= group.count
        result.append(isData ? alphabet[bits >> (18 - 6 * position) & 63] : padding)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Nil for foreign characters, a wrong length, or bits set beyond the last byte.
  static func decode(_ text: String) -> [UInt8]? {
    var letters = Array(text.utf8)[...]
    if letters.count % 4 == 0 {
      for _ in 0..<2 where letters.last == padding { letters.removeLast() }
    }
    var result: [UInt8] = []
    result.reserveCapacity(letters.count * 3 / 4)
    var bits = 0
    var count = 0
    for letter in letters {
      guard let value = values[Int(letter)] else { return nil }
      bits = bits << 6 | Int(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
        bits &= 1 << count - 1
      }
    }
    return count < 6 && bits == 0 ? result : nil
  }
}
