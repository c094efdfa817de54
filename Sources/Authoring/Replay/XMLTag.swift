import Diagnostics

/// The inside of one tag, between `<` and `>`.
struct XMLTag {
  private let bytes: ArraySlice<UInt8>
  private let line: Int
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>, line: Int) {
    self.bytes = bytes
    self.line = line
    at = bytes.startIndex
  }

  static func malformed(_ message: Text, _ line: Int) -> LogFault {
    LogFault(
      line: line, Text(en: "not well-formed XML: \(message.en)", ja: "XML の形式が正しくありません：\(message.ja)"),
      help: Text(en: "export the log again", ja: "ログを出力し直してください"))
  }

  /// Without its prefix.
  static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

  /// Of `/name`.
  mutating func endName() throws(LogFault) -> String {
    at += 1
    let name = try name()
    skipSpace()
    guard at == bytes.endIndex else { throw fault }
    return name
  }

  mutating func start() throws(LogFault) -> (name: String, attributes: [String: String], isEmpty: Bool) {
    let name = try name()
    var attributes: [String: String] = [:]
    while true {
      let spaced = skipSpace()
      if at == bytes.endIndex { return (name, attributes, false) }
      if bytes[at] == UInt8(ascii: "/"), at + 1 == bytes.endIndex { return (name, attributes, true) }
      guard spaced, attributes.count < 64 else { throw fault }
      let key = try self.name()
      skipSpace()
      guard at < bytes.endIndex, bytes[at] == UInt8(ascii: "=") else { throw fault }
      at += 1
      skipSpace()
      guard attributes.updateValue(try value(), forKey: key) == nil else {
        throw Self.malformed(Text(en: "the attribute \(key) stands twice", ja: "属性 \(key) が重複しています"), line)
      }
    }
  }

  private var fault: LogFault {
    let shown = String(decoding: bytes.prefix(40), as: UTF8.self)
    return Self.malformed(Text(en: "the tag <\(shown)", ja: "タグ <\(shown)"), line)
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = at
    while at < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    return at > start
  }

  private mutating func name() throws(LogFault) -> String {
    let start = at
    while at < bytes.endIndex, Self.isNameByte(bytes[at], isFirst: at == start) { at += 1 }
    guard at > start else { throw fault }
    return try text(bytes[start..<at])
  }

  private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: ":"), 0x80...0xFF:
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): !isFirst
    default: false
    }
  }

  private mutating func value() throws(LogFault) -> String {
    guard at < bytes.endIndex, bytes[at] == 0x22 || bytes[at] == 0x27 else { throw fault }
    let quote = bytes[at]
    at += 1
    let start = at
    var isPlain = true
    while at < bytes.endIndex, bytes[at] != quote {
      guard bytes[at] != UInt8(ascii: "<") else { throw fault }
      if bytes[at] == UInt8(ascii: "&") { isPlain = false }
      at += 1
    }
    guard at < bytes.endIndex else { throw fault }
    let raw = bytes[start..<at]
    at += 1
    return isPlain ? try text(raw) : try unescaped(try text(raw))
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(LogFault) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    throw LogFault(
      line: line, Text(en: "the text is not UTF-8", ja: "文字コードが UTF-8 ではありません"),
      help: Text(en: "convert the file to UTF-8 (iconv)", ja: "UTF-8 に変換してください（iconv）"))
  }

  /// The five entities of XML itself and references to characters; there are no others.
  private func unescaped(_ text: String) throws(LogFault) -> String {
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      guard let end = rest[mark...].firstIndex(of: ";") else { throw fault }
      let name = rest[rest.index(after: mark)..<end]
      guard let character = Self.entity(name) else {
        throw LogFault(
          line: line, Text(en: "the document uses the entity &\(name);", ja: "文書が実体 &\(name); を使っています"),
          help: Text(en: "write the character itself", ja: "その文字をそのまま書いてください"))
      }
      result.unicodeScalars.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func entity(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.hasPrefix("#"), name.utf8.count <= 9 else { return nil }
    let isHex = name.hasPrefix("#x")
    let digits = name.dropFirst(isHex ? 2 : 1)
    guard !digits.isEmpty, digits.allSatisfy({ $0.isHexDigit }) else { return nil }
    return UInt32(digits, radix: isHex ? 16 : 10).flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
  }
}
