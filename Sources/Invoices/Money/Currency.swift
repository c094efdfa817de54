/// A currency by its ISO 4217 code.
package struct Currency: Sendable, Hashable, CustomStringConvertible {
  package let code: String

  package static let jpy = Currency(known: "JPY")

  /// Nil for a code that the list does not have; upper case only.
  package init?(_ code: String) {
    guard CodeList.currencies.contains(code) else { return nil }
    self.code = code
  }

  private init(known code: String) { self.code = code }

  package var description: String { code }

  /// Digits of the smallest unit in which amounts are rounded: whole yen, hundredths of the others.
  ///
  /// JP PINT allows two digits in every total (ibr-091, ibr-121…125), also for currencies with more.
  package var places: Int { self == .jpy ? 0 : 2 }
}

/// An amount in a currency.
package struct Money: Sendable, Hashable, CustomStringConvertible {
  package let amount: ExactDecimal
  package let currency: Currency

  package init(_ amount: ExactDecimal, _ currency: Currency) {
    self.amount = amount
    self.currency = currency
  }

  package var description: String { "\(amount) \(currency)" }
}
