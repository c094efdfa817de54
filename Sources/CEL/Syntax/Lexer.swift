import Diagnostics

/// Splits the text of an expression into tokens (langdef, "Syntax"); mistakes are collected, and the scan goes on.
struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [Token] = []
  private(set) var problems: [Problem] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All tokens, the last one `end`.
  mutating func scan() -> [Token] {
    while true {
      skipBlanks()
      guard position < bytes.count else { break }
      scanToken()
    }
    tokens.append(Token(kind: .end, range: bytes.count..<bytes.count))
    return tokens
  }

  private func byte(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func skipBlanks() {
    while let next = byte() {
      switch next {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x20: position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while let next = byte(), next != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func scanToken() {
    let start = position
    guard let first = byte() else { return }
    if Self.isLetter(first) {
      if let prefix = literalPrefix() {
        position += prefix.length
        scanQuoted(start, isRaw: prefix.isRaw, isBytes: prefix.isBytes)
      } else {
        while let next = byte(), Self.isLetter(next) || Self.isDigit(next) { position += 1 }
        add(.identifier(text(start..<position)), start)
      }
    } else if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      scanQuoted(start, isRaw: false, isBytes: false)
    } else if Self.isDigit(first) || (first == UInt8(ascii: ".") && byte(1).map(Self.isDigit) == true) {
      scanNumber(start)
    } else if first == UInt8(ascii: "`") {
      scanBackquoted(start)
    } else {
      scanSymbol(start)
    }
  }

  private mutating func scanSymbol(_ start: Int) {
    for length in [2, 1] where start + length <= bytes.count {
      if let symbol = Token.Symbol(rawValue: text(start..<start + length)) {
        position = start + length
        add(.symbol(symbol), start)
        return
      }
    }
    // Step over the whole character so that the message shows it.
    position += 1
    while let next = byte(), next & 0xC0 == 0x80 { position += 1 }
    let character = text(start..<position)
    let help: Text? =
      switch character {
      case "=": Text(en: "equality is written ==", ja: "等しいことは == で書きます")
      case "&": Text(en: "\"and\" is written &&", ja: "「かつ」は && で書きます")
      case "|": Text(en: "\"or\" is written ||", ja: "「または」は || で書きます")
      default: nil
      }
    problems.append(
      Problem(
        .unexpectedCharacter, start..<position,
        Text(en: "unexpected character \"\(character)\"", ja: "「\(character)」という文字は使えません"), help: help))
  }

  /// `r`, `b`, `br` and their capitals before a quote.
  private func literalPrefix() -> (length: Int, isRaw: Bool, isBytes: Bool)? {
    func isQuote(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
    func folded(_ ahead: Int) -> UInt8? { byte(ahead).map { $0 | 0x20 } }
    let (first, second) = (folded(0), folded(1))
    if isQuote(byte(1)) {
      if first == UInt8(ascii: "r") { return (1, true, false) }
      if first == UInt8(ascii: "b") { return (1, false, true) }
    } else if isQuote(byte(2)), first == UInt8(ascii: "b"), second == UInt8(ascii: "r") {
      return (2, true, true)
    }
    return nil
  }

  private mutating func scanQuoted(_ start: Int, isRaw: Bool, isBytes: Bool) {
    guard let quote = byte() else { return }
    let isTriple = byte(1) == quote && byte(2) == quote
    position += isTriple ? 3 : 1
    let bodyStart = position
    while let next = byte() {
      if next == quote, !isTriple || (byte(1) == quote && byte(2) == quote) {
        let body = bodyStart..<position
        position += isTriple ? 3 : 1
        addLiteral(start, body, isRaw: isRaw, isBytes: isBytes)
        return
      }
      if next == 0x0A || next == 0x0D, !isTriple { break }
      position += next == UInt8(ascii: "\\") && !isRaw && position + 1 < bytes.count ? 2 : 1
    }
    problems.append(
      Problem(
        .unterminatedLiteral, start..<position,
        Text(en: "this text has no closing quote", ja: "文字列の引用符が閉じていません"),
        help: Text(en: "close it with the quote that opened it", ja: "開いたものと同じ引用符で閉じてください")))
    add(isBytes ? .bytes([]) : .string(""), start)
  }

  private mutating func addLiteral(_ start: Int, _ body: Range<Int>, isRaw: Bool, isBytes: Bool) {
    var decoder = LiteralDecoder(bytes, body, isBytes: isBytes)
    let content = isRaw ? Array(bytes[body]) : decoder.decode()
    problems += decoder.problems
    add(isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self)), start)
  }

  private mutating func scanBackquoted(_ start: Int) {
    position += 1
    while let next = byte(), Self.isLetter(next) || Self.isDigit(next) || ".-/ ".utf8.contains(next) { position += 1 }
    let name = text(start + 1..<position)
    if byte() == UInt8(ascii: "`"), !name.isEmpty {
      position += 1
      add(.quotedField(name), start)
    } else {
      problems.append(
        Problem(
          .unterminatedLiteral, start..<position,
          Text(
            en: "a quoted field name holds letters, digits and _ . - / only and ends with `",
            ja: "引用された項目名は英数字と _ . - / だけで書き、` で閉じます")))
      add(.quotedField(name), start)
    }
  }

  private mutating func scanNumber(_ start: Int) {
    var scanner = NumberScanner(bytes, start)
    let kind = scanner.scan()
    position = scanner.position
    if let kind {
      add(kind, start)
    } else {
      problems.append(
        Problem(
          .badNumber, start..<position,
          Text(
            en: "the number \(text(start..<position)) is malformed or out of range",
            ja: "数値 \(text(start..<position)) は形式または範囲が不正です"),
          help: Text(
            en: "int is 64 bits; write decimals with digits on both sides of the point",
            ja: "整数は64ビットです。小数は小数点の後にも数字を書いてください")))
      add(.int(0), start)
    }
  }

  private mutating func add(_ kind: Token.Kind, _ start: Int) {
    tokens.append(Token(kind: kind, range: start..<position))
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80 || byte == UInt8(ascii: "_")
  }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
