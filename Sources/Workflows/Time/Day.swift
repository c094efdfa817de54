/// A civil day of the proleptic Gregorian calendar, as the number of days since 1970-01-01.
package struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let number: Int

  package init(number: Int) { self.number = number }

  /// nil unless the day exists (no 02-30).
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(year: year, month: month)
    else { return nil }
    self.init(number: Self.number(year: year, month: month, day: day))
  }

  /// `YYYY-MM-DD` and nothing else.
  package init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else { return nil }
    let numbers = parts.compactMap { Self.digits($0) }
    guard numbers.count == 3 else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  private static func digits(_ bytes: some Sequence<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  package func adding(days: Int) -> Day { Day(number: number + days) }

  /// The day with the same number some months on, or the last of a shorter month (民法143条2項).
  package func adding(months: Int) -> Day {
    let date = civil
    let total = date.year * 12 + date.month - 1 + months
    let year = total >= 0 ? total / 12 : (total - 11) / 12
    let month = total - year * 12 + 1
    return Day(number: Self.number(year: year, month: month, day: min(date.day, Self.length(year: year, month: month))))
  }

  /// 0 is Sunday.
  package var weekday: Int { (number % 7 + 11) % 7 }

  /// The year that starts in April (地方自治法208条).
  package var fiscalYear: Int {
    let date = civil
    return date.month >= 4 ? date.year : date.year - 1
  }

  /// The first moment of the day in Asia/Tokyo.
  package var start: Instant { Instant(microseconds: Int64(number) * microsecondsPerDay - tokyoOffset) }

  /// The first moment after the day in Asia/Tokyo.
  package var end: Instant { adding(days: 1).start }

  package var description: String {
    let date = civil
    return pad(date.year, 4) + "-" + pad(date.month, 2) + "-" + pad(date.day, 2)
  }

  /// Year, month and day; the arithmetic of Hinnant's `civil_from_days`.
  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func number(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func length(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
