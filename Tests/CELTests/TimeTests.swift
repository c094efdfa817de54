import CEL
import Foundation
import Testing

/// Calendar, zones and their files, compared with what the machine knows.
@Suite struct TimeTests {
  @Test func daysAndDatesAreInverse() throws {
    for days in stride(from: -719_162, through: 2_932_896, by: 97) {
      #expect(CivilDate(daysSinceEpoch: days).daysSinceEpoch == days)
    }
    #expect(CivilDate(daysSinceEpoch: -719_162) == CivilDate(year: 1, month: 1, day: 1))
    #expect(CivilDate(daysSinceEpoch: 2_932_896) == CivilDate(year: 9999, month: 12, day: 31))
    #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2000, month: 2, day: 29)?.dayOfYear == 59)
  }

  @Test(arguments: [
    ("2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z"), ("2009-02-13T23:31:30.5+09:00", "2009-02-13T14:31:30.5Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ("2024-02-29T00:00:00.000000001-00:30", "2024-02-29T00:30:00.000000001Z"),
  ]) func timestampsReadAndWrite(_ text: String, _ written: String) {
    #expect(Timestamp(text: text)?.description == written)
  }

  @Test(arguments: [
    "", "2009-02-13", "2009-02-13T23:31:30", "2009-02-30T00:00:00Z", "2009-02-13T24:00:00Z", "2009-02-13T23:60:00Z",
    "2009-02-13T23:31:60Z", "2009-02-13 23:31:30Z", "0001-01-01T00:00:00+00:01", "2009-02-13T23:31:30.Z",
    "10000-01-01T00:00:00Z", "2009-02-13T23:31:30+25:00", "2009-02-13T23:31:30ZZ", "２００９-02-13T23:31:30Z",
  ]) func wrongTimestampsAreRefused(_ text: String) {
    #expect(Timestamp(text: text) == nil)
  }

  @Test(arguments: [
    ("1h30m", "5400s"), ("-1.5s", "-1.5s"), ("0", "0s"), ("+250ms", "0.25s"), ("1us", "0.000001s"),
    ("3µs", "0.000003s"),
    ("1.0000000019s", "1.000000001s"), ("2562047h47m16.854775807s", "9223372036.854775807s"), (".5h", "1800s"),
    ("-2562047h47m16.854775808s", "-9223372036.854775808s"), ("1.5m", "90s"), ("0.1h", "360s"), ("2m1h", "3720s"),
  ]) func durationsReadAndWrite(_ text: String, _ written: String) {
    #expect(CELDuration(text: text)?.description == written)
  }

  @Test(arguments: [
    "", "-", "1", "1d", "h", "1h-30m", ".s", "1 h", "2562047h47m16.854775808s", "99999999999999999999s",
  ])
  func wrongDurationsAreRefused(_ text: String) {
    #expect(CELDuration(text: text) == nil)
  }

  @Test func zonesAgreeWithTheMachine() throws {
    var compared = 0
    for name in ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Tokyo", "Asia/Kathmandu", "UTC"] {
      guard let rules = Zones.system.rules(named: name), let zone = TimeZone(identifier: name) else { continue }
      // 1901 to 2037: where Foundation and the files tell of the same period.
      for seconds in stride(from: -2_170_000_000, through: 2_130_000_000, by: 1_234_567) {
        let date = Date(timeIntervalSince1970: Double(seconds))
        let time = try #require(Timestamp(seconds: seconds))
        #expect(rules.offset(at: time) == zone.secondsFromGMT(for: date), "\(name) \(time)")
        compared += 1
      }
    }
    print("time zones: \(compared) offsets compared")
  }

  @Test func tokyoIsShipped() throws {
    let tokyo = try #require(TimeZoneTable.japan.rules(named: "Asia/Tokyo"))
    if let file = Zones.system.rules(named: "Asia/Tokyo") {
      for seconds in stride(from: -2_600_000_000, through: 4_000_000_000, by: 987_654) {
        let time = try #require(Timestamp(seconds: seconds))
        #expect(tokyo.offset(at: time) == file.offset(at: time), "\(time)")
      }
    }
    #expect(TimeZoneTable.japan.rules(named: "America/New_York") == nil)
  }

  @Test func namesOfZonesCannotLeaveTheirFolder() {
    let table = TimeZoneTable(zones: [:]) { _ in .utc }
    for name in ["../etc/passwd", "/etc/passwd", "a//b", "a/../b", "", "Asia/Tokyo\0", "a b", "Asia/東京"] {
      #expect(table.rules(named: name) == nil, "\(name)")
    }
    #expect(table.rules(named: "Etc/GMT+9") != nil)
  }

  @Test func brokenZoneFilesAreRefused() throws {
    #expect(TimeZoneRules(tzif: []) == nil)
    guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/America/New_York") else { return }
    let bytes = Array(data)
    for length in stride(from: 0, to: bytes.count - 1, by: 7) {
      _ = TimeZoneRules(tzif: Array(bytes[..<length]))
    }
    var generator = Seeded(seed: 11)
    for _ in 0..<2_000 {
      var broken = bytes
      for _ in 0..<3 {
        broken[Int.random(in: 0..<broken.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      if let rules = TimeZoneRules(tzif: broken), let time = Timestamp(seconds: 1_700_000_000) {
        _ = rules.offset(at: time)
      }
    }
  }
}
