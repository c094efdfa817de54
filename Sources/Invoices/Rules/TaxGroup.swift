/// A category of consumption tax and its rate: what the breakdown is grouped by.
struct TaxGroup: Hashable, CustomStringConvertible {
  let category: String
  /// Percent; nil for category O.
  let rate: ExactDecimal?

  /// Categories that carry a rate of 10 or 8 percent: standard and reduced.
  static let taxed: Set<String> = ["S", "AA"]

  var description: String { rate.map { "\(category) \($0)%" } ?? category }

  /// The group of a tax category element, nil where it is incomplete (other rules say so).
  init?(_ category: TreeElement?) {
    guard let category, category.isConsumptionTax, let code = category.text("cbc:ID"),
      CodeList.taxCategories.contains(code)
    else { return nil }
    let percent = category.child("cbc:Percent")
    guard code == "O" || percent?.number != nil else { return nil }
    self.category = code
    rate = code == "O" ? nil : percent?.number
  }
}

extension TreeElement {
  /// Of a TaxTotal: the currency of its amount.
  var taxTotalCurrency: String? { child("cbc:TaxAmount")?.attribute("currencyID") }

  /// Of a line: its category of consumption tax.
  var lineTaxCategory: TreeElement? {
    let categories = all("cac:Item/cac:ClassifiedTaxCategory")
    return categories.first(where: \.isConsumptionTax) ?? categories.first
  }
}

extension Inspection {
  /// The tax totals in the invoice's currency (more than one breaks aligned-ibrp-053-jp); where that currency cannot be
  /// read, all that are not in the tax accounting currency.
  var documentTaxTotals: [TreeElement] {
    let isKnown = documentCurrency.flatMap(Currency.init) != nil
    return root.all("cac:TaxTotal").filter {
      isKnown ? $0.taxTotalCurrency == documentCurrency : $0.taxTotalCurrency != taxCurrency
    }
  }

  var lines: [TreeElement] { root.all("cac:InvoiceLine") }

  /// Net amounts by tax group over lines, charges and allowances of the document, with the first element of each group;
  /// nil where an amount or a category cannot be read (other rules say so).
  func netAmounts() throws(DecimalOverflow) -> [TaxGroup: (net: ExactDecimal, first: TreeElement)]? {
    var amounts: [TaxGroup: (net: ExactDecimal, first: TreeElement)] = [:]
    for line in lines {
      guard let group = TaxGroup(line.lineTaxCategory), let net = line.number("cbc:LineExtensionAmount") else {
        return nil
      }
      let sum = try (amounts[group]?.net ?? .zero) + net
      amounts[group] = (sum, amounts[group]?.first ?? line.lineTaxCategory ?? line)
    }
    for element in root.all("cac:AllowanceCharge") {
      guard let group = TaxGroup(element.all("cac:TaxCategory").first(where: \.isConsumptionTax)),
        let amount = element.number("cbc:Amount"), let isCharge = element.isCharge
      else { return nil }
      let sum = try (amounts[group]?.net ?? .zero) + (isCharge ? amount : -amount)
      amounts[group] = (sum, amounts[group]?.first ?? element)
    }
    return amounts
  }
}
