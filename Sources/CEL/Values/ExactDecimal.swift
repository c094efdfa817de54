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
