/// Which share of the tax on purchases from suppliers that are not registered may still be credited, by the day of the
/// purchase. Source: 所得税法等の一部を改正する法律 (平成28年法律第15号) supplementary art. 52, 53 and later reforms.
///
/// The steps are parameters: 80 % to 2026-09-30, 70 % to 2028-09-30, 50 % to 2030-09-30 and 30 % to 2031-09-30 is the
/// reform plan, and plans change.
package struct CreditSchedule: Sendable, Hashable {
  /// A share in percent and the first day on which it holds.
  package struct Step: Sendable, Hashable {
    package let from: InvoiceDate
    package let percent: ExactDecimal

    package init(from: InvoiceDate, percent: ExactDecimal) {
      self.from = from
      self.percent = percent
    }
  }

  package let steps: [Step]

  /// Nil unless the days are in strictly rising order and every share lies within 0…100.
  package init?(_ steps: [Step]) {
    let shares = ExactDecimal.zero...ExactDecimal(100)
    guard zip(steps, steps.dropFirst()).allSatisfy({ $0.from < $1.from }),
      steps.allSatisfy({ shares.contains($0.percent) })
    else { return nil }
    self.steps = steps
  }

  /// The share in percent on a day, nil before the first step: no restriction was in force.
  package func percent(on day: InvoiceDate) -> ExactDecimal? { steps.last { $0.from <= day }?.percent }
}
