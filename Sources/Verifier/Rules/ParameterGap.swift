import CEL
import Diagnostics
import Workflows

/// E314: a parameter that has values before and after a day, and none on it; or none on the day of the verification.
extension View {
  func parameterGaps() -> [Question] {
    definition.parameters.compactMap { name in
      session.library.parameters[name].map { question($0) }
    }
  }

  private func question(_ parameter: Parameter) -> Question {
    let subject = Subject.parameter(parameter.name)
    guard let day = Self.gap(parameter, today: session.options.today) else { return holds(.parameterGap, subject) }
    let site = expressions.first { reads(parameter.name, $0.expression) }?.expression.location
    return finding(
      .parameterGap, subject,
      Text(
        en: "parameter \"\(parameter.name)\" has no value on \(day)", ja: "パラメータ「\(parameter.name)」には\(day)の値がありません"),
      at: site,
      notes: parameter.periods.prefix(6).map { period in
        let end = period.to?.description ?? "…"
        return .init(Text(en: "in force: \(period.from) to \(end)", ja: "適用期間: \(period.from) ～ \(end)"))
      },
      help: Text(
        en: "let the period before end the day before the next one starts, or enter the missing value",
        ja: "前の期間を次の期間の前日まで延ばすか、欠けている値を加えてください"))
  }

  /// The first day without a value between the first day in force and the last, or `today`.
  private static func gap(_ parameter: Parameter, today: Day) -> Day? {
    guard let first = parameter.periods.first else { return today }
    var covered = first.to
    for period in parameter.periods.dropFirst() {
      guard let end = covered else { return nil }
      if end.adding(days: 1) < period.from { return end.adding(days: 1) }
      covered = period.to.map { max($0, end) }
    }
    if today < first.from { return today }
    if let covered, covered < today { return today }
    return nil
  }
}
