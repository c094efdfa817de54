import Diagnostics

extension XMLReader {
  /// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`, if it is there.
  mutating func declaration() throws(XMLFault) {
    guard matches("<?xml"), at + 5 < bytes.count, XMLCharacters.isSpace(bytes[at + 5]) else { return }
    let start = at
    at += 5
    var names: [String] = []
    while true {
      let spaced = skipSpace()
      if matches("?>") { break }
      guard spaced else { throw malformedDeclaration(start) }
      let name = try name(qualified: false)
      skipSpace()
      try expect(UInt8(ascii: "="))
      skipSpace()
      let place = at
      let value = try quoted()
      guard Self.isFitting(name, value) else { throw malformedDeclaration(place) }
      if name == "encoding", value.uppercased() != "UTF-8" {
        throw XMLFault(
          .encoding, at: place, found: value, en: "the document declares the encoding \(value)",
          ja: "文書は文字コード \(value) を宣言しています")
      }
      names.append(name)
    }
    at += 2
    let orders = [
      ["version"], ["version", "encoding"], ["version", "standalone"], ["version", "encoding", "standalone"],
    ]
    guard orders.contains(names) else { throw malformedDeclaration(start) }
  }

  private static func isFitting(_ name: String, _ value: String) -> Bool {
    switch name {
    case "version":
      value.hasPrefix("1.") && value.utf8.count > 2 && value.utf8.dropFirst(2).allSatisfy(PartyNumber.isDigit)
    case "encoding":
      value.utf8.first.map(PartyNumber.isLetterOrDigit) == true && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    case "standalone": value == "yes" || value == "no"
    default: false
    }
  }

  private func malformedDeclaration(_ offset: Int) -> XMLFault {
    XMLFault(.malformed, at: offset, en: "the XML declaration is not well-formed", ja: "XML 宣言の形式が正しくありません")
  }

  mutating func comment() throws(XMLFault) {
    at += 4
    let body = try skip(past: Array("--".utf8), opened: "<!--")
    guard peek() == UInt8(ascii: ">") else {
      throw XMLFault(
        .malformed, at: body.upperBound, en: "\"--\" is not allowed inside a comment", ja: "コメントの中に「--」は書けません")
    }
    at += 1
  }

  mutating func instruction() throws(XMLFault) {
    let start = at
    at += 2
    let target = try name(qualified: false)
    guard target.lowercased() != "xml" else {
      throw XMLFault(
        .malformed, at: start, en: "an XML declaration may only stand at the very beginning",
        ja: "XML 宣言は文書の先頭にしか書けません")
    }
    guard matches("?>") || XMLCharacters.isSpace(peek() ?? 0) else {
      throw XMLFault(.malformed, at: at, found: excerpt(), en: "\"?>\" is expected here", ja: "ここには「?>」が必要です")
    }
    _ = try skip(past: Array("?>".utf8), opened: "<?")
  }

  mutating func characterData() throws(XMLFault) {
    let start = at
    at += 9
    let body = try skip(past: Array("]]>".utf8), opened: "<![CDATA[")
    try builder.append(bytes[body], at: start)
  }

  /// Characters and references up to the next tag.
  mutating func text() throws(XMLFault) {
    let start = at
    while let byte = peek(), byte != UInt8(ascii: "<"), byte != UInt8(ascii: "&") {
      if byte == UInt8(ascii: ">"), at - start >= 2, bytes[at - 1] == 0x5D, bytes[at - 2] == 0x5D {
        throw XMLFault(.malformed, at: at - 2, en: "\"]]>\" is not allowed in text", ja: "本文に「]]>」は書けません")
      }
      at += 1
    }
    try builder.append(bytes[start..<at], at: start)
    if peek() == UInt8(ascii: "&") {
      let place = at
      let scalar = try reference()
      try builder.append(ArraySlice(String(scalar).utf8), at: place)
    }
  }

  /// `&amp;`, `&#12354;`, `&#x3042;`: the five entities of XML itself and character references.
  mutating func reference() throws(XMLFault) -> Unicode.Scalar {
    let start = at
    at += 1
    if peek() == UInt8(ascii: "#") {
      at += 1
      return try characterReference(start)
    }
    let name = try name(qualified: false)
    try expect(UInt8(ascii: ";"))
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      throw XMLFault(
        .entity, at: start, found: "&\(name);", en: "the document uses the entity &\(name);",
        ja: "文書が実体 &\(name); を使っています")
    }
  }

  private mutating func characterReference(_ start: Int) throws(XMLFault) -> Unicode.Scalar {
    let radix: UInt32 = peek() == UInt8(ascii: "x") ? 16 : 10
    if radix == 16 { at += 1 }
    var value: UInt32 = 0
    var digits = 0
    while let byte = peek(), let digit = Self.digit(byte, radix: radix) {
      value = min(value * radix + digit, 0x11_0000)
      digits += 1
      at += 1
    }
    guard digits > 0, peek() == UInt8(ascii: ";"), XMLCharacters.isAllowed(value), let scalar = Unicode.Scalar(value)
    else {
      let found = String(decoding: bytes[start..<min(at + 1, bytes.count)].prefix(16), as: UTF8.self)
      throw XMLFault(
        .malformed, at: start, found: found, en: "\(found) is no reference to a character that XML allows",
        ja: "\(found) は XML で使える文字の参照ではありません")
    }
    at += 1
    return scalar
  }

  private static func digit(_ byte: UInt8, radix: UInt32) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46 where radix == 16: UInt32(byte - 0x41 + 10)
    case 0x61...0x66 where radix == 16: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }
}
