import Diagnostics

/// Plain and quoted scalars: line folding (YAML 1.2.2, section 6.5) and escapes (section 5.7).
struct FlowScalarDecoder {
  private let source: [UInt8]
  private let style: YAMLScalar.Style
  private let minimumIndent: Int
  private let end: Int
  private var at: Int
  private var text = ScalarText()

  init(_ source: [UInt8], _ span: Span, _ style: YAMLScalar.Style, minimumIndent: Int) {
    self.source = source
    self.style = style
    self.minimumIndent = minimumIndent
    let quote = style == .plain ? 0 : 1
    at = span.lower + quote
    end = max(at, span.upper - quote)
    text.contentEnd = span.upper
  }

  mutating func decode() throws(ScalarText.Failure) -> ScalarText {
    var run = at
    while at < end {
      let byte = source[at]
      if byte.isBlank || byte.isBreak {
        let blanks = at
        while at < end, source[at].isBlank { at += 1 }
        guard at < end, source[at].isBreak else { continue }
        text.copy(source, run..<blanks)
        try fold(from: blanks, escaped: false)
        run = at
      } else if style == .singleQuoted, byte == UInt8(ascii: "'") {
        text.copy(source, run..<at)
        guard at + 1 < end, source[at + 1] == byte else { throw .malformed(at: at) }
        text.append([byte], from: at..<at + 2)
        at += 2
        run = at
      } else if style == .doubleQuoted, byte == UInt8(ascii: "\\") {
        text.copy(source, run..<at)
        guard at + 1 < end else { throw .malformed(at: at) }
        if source[at + 1].isBreak {
          at += 1
          try fold(from: at - 1, escaped: true)
        } else {
          try escape()
        }
        run = at
      } else if style == .doubleQuoted, byte == UInt8(ascii: "\"") {
        throw .malformed(at: at)
      } else {
        at += 1
      }
    }
    text.copy(source, run..<end)
    return text
  }

  /// At a line break: it becomes a space, or nothing where it was escaped, and each empty line after it a line feed.
  private mutating func fold(from start: Int, escaped: Bool) throws(ScalarText.Failure) {
    skipBreak()
    var emptyLines = 0
    while true {
      let line = at
      while at < end, source[at] == UInt8(ascii: " ") { at += 1 }
      let spaces = at - line
      let afterSpaces = at
      while at < end, source[at].isBlank { at += 1 }
      let isEmpty = at < end && source[at].isBreak
      // An empty line may be shorter than the indentation; spaces alone indent, tabs do not (sections 6.1 to 6.4).
      if spaces < minimumIndent, !isEmpty || afterSpaces < at { throw .indentation(at: afterSpaces) }
      guard isEmpty else { break }
      emptyLines += 1
      skipBreak()
    }
    if emptyLines > 0 {
      text.append(repeatElement(UInt8(ascii: "\n"), count: emptyLines), from: start..<at)
    } else if !escaped {
      text.append(CollectionOfOne(UInt8(ascii: " ")), from: start..<at)
    }
  }

  private mutating func skipBreak() {
    at += source[at] == UInt8(ascii: "\r") && at + 1 < end && source[at + 1] == UInt8(ascii: "\n") ? 2 : 1
  }

  private mutating func escape() throws(ScalarText.Failure) {
    let start = at
    let code = source[at + 1]
    at += 2
    if let digits = Self.codeLengths[code] {
      guard at + digits <= end else { throw .malformed(at: start) }
      var value: UInt32 = 0
      for byte in source[at..<at + digits] {
        guard let digit = byte.hexValue else { throw .malformed(at: start) }
        value = value << 4 | digit
      }
      guard let scalar = Unicode.Scalar(value) else { throw .malformed(at: start) }
      at += digits
      text.append(Array(String(scalar).utf8), from: start..<at)
    } else if let scalar = Self.simpleEscapes[code] {
      text.append(Array(String(scalar).utf8), from: start..<at)
    } else {
      throw .malformed(at: start)
    }
  }

  private static let codeLengths: [UInt8: Int] = [
    UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8,
  ]

  private static let simpleEscapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{07}", UInt8(ascii: "b"): "\u{08}", UInt8(ascii: "t"): "\t",
    0x09: "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{0B}", UInt8(ascii: "f"): "\u{0C}",
    UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1B}", UInt8(ascii: " "): " ", UInt8(ascii: "\""): "\"",
    UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{A0}",
    UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
  ]
}
