package import Diagnostics
import YAML

/// Reads a calendar: weekly days off, closures, holidays and the day up to which they are known.
package func loadCalendar(_ file: SourceFile) -> (calendar: WorkCalendar?, diagnostics: [Diagnostic]) {
  let findings = Findings()
  guard let node = FileKind.calendar.document(file, findings),
    let draft = YAMLReading.record(CalendarDraft.self).read(document: node, findings)
  else { return (nil, findings.diagnostics.inReadingOrder()) }
  draft.check(findings)
  let diagnostics = findings.diagnostics.inReadingOrder()
  return (findings.hasErrors ? nil : draft.calendar, diagnostics)
}

struct CalendarDraft: YAMLRecord {
  enum Weekday: String, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    /// 0 is Sunday.
    var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  struct ClosureDraft: YAMLRecord {
    let from: MonthDay
    let to: MonthDay
    let title: Text

    init?(_ fields: FieldReader) {
      let from = fields.required("from", MonthDay.reading)
      let to = fields.required("to", MonthDay.reading)
      title = fields.required("title", .bilingual) ?? .missing
      _ = fields.optional("source", .string)
      guard let from, let to else { return nil }
      self.from = from
      self.to = to
    }
  }

  struct HolidayDraft: YAMLRecord {
    let date: Located<Day>
    let title: Text

    init?(_ fields: FieldReader) {
      let date = fields.required("date", .located(.day))
      title = fields.required("title", .bilingual) ?? .missing
      _ = fields.optional("source", .string)
      guard let date else { return nil }
      self.date = date
    }
  }

  let name: LocatedName
  let knownUntil: Located<Day>?
  let weekly: [Located<Weekday>]
  let closures: [ClosureDraft]
  let holidays: [HolidayDraft]

  init?(_ fields: FieldReader) {
    name = fields.required("calendar", .located(.string)) ?? Located("", at: fields.context.owner)
    _ = fields.required("title", .bilingual)
    _ = fields.optional("source", .string)
    if let zone = fields.optional("time_zone", .string), zone != "Asia/Tokyo" {
      fields.report(
        .timeZone,
        Text(en: "days are counted in Asia/Tokyo, not in \(zone)", ja: "日付は Asia/Tokyo で数えます（\(zone) は使えません）"),
        at: "time_zone", help: Text(en: "write Asia/Tokyo, or leave it out", ja: "Asia/Tokyo と書くか、省いてください"))
    }
    knownUntil = fields.required("known_until", .located(.day))
    weekly = fields.optional("weekly", .list(of: .located(.word(Weekday.self))), default: [])
    closures = fields.optional("closures", .list(of: .record(ClosureDraft.self)), default: [])
    holidays = fields.optional("holidays", .list(of: .record(HolidayDraft.self)), default: [])
  }

  func check(_ findings: Findings) {
    NameForm.kebab.check(name, findings)
    findings.twice(weekly.map { Located($0.value.rawValue, at: $0.location) })
    if Set(weekly.map(\.value)).count == Weekday.allCases.count {
      findings.report(
        .dayTwice, Text(en: "no day of the week is left to work on", ja: "開庁日となる曜日がありません"),
        at: weekly.last?.location ?? name.location,
        help: Text(en: "remove a day from \"weekly\"", ja: "「weekly」から曜日を減らしてください"))
    }
    var seen: [Day: Location] = [:]
    for holiday in holidays {
      let day = holiday.date
      if let first = seen[day.value] {
        findings.report(
          .dayTwice, Text(en: "\(day.value) is listed twice", ja: "\(day.value) が重複しています"), at: day.location,
          notes: [.init(Text(en: "the first one is here", ja: "一つ目はここです"), at: first)],
          help: Text(en: "remove one of them", ja: "一つを取り除いてください"))
      }
      seen[day.value] = day.location
      if let until = knownUntil, day.value > until.value {
        findings.report(
          .dayOrder,
          Text(
            en: "\(day.value) lies after known_until (\(until.value))",
            ja: "\(day.value) は known_until（\(until.value)）より後です"),
          at: day.location,
          help: Text(en: "move known_until, or remove the day", ja: "known_until を延ばすか、この日を取り除いてください"))
      }
    }
  }

  var calendar: WorkCalendar {
    WorkCalendar(
      name: name.value, weeklyDaysOff: Set(weekly.map(\.value.number)),
      closures: closures.map {
        .init(from: ($0.from.month, $0.from.day), to: ($0.to.month, $0.to.day), title: $0.title)
      },
      holidays: Dictionary(holidays.map { ($0.date.value, $0.title) }, uniquingKeysWith: { first, _ in first }),
      knownUntil: knownUntil?.value ?? Day(number: 0))
  }
}

/// A day of every year, `12-29`.
struct MonthDay {
  let month: Int
  let day: Int

  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    // Any leap year serves: 02-29 is a day of the year too.
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), Day("2024-" + text) != nil, let month = Int(parts[0]),
      let day = Int(parts[1])
    else { return nil }
    self.month = month
    self.day = day
  }

  private init() { (month, day) = (1, 1) }

  static var reading: YAMLReading<MonthDay> {
    let expected = Text(en: "a day of the year as \"12-29\"", ja: "\"12-29\" の形の月日")
    return .from(YAMLReading<YAMLScalar>.scalar.checked(expected) { MonthDay($0.text) != nil }) {
      MonthDay($0.text) ?? MonthDay()
    }
  }
}
