import Diagnostics

/// What is refused before libyaml sees a byte: size, encoding, and characters that YAML 1.1, which libyaml was written
/// for, takes for line breaks where 1.2 does not.
struct InputCheck {
  private let source: SourceFile
  private let limits: YAMLLimits

  init(_ source: SourceFile, _ limits: YAMLLimits) {
    self.source = source
    self.limits = limits
  }

  /// Length of a byte order mark at the start.
  static func markLength(_ bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// The first thing wrong with the bytes; later ones usually follow from it.
  func firstFault() -> Diagnostic? {
    if source.bytes.count > limits.bytes { return tooLarge() }
    if let encoding = otherEncoding() { return encoding }
    let bytes = source.bytes
    var at = Self.markLength(bytes)
    var blanks = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte.isBlank || byte.isBreak {
        blanks += 1
        if blanks > limits.whitespaceRun { return tooMuchWhitespace(at) }
        at += 1
        continue
      }
      blanks = 0
      if byte >= 0x20, byte < 0x7F {
        at += 1
        continue
      }
      guard let (scalar, length) = Self.scalar(bytes, at) else { return notUTF8(at) }
      if let fault = forbidden(scalar, at, length) { return fault }
      at += length
    }
    return nil
  }

  /// Points at what was being written where the limit is crossed: one endless value is shown where it begins.
  private func tooLarge() -> Diagnostic {
    let bytes = source.bytes
    var start = limits.bytes
    while start > 0, !bytes[start - 1].isBreak { start -= 1 }
    while start < limits.bytes, bytes[start].isBlank { start += 1 }
    let key = bytes[start..<min(start + 1024, limits.bytes)]
    if let colon = key.indices.first(where: { bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: " ") }) {
      start = colon + 2
    }
    return Diagnostic(
      .tooLarge,
      Text(
        en: "the file has more than \(limits.bytes) bytes; the limit is crossed in what begins here",
        ja: "ファイルが \(limits.bytes) バイトを超えています。ここから始まる部分で上限に達します"),
      at: Location(source, Span(start, start + 1)),
      help: Text(
        en: "split the definition, or move the bulk of the data out of it",
        ja: "定義を分割するか、大きなデータを定義の外に移してください"))
  }

  private func otherEncoding() -> Diagnostic? {
    let start = source.bytes.prefix(4)
    let hasMark = start.starts(with: [0xFE, 0xFF]) || start.starts(with: [0xFF, 0xFE])
    // In UTF-16 and UTF-32 the first character, ASCII in every YAML file, has a zero byte beside it.
    guard hasMark || start.prefix(2).contains(0) else { return nil }
    return Diagnostic(
      .notUTF8,
      Text(en: "the file is UTF-16 or UTF-32, not UTF-8", ja: "ファイルの文字コードが UTF-8 ではなく UTF-16 または UTF-32 です"),
      at: Location(source, Span(0, 0)),
      help: Text(en: "save the file as UTF-8", ja: "ファイルを UTF-8 で保存し直してください"))
  }

  private func notUTF8(_ at: Int) -> Diagnostic {
    let value = "0x" + String(source.bytes[at], radix: 16, uppercase: true)
    return Diagnostic(
      .notUTF8,
      Text(
        en: "the byte \(value) at offset \(at) is not valid UTF-8",
        ja: "オフセット \(at) のバイト \(value) は UTF-8 として正しくありません"),
      at: Location(source, Span(at, at + 1)),
      help: Text(
        en: "save the file as UTF-8 (it may be Shift_JIS or EUC-JP)",
        ja: "ファイルを UTF-8 で保存し直してください（Shift_JIS や EUC-JP の可能性があります）"))
  }

  private func tooMuchWhitespace(_ at: Int) -> Diagnostic {
    Diagnostic(
      .whitespaceRun,
      Text(
        en: "more than \(limits.whitespaceRun) blanks and line breaks in a row",
        ja: "空白や改行が \(limits.whitespaceRun) 文字を超えて続いています"),
      at: Location(source, Span(at, at + 1)),
      help: Text(en: "remove the empty space", ja: "余分な空白を取り除いてください"))
  }

  private func forbidden(_ scalar: UInt32, _ at: Int, _ length: Int) -> Diagnostic? {
    let name = "U+" + String(scalar, radix: 16, uppercase: true).leftPadded(4)
    let escape: String
    switch scalar {
    case 0x85: escape = "\\N"
    case 0x2028: escape = "\\L"
    case 0x2029: escape = "\\P"
    case 0xFEFF, 0xFFFE, 0xFFFF: escape = "\\u" + String(scalar, radix: 16, uppercase: true)
    case 0...0x08, 0x0B...0x0C, 0x0E...0x1F, 0x7F...0x9F:
      escape = "\\x" + String(scalar, radix: 16, uppercase: true).leftPadded(2)
    default: return nil
    }
    return Diagnostic(
      .forbiddenCharacter,
      Text(
        en: "the character \(name) may not stand in a YAML file",
        ja: "文字 \(name) は YAML ファイルに直接書けません"),
      at: Location(source, Span(at, at + length)),
      help: Text(
        en: "remove it, or write \(escape) inside a double-quoted string",
        ja: "取り除くか、二重引用符の文字列の中で \(escape) と書いてください"))
  }

  /// A character and its length, or nil where the bytes are not UTF-8. Source: Unicode 15, table 3-7.
  static func scalar(_ bytes: [UInt8], _ at: Int) -> (UInt32, Int)? {
    let lead = bytes[at]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let length: Int
    let second: ClosedRange<UInt8>
    switch lead {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return nil }
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    for byte in bytes[(at + 1)..<(at + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    return (scalar, length)
  }
}

extension String {
  fileprivate func leftPadded(_ width: Int) -> String {
    String(repeating: "0", count: max(0, width - count)) + self
  }
}
