/// Dates, times and durations as RFC 3339 writes them (section 5.6 and appendix A), read from UTF-8 without rounding,
/// locale or calendar other than the proleptic Gregorian one.
enum RFC3339 {
  static func isDate(_ text: String) -> Bool {
    var reader = Reader(text)
    return reader.date() != nil && reader.isAtEnd
  }

  static func isTime(_ text: String) -> Bool {
    var reader = Reader(text)
    guard let time = reader.time(), reader.isAtEnd else { return false }
    return !time.isLeapSecond || time.minuteUTC == 23 * 60 + 59
  }

  static func isDateTime(_ text: String) -> Bool {
    var reader = Reader(text)
    guard let date = reader.date(), reader.take(0x54) || reader.take(0x74), let time = reader.time(), reader.isAtEnd
    else { return false }
    return !time.isLeapSecond || isLeapSecond(date, time)
  }

  static func isDuration(_ text: String) -> Bool {
    var reader = Reader(text)
    return reader.duration() && reader.isAtEnd
  }

  /// A leap second ends a month in UTC (section 5.7).
  private static func isLeapSecond(_ date: CalendarDate, _ time: Time) -> Bool {
    guard time.minuteUTC == 23 * 60 + 59 else { return false }
    // The local day is a day late or early where the offset crosses midnight.
    if time.dayShift == 0 { return date.day == CalendarDate.days(in: date.month, of: date.year) }
    return time.dayShift < 0 ? date.day == 1 : date.day == CalendarDate.days(in: date.month, of: date.year) - 1
  }

  struct Time {
    /// Minutes since midnight in UTC, within the day.
    let minuteUTC: Int
    /// Days from the local date to the date in UTC: -1, 0 or 1.
    let dayShift: Int
    let isLeapSecond: Bool
  }

  struct CalendarDate {
    let year: Int
    let month: Int
    let day: Int

    static func days(in month: Int, of year: Int) -> Int {
      switch month {
      case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    }
  }

  /// Takes fields off the front.
  private struct Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
      return true
    }

    private mutating func digits(_ count: Int) -> Int? {
      guard position + count <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[position..<(position + count)] {
        guard byte.isDigit else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      position += count
      return value
    }

    mutating func date() -> CalendarDate? {
      guard let year = digits(4), take(0x2D), let month = digits(2), take(0x2D), let day = digits(2),
        (1...12).contains(month), (1...CalendarDate.days(in: month, of: year)).contains(day)
      else { return nil }
      return CalendarDate(year: year, month: month, day: day)
    }

    mutating func time() -> Time? {
      guard let hour = digits(2), take(0x3A), let minute = digits(2), take(0x3A), let second = digits(2), hour < 24,
        minute < 60, second <= 60
      else { return nil }
      if take(0x2E) {
        let start = position
        while position < bytes.count, bytes[position].isDigit { position += 1 }
        guard position > start else { return nil }
      }
      guard let offset = offset() else { return nil }
      let total = hour * 60 + minute - offset
      let shift = total < 0 ? -1 : total >= 1440 ? 1 : 0
      return Time(minuteUTC: total - shift * 1440, dayShift: shift, isLeapSecond: second == 60)
    }

    /// Minutes east of UTC.
    private mutating func offset() -> Int? {
      if take(0x5A) || take(0x7A) { return 0 }
      let sign = take(0x2B) ? 1 : take(0x2D) ? -1 : 0
      guard sign != 0, let hour = digits(2), take(0x3A), let minute = digits(2), hour < 24, minute < 60 else {
        return nil
      }
      return sign * (hour * 60 + minute)
    }

    /// `P`, then weeks alone, or years, months, days and after `T` hours, minutes, seconds. A unit between two that
    /// stand may not be left out: P1Y2D is none (appendix A).
    mutating func duration() -> Bool {
      guard take(0x50) else { return false }
      let start = position
      if number(), take(0x57) { return true }
      position = start
      let hasDays = units([0x59, 0x4D, 0x44])
      guard take(0x54) else { return hasDays }
      return units([0x48, 0x4D, 0x53])
    }

    private mutating func number() -> Bool {
      let start = position
      while position < bytes.count, bytes[position].isDigit { position += 1 }
      return position > start
    }

    /// One or more of the units, without gaps, in this order.
    private mutating func units(_ names: [UInt8]) -> Bool {
      var last: Int?
      while position < bytes.count, bytes[position].isDigit {
        guard number(), position < bytes.count, let index = names.firstIndex(of: bytes[position]),
          last.map({ index == $0 + 1 }) ?? true
        else { return false }
        last = index
        position += 1
      }
      return last != nil
    }
  }
}
