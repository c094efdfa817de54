/// A number of JSON with its exact value. One value has one representation, so that 1, 1.0 and 1e0 are equal and hash
/// alike, as JSON Schema asks (2020-12 core, section 4.2.2).
package struct JSONNumber: Sendable, Hashable {
  private enum Storage: Sendable, Hashable {
    case int(Int64)
    /// `±digits × 10^exponent`, without zeros at either end; never a value that `int` holds.
    case decimal(isNegative: Bool, digits: [UInt8], exponent: Int)
  }

  private let storage: Storage

  package init(_ value: Int64) { storage = .int(value) }

  package init(_ value: Int) { storage = .int(Int64(value)) }

  /// nil for infinities and NaN, which JSON cannot say.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let whole = Int64(exactly: value) {
      self.init(whole)
    } else {
      self.init(text: value.description)
    }
  }

  /// The grammar of RFC 8259 section 6 and nothing else.
  package init?(text: some StringProtocol) {
    let utf8 = Array(text.utf8)
    guard let end = Self.scan(utf8[...]), end == utf8.count else { return nil }
    self.init(scanned: utf8[...])
  }

  /// The end of the number that starts here, or nil where none does.
  static func scan(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex
    func digits() -> Bool {
      let start = index
      while index < bytes.endIndex, (0x30...0x39).contains(bytes[index]) { index += 1 }
      return index > start
    }
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: "-") { index += 1 }
    guard index < bytes.endIndex else { return nil }
    if bytes[index] == UInt8(ascii: "0") { index += 1 } else { guard digits() else { return nil } }
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: ".") {
      index += 1
      guard digits() else { return nil }
    }
    if index < bytes.endIndex, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.endIndex, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      guard digits() else { return nil }
    }
    return index
  }

  /// Bytes that `scan` has accepted. Exponents beyond a million are held there: no arithmetic here would end.
  init(scanned bytes: ArraySlice<UInt8>) {
    var isNegative = false
    var digits: [UInt8] = []
    var fraction = 0
    var exponent = 0
    var exponentSign = 1
    var part = 0
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "-"): if part == 2 { exponentSign = -1 } else { isNegative = true }
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "."): part = 1
      case UInt8(ascii: "e"), UInt8(ascii: "E"): part = 2
      default:
        if part == 2 {
          exponent = min(exponent * 10 + Int(byte - 0x30), 1_000_000)
        } else {
          digits.append(byte)
          if part == 1 { fraction += 1 }
        }
      }
    }
    self.init(isNegative: isNegative, digits: digits, exponent: exponentSign * exponent - fraction)
  }

  private init(isNegative: Bool, digits raw: [UInt8], exponent: Int) {
    var digits = raw[...]
    var exponent = exponent
    while digits.first == 0x30 { digits.removeFirst() }
    while digits.last == 0x30 {
      digits.removeLast()
      exponent += 1
    }
    guard !digits.isEmpty else {
      storage = .int(0)
      return
    }
    if exponent >= 0, digits.count + exponent <= 19 {
      // Counted downward: the lowest Int64 has no positive twin.
      var value: Int64 = 0
      var fits = true
      for byte in digits + ArraySlice(repeating: 0x30, count: exponent) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, beyond) = product.subtractingReportingOverflow(Int64(byte - 0x30))
        if overflow || beyond { fits = false }
        value = sum
      }
      if fits, isNegative || value != .min {
        storage = .int(isNegative ? value : -value)
        return
      }
    }
    storage = .decimal(isNegative: isNegative, digits: Array(digits), exponent: exponent)
  }

  package var int64: Int64? { if case .int(let value) = storage { value } else { nil } }

  package var isInteger: Bool {
    switch storage {
    case .int: true
    case .decimal(_, _, let exponent): exponent >= 0
    }
  }

  /// The nearest double.
  package var double: Double {
    switch storage {
    case .int(let value): Double(value)
    case .decimal: Double(description) ?? .nan
    }
  }

  private var parts: (isNegative: Bool, digits: [UInt8], exponent: Int) {
    switch storage {
    case .decimal(let isNegative, let digits, let exponent): (isNegative, digits, exponent)
    case .int(let value): (value < 0, Array(String(value.magnitude).utf8), 0)
    }
  }

  /// Whether this is a whole number of times `divisor`, computed exactly.
  package func isMultiple(of divisor: JSONNumber) -> Bool {
    if case .int(let left) = storage, case .int(let right) = divisor.storage {
      return right != 0 && (right == -1 || left % right == 0)
    }
    let left = JSONNumber.trimmed(parts)
    let right = JSONNumber.trimmed(divisor.parts)
    if left.digits.isEmpty { return true }
    // Without its trailing zeros a number is no multiple of ten.
    guard !right.digits.isEmpty, left.exponent >= right.exponent, right.digits.count <= 36 else { return false }
    let modulus = right.digits.reduce(Int128(0)) { $0 * 10 + Int128($1 - 0x30) }
    var rest = left.digits.reduce(Int128(0)) { ($0 * 10 + Int128($1 - 0x30)) % modulus }
    for _ in 0..<(left.exponent - right.exponent) {
      if rest == 0 { return true }
      rest = rest * 10 % modulus
    }
    return rest == 0
  }

  private static func trimmed(
    _ parts: (isNegative: Bool, digits: [UInt8], exponent: Int)
  ) -> (digits: ArraySlice<UInt8>, exponent: Int) {
    var digits = parts.digits[...]
    var exponent = parts.exponent
    while digits.last == 0x30 {
      digits.removeLast()
      exponent += 1
    }
    return (digits, exponent)
  }
}

extension JSONNumber: Comparable {
  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if case .int(let one) = left.storage, case .int(let two) = right.storage { return one < two }
    let (one, two) = (left.parts, right.parts)
    if one.isNegative != two.isNegative { return one.isNegative }
    return one.isNegative ? magnitude(two, below: one) : magnitude(one, below: two)
  }

  private static func magnitude(
    _ left: (isNegative: Bool, digits: [UInt8], exponent: Int),
    below right: (isNegative: Bool, digits: [UInt8], exponent: Int)
  ) -> Bool {
    let zero: [UInt8] = [0x30]
    if left.digits == zero || right.digits == zero { return left.digits == zero && right.digits != zero }
    let (one, two) = (left.digits.count + left.exponent, right.digits.count + right.exponent)
    if one != two { return one < two }
    let length = max(left.digits.count, right.digits.count)
    for index in 0..<length {
      let a = index < left.digits.count ? left.digits[index] : 0x30
      let b = index < right.digits.count ? right.digits[index] : 0x30
      if a != b { return a < b }
    }
    return false
  }
}

extension JSONNumber: CustomStringConvertible {
  /// As ECMAScript writes numbers (RFC 8785 section 3.2.2.3), with every digit: numbers that a double cannot hold keep
  /// theirs, which is where this departs from RFC 8785.
  package var description: String {
    guard case .decimal(let isNegative, let digits, let exponent) = storage else { return String(int64 ?? 0) }
    let sign = isNegative ? "-" : ""
    let text = String(decoding: digits, as: UTF8.self)
    let point = digits.count + exponent
    if exponent >= 0, point <= 21 { return sign + text + String(repeating: "0", count: exponent) }
    if 0 < point, point <= 21 { return sign + text.prefix(point) + "." + text.dropFirst(point) }
    if -6 < point, point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + text }
    let mantissa = digits.count == 1 ? text : text.prefix(1) + "." + text.dropFirst()
    return sign + mantissa + "e" + (point > 0 ? "+" : "-") + String(abs(point - 1))
  }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self.init(value) }
}
