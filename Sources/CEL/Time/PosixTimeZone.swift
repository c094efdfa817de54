/// A rule for the future such as `CST6CDT,M3.2.0,M11.1.0` (POSIX.1-2017, "Environment Variables", TZ; the footer of
/// RFC 8536, which also allows hours from -167 to 167).
struct PosixTimeZone: Sendable {
  private enum Day: Sendable {
    /// 1 to 365, the leap day is never counted.
    case julian(Int)
    /// 0 to 365.
    case zeroBased(Int)
    /// The `week`th `weekday` of `month`; week 5 is the last.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  private struct Change: Sendable {
    let day: Day
    /// Seconds after midnight of the wall clock.
    let time: Int
  }

  private struct Summer: Sendable {
    let offset: Int
    let start: Change
    let end: Change
  }

  private let standard: Int
  private let summer: Summer?

  init?(text: String) {
    var reader = PosixReader(text)
    guard reader.name(), let west = reader.time() else { return nil }
    standard = -west
    if reader.isAtEnd {
      summer = nil
      return
    }
    guard reader.name() else { return nil }
    var offset = standard + 3_600
    if !reader.isNext(",") {
      guard let west = reader.time() else { return nil }
      offset = -west
    }
    guard reader.skip(","), let start = Self.change(&reader), reader.skip(","), let end = Self.change(&reader),
      reader.isAtEnd
    else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }

  private static func change(_ reader: inout PosixReader) -> Change? {
    let day: Day
    if reader.skip("M") {
      guard let month = reader.number(1...12), reader.skip("."), let week = reader.number(1...5), reader.skip("."),
        let weekday = reader.number(0...6)
      else { return nil }
      day = .weekday(month: month, week: week, weekday: weekday)
    } else if reader.skip("J") {
      guard let number = reader.number(1...365) else { return nil }
      day = .julian(number)
    } else {
      guard let number = reader.number(0...365) else { return nil }
      day = .zeroBased(number)
    }
    guard reader.skip("/") else { return Change(day: day, time: 7_200) }
    return reader.time().map { Change(day: day, time: $0) }
  }

  func offset(at seconds: Int) -> Int {
    guard let summer else { return standard }
    let days = (seconds + standard).flooredDivision(by: 86_400).quotient
    let year = CivilDate(daysSinceEpoch: days).year
    let start = Self.instant(summer.start, year) - standard
    let end = Self.instant(summer.end, year) - summer.offset
    let isSummer = start < end ? (start..<end).contains(seconds) : !(end..<start).contains(seconds)
    return isSummer ? summer.offset : standard
  }

  /// Wall-clock seconds of a change in a year, counted as if the wall were in UTC.
  private static func instant(_ change: Change, _ year: Int) -> Int {
    let newYear = firstDay(year, 1)
    let day: Int
    switch change.day {
    case .julian(let number): day = newYear + number - 1 + (number > 59 && CivilDate.isLeap(year) ? 1 : 0)
    case .zeroBased(let number): day = newYear + number
    case .weekday(let month, let week, let weekday):
      let first = firstDay(year, month)
      let ahead = (weekday - (first + 4)).flooredDivision(by: 7).remainder
      let inMonth = ahead + 7 * (week - 1)
      day = first + (inMonth < CivilDate.length(ofMonth: month, year: year) ? inMonth : inMonth - 7)
    }
    return day * 86_400 + change.time
  }

  private static func firstDay(_ year: Int, _ month: Int) -> Int {
    CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
  }
}

private struct PosixReader {
  private var rest: Substring.UnicodeScalarView

  init(_ text: String) { rest = text.unicodeScalars[...] }

  var isAtEnd: Bool { rest.isEmpty }

  func isNext(_ scalar: Unicode.Scalar) -> Bool { rest.first == scalar }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard isNext(scalar) else { return false }
    rest.removeFirst()
    return true
  }

  /// `JST` or `<+09>`.
  mutating func name() -> Bool {
    if skip("<") {
      while let next = rest.first, next != ">" { rest.removeFirst() }
      return skip(">")
    }
    let before = rest.count
    while let next = rest.first, ("A"..."Z").contains(next) || ("a"..."z").contains(next) { rest.removeFirst() }
    return before - rest.count >= 3
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    var value: Int?
    while let next = rest.first, ("0"..."9").contains(next) {
      value = (value ?? 0) * 10 + Int(next.value - 0x30)
      if let value, value > 100_000 { return nil }
      rest.removeFirst()
    }
    return value.flatMap { range.contains($0) ? $0 : nil }
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func time() -> Int? {
    let sign = skip("-") ? -1 : 1
    if sign == 1 { _ = skip("+") }
    guard let hours = number(0...167) else { return nil }
    var seconds = hours * 3_600
    if skip(":") {
      guard let minutes = number(0...59) else { return nil }
      seconds += minutes * 60
      if skip(":") {
        guard let rest = number(0...59) else { return nil }
        seconds += rest
      }
    }
    return sign * seconds
  }
}
