import Diagnostics

/// Tags of an XML document, fed piece by piece: for logs of any size, whose text between tags means nothing.
///
/// No tree, no recursion, nothing that could expand or fetch: a DOCTYPE ends the reading. Names must match up, the
/// depth and the size of a tag are bounded, and only UTF-8 is read.
struct XMLScanner {
  enum Event {
    case start(name: String, attributes: [String: String])
    case end(name: String)
  }

  private static let tagLimit = 1 << 20
  private static let depthLimit = 64

  private enum Place {
    case text
    /// Inside `<…>`, up to the `>` that ends it.
    case markup
    case quote(UInt8)
  }

  private var place = Place.text
  private var tag: [UInt8] = []
  private var open: [String] = []
  private var hadRoot = false
  private var line = 1
  private var tagLine = 1

  mutating func feed(_ bytes: ArraySlice<UInt8>, _ body: (Event, Int) throws(LogFault) -> Void) throws(LogFault) {
    for byte in bytes {
      if byte == 0x0A { line += 1 }
      switch place {
      case .text:
        if byte == UInt8(ascii: "<") {
          place = .markup
          tag.removeAll(keepingCapacity: true)
          tagLine = line
        } else if open.isEmpty, !byte.isXMLSpace {
          throw malformed(Text(en: "text outside the root element", ja: "ルート要素の外に文字があります"))
        }
      case .markup:
        try keep(byte)
        try markup(byte, body)
      case .quote(let quote):
        try keep(byte)
        if byte == quote { place = .markup }
      }
    }
  }

  func finish() throws(LogFault) {
    guard case .text = place, open.isEmpty, hadRoot else {
      throw malformed(
        Text(
          en: open.last.map { "the document ends before </\($0)>" } ?? "the document has no root element",
          ja: open.last.map { "</\($0)> の前で文書が終わっています" } ?? "ルート要素がありません"))
    }
  }

  private mutating func keep(_ byte: UInt8) throws(LogFault) {
    guard tag.count < Self.tagLimit else {
      throw malformed(Text(en: "a tag is longer than 1 MiB", ja: "タグが 1 MiB を超えています"))
    }
    tag.append(byte)
  }

  /// The byte is the last one of `tag`.
  private mutating func markup(_ byte: UInt8, _ body: (Event, Int) throws(LogFault) -> Void) throws(LogFault) {
    if tag[0] == UInt8(ascii: "!") {
      try declaration(byte)
    } else if tag[0] == UInt8(ascii: "?") {
      guard tag.count > 2, tag.hasSuffix("?>") else { return }
      try instruction()
      place = .text
    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      place = .quote(byte)
    } else if byte == UInt8(ascii: "<") {
      throw malformed(Text(en: "\"<\" inside a tag", ja: "タグの中に「<」があります"))
    } else if byte == UInt8(ascii: ">") {
      place = .text
      try element(body)
    }
  }

  /// `<!-- … -->` and `<![CDATA[ … ]]>` are skipped; anything else that begins with `<!` is refused.
  private mutating func declaration(_ byte: UInt8) throws(LogFault) {
    let comment = Array("!--".utf8)
    let section = Array("![CDATA[".utf8)
    let isComment = tag.count >= 3 ? tag.starts(with: comment) : comment.starts(with: tag)
    let isSection = tag.count >= 8 ? tag.starts(with: section) : section.starts(with: tag)
    guard isComment || isSection else {
      throw LogFault(
        line: tagLine,
        Text(en: "the document declares a document type or an entity", ja: "文書型宣言または実体宣言があります"),
        help: Text(en: "remove the declaration: a log needs none", ja: "宣言を取り除いてください（ログには不要です）"))
    }
    guard byte == UInt8(ascii: ">") else {
      // The text of long comments need not be kept.
      if tag.count > 4096 { tag.removeSubrange(16..<(tag.count - 4)) }
      return
    }
    if isComment, tag.count >= 6, tag.hasSuffix("-->") { place = .text }
    if isSection, tag.count >= 11, tag.hasSuffix("]]>") { place = .text }
  }

  private func instruction() throws(LogFault) {
    let text = String(decoding: tag, as: UTF8.self).lowercased()
    guard text.hasPrefix("?xml "), let mark = text.firstRange(of: "encoding=") else { return }
    let value = text[mark.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }
    guard value == "utf-8" || value == "us-ascii" else {
      throw LogFault(
        line: tagLine, Text(en: "the document is written in \(value)", ja: "文字コードが \(value) です"),
        help: Text(en: "convert it to UTF-8 (iconv) and say so in its first line", ja: "UTF-8 に変換し（iconv）、先頭行も直してください"))
    }
  }

  private mutating func element(_ body: (Event, Int) throws(LogFault) -> Void) throws(LogFault) {
    var reader = XMLTag(tag.dropLast(), line: tagLine)
    if tag[0] == UInt8(ascii: "/") {
      let name = try reader.endName()
      guard open.popLast() == name else {
        throw malformed(Text(en: "</\(name)> closes nothing that is open", ja: "</\(name)> に対応する開始タグがありません"))
      }
      try body(.end(name: XMLTag.local(name)), tagLine)
      return
    }
    let start = try reader.start()
    guard !open.isEmpty || !hadRoot else {
      throw malformed(Text(en: "there is a second root element", ja: "ルート要素が二つあります"))
    }
    hadRoot = true
    guard open.count < Self.depthLimit else {
      throw malformed(
        Text(en: "elements are nested more than \(Self.depthLimit) deep", ja: "要素の入れ子が \(Self.depthLimit) 段を超えています"))
    }
    try body(.start(name: XMLTag.local(start.name), attributes: start.attributes), tagLine)
    if start.isEmpty {
      try body(.end(name: XMLTag.local(start.name)), tagLine)
    } else {
      open.append(start.name)
    }
  }

  private func malformed(_ message: Text) -> LogFault { XMLTag.malformed(message, line) }
}

extension UInt8 {
  fileprivate var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && suffix(text.utf8CodeUnitCount).elementsEqual(text.description.utf8)
  }
}
