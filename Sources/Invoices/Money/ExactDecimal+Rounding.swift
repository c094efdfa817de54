extension ExactDecimal {
  package enum Rounding: Sendable, CaseIterable {
    /// Towards minus infinity.
    case floor
    /// Towards plus infinity.
    case ceiling
    /// To the nearest; halves towards plus infinity, as XPath's `round` does, by which the standard states its sums.
    case half
  }

  /// The value with at most `places` digits behind the point.
  package func rounded(toPlaces places: Int, _ rule: Rounding) -> Self {
    guard scale > places else { return self }
    let divisor = Self.power(scale - places)
    return Self(significand: Self.divide(significand, divisor, rule), scale: places)
  }

  /// `self / divisor` with at most `places` digits behind the point.
  package func quotient(by divisor: Self, places: Int, _ rule: Rounding) throws(DecimalOverflow) -> Self {
    guard !divisor.isZero else { throw DecimalOverflow() }
    // self / divisor = a/10^s ÷ b/10^t = a·10^(t+places) ÷ (b·10^s) at `places` digits
    let shift = divisor.scale + places - scale
    let (numerator, above) = significand.multipliedReportingOverflow(by: Self.power(min(38, max(0, shift))))
    let (denominator, below) = divisor.significand.multipliedReportingOverflow(by: Self.power(min(38, max(0, -shift))))
    guard abs(shift) <= 38, !above, !below else { throw DecimalOverflow() }
    return Self(significand: Self.divide(numerator, denominator, rule), scale: places)
  }

  private static func divide(_ numerator: Int128, _ denominator: Int128, _ rule: Rounding) -> Int128 {
    let (top, bottom) = denominator < 0 ? (-numerator, -denominator) : (numerator, denominator)
    var (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom)
    if remainder < 0 {
      quotient -= 1
      remainder += bottom
    }
    return switch rule {
    case .floor: quotient
    case .ceiling: remainder > 0 ? quotient + 1 : quotient
    case .half: remainder >= bottom - remainder ? quotient + 1 : quotient
    }
  }
}
