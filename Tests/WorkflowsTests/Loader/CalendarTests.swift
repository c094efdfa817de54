import Diagnostics
import Foundation
import Testing

@testable import Workflows

@Suite struct CalendarTests {
  static func calendar() throws -> WorkCalendar {
    let (calendar, diagnostics) = loadCalendar(try Shipped.file("calendars/jp-government.yaml"))
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    return try #require(calendar)
  }

  /// The Cabinet Office's list (Shift_JIS): of each line only the date is read, which is ASCII.
  @Test func holidaysAreThoseOfTheCabinetOffice() throws {
    guard let data = try? Data(contentsOf: Shipped.conformance.appending(path: "jp/syukujitsu.csv")) else {
      print("conformance jp/syukujitsu: skipped (folder absent)")
      return
    }
    let official = Set(
      data.split(separator: UInt8(ascii: "\n")).compactMap { line -> Day? in
        let parts = line.prefix { $0 != UInt8(ascii: ",") }.split(separator: UInt8(ascii: "/")).compactMap {
          Int(String(decoding: $0, as: UTF8.self))
        }
        guard parts.count == 3, (2023...2027).contains(parts[0]) else { return nil }
        return Day(year: parts[0], month: parts[1], day: parts[2])
      })
    let own = Set(try Self.calendar().holidays.keys)
    let wrong = official.symmetricDifference(own)
    print(
      "conformance jp/syukujitsu: \(official.count - official.subtracting(own).count) passed, \(wrong.count) failed, 0 deviations"
    )
    #expect(official.count > 80)
    #expect(wrong.isEmpty, "\(wrong.sorted())")
  }

  /// The vectors of the domain: n days after a day, rolled forward.
  @Test(arguments: [
    ("2026-04-10", 30, false, "2026-05-11"), ("2026-08-24", 30, false, "2026-09-24"),
    ("2026-11-30", 30, false, "2027-01-04"), ("2026-04-20", 10, false, "2026-04-30"),
    ("2026-09-11", 10, false, "2026-09-24"), ("2026-04-13", 30, false, "2026-05-13"),
    ("2026-04-13", 30, true, "2026-05-12"),
  ])
  func legalPeriods(from: String, days: Int, firstDayCounts: Bool, due: String) throws {
    let start = try #require(Day(from)).start.adding(seconds: 10 * 3600)
    let period = LegalPeriod(
      length: days, unit: .calendarDays, firstDayCounts: firstDayCounts, roll: .nextWorkingDay)
    let result = LegalClock.due(from: start, period, try Self.calendar())
    #expect(result.day.description == due)
    #expect(result.moment == result.day.end)
    #expect(!result.isProvisional)
  }

  @Test func interestDropsFractionsUnderAHundredYen() {
    #expect(LegalClock.lateInterest(principal: 1_100_000, rateMillionths: 25_000, days: 20) == 1500)
    #expect(LegalClock.lateInterest(principal: 10_000, rateMillionths: 25_000, days: 20) == 0)
  }

  @Test func deadlinesBeyondTheKnownHolidaysAreProvisional() throws {
    let start = try #require(Day("2027-12-20")).start
    let period = LegalPeriod(length: 20, unit: .calendarDays, roll: .nextWorkingDay)
    #expect(LegalClock.due(from: start, period, try Self.calendar()).isProvisional)
  }

  @Test(arguments: [
    ("2026-12-29", "Year-end closure"), ("2027-01-03", "Year-end closure"), ("2026-05-06", "Substitute holiday"),
    ("2026-04-11", "Saturday"),
  ])
  func closedDaysSayWhy(day: String, reason: String) throws {
    #expect(try Self.calendar().closed(on: try #require(Day(day)))?.en == reason)
  }
}
