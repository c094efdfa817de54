/// A set of Unicode scalars as sorted ranges that neither touch nor overlap.
struct CodePointRanges: Sendable, Hashable {
  let ranges: [ClosedRange<UInt32>]

  static let all = CodePointRanges(sorted: [0...0x10FFFF])

  /// ECMA-262 `\s`: WhiteSpace (with Unicode Zs and U+FEFF) and LineTerminator.
  static let space = CodePointRanges(sorted: [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])

  /// ECMA-262 LineTerminator: what `.` leaves out.
  static let lineTerminators = CodePointRanges(sorted: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])

  init(sorted ranges: [ClosedRange<UInt32>]) { self.ranges = ranges }

  /// The scalars for which the condition holds; the gap of the surrogates, which no text has, is bridged.
  init(where holds: (Unicode.Scalar) -> Bool) {
    var found: [ClosedRange<UInt32>] = []
    var start: UInt32?
    var last: UInt32 = 0
    for value: UInt32 in 0...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      if holds(scalar) {
        start = start ?? value
        last = value
      } else if let lower = start {
        found.append(lower...last)
        start = nil
      }
    }
    if let lower = start { found.append(lower...last) }
    ranges = found
  }

  var complement: CodePointRanges {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
    return CodePointRanges(sorted: gaps)
  }

  /// As the inside of a bracket expression of RE2.
  var classItems: String {
    ranges.map { range in
      range.count == 1
        ? Self.escaped(range.lowerBound) : "\(Self.escaped(range.lowerBound))-\(Self.escaped(range.upperBound))"
    }.joined()
  }

  /// A scalar that RE2 reads as itself, inside brackets and out.
  static func escaped(_ scalar: UInt32) -> String {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(Character(Unicode.Scalar(UInt8(scalar))))
    default: "\\x{\(String(scalar, radix: 16))}"
    }
  }
}
