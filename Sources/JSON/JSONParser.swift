package import Diagnostics

/// What a parser refuses to read.
package struct JSONLimits: Sendable {
  package var bytes = 10 * 1024 * 1024
  package var depth = 64

  package init(bytes: Int = 10 * 1024 * 1024, depth: Int = 64) {
    self.bytes = bytes
    self.depth = depth
  }
}

/// Why a text is no JSON that we take, and where.
package struct JSONError: Error, Sendable {
  package let message: Text
  /// In UTF-8 bytes.
  package let offset: Int
  /// JSON pointer of the value that was being read.
  package let pointer: String

  package func diagnostic(in source: SourceFile) -> Diagnostic {
    Diagnostic(
      "J100", .error, message, at: Location(source, Span(offset, min(offset + 1, max(offset, source.bytes.count)))))
  }
}

extension JSONValue {
  /// Reads one RFC 8259 document in UTF-8. Refused: duplicate keys, invalid UTF-8, lone surrogates, anything after the
  /// value, and whatever is beyond the limits.
  package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
    var parser = JSONParser(bytes: bytes, limits: limits)
    self = try parser.document()
  }

  package init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}

struct JSONParser {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var index = 0
  private var path: [String] = []

  init(bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func document() throws(JSONError) -> JSONValue {
    guard bytes.count <= limits.bytes else {
      throw failure(en: "the document has more than \(limits.bytes) bytes", ja: "文書が\(limits.bytes)バイトを超えています")
    }
    skipBlanks()
    let value = try value()
    skipBlanks()
    guard index == bytes.count else {
      throw failure(en: "something follows after the value", ja: "値の後に余分な文字があります")
    }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    guard index < bytes.count else { throw failure(en: "the document ends too early", ja: "文書が途中で終わっています") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    try enter()
    var members: [String: JSONValue] = [:]
    if try !closes(UInt8(ascii: "}")) {
      repeat {
        skipBlanks()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
          throw failure(en: "a member's name in double quotes is expected", ja: "二重引用符で囲んだ項目名が必要です")
        }
        let start = index
        let name = try string()
        path.append(name)
        guard members[name] == nil else {
          index = start
          throw failure(en: "the name \"\(name.prefix(80))\" stands twice", ja: "項目名「\(name.prefix(80))」が重複しています")
        }
        skipBlanks()
        try expect(UInt8(ascii: ":"), "\":\"")
        skipBlanks()
        members[name] = try value()
        path.removeLast()
      } while try continues(UInt8(ascii: "}"))
    }
    depth -= 1
    return .object(members)
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if try !closes(UInt8(ascii: "]")) {
      repeat {
        skipBlanks()
        path.append(String(elements.count))
        elements.append(try value())
        path.removeLast()
      } while try continues(UInt8(ascii: "]"))
    }
    depth -= 1
    return .array(elements)
  }

  private var depth = 0

  private mutating func enter() throws(JSONError) {
    guard depth < limits.depth else {
      throw failure(en: "nested deeper than \(limits.depth) levels", ja: "入れ子が\(limits.depth)段を超えています")
    }
    depth += 1
    index += 1
    skipBlanks()
  }

  private mutating func closes(_ end: UInt8) throws(JSONError) -> Bool {
    guard index < bytes.count, bytes[index] == end else { return false }
    index += 1
    return true
  }

  private mutating func continues(_ end: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    guard index < bytes.count else { throw failure(en: "the document ends too early", ja: "文書が途中で終わっています") }
    if bytes[index] == end {
      index += 1
      return false
    }
    try expect(UInt8(ascii: ","), "\",\"")
    return true
  }

  private mutating func expect(_ byte: UInt8, _ label: String) throws(JSONError) {
    guard index < bytes.count, bytes[index] == byte else {
      throw failure(en: "\(label) is expected", ja: "\(label)が必要です")
    }
    index += 1
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let word = Array(text.description.utf8)
    guard bytes[index...].starts(with: word) else { throw unexpected() }
    index += word.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    // The common case, a short integer, without building anything.
    var position = index
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let start = position
    var magnitude: Int64 = 0
    while position < bytes.count, position - start < 18, (0x30...0x39).contains(bytes[position]) {
      magnitude = magnitude * 10 + Int64(bytes[position] - 0x30)
      position += 1
    }
    let length = position - start
    if length > 0, length == 1 || bytes[start] != 0x30,
      position == bytes.count || !Self.continuesNumber(bytes[position])
    {
      index = position
      return .number(JSONNumber(isNegative ? -magnitude : magnitude))
    }
    guard let end = JSONNumber.scan(bytes[index...]) else { throw unexpected() }
    let number = JSONNumber(scanned: bytes[index..<end])
    index = end
    return .number(number)
  }

  private static func continuesNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }

  // MARK: Strings

  private mutating func string() throws(JSONError) -> String {
    let start = index + 1
    index = start
    var isPlain = true
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      if bytes[index] == UInt8(ascii: "\\") {
        isPlain = false
        index += 1
      } else if bytes[index] < 0x20 {
        throw failure(en: "a control character must be escaped", ja: "制御文字はエスケープが必要です")
      }
      index += 1
    }
    guard index < bytes.count else {
      index = start - 1
      throw failure(en: "the string has no end", ja: "文字列が閉じられていません")
    }
    let end = index
    index += 1
    if isPlain { return try decoded(bytes[start..<end], at: start) }
    return try unescaped(start, end)
  }

  private func decoded(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw JSONError(
        message: Text(en: "the text is not valid UTF-8", ja: "UTF-8として正しくない文字列です"), offset: start, pointer: pointer)
    }
    return text
  }

  private mutating func unescaped(_ start: Int, _ end: Int) throws(JSONError) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(end - start)
    var position = start
    while position < end {
      guard bytes[position] == UInt8(ascii: "\\") else {
        result.append(bytes[position])
        position += 1
        continue
      }
      let escape = bytes[position + 1]
      position += 2
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"): result += Array(String(try scalar(&position, end)).utf8)
      default:
        index = position - 2
        throw failure(en: "unknown escape", ja: "不明なエスケープです")
      }
    }
    return try decoded(result[...], at: start)
  }

  private mutating func scalar(_ position: inout Int, _ end: Int) throws(JSONError) -> Character {
    let first = try unit(&position, end)
    if (0xD800...0xDBFF).contains(first), position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let second = try unit(&position, end)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return Character(scalar)
      }
    }
    guard let scalar = Unicode.Scalar(first) else {
      index = position
      throw failure(en: "a surrogate without its other half", ja: "サロゲートの片方だけがあります")
    }
    return Character(scalar)
  }

  private mutating func unit(_ position: inout Int, _ end: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < end, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        index = position
        throw failure(en: "four hexadecimal digits are expected", ja: "16進数4桁が必要です")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  // MARK: Errors

  private var pointer: String { path.reduce("") { JSONPointer.append($0, $1) } }

  private func failure(en: String, ja: String) -> JSONError {
    JSONError(message: Text(en: en, ja: ja), offset: index, pointer: pointer)
  }

  private func unexpected() -> JSONError {
    failure(en: "a JSON value is expected here", ja: "ここにはJSONの値が必要です")
  }
}
