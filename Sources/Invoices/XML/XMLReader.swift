import Diagnostics

/// A strict, bounded reader for XML 1.0 with namespaces, without document types.
///
/// Why not the platform's: FoundationXML's `XMLParser` drops entities in silence and reports columns of the tag's end,
/// `XMLDocument` fetches external ones whatever its options say. Here there is no code that could expand or fetch:
/// a DOCTYPE ends the reading where it stands. Nesting is a stack in memory, not recursion; every other quantity has
/// a limit. The tests compare its verdicts with the platform's parser.
struct XMLReader {
  let bytes: [UInt8]
  let limits: InvoiceLimits
  var at = 0
  var builder: XMLTreeBuilder
  var namespaces = XMLNamespaces()

  static func read(_ bytes: [UInt8], limits: InvoiceLimits) throws(XMLFault) -> XMLTree {
    var reader = XMLReader(bytes: bytes, limits: limits)
    return try reader.document()
  }

  private init(bytes: [UInt8], limits: InvoiceLimits) {
    self.bytes = bytes
    self.limits = limits
    builder = XMLTreeBuilder(limits: limits)
  }

  private mutating func document() throws(XMLFault) -> XMLTree {
    at = try XMLEncoding.start(of: bytes)
    try declaration()
    try miscellany()
    guard peek() == UInt8(ascii: "<") else {
      throw XMLFault(.malformed, at: at, en: "the document has no root element", ja: "ルート要素がありません")
    }
    try startTag()
    while builder.isOpen { try content() }
    try miscellany()
    guard at == bytes.count else {
      throw XMLFault(
        .malformed, at: at, en: "there is something after the root element", ja: "ルート要素の後に余分な内容があります")
    }
    return builder.tree()
  }

  /// Comments, processing instructions and white space around the root.
  private mutating func miscellany() throws(XMLFault) {
    while true {
      skipSpace()
      if matches("<!--") {
        try comment()
      } else if matches("<?") {
        try instruction()
      } else {
        try refuseDeclaration()
        return
      }
    }
  }

  private mutating func content() throws(XMLFault) {
    guard let byte = peek() else {
      let name = builder.openName
      throw XMLFault(
        .malformed, at: at, found: name, en: "the document ends before </\(name)>", ja: "</\(name)> の前で文書が終わっています")
    }
    guard byte == UInt8(ascii: "<") else { return try text() }
    if matches("</") {
      try endTag()
    } else if matches("<!--") {
      try comment()
    } else if matches("<![CDATA[") {
      try characterData()
    } else if matches("<?") {
      try instruction()
    } else {
      try refuseDeclaration()
      try startTag()
    }
  }

  /// `<!DOCTYPE`, `<!ENTITY` and their like, wherever they stand.
  private func refuseDeclaration() throws(XMLFault) {
    guard matches("<!") else { return }
    throw XMLFault(
      .entity, at: at, found: String(decoding: bytes[at..<min(at + 9, bytes.count)], as: UTF8.self),
      en: "the document declares a document type or an entity", ja: "文書型宣言または実体宣言があります")
  }

  // MARK: - Small steps

  func peek() -> UInt8? { at < bytes.count ? bytes[at] : nil }

  func matches(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard at + count <= bytes.count else { return false }
    var offset = at
    for byte in literal.description.utf8 {
      guard bytes[offset] == byte else { return false }
      offset += 1
    }
    return true
  }

  @discardableResult
  mutating func skipSpace() -> Bool {
    let start = at
    while at < bytes.count, XMLCharacters.isSpace(bytes[at]) { at += 1 }
    return at > start
  }

  /// Moves behind the next `terminator`, or reports that it is missing.
  mutating func skip(past terminator: [UInt8], opened: String) throws(XMLFault) -> Range<Int> {
    let start = at
    while at + terminator.count <= bytes.count {
      if bytes[at] == terminator[0], bytes[at..<at + terminator.count].elementsEqual(terminator) {
        let body = start..<at
        at += terminator.count
        return body
      }
      at += 1
    }
    throw XMLFault(
      .malformed, at: start, found: opened, en: "\(opened) is never closed", ja: "\(opened) が閉じられていません")
  }

  /// A name without colon, or with one where `qualified`.
  mutating func name(qualified: Bool) throws(XMLFault) -> String {
    let start = at
    var colons = 0
    while at < bytes.count, let (value, length) = UTF8Text.scalar(bytes, at: at) {
      let startsPart = at == start || bytes[at - 1] == UInt8(ascii: ":")
      if value == 0x3A, qualified, !startsPart, colons == 0 {
        colons += 1
      } else if !(startsPart ? XMLCharacters.startsName(value) : XMLCharacters.continuesName(value)) {
        break
      }
      at += length
    }
    guard at > start, bytes[at - 1] != UInt8(ascii: ":"), peek() != UInt8(ascii: ":") else {
      throw XMLFault(.malformed, at: at, found: excerpt(), en: "a name is expected here", ja: "ここには名前が必要です")
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  mutating func expect(_ byte: UInt8) throws(XMLFault) {
    guard peek() == byte else {
      let wanted = String(Unicode.Scalar(byte))
      throw XMLFault(
        .malformed, at: at, found: excerpt(), en: "\"\(wanted)\" is expected here", ja: "ここには「\(wanted)」が必要です")
    }
    at += 1
  }

  /// A few characters at the reader's place, for messages.
  func excerpt() -> String {
    at < bytes.count ? String(decoding: bytes[at..<min(at + 12, bytes.count)], as: UTF8.self) : "end of document"
  }
}
