/// One piece of Swift text. Rules look at pieces, not at lines: a word in a comment or a string is no code,
/// and code broken over two lines is still code.
struct SwiftToken: Equatable, Sendable {
  enum Kind: Sendable {
    /// A name, keyword or number. A name in backticks keeps them, so that it is never taken for a keyword.
    case word
    /// One punctuation character.
    case mark
    /// A string literal without its quotes; an interpolation stands in it as `\()`, its code follows as pieces.
    case literal
    /// A comment with its slashes.
    case comment
  }

  let kind: Kind
  let text: String
  /// Of the first character, from 1.
  let line: Int
}

extension SwiftToken {
  /// The pieces of a Swift file in order. Never fails: text that is no Swift gives pieces that mean nothing.
  static func pieces(of text: String) -> [SwiftToken] {
    var lexer = SwiftLexer(bytes: Array(text.utf8))
    return lexer.run()
  }
}

/// Splits Swift text. Knows comments (nested), strings (raw, multi-line, interpolated) and extended regular expressions;
/// a bare regular expression `/…/` is read as marks and words, which at worst misreads the rest of its line.
private struct SwiftLexer {
  let bytes: [UInt8]
  var at = 0
  var line = 1
  var pieces: [SwiftToken] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func run() -> [SwiftToken] {
    code(untilParenthesis: false)
    return pieces
  }

  private func peek(_ distance: Int = 0) -> UInt8 {
    at + distance < bytes.count ? bytes[at + distance] : 0
  }

  private mutating func add(_ kind: SwiftToken.Kind, from start: Int, line first: Int) {
    pieces.append(SwiftToken(kind: kind, text: String(decoding: bytes[start..<at], as: UTF8.self), line: first))
  }

  /// Reads code to the end, or to the parenthesis that closes an interpolation.
  private mutating func code(untilParenthesis: Bool) {
    var open = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "(") {
        open += 1
      } else if byte == UInt8(ascii: ")"), untilParenthesis {
        if open == 0 {
          at += 1
          return
        }
        open -= 1
      }
      piece(startingWith: byte)
    }
  }

  private mutating func piece(startingWith byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\n"):
      line += 1
      at += 1
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      at += 1
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
      lineComment()
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
      blockComment()
    case UInt8(ascii: "\""):
      string(hashes: 0)
    case UInt8(ascii: "#"):
      hash()
    case UInt8(ascii: "`"):
      name(until: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "\n") }, takeLast: true)
    case _ where Self.isWord(byte):
      name(until: { !Self.isWord($0) }, takeLast: false)
    default:
      at += 1
      add(.mark, from: at - 1, line: line)
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default:
      false
    }
  }

  private mutating func name(until isEnd: (UInt8) -> Bool, takeLast: Bool) {
    let start = at
    at += 1
    while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
    if takeLast, at < bytes.count { at += 1 }
    add(.word, from: start, line: line)
  }

  private mutating func lineComment() {
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
    add(.comment, from: start, line: line)
  }

  private mutating func blockComment() {
    let start = at
    let first = line
    var depth = 0
    repeat {
      switch (peek(), peek(1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        at += 2
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        at += 2
      case (UInt8(ascii: "\n"), _):
        line += 1
        at += 1
      default:
        at += 1
      }
    } while depth > 0 && at < bytes.count
    at = min(at, bytes.count)
    add(.comment, from: start, line: first)
  }

  private mutating func hash() {
    var hashes = 0
    while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
    switch peek(hashes) {
    case UInt8(ascii: "\""):
      at += hashes
      string(hashes: hashes)
    case UInt8(ascii: "/"):
      at += hashes + 1
      extendedRegularExpression(hashes: hashes)
    default:
      at += 1
      add(.mark, from: at - 1, line: line)
    }
  }

  private mutating func extendedRegularExpression(hashes: Int) {
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "\n") { line += 1 }
      at += 1
      if bytes[at - 1] == UInt8(ascii: "/"), has(hashes: hashes) {
        at += hashes
        return
      }
    }
  }

  private func has(hashes: Int, after distance: Int = 0) -> Bool {
    (0..<hashes).allSatisfy { peek(distance + $0) == UInt8(ascii: "#") }
  }

  /// Stands on the first quote.
  private mutating func string(hashes: Int) {
    let first = line
    let quote = UInt8(ascii: "\"")
    let isMultiline = peek(1) == quote && peek(2) == quote
    let quotes = isMultiline ? 3 : 1
    var content: [UInt8] = []
    at += quotes
    // The literal's place in the list is its beginning; what is interpolated follows it.
    let place = pieces.count
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\n") {
        if !isMultiline { break }
        line += 1
      }
      if byte == quote, (0..<quotes).allSatisfy({ peek($0) == quote }), has(hashes: hashes, after: quotes) {
        at += quotes + hashes
        break
      }
      if byte == UInt8(ascii: "\\"), has(hashes: hashes, after: 1) {
        escape(hashes: hashes, into: &content)
      } else {
        content.append(byte)
        at += 1
      }
    }
    let text = String(decoding: content, as: UTF8.self)
    pieces.insert(SwiftToken(kind: .literal, text: text, line: first), at: place)
  }

  /// Stands on a backslash that escapes in this literal.
  private mutating func escape(hashes: Int, into content: inout [UInt8]) {
    at += 1 + hashes
    content.append(UInt8(ascii: "\\"))
    if peek() == UInt8(ascii: "(") {
      at += 1
      content += Array("()".utf8)
      code(untilParenthesis: true)
    } else if at < bytes.count {
      // A line that ends in a backslash goes on in the next one.
      if bytes[at] == UInt8(ascii: "\n") { line += 1 }
      content.append(bytes[at])
      at += 1
    }
  }
}
