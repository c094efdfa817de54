/// A moment: microseconds since 1970-01-01T00:00:00Z, the resolution of PostgreSQL's `timestamptz`.
package struct Instant: Sendable, Hashable, Comparable {
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

  package func adding(seconds: Int64) -> Instant { Instant(microseconds: microseconds + seconds * 1_000_000) }

  /// The day in Asia/Tokyo. Japan has had no daylight saving time since 1951, so the offset is a constant.
  package var day: Day { Day(number: Int(Self.floorDivide(microseconds + tokyoOffset, microsecondsPerDay))) }

  /// RFC 3339 in UTC, with as many fractional digits as needed (none, three or six).
  package var rfc3339: String { formatted(offset: 0, suffix: "Z") }

  /// RFC 3339 in Asia/Tokyo.
  package var tokyoRFC3339: String { formatted(offset: tokyoOffset, suffix: "+09:00") }

  private func formatted(offset: Int64, suffix: String) -> String {
    let local = microseconds + offset
    let day = Day(number: Int(Self.floorDivide(local, microsecondsPerDay)))
    let rest = local - Int64(day.number) * microsecondsPerDay
    let seconds = rest / 1_000_000
    let fraction = rest % 1_000_000
    var text =
      day.description + "T" + pad(seconds / 3600, 2) + ":" + pad(seconds / 60 % 60, 2) + ":" + pad(seconds % 60, 2)
    if fraction % 1000 != 0 {
      text += "." + pad(fraction, 6)
    } else if fraction != 0 {
      text += "." + pad(fraction / 1000, 3)
    }
    return text + suffix
  }

  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}

let microsecondsPerDay: Int64 = 86_400_000_000
let tokyoOffset: Int64 = 9 * 3_600_000_000

func pad(_ value: some BinaryInteger, _ width: Int) -> String {
  let digits = String(value)
  return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
}
