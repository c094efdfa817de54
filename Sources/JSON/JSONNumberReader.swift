/// Reads a number by the grammar of RFC 8259, section 6.
struct JSONNumberReader {
  enum Outcome {
    case number(JSONNumber)
    case malformed
    case tooLong
  }

  /// Where reading stands.
  private(set) var position = 0
  /// After the number; nil where there is none.
  private(set) var end: Int?
  private var digits: [UInt8] = []

  mutating func read(_ bytes: Span<UInt8>, from start: Int) -> Outcome {
    position = start
    let isNegative = take(UInt8(ascii: "-"), bytes)
    let whole = takeDigits(bytes)
    if whole == 0 || (whole > 1 && digits[0] == 0) { return .malformed }
    var fraction = 0
    if take(UInt8(ascii: "."), bytes) {
      fraction = takeDigits(bytes)
      if fraction == 0 { return .malformed }
    }
    var exponent = 0
    if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
      let isDown = take(UInt8(ascii: "-"), bytes)
      if !isDown { _ = take(UInt8(ascii: "+"), bytes) }
      let first = position
      while position < bytes.count, bytes[position].isDigit {
        exponent = min(exponent * 10 + Int(bytes[position] - 0x30), 1_000_000)
        position += 1
      }
      if position == first { return .malformed }
      if isDown { exponent = -exponent }
    }
    if position - start > JSONNumber.lengthLimit || abs(exponent) > JSONNumber.exponentLimit { return .tooLong }
    end = position
    return .number(JSONNumber(isNegative: isNegative, digits: digits, exponent: exponent - fraction))
  }

  private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Notes the digits, as numbers from 0 to 9; how many there are.
  private mutating func takeDigits(_ bytes: Span<UInt8>) -> Int {
    let start = position
    while position < bytes.count, bytes[position].isDigit {
      if digits.count <= JSONNumber.lengthLimit { digits.append(bytes[position] &- 0x30) }
      position += 1
    }
    return position - start
  }
}

extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isHexadecimalDigit: Bool { hexadecimalValue != nil }

  var hexadecimalValue: UInt8? {
    if isDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }
}
