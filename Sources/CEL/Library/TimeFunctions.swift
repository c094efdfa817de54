import Diagnostics

/// What to read off a wall clock.
private enum TimePart: String, CaseIterable {
  case getFullYear
  case getMonth
  case getDate
  case getDayOfMonth
  case getDayOfWeek
  case getDayOfYear
  case getHours
  case getMinutes
  case getSeconds
  case getMilliseconds

  func read(_ time: WallTime) -> Int {
    switch self {
    case .getFullYear: time.date.year
    case .getMonth: time.date.month - 1
    case .getDate: time.date.day
    case .getDayOfMonth: time.date.day - 1
    case .getDayOfWeek: time.dayOfWeek
    case .getDayOfYear: time.date.dayOfYear
    case .getHours: time.hour
    case .getMinutes: time.minute
    case .getSeconds: time.second
    case .getMilliseconds: Int(time.nanoseconds) / 1_000_000
    }
  }

  /// Of a duration: hours, minutes and seconds in total, but the milliseconds within the second (conformance tests).
  func read(_ duration: CELDuration) -> Int? {
    switch self {
    case .getHours: duration.nanoseconds / 3_600_000_000_000
    case .getMinutes: duration.nanoseconds / 60_000_000_000
    case .getSeconds: duration.nanoseconds / 1_000_000_000
    case .getMilliseconds: duration.nanoseconds % 1_000_000_000 / 1_000_000
    case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear: nil
    }
  }

  var hasDuration: Bool { read(CELDuration(nanoseconds: 0)) != nil }

  var documentation: Text {
    switch self {
    case .getFullYear: Text(en: "The year.", ja: "年。")
    case .getMonth: Text(en: "The month, January is 0.", ja: "月。1月が0。")
    case .getDate: Text(en: "The day of the month, from 1.", ja: "日。1から。")
    case .getDayOfMonth: Text(en: "The day of the month, from 0.", ja: "日。0から。")
    case .getDayOfWeek: Text(en: "The day of the week, Sunday is 0.", ja: "曜日。日曜日が0。")
    case .getDayOfYear: Text(en: "The day of the year, from 0.", ja: "年内の通算日。0から。")
    case .getHours: Text(en: "The hour, or a duration in whole hours.", ja: "時。期間では全体の時間数。")
    case .getMinutes: Text(en: "The minute, or a duration in whole minutes.", ja: "分。期間では全体の分数。")
    case .getSeconds: Text(en: "The second, or a duration in whole seconds.", ja: "秒。期間では全体の秒数。")
    case .getMilliseconds: Text(en: "The milliseconds within the second.", ja: "秒の中のミリ秒。")
    }
  }
}

/// Parts of timestamps, in UTC or in a zone, and of durations.
extension Library {
  static let time: [FunctionDeclaration] = TimePart.allCases.map { part in
    var overloads = [
      member(.timestamp, .int) { value, _ throws(EvaluationError) in
        guard case .timestamp(let time) = value else {
          throw EvaluationError(.noSuchOverload(part.rawValue, [value]))
        }
        return .int(part.read(WallTime(time)))
      },
      member(.timestamp, .string, .int) { value, zone, context throws(EvaluationError) in
        guard case .timestamp(let time) = value, case .string(let name) = zone else {
          throw EvaluationError(.noSuchOverload(part.rawValue, [value, zone]))
        }
        try context.charge(CostModel.newMap)
        guard let rules = context.timeZones.rules(named: name) else {
          throw EvaluationError(
            .badArgument(Text(en: "unknown time zone \(zone.excerpt)", ja: "時間帯 \(zone.excerpt) は不明です")))
        }
        return .int(part.read(WallTime(time, offset: rules.offset(at: time))))
      },
    ]
    if part.hasDuration {
      overloads.append(
        member(.duration, .int) { value, _ throws(EvaluationError) in
          guard case .duration(let span) = value, let number = part.read(span) else {
            throw EvaluationError(.noSuchOverload(part.rawValue, [value]))
          }
          return .int(number)
        })
    }
    return FunctionDeclaration(part.rawValue, part.documentation, overloads)
  }
}
