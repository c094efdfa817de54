/// What a backslash and the characters after it stand for.
enum ECMAEscape {
  case scalar(UInt32)
  /// The inside of a bracket expression of RE2; empty for a set that nothing is in.
  case set(String)
  /// `\b` or `\B`, which take no character.
  case boundary(String)
}

extension ECMATranslation {
  /// Reads an escape; the backslash has been taken. Source: ECMA-262, CharacterEscape with the `u` flag.
  mutating func escape(inClass: Bool) throws(PatternError) -> ECMAEscape {
    let start = position - 1
    guard let character = next() else { throw fault(.endsInBackslash, from: start) }
    switch character {
    case "d", "D", "w", "W": return .set("\\\(character)")
    case "s": return .set(CodePointRanges.space.classItems)
    case "S": return .set(CodePointRanges.space.complement.classItems)
    case "p", "P": return .set(try property(isNegated: character == "P", from: start))
    case "b": return inClass ? .scalar(0x08) : .boundary("\\b")
    case "B" where !inClass: return .boundary("\\B")
    case "-" where inClass: return .scalar(0x2D)
    case "t": return .scalar(0x09)
    case "n": return .scalar(0x0A)
    case "v": return .scalar(0x0B)
    case "f": return .scalar(0x0C)
    case "r": return .scalar(0x0D)
    case "c":
      guard let letter = peek, letter.isASCIILetter else { throw fault(.controlEscape, from: start) }
      position += 1
      return .scalar(letter.value % 32)
    case "0":
      guard peek?.isASCIIDigit != true else { throw fault(.octal, from: start) }
      return .scalar(0)
    case "1"..."9", "k": throw fault(.backreference, from: start)
    case "x": return .scalar(try hexadecimal(digits: 2, from: start))
    case "u": return .scalar(try unicodeEscape(from: start))
    case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/": return .scalar(character.value)
    default: throw fault(.unknownEscape, from: start)
    }
  }

  private mutating func hexadecimal(digits: Int, from start: Int) throws(PatternError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = peek?.hexadecimalValue else { throw fault(.hexadecimal, from: start) }
      value = value * 16 + digit
      position += 1
    }
    return value
  }

  private mutating func unicodeEscape(from start: Int) throws(PatternError) -> UInt32 {
    if take("{") {
      var value: UInt32 = 0
      var count = 0
      while let digit = peek?.hexadecimalValue {
        value = value * 16 + digit
        count += 1
        position += 1
        if value > 0x10FFFF { throw fault(.hexadecimal, from: start) }
      }
      guard count > 0, take("}") else { throw fault(.hexadecimal, from: start) }
      return try whole(value, from: start)
    }
    let first = try hexadecimal(digits: 4, from: start)
    if (0xD800...0xDBFF).contains(first), peek == "\\", peek(1) == "u" {
      let before = position
      position += 2
      if peek != "{" {
        let second = try hexadecimal(digits: 4, from: before)
        if (0xDC00...0xDFFF).contains(second) { return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00) }
      }
    }
    return try whole(first, from: start)
  }

  private func whole(_ value: UInt32, from start: Int) throws(PatternError) -> UInt32 {
    if (0xD800...0xDFFF).contains(value) { throw fault(.surrogate, from: start) }
    return value
  }

  /// `\p{…}`; the letter has been taken.
  private mutating func property(isNegated: Bool, from start: Int) throws(PatternError) -> String {
    guard take("{") else { throw fault(.propertySyntax, from: start) }
    var name = ""
    while let character = peek,
      character.isASCIILetter || character.isASCIIDigit || "_=".unicodeScalars.contains(character)
    {
      name.unicodeScalars.append(character)
      position += 1
    }
    guard take("}") else { throw fault(.propertySyntax, from: start) }
    if name.hasPrefix("Script_Extensions=") || name.hasPrefix("scx=") {
      throw fault(.scriptExtensions, from: start)
    }
    guard let items = UnicodeProperty.classItems(name, isNegated: isNegated) else {
      throw fault(.unknownProperty, from: start)
    }
    return items
  }
}

extension Unicode.Scalar {
  var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
  var isASCIILetter: Bool { (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) }

  var hexadecimalValue: UInt32? {
    switch value {
    case 0x30...0x39: value - 0x30
    case 0x41...0x46: value - 0x41 + 10
    case 0x61...0x66: value - 0x61 + 10
    default: nil
    }
  }
}
