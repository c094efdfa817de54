/// The core schema: which plain scalars are null, bool, int or float. Source: YAML 1.2.2, section 10.3.2.
///
/// `no`, `on`, `12:30` and `1_000` are strings, `014` is fourteen: YAML 1.1 said otherwise.
enum CoreSchema {
  enum Failure: Error {
    case tooManyDigits
    /// A hexadecimal or octal number outside 64 bits.
    case outOfRange
  }

  /// What a plain scalar without a tag means.
  static func resolve(_ text: String, digits: Int) throws(Failure) -> YAMLScalarValue {
    if let constant = constant(text) { return constant }
    if let number = try number(text, digits: digits) { return number }
    return .string(text)
  }

  static func constant(_ text: String) -> YAMLScalarValue? {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: nil
    }
  }

  /// An int or float, or nil where the text is neither.
  static func number(_ text: String, digits limit: Int) throws(Failure) -> YAMLScalarValue? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, first.isDigit || "+-.".utf8.contains(first) else { return nil }
    if bytes.count > 2, bytes[0] == UInt8(ascii: "0"), bytes[1] == UInt8(ascii: "o") || bytes[1] == UInt8(ascii: "x") {
      let radix = bytes[1] == UInt8(ascii: "o") ? 8 : 16
      guard bytes[2...].allSatisfy({ radix == 8 ? $0.isOctalDigit : $0.isHexDigit }) else { return nil }
      guard let value = Int64(String(decoding: bytes[2...], as: UTF8.self), radix: radix) else { throw .outOfRange }
      return .int(value)
    }
    let isNegative = first == UInt8(ascii: "-")
    let unsigned = isNegative || first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
    switch String(decoding: unsigned, as: UTF8.self) {
    case ".inf", ".Inf", ".INF":
      return .float(YAMLFloat(double: isNegative ? -.infinity : .infinity, exact: nil))
    case ".nan", ".NaN", ".NAN":
      return unsigned.count == bytes.count ? .float(YAMLFloat(double: .nan, exact: nil)) : nil
    default:
      return try decimal(unsigned, isNegative: isNegative, limit: limit)
    }
  }

  /// `[0-9]+` or `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func decimal(
    _ text: ArraySlice<UInt8>, isNegative: Bool, limit: Int
  ) throws(Failure) -> YAMLScalarValue? {
    var rest = text
    let whole = rest.popDigits()
    var fraction: ArraySlice<UInt8>?
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.popDigits()
    }
    guard !whole.isEmpty || fraction?.isEmpty == false else { return nil }
    var exponent = ""
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      exponent = "e"
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        exponent += sign == UInt8(ascii: "-") ? "-" : ""
        rest = rest.dropFirst()
      }
      let digits = rest.popDigits()
      guard !digits.isEmpty else { return nil }
      exponent += String(decoding: digits, as: UTF8.self)
    }
    guard rest.isEmpty else { return nil }
    guard text.count <= limit else { throw .tooManyDigits }
    let significant = whole.drop { $0 == UInt8(ascii: "0") }
    var exact = (isNegative ? "-" : "") + (significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self))
    if fraction == nil, exponent.isEmpty, let value = Int64(exact) { return .int(value) }
    if let fraction { exact += "." + (fraction.isEmpty ? "0" : String(decoding: fraction, as: UTF8.self)) }
    exact += exponent
    return .float(YAMLFloat(double: Double(exact) ?? .nan, exact: exact))
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isOctalDigit: Bool { self >= 0x30 && self <= 0x37 }
  var isHexDigit: Bool { hexValue != nil }
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isBreak: Bool { self == 0x0A || self == 0x0D }
  /// `,` `[` `]` `{` `}`: they end a plain scalar inside brackets.
  var isFlowIndicator: Bool { self == 0x2C || self == 0x5B || self == 0x5D || self == 0x7B || self == 0x7D }

  var hexValue: UInt32? {
    switch self {
    case 0x30...0x39: UInt32(self) - 0x30
    case 0x41...0x46: UInt32(self) - 0x41 + 10
    case 0x61...0x66: UInt32(self) - 0x61 + 10
    default: nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// Takes the leading ASCII digits off.
  fileprivate mutating func popDigits() -> ArraySlice<UInt8> {
    let digits = prefix { $0.isDigit }
    self = self[digits.endIndex...]
    return digits
  }
}
