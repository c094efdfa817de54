import CEL
import Diagnostics

extension HostFunctions {
  /// Days beyond this many are nobody's legal period, and counting them one by one would take long.
  private static let longest = 10_000

  static let calendar: [FunctionDeclaration] = [
    FunctionDeclaration(
      "date", Text(en: "the day of that text, YYYY-MM-DD", ja: "YYYY-MM-DDの日"), isPure: true,
      [
        Overload(
          .global, [.string], .timestamp,
          .unary { value, _ throws(EvaluationError) in
            guard let day = Day(try text(value)) else { throw EvaluationError(.conversion(value, to: "date")) }
            return day.start.celValue
          })
      ]),
    FunctionDeclaration(
      "days", Text(en: "a duration of n days", ja: "n日の期間"), isPure: true,
      [
        Overload(
          .global, [.int], .duration,
          .unary { value, _ throws(EvaluationError) in
            let (nanoseconds, overflow) = try number(value).multipliedReportingOverflow(by: 86_400_000_000_000)
            guard !overflow else { throw EvaluationError(.overflow("days")) }
            return .duration(CELDuration(nanoseconds: nanoseconds))
          })
      ]),
    FunctionDeclaration(
      "fiscal_year", Text(en: "the year that starts in April", ja: "4月に始まる会計年度"), isPure: true,
      [
        Overload(
          .global, [.timestamp], .int,
          .unary { value, _ throws(EvaluationError) in
            .int(try day(value).fiscalYear)
          })
      ]),
    FunctionDeclaration(
      "is_working_day", Text(en: "whether the office is open on the day", ja: "開庁日かどうか"),
      [
        Overload(
          .global, [.timestamp], .bool,
          .unary { value, context throws(EvaluationError) in
            .bool(try host(context).calendar.isWorkingDay(try day(value)))
          })
      ]),
    FunctionDeclaration(
      "next_working_day", Text(en: "the day, or the next one on which the office is open", ja: "その日以後の最初の開庁日"),
      [
        Overload(
          .global, [.timestamp], .timestamp,
          .unary { value, context throws(EvaluationError) in
            try host(context).calendar.nextWorkingDay(onOrAfter: try day(value)).start.celValue
          })
      ]),
    FunctionDeclaration(
      "add_days", Text(en: "the day n calendar days later", ja: "n日後の日"), isPure: true,
      [shift { day, count in day.adding(days: count) }]),
    FunctionDeclaration(
      "add_months", Text(en: "the same day n months later (民法143条)", ja: "nか月後の応当日(民法143条)"), isPure: true,
      [shift { day, count in day.adding(months: count) }]),
    FunctionDeclaration(
      "add_working_days", Text(en: "the n-th working day after the day", ja: "n開庁日後の日"), cost: 20,
      [
        Overload(
          .global, [.timestamp, .int], .timestamp,
          .binary { value, count, context throws(EvaluationError) in
            let count = try bounded(count)
            try context.charge(abs(count))
            return try host(context).calendar.adding(workingDays: count, to: try day(value)).start.celValue
          })
      ]),
    FunctionDeclaration(
      "working_days",
      Text(en: "working days after the first day up to and including the second", ja: "初日の翌日から終日までの開庁日数"),
      cost: 20,
      [
        Overload(
          .global, [.timestamp, .timestamp], .int,
          .binary { from, to, context throws(EvaluationError) in
            let (first, last) = (try day(from), try day(to))
            guard abs(last.number - first.number) <= longest else { throw EvaluationError(.overflow("working_days")) }
            try context.charge(abs(last.number - first.number))
            return .int(try host(context).calendar.workingDays(from: first, to: last))
          })
      ]),
  ]

  private static func shift(_ move: @escaping @Sendable (Day, Int) -> Day) -> Overload {
    Overload(
      .global, [.timestamp, .int], .timestamp,
      .binary { value, count, _ throws(EvaluationError) in
        move(try day(value), try bounded(count)).start.celValue
      })
  }

  private static func bounded(_ value: CELValue) throws(EvaluationError) -> Int {
    let count = try number(value)
    guard abs(count) <= longest else { throw EvaluationError(.overflow("days")) }
    return count
  }
}
