/// Reads one number: `42`, `0x2A`, `42u`, `.5`, `1.5e-3`. A sign is the parser's business.
struct NumberScanner {
  private let bytes: [UInt8]
  private(set) var position: Int

  init(_ bytes: [UInt8], _ start: Int) {
    self.bytes = bytes
    position = start
  }

  private func byte(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func digits() -> Bool {
    let start = position
    while let next = byte(), Lexer.isDigit(next) { position += 1 }
    return position > start
  }

  /// Nil where the number is malformed or does not fit 64 bits; `position` is behind it in any case.
  mutating func scan() -> Token.Kind? {
    let start = position
    if byte() == UInt8(ascii: "0"), byte(1).map({ $0 | 0x20 }) == UInt8(ascii: "x") { return hexadecimal() }
    _ = digits()
    var isDouble = false
    if byte() == UInt8(ascii: "."), byte(1).map(Lexer.isDigit) == true {
      position += 1
      _ = digits()
      isDouble = true
    }
    if byte().map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
      position += signed ? 2 : 1
      isDouble = true
      guard digits() else { return endsCleanly(nil) }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isDouble { return endsCleanly(Double(text).map { .double($0) }) }
    return integer(UInt(text))
  }

  private mutating func hexadecimal() -> Token.Kind? {
    position += 2
    let start = position
    while let next = byte(), Self.isHexDigit(next) { position += 1 }
    return integer(UInt(String(decoding: bytes[start..<position], as: UTF8.self), radix: 16))
  }

  private mutating func integer(_ value: UInt?) -> Token.Kind? {
    if byte().map({ $0 | 0x20 }) == UInt8(ascii: "u") {
      position += 1
      return endsCleanly(value.map { .uint($0) })
    }
    return endsCleanly(value.map { .int($0) })
  }

  /// Letters glued to a number make it malformed; they belong to the reported range.
  private mutating func endsCleanly(_ kind: Token.Kind?) -> Token.Kind? {
    guard let next = byte(), Lexer.isLetter(next) else { return kind }
    while let next = byte(), Lexer.isLetter(next) || Lexer.isDigit(next) { position += 1 }
    return nil
  }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    Lexer.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
