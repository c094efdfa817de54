extension Invoice {
  /// Computes every amount that follows from quantities, prices, allowances and charges: line amounts, the breakdown by
  /// rate, the tax rounded once per rate, and the totals. Stated prepaid and rounding amounts are kept.
  ///
  /// - Parameter rounding: how fractions of the currency's unit are dropped; the law leaves the issuer the choice.
  /// Unregistered suppliers charge no tax. An invoice in another currency than yen gets no total in yen: that needs an
  /// exchange rate, which the caller adds.
  package mutating func total(rounding: ExactDecimal.Rounding = .floor) throws(DecimalOverflow) {
    for index in lines.indices { try lines[index].total(places: currency.places, rounding) }
    totals.lines = try ExactDecimal.sum(lines.map(\.amount))
    let allowances = try ExactDecimal.sum(allowanceCharges.filter { !$0.isCharge }.map(\.amount))
    let charges = try ExactDecimal.sum(allowanceCharges.filter(\.isCharge).map(\.amount))
    let hasAllowances = allowanceCharges.contains { !$0.isCharge }
    let hasCharges = allowanceCharges.contains(where: \.isCharge)
    totals.allowances = hasAllowances ? allowances : nil
    totals.charges = hasCharges ? charges : nil
    totals.net = try totals.lines - allowances + charges
    let breakdown = try breakdown(rounding)
    let tax = try ExactDecimal.sum(breakdown.map(\.tax))
    taxTotals = [TaxTotal(currency: currency, tax: tax, breakdown: breakdown)]
    totals.gross = try totals.net + tax
    totals.payable = try totals.gross - (totals.prepaid ?? .zero) + (totals.rounding ?? .zero)
  }

  /// By category and rate, in the order in which these first appear.
  private func breakdown(_ rounding: ExactDecimal.Rounding) throws(DecimalOverflow) -> [TaxTotal.Breakdown] {
    var parts = lines.map { ($0.item.category, $0.amount) }
    for entry in allowanceCharges {
      if let category = entry.category { parts.append((category, entry.isCharge ? entry.amount : -entry.amount)) }
    }
    var breakdown: [TaxTotal.Breakdown] = []
    for (category, amount) in parts {
      let place = breakdown.firstIndex { $0.category.code == category.code && $0.category.rate == category.rate }
      if let place {
        breakdown[place].taxable = try (breakdown[place].taxable ?? .zero) + amount
      } else {
        breakdown.append(.init(taxable: amount, tax: .zero, category: category))
      }
    }
    guard profile != .nonTaxRegistered else { return breakdown }
    for index in breakdown.indices {
      let rate = breakdown[index].category.rate ?? .zero
      let tax = try (breakdown[index].taxable ?? .zero) * rate * ExactDecimal(significand: 1, scale: 2)
      breakdown[index].tax = tax.rounded(toPlaces: currency.places, rounding)
    }
    return breakdown
  }
}

extension Invoice.Line {
  /// Quantity × price ÷ base quantity + charges − allowances, in the currency's unit.
  mutating func total(places: Int, _ rounding: ExactDecimal.Rounding) throws(DecimalOverflow) {
    let base = price.baseQuantity ?? ExactDecimal(1)
    var extra = ExactDecimal.zero
    for entry in allowanceCharges { extra = try extra + (entry.isCharge ? entry.amount : -entry.amount) }
    amount = try (quantity * price.net + extra * base).quotient(by: base, places: places, rounding)
  }
}
