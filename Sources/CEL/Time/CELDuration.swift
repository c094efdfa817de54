/// A signed span of time in nanoseconds that fits 64 bits (about 292 years), as the conformance tests require.
package struct CELDuration: Sendable, Hashable, Comparable {
  package let nanoseconds: Int

  package init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

  package static func < (left: CELDuration, right: CELDuration) -> Bool { left.nanoseconds < right.nanoseconds }

  func adding(_ other: CELDuration) -> CELDuration? {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(other.nanoseconds)
    return overflow ? nil : CELDuration(nanoseconds: sum)
  }

  func subtracting(_ other: CELDuration) -> CELDuration? {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    return overflow ? nil : CELDuration(nanoseconds: difference)
  }
}

extension CELDuration {
  /// Reads `1h30m`, `-1.5s`, `250ms`, `0`: a sign, then decimal numbers with the units h, m, s, ms, us (µs), ns.
  package init?(text: String) {
    var rest = Array(text.utf8)[...]
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    if rest.elementsEqual("0".utf8) {
      self.init(nanoseconds: 0)
      return
    }
    guard !rest.isEmpty else { return nil }
    // Counted downward: the magnitude of the lowest Int has no positive twin.
    var total = 0
    while !rest.isEmpty {
      guard let part = Self.part(&rest) else { return nil }
      let (sum, overflow) = total.subtractingReportingOverflow(part)
      guard !overflow else { return nil }
      total = sum
    }
    if isNegative {
      self.init(nanoseconds: total)
    } else {
      guard total != Int.min else { return nil }
      self.init(nanoseconds: -total)
    }
  }

  /// One number with its unit, in nanoseconds; digits finer than a nanosecond are dropped.
  private static func part(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let whole = digits(&rest)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = digits(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty, let unit = unit(&rest) else { return nil }
    var value = 0
    for digit in whole {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, beyond) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      guard !overflow, !beyond else { return nil }
      value = sum
    }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    let (sum, beyond) = scaled.addingReportingOverflow(Self.scale(fraction, by: unit))
    return beyond ? nil : sum
  }

  /// The fraction 0.`digits` of `unit`, rounded down, through a 128-bit product.
  private static func scale(_ digits: ArraySlice<UInt8>, by unit: Int) -> Int {
    var numerator: UInt = 0
    var denominator: UInt = 1
    for digit in digits.prefix(18) {
      numerator = numerator * 10 + UInt(digit - UInt8(ascii: "0"))
      denominator *= 10
    }
    let product = numerator.multipliedFullWidth(by: UInt(unit))
    return Int(denominator.dividingFullWidth(product).quotient)
  }

  private static func digits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let found = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(found.count)
    return found
  }

  private static let units: [(name: [UInt8], nanoseconds: Int)] = [
    (Array("ns".utf8), 1), (Array("us".utf8), 1_000), (Array("µs".utf8), 1_000), (Array("μs".utf8), 1_000),
    (Array("ms".utf8), 1_000_000), (Array("h".utf8), 3_600_000_000_000), (Array("m".utf8), 60_000_000_000),
    (Array("s".utf8), 1_000_000_000),
  ]

  private static func unit(_ rest: inout ArraySlice<UInt8>) -> Int? {
    for unit in units where rest.starts(with: unit.name) {
      rest = rest.dropFirst(unit.name.count)
      return unit.nanoseconds
    }
    return nil
  }
}

extension CELDuration: CustomStringConvertible {
  /// Seconds with as many decimals as needed: `6347s`, `-0.25s`.
  package var description: String {
    let magnitude = nanoseconds.magnitude
    let fraction = Decimals.fraction(Int(magnitude % 1_000_000_000))
    return (nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000) + fraction + "s"
  }
}

/// The decimals of a second.
enum Decimals {
  /// `.5`, `.000000001` or nothing.
  static func fraction(_ nanoseconds: Int) -> String {
    guard nanoseconds > 0 else { return "" }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
  }
}
