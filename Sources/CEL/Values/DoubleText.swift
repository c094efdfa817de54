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

/// All decimal digits of a double: finite in number, since it is an integer times a power of two.
struct ExactDecimal {
  /// Without leading zeros; empty for zero.
  private(set) var digits: [UInt8]
  /// How many of `digits` stand before the decimal point; may be negative.
  private(set) var point: Int

  var isZero: Bool { digits.isEmpty }

  /// `value` is finite and not negative.
  init(_ value: Double) {
    digits = []
    point = 0
    guard value > 0 else { return }
    let significand = value.isNormal ? value.significandBitPattern | 1 << 52 : value.significandBitPattern
    let exponent = Int(value.isNormal ? value.exponentBitPattern : 1) - 1_075
    if exponent >= 0 {
      digits = Self.integerDigits(significand, shift: exponent)
      point = digits.count
    } else {
      let whole = exponent > -64 ? significand >> UInt64(-exponent) : 0
      digits = whole == 0 ? [] : String(whole).utf8.map { $0 - UInt8(ascii: "0") }
      point = digits.count
      let rest = exponent > -64 ? significand & (1 << UInt64(-exponent) - 1) : significand
      digits += Self.fractionDigits(rest, bits: -exponent)
      let leading = digits.prefix { $0 == 0 }.count
      if leading > 0 {
        digits.removeFirst(leading)
        point -= leading
      }
    }
  }

  private static func integerDigits(_ significand: UInt64, shift: Int) -> [UInt8] {
    var words = words(significand, shift: shift, count: (shift + 64) / 32 + 1)
    var chunks: [UInt64] = []
    while let last = words.last {
      if last == 0 {
        words.removeLast()
        continue
      }
      var remainder: UInt64 = 0
      for position in words.indices.reversed() {
        let value = remainder << 32 | UInt64(words[position])
        words[position] = UInt32(value / 1_000_000_000)
        remainder = value % 1_000_000_000
      }
      chunks.append(remainder)
    }
    var digits: [UInt8] = []
    for chunk in chunks.reversed() {
      let text = String(chunk)
      if !digits.isEmpty { digits += [UInt8](repeating: 0, count: 9 - text.utf8.count) }
      digits += text.utf8.map { $0 - UInt8(ascii: "0") }
    }
    return digits
  }

  /// The digits of `numerator / 2^bits`.
  private static func fractionDigits(_ numerator: UInt64, bits: Int) -> [UInt8] {
    let count = (bits + 31) / 32
    var words = words(numerator, shift: 32 * count - bits, count: count + 3)
    var digits: [UInt8] = []
    while let first = words[..<count].firstIndex(where: { $0 != 0 }) {
      var carry: UInt64 = 0
      for position in first..<count {
        let value = UInt64(words[position]) * 10 + carry
        words[position] = UInt32(truncatingIfNeeded: value)
        carry = value >> 32
      }
      digits.append(UInt8(carry))
    }
    return digits
  }

  /// `value << shift` in words of 32 bits, lowest first.
  private static func words(_ value: UInt64, shift: Int, count: Int) -> [UInt32] {
    var words = [UInt32](repeating: 0, count: count)
    let (skip, bits) = shift.quotientAndRemainder(dividingBy: 32)
    let low = value << UInt64(bits)
    let high = bits == 0 ? 0 : value >> UInt64(64 - bits)
    let parts = [UInt32(truncatingIfNeeded: low), UInt32(low >> 32), UInt32(high)]
    for (position, part) in parts.enumerated() where skip + position < count { words[skip + position] = part }
    return words
  }

  /// Keeps the first `count` digits, rounding half to even; a carry may move the point.
  mutating func round(toDigits count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      point = 0
      return
    }
    let rest = digits[count...]
    let isAbove = rest[count] > 5 || (rest[count] == 5 && rest.dropFirst().contains { $0 != 0 })
    let isHalf = rest[count] == 5 && !isAbove
    let isOdd = count > 0 && digits[count - 1] % 2 == 1
    digits.removeLast(digits.count - count)
    if isAbove || (isHalf && isOdd) { increment() }
    if digits.isEmpty { point = 0 }
  }

  private mutating func increment() {
    for position in digits.indices.reversed() {
      if digits[position] < 9 {
        digits[position] += 1
        return
      }
      digits[position] = 0
    }
    digits.insert(1, at: 0)
    point += 1
  }

  func fixed(_ precision: Int) -> String {
    var whole = Array(digits.prefix(max(0, point)))
    whole += [UInt8](repeating: 0, count: max(0, point - whole.count))
    var fraction = [UInt8](repeating: 0, count: min(precision, max(0, -point))) + digits.dropFirst(max(0, point))
    fraction = Array(fraction.prefix(precision))
    fraction += [UInt8](repeating: 0, count: precision - fraction.count)
    let head = whole.isEmpty ? "0" : DoubleText.text(whole[...])
    return precision == 0 ? head : head + "." + DoubleText.text(fraction[...])
  }
}
