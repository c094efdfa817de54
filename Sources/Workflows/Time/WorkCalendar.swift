package import Diagnostics

/// Which days an office is open. Deadlines that end on another day move (民法142条).
package struct WorkCalendar: Sendable {
  /// A yearly closure by month and day, such as 12-29 to 01-03; it may run over the new year.
  package struct Closure: Sendable {
    package let from: (month: Int, day: Int)
    package let to: (month: Int, day: Int)
    package let title: Text

    package init(from: (month: Int, day: Int), to: (month: Int, day: Int), title: Text) {
      self.from = from
      self.to = to
      self.title = title
    }

    func contains(month: Int, day: Int) -> Bool {
      let value = month * 100 + day
      let first = from.month * 100 + from.day
      let last = to.month * 100 + to.day
      return first <= last ? (first...last).contains(value) : value >= first || value <= last
    }
  }

  package let name: String
  /// 0 is Sunday.
  package let weeklyDaysOff: Set<Int>
  package let closures: [Closure]
  package let holidays: [Day: Text]
  /// Holidays after this day are not announced yet: what depends on them is provisional.
  package let knownUntil: Day

  package init(name: String, weeklyDaysOff: Set<Int>, closures: [Closure], holidays: [Day: Text], knownUntil: Day) {
    self.name = name
    self.weeklyDaysOff = weeklyDaysOff
    self.closures = closures
    self.holidays = holidays
    self.knownUntil = knownUntil
  }

  /// Why the office is closed on a day; nil on a working day.
  package func closed(on day: Day) -> Text? {
    if let holiday = holidays[day] { return holiday }
    let date = day.civil
    if let closure = closures.first(where: { $0.contains(month: date.month, day: date.day) }) { return closure.title }
    if weeklyDaysOff.contains(day.weekday) { return Self.weekdays[day.weekday] }
    return nil
  }

  package func isWorkingDay(_ day: Day) -> Bool { closed(on: day) == nil }

  /// The day itself if it is a working day, else the next one.
  package func nextWorkingDay(onOrAfter day: Day) -> Day { roll(day, by: 1) }

  package func previousWorkingDay(onOrBefore day: Day) -> Day { roll(day, by: -1) }

  /// The n-th working day after (n > 0) or before (n < 0) a day; 0 is the day itself.
  package func adding(workingDays count: Int, to day: Day) -> Day {
    var result = day
    for _ in 0..<min(abs(count), 10_000) {
      result = roll(result.adding(days: count.signum()), by: count.signum())
    }
    return result
  }

  /// Working days in the half-open range after `from` up to and including `to`; negative when `to` is earlier.
  package func workingDays(from: Day, to: Day) -> Int {
    if to < from { return -workingDays(from: to, to: from) }
    var count = 0
    var day = from
    while day < to, count < 100_000 {
      day = day.adding(days: 1)
      if isWorkingDay(day) { count += 1 }
    }
    return count
  }

  private func roll(_ day: Day, by step: Int) -> Day {
    var result = day
    // A calendar without any working day must not hang: a year holds every pattern.
    for _ in 0..<366 where !isWorkingDay(result) { result = result.adding(days: step) }
    return result
  }

  private static let weekdays = [
    Text(en: "Sunday", ja: "日曜日"), Text(en: "Monday", ja: "月曜日"), Text(en: "Tuesday", ja: "火曜日"),
    Text(en: "Wednesday", ja: "水曜日"), Text(en: "Thursday", ja: "木曜日"), Text(en: "Friday", ja: "金曜日"),
    Text(en: "Saturday", ja: "土曜日"),
  ]
}
