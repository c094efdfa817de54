extension JSONValue {
  /// The JSON Canonicalization Scheme (RFC 8785): no blanks, members sorted by UTF-16 units, shortest escapes.
  /// Numbers keep every digit: see `JSONNumber.description`.
  package var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    write(to: &bytes)
    return bytes
  }

  package var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// For people: two blanks a level, members sorted, no line break at the end.
  package var prettyText: String {
    var bytes: [UInt8] = []
    writePretty(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the canonical form.
  package func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
    case .number(let number): number.write(to: &bytes)
    case .string(let text): JSONText.write(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (name, member) in JSONText.sorted(members) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        JSONText.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends the form for people.
  package func writePretty(to bytes: inout [UInt8], indent: Int = 0) {
    func line(_ level: Int) {
      bytes.append(0x0A)
      bytes.append(contentsOf: repeatElement(0x20, count: level * 2))
    }
    switch self {
    case .array(let elements) where !elements.isEmpty:
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        line(indent + 1)
        element.writePretty(to: &bytes, indent: indent + 1)
      }
      line(indent)
      bytes.append(UInt8(ascii: "]"))
    case .object(let members) where !members.isEmpty:
      bytes.append(UInt8(ascii: "{"))
      for (index, entry) in JSONText.sorted(members).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        line(indent + 1)
        JSONText.write(entry.key, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        entry.value.writePretty(to: &bytes, indent: indent + 1)
      }
      line(indent)
      bytes.append(UInt8(ascii: "}"))
    case .null, .bool, .number, .string, .array, .object: write(to: &bytes)
    }
  }
}

/// How strings and names are written.
package enum JSONText {
  /// Appends a string in quotes, with the escapes of RFC 8785, section 3.2.2.2.
  package static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let utf8 = text.utf8
    if isPlain(utf8.span) {
      bytes.append(contentsOf: utf8)
    } else {
      for byte in utf8 { escape(byte, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
    }
    return true
  }

  private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x08: bytes.append(contentsOf: "\\b".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0C: bytes.append(contentsOf: "\\f".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0..<0x20:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(UInt8(ascii: "0") + byte >> 4)
      bytes.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
    default: bytes.append(byte)
    }
  }

  static func sorted(_ members: [String: JSONValue]) -> [(key: String, value: JSONValue)] {
    members.sorted { precedes($0.key.utf8.span, $1.key.utf8.span) }
  }

  /// The order of UTF-16 units, read off UTF-8: it is the order of the bytes, but for scalars beyond the Basic
  /// Multilingual Plane (first byte F0 and more), whose surrogates come before U+E000 (first byte EE and EF).
  static func precedes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let shared = min(left.count, right.count)
    for index in 0..<shared {
      let (one, two) = (left[index], right[index])
      if one == two { continue }
      if one >= 0xEE, two >= 0xEE, one >= 0xF0 || two >= 0xF0, (one >= 0xF0) != (two >= 0xF0) { return one >= 0xF0 }
      return one < two
    }
    return left.count < right.count
  }
}

extension JSONNumber {
  /// Appends the digits.
  func write(to bytes: inout [UInt8]) {
    guard let value = int64 else {
      bytes.append(contentsOf: description.utf8)
      return
    }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = value.magnitude
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(truncatingIfNeeded: digit) &+ 0x30)
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }
}
