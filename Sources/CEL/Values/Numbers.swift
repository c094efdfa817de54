/// Numbers of different kinds on one line: comparison and lossless or checked conversion.
enum Numbers {
  enum Order {
    case less
    case same
    case greater
    /// One side is NaN.
    case unordered
  }

  /// Nil where either side is no number. An integer and a double are compared as doubles inside the integer's range
  /// (the rule of the standard's conformance tests), so the largest `int` equals 2^63.
  static func order(_ left: CELValue, _ right: CELValue) -> Order? {
    switch (left, right) {
    case (.int(let left), .int(let right)): compare(left, right)
    case (.uint(let left), .uint(let right)): compare(left, right)
    case (.double(let left), .double(let right)): compare(left, right)
    case (.int(let left), .uint(let right)): left < 0 ? .less : compare(UInt(left), right)
    case (.uint(let left), .int(let right)): right < 0 ? .greater : compare(left, UInt(right))
    case (.int(let left), .double(let right)): compare(Double(left), right)
    case (.double(let left), .int(let right)): compare(left, Double(right))
    case (.uint(let left), .double(let right)): compare(Double(left), right)
    case (.double(let left), .uint(let right)): compare(left, Double(right))
    default: nil
    }
  }

  private static func compare<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
    if left < right { return .less }
    if left == right { return .same }
    return left > right ? .greater : .unordered
  }

  /// Truncates toward zero. The bounds themselves are refused: they stand for values beyond (conformance, `range`).
  static func int(_ value: Double) -> Int? {
    guard value > -9_223_372_036_854_775_808.0, value < 9_223_372_036_854_775_808.0 else { return nil }
    return Int(value)
  }

  static func uint(_ value: Double) -> UInt? {
    guard value >= 0, value < 18_446_744_073_709_551_616.0 else { return nil }
    return UInt(value)
  }
}
