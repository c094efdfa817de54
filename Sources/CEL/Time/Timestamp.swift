/// An instant of the proleptic Gregorian calendar in UTC, 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z
/// (RFC 3339; the range of `google.protobuf.Timestamp`).
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int
  /// 0 to 999,999,999, counted forward also before 1970.
  package let nanoseconds: Int32

  static let epoch = Timestamp(uncheckedSeconds: 0, nanoseconds: 0)
  static let lowest = -62_135_596_800
  static let highest = 253_402_300_799

  /// Nil outside the years 1 to 9999.
  package init?(seconds: Int, nanoseconds: Int32 = 0) {
    guard (Self.lowest...Self.highest).contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
    self.init(uncheckedSeconds: seconds, nanoseconds: nanoseconds)
  }

  private init(uncheckedSeconds seconds: Int, nanoseconds: Int32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  package func adding(_ duration: CELDuration) -> Timestamp? {
    let (whole, rest) = duration.nanoseconds.flooredDivision(by: 1_000_000_000)
    return shifted(seconds: whole, nanoseconds: rest)
  }

  package func subtracting(_ duration: CELDuration) -> Timestamp? {
    let (whole, rest) = duration.nanoseconds.flooredDivision(by: 1_000_000_000)
    return shifted(seconds: -whole, nanoseconds: -rest)
  }

  /// `nanoseconds` within a second either way.
  private func shifted(seconds whole: Int, nanoseconds rest: Int) -> Timestamp? {
    let (carry, nanoseconds) = (Int(nanoseconds) + rest).flooredDivision(by: 1_000_000_000)
    return Timestamp(seconds: seconds + whole + carry, nanoseconds: Int32(nanoseconds))
  }

  /// Nil where the span does not fit a duration (about 292 years).
  package func duration(since other: Timestamp) -> CELDuration? {
    let (product, overflow) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    let (sum, beyond) = product.addingReportingOverflow(Int(nanoseconds) - Int(other.nanoseconds))
    return beyond ? nil : CELDuration(nanoseconds: sum)
  }
}

extension Int {
  /// Quotient toward negative infinity with a remainder that is never negative.
  func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
