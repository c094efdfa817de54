/// How a period of days or months is counted and where it ends.
package struct LegalPeriod: Sendable, Hashable {
  package enum Unit: String, Sendable, Hashable, CaseIterable {
    case calendarDays = "calendar_days"
    case workingDays = "working_days"
    case months
    case hours
  }

  package enum Roll: String, Sendable, Hashable, CaseIterable {
    case none
    case nextWorkingDay = "next_working_day"
    case previousWorkingDay = "previous_working_day"
  }

  package let length: Int
  package let unit: Unit
  /// 民法140条 leaves the first day out; whether contracts may count it is disputed, hence a parameter.
  package let firstDayCounts: Bool
  package let roll: Roll

  package init(length: Int, unit: Unit, firstDayCounts: Bool = false, roll: Roll = .none) {
    self.length = length
    self.unit = unit
    self.firstDayCounts = firstDayCounts
    self.roll = roll
  }
}

/// The moment by which something is due.
package struct Due: Sendable, Hashable {
  package let moment: Instant
  /// The last day on which the act is in time.
  package let day: Day
  /// The calendar did not know all holidays up to this day.
  package let isProvisional: Bool

  package init(moment: Instant, day: Day, isProvisional: Bool) {
    self.moment = moment
    self.day = day
    self.isProvisional = isProvisional
  }
}

/// Counts legal periods. Source: 民法 139–143条; 政府契約の支払遅延防止等に関する法律 5–8条.
package enum LegalClock {
  package static func due(from start: Instant, _ period: LegalPeriod, _ calendar: WorkCalendar) -> Due {
    let length = min(max(period.length, -100_000), 100_000)
    if period.unit == .hours {
      let moment = start.adding(seconds: Int64(length) * 3600)
      return Due(moment: moment, day: moment.day, isProvisional: false)
    }
    let counted = period.firstDayCounts && length > 0 ? 1 : 0
    let end: Day =
      switch period.unit {
      case .calendarDays: start.day.adding(days: length - counted)
      case .workingDays: calendar.adding(workingDays: length - counted, to: start.day)
      case .months: start.day.adding(months: length).adding(days: -counted)
      case .hours: start.day
      }
    return due(on: end, roll: period.roll, calendar)
  }

  /// A due day given as such, rolled.
  package static func due(on day: Day, roll: LegalPeriod.Roll, _ calendar: WorkCalendar) -> Due {
    let rolled =
      switch roll {
      case .none: day
      case .nextWorkingDay: calendar.nextWorkingDay(onOrAfter: day)
      case .previousWorkingDay: calendar.previousWorkingDay(onOrBefore: day)
      }
    return Due(moment: rolled.end, day: rolled, isProvisional: rolled > calendar.knownUntil)
  }

  /// Interest for late payment in yen: principal × rate × days / 365, fractions under ¥100 dropped, nothing under ¥100.
  /// `rateMillionths`: 25,000 for 2.5 % a year. Source: 同法8条.
  package static func lateInterest(principal: Int64, rateMillionths: Int64, days: Int64) -> Int64 {
    guard principal > 0, rateMillionths > 0, days > 0 else { return 0 }
    let product = principal.multipliedFullWidth(by: rateMillionths)
    guard product.high == 0 else { return 0 }
    let withDays = product.low.multipliedFullWidth(by: UInt64(days))
    let divisor: UInt64 = 365_000_000
    guard withDays.high < divisor else { return 0 }
    let interest = Int64(clamping: divisor.dividingFullWidth(withDays).quotient)
    return interest / 100 * 100
  }
}
