/// Doubles as text: the shortest digits that read back as the same number, or exactly rounded to a precision.
enum DoubleText {
  /// Positional from 1e-4 up to below 1e21, else with an exponent of two digits or more: `123.456`, `1e+21`, `-0`.
  static func shortest(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let (digits, point) = shortestDigits(value.magnitude)
    let sign = value.sign == .minus ? "-" : ""
    if (-3...21).contains(point) { return sign + positional(digits, point) }
    let fraction = digits.dropFirst()
    return sign + text(digits.prefix(1)) + (fraction.isEmpty ? "" : "." + text(fraction)) + exponent(point - 1)
  }

  /// Never with an exponent.
  static func plain(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let (digits, point) = shortestDigits(value.magnitude)
    return (value.sign == .minus ? "-" : "") + positional(digits, point)
  }

  /// `%.{precision}f`, rounded half to even over the exact binary value.
  static func fixed(_ value: Double, precision: Int) -> String {
    guard value.isFinite else { return special(value) }
    var number = ExactDecimal(value.magnitude)
    number.round(toDigits: number.point + precision)
    return (value.sign == .minus ? "-" : "") + number.fixed(precision)
  }

  /// `%.{precision}e`.
  static func scientific(_ value: Double, precision: Int) -> String {
    guard value.isFinite else { return special(value) }
    var number = ExactDecimal(value.magnitude)
    number.round(toDigits: precision + 1)
    var digits = Array(number.digits.prefix(precision + 1))
    digits += [UInt8](repeating: 0, count: precision + 1 - digits.count)
    let sign = value.sign == .minus ? "-" : ""
    let fraction = precision > 0 ? "." + text(digits.dropFirst()) : ""
    return sign + text(digits.prefix(1)) + fraction + exponent(number.isZero ? 0 : number.point - 1)
  }

  static func special(_ value: Double) -> String {
    value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
  }

  private static func exponent(_ value: Int) -> String {
    let digits = String(value.magnitude)
    return (value < 0 ? "e-" : "e+") + (digits.count < 2 ? "0" : "") + digits
  }

  /// Digits and the place of the decimal point among them: 123.45 is (12345, 3).
  private static func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
    guard value > 0 else { return ([0], 1) }
    var digits: [UInt8] = []
    var point: Int?
    var shift = 0
    let parts = value.description.split(separator: "e")
    if parts.count == 2 { shift = Int(parts[1]) ?? 0 }
    for byte in parts[0].utf8 {
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte - UInt8(ascii: "0")) }
    }
    var place = (point ?? digits.count) + shift
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    place -= leading
    while digits.last == 0 { digits.removeLast() }
    return (digits, place)
  }

  private static func positional(_ digits: [UInt8], _ point: Int) -> String {
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + text(digits[...]) }
    if point >= digits.count { return text(digits[...]) + String(repeating: "0", count: point - digits.count) }
    return text(digits.prefix(point)) + "." + text(digits.dropFirst(point))
  }

  static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}
