/// `±digits × 10^exponent`, without zeros at either end; zero has no digits.
struct ExactDecimal: Sendable, Hashable {
  let isNegative: Bool
  /// From 0 to 9, the most significant first.
  let digits: [UInt8]
  let exponent: Int

  init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    guard let first = digits.firstIndex(where: { $0 != 0 }), let last = digits.lastIndex(where: { $0 != 0 }) else {
      self.isNegative = false
      self.digits = []
      self.exponent = 0
      return
    }
    self.isNegative = isNegative
    self.digits = Array(digits[first...last])
    self.exponent = exponent + digits.count - 1 - last
  }

  init(_ value: Int64) {
    self.init(isNegative: value < 0, digits: String(value.magnitude).utf8.map { $0 - 0x30 }, exponent: 0)
  }

  /// nil for fractions and for integers of more than 64 bits.
  var int64: Int64? {
    guard !digits.isEmpty else { return 0 }
    guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
    // Counted downward: the lowest Int64 has no positive twin.
    var value: Int64 = 0
    for digit in digits + Array(repeating: 0, count: exponent) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, beyond) = product.subtractingReportingOverflow(Int64(digit))
      if overflow || beyond { return nil }
      value = sum
    }
    return isNegative ? value : value == .min ? nil : -value
  }

  /// Significant digits of a divisor, so that the arithmetic stays within 128 bits.
  static let divisorDigits = 36

  /// Whether `self / divisor` is whole.
  ///
  /// With a × 10^e and b × 10^f, neither a nor b a multiple of ten: below e = f no quotient is whole, else a would end in
  /// a zero. From there on b, less what it shares with a, must divide 10^(e-f): be made of that many twos and fives.
  func isMultiple(of divisor: ExactDecimal) -> Bool {
    if digits.isEmpty { return true }
    guard !divisor.digits.isEmpty, divisor.digits.count <= Self.divisorDigits, exponent >= divisor.exponent else {
      return false
    }
    let modulus = divisor.digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
    let rest = digits.reduce(UInt128(0)) { ($0 * 10 + UInt128($1)) % modulus }
    var (shared, other) = (modulus, rest)
    while other != 0 { (shared, other) = (other, shared % other) }
    var needed = modulus / shared
    for prime in [UInt128(2), 5] {
      var count = 0
      while needed.isMultiple(of: prime), count < exponent - divisor.exponent {
        needed /= prime
        count += 1
      }
    }
    return needed == 1
  }
}

extension ExactDecimal: Comparable {
  static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  /// By magnitude.
  private func isSmaller(than other: ExactDecimal) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    let (size, otherSize) = (digits.count + exponent, other.digits.count + other.exponent)
    // Without zeros at the end the order of the digits is the order of the fractions.
    return size == otherSize ? digits.lexicographicallyPrecedes(other.digits) : size < otherSize
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// ECMA-262, Number::toString.
  var description: String {
    if digits.isEmpty { return "0" }
    let sign = isNegative ? "-" : ""
    let text = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    let point = digits.count + exponent
    if exponent >= 0, point <= 21 { return sign + text + String(repeating: "0", count: exponent) }
    if 0 < point, point <= 21 { return sign + text.prefix(point) + "." + text.dropFirst(point) }
    if -6 < point, point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + text }
    let mantissa = digits.count == 1 ? text : text.prefix(1) + "." + text.dropFirst()
    return sign + mantissa + "e" + (point > 0 ? "+" : "-") + String(abs(point - 1))
  }
}
