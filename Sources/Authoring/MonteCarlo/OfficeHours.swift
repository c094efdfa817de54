import Workflows

/// Nine to five on working days of a calendar.
struct OfficeHours: Sendable {
  private static let opening: Int64 = 9 * 3600
  private static let length: Int64 = 8 * 3600
  let calendar: WorkCalendar?

  /// The first moment in the office from here on, on a day that suits.
  func next(from moment: Instant, where suits: (Day) -> Bool = { _ in true }) -> Instant {
    var day = moment.day
    var now = moment
    // Somebody who is always away turns up after a year.
    for _ in 0..<366 {
      let open = day.start.adding(seconds: Self.opening)
      let close = open.adding(seconds: Self.length)
      if now < close, calendar?.isWorkingDay(day) ?? true, suits(day) { return max(now, open) }
      day = day.adding(days: 1)
      now = day.start
    }
    return moment
  }

  /// The moment when so many working hours have gone by.
  func adding(hours: Double, to start: Instant, where suits: (Day) -> Bool) -> Instant {
    var left = Int64(hours * 3600)
    var now = next(from: start, where: suits)
    while true {
      let close = now.day.start.adding(seconds: Self.opening + Self.length)
      let today = (close.microseconds - now.microseconds) / 1_000_000
      if left <= today { return now.adding(seconds: left) }
      left -= today
      now = next(from: close, where: suits)
    }
  }
}
