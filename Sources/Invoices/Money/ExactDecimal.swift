/// A sum would not fit: the numbers of the document are absurd, not merely large.
package struct DecimalOverflow: Error, Hashable {
  package init() {}
}

/// A decimal number without rounding: an integer and the power of ten by which it is divided.
///
/// Money and quantities are never binary floating point: 0.1 + 0.2 is 0.3 here. Values read from a document have at
/// most 18 digits, so a product of two always fits the 38 digits of `Int128`; sums and longer products that do not
/// fit throw. Nothing rounds unless `rounded` or `quotient` is called, and then by the rule that the caller names.
package struct ExactDecimal: Sendable, Hashable {
  package let significand: Int128
  /// Digits behind the point; never more than needed, so equal values are equal bit for bit.
  package let scale: Int

  package static let zero = ExactDecimal(0)
  static let maximumDigits = 18
  private static let maximumScale = 36

  package init(_ value: Int) { self.init(significand: Int128(value), scale: 0) }

  /// `significand / 10^scale`. Precondition: `0 <= scale <= 36`.
  package init(significand: Int128, scale: Int) {
    precondition(scale >= 0 && scale <= Self.maximumScale, "a scale within what one product gives")
    var significand = significand
    var scale = scale
    while scale > 0, significand % 10 == 0 {
      significand /= 10
      scale -= 1
    }
    self.significand = significand
    self.scale = scale
  }

  /// Reads an `xs:decimal` (XML Schema 1.1 part 2, section 3.3.3): sign, digits, one point, no exponent.
  /// Nil for anything else and for more than 18 digits without leading zeros.
  package init?(_ text: some StringProtocol) {
    var significand: Int64 = 0
    var digits = 0
    var significant = 0
    var fraction: Int?
    var isNegative = false
    for (position, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if significant > 0 || byte != UInt8(ascii: "0") || fraction != nil { significant += 1 }
        guard significant <= Self.maximumDigits else { return nil }
        significand = significand * 10 + Int64(byte - UInt8(ascii: "0"))
        if let places = fraction { fraction = places + 1 }
      case UInt8(ascii: ".") where fraction == nil: fraction = 0
      case UInt8(ascii: "-") where position == 0: isNegative = true
      case UInt8(ascii: "+") where position == 0: break
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    self.init(significand: Int128(isNegative ? -significand : significand), scale: fraction ?? 0)
  }

  package var isZero: Bool { significand == 0 }
  package var isNegative: Bool { significand < 0 }

  /// The value as an integer, nil where it has a fraction or does not fit.
  package var wholeNumber: Int? { scale == 0 ? Int(exactly: significand) : nil }

  static func power(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  /// The significand this value would have at a larger scale.
  private func significand(at target: Int) throws(DecimalOverflow) -> Int128 {
    guard target - scale <= 38 else { throw DecimalOverflow() }
    let (value, overflow) = significand.multipliedReportingOverflow(by: Self.power(target - scale))
    guard !overflow else { throw DecimalOverflow() }
    return value
  }
}

extension ExactDecimal {
  package static func + (left: Self, right: Self) throws(DecimalOverflow) -> Self {
    let scale = max(left.scale, right.scale)
    let (sum, overflow) = try left.significand(at: scale).addingReportingOverflow(right.significand(at: scale))
    // The smallest Int128 has no opposite: it counts as overflow, so that negation never fails.
    guard !overflow, sum != .min else { throw DecimalOverflow() }
    return Self(significand: sum, scale: scale)
  }

  package static func - (left: Self, right: Self) throws(DecimalOverflow) -> Self { try left + (-right) }

  package static func * (left: Self, right: Self) throws(DecimalOverflow) -> Self {
    let (product, overflow) = left.significand.multipliedReportingOverflow(by: right.significand)
    guard !overflow, product != .min, left.scale + right.scale <= maximumScale else { throw DecimalOverflow() }
    return Self(significand: product, scale: left.scale + right.scale)
  }

  package static prefix func - (value: Self) -> Self {
    Self(significand: -value.significand, scale: value.scale)
  }

  package static func sum(_ values: some Sequence<Self>) throws(DecimalOverflow) -> Self {
    var total = zero
    for value in values { total = try total + value }
    return total
  }
}

extension ExactDecimal: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    let scale = max(left.scale, right.scale)
    do {
      return try left.significand(at: scale) < right.significand(at: scale)
    } catch {
      // One of them is too large to be brought to the other's scale; it alone decides.
      return left.scale < right.scale ? left.isNegative : !right.isNegative
    }
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// `-1234.5`: the shortest form, which `init(_:)` reads back.
  package var description: String {
    let digits = String(significand.magnitude)
    let sign = isNegative ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
