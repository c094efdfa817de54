import Diagnostics

/// The totals of the document (ibg-22) and the currency of all amounts.
enum TotalRules {
  static let rules: [Rule] = [
    present("ibr-012", "cbc:LineExtensionAmount", "the sum of lines (ibt-106)", "明細金額の合計(ibt-106)"),
    present("ibr-013", "cbc:TaxExclusiveAmount", "the total without tax (ibt-109)", "税抜合計(ibt-109)"),
    present("ibr-014", "cbc:TaxInclusiveAmount", "the total with tax (ibt-112)", "税込合計(ibt-112)"),
    present("ibr-015", "cbc:PayableAmount", "the amount due (ibt-115)", "差引請求金額(ibt-115)"),
    decimals("ibr-091", "cbc:PayableAmount", "The amount due (ibt-115)", "差引請求金額(ibt-115)"),
    decimals("ibr-121", "cbc:AllowanceTotalAmount", "The sum of allowances (ibt-107)", "値引きの合計(ibt-107)"),
    decimals("ibr-122", "cbc:ChargeTotalAmount", "The sum of charges (ibt-108)", "追加請求の合計(ibt-108)"),
    decimals("ibr-123", "cbc:TaxExclusiveAmount", "The total without tax (ibt-109)", "税抜合計(ibt-109)"),
    decimals("ibr-125", "cbc:TaxInclusiveAmount", "The total with tax (ibt-112)", "税込合計(ibt-112)"),
    .pint(
      "ibr-co-10", .totals, .finance, "The sum of lines (ibt-106) is the sum of the lines' net amounts (ibt-131).",
      "明細金額の合計(ibt-106)は各明細の金額(ibt-131)の合計です。",
      sum("cbc:LineExtensionAmount", optional: false) {
        $0.all("cac:InvoiceLine").map { $0.child("cbc:LineExtensionAmount") }
      }),
    .pint(
      "ibr-co-11", .totals, .finance,
      "The sum of allowances (ibt-107) is that of the document level allowances (ibt-092).",
      "値引きの合計(ibt-107)は文書単位の値引き(ibt-092)の合計です。",
      sum("cbc:AllowanceTotalAmount", optional: true) { allowances($0, false) }),
    .pint(
      "ibr-co-12", .totals, .finance, "The sum of charges (ibt-108) is that of the document level charges (ibt-099).",
      "追加請求の合計(ibt-108)は文書単位の追加請求(ibt-099)の合計です。",
      sum("cbc:ChargeTotalAmount", optional: true) { allowances($0, true) }),
    .pint(
      "ibr-co-13", .totals, .finance,
      "The total without tax (ibt-109) is the sum of lines less allowances plus charges.",
      "税抜合計(ibt-109)は明細金額の合計から値引きを引き、追加請求を足した額です。",
      equation("cbc:TaxExclusiveAmount") { totals, _ throws(DecimalOverflow) in
        guard let lines = totals.number("cbc:LineExtensionAmount"),
          let less = totals.optional("cbc:AllowanceTotalAmount"),
          let plus = totals.optional("cbc:ChargeTotalAmount")
        else { return nil }
        return try lines - less + plus
      }),
    .pint(
      "ibr-co-15", .totals, .finance,
      "The total with tax (ibt-112) is the total without tax plus the tax total (ibt-110).",
      "税込合計(ibt-112)は税抜合計(ibt-109)に消費税額合計(ibt-110)を足した額です。", gross),
    .pint(
      "ibr-co-16", .totals, .finance,
      "The amount due (ibt-115) is the total with tax less the paid amount (ibt-113) plus the rounding (ibt-114).",
      "差引請求金額(ibt-115)は税込合計から支払済金額(ibt-113)を引き、端数調整(ibt-114)を足した額です。",
      equation("cbc:PayableAmount") { totals, _ throws(DecimalOverflow) in
        guard let gross = totals.number("cbc:TaxInclusiveAmount"), let paid = totals.optional("cbc:PrepaidAmount"),
          let rounding = totals.optional("cbc:PayableRoundingAmount")
        else { return nil }
        return try gross - paid + rounding
      }),
    .pint(
      "ibr-126", .totals, .finance,
      "Amounts are in the invoice's currency (ibt-005), except the tax in the tax accounting currency (ibt-006).",
      "金額の通貨は、税計算用通貨(ibt-006)による消費税額を除き、請求書の通貨(ibt-005)です。", oneCurrency),
    .pint(
      "ibr-cl-03", .totals, .finance, "The currency of an amount is a code of ISO 4217.", "金額の通貨は ISO 4217 のコードです。",
      .each(Scope { tree in amountNames.flatMap { tree.all($0) } }) { inspection, amount in
        let code = amount.attribute("currencyID")
        if let code, CodeList.currencies.contains(code.trimmed) { return }
        guard let code else { return inspection.refuse(missing: "@currencyID", in: amount) }
        inspection.refuse(
          amount, found: "currencyID=\"\(code)\"", expected: .codeOf(.currencies, near: code))
      }),
  ]

  static let amountNames = [
    "cbc:Amount", "cbc:BaseAmount", "cbc:PriceAmount", "cbc:TaxAmount", "cbc:TaxableAmount", "cbc:LineExtensionAmount",
    "cbc:TaxExclusiveAmount", "cbc:TaxInclusiveAmount", "cbc:AllowanceTotalAmount", "cbc:ChargeTotalAmount",
    "cbc:PrepaidAmount", "cbc:PayableRoundingAmount", "cbc:PayableAmount", "cbc:PaidAmount",
  ]

  private static func present(_ id: String, _ name: Path, _ en: String, _ ja: String) -> Rule {
    .pint(
      id, .totals, .finance, "An invoice states \(en).", "\(ja)が必要です。",
      Check { inspection in
        guard let totals = inspection.root.child("cac:LegalMonetaryTotal") else {
          let path = Path(stringLiteral: "cac:LegalMonetaryTotal/\(name)")
          return inspection.refuse(missing: path, in: inspection.root)
        }
        if totals.first(name) == nil { inspection.refuse(missing: name, in: totals) }
      })
  }

  private static func decimals(_ id: String, _ path: Path, _ en: String, _ ja: String) -> Rule {
    .pint(
      id, .totals, .finance, "\(en) has at most two decimals.", "\(ja)の小数は 2 桁までです。",
      .twoDecimals(path, in: .totals))
  }

  private static func allowances(_ root: TreeElement, _ isCharge: Bool) -> [TreeElement?] {
    root.all("cac:AllowanceCharge").filter { $0.isCharge == isCharge }.map { $0.child("cbc:Amount") }
  }

  /// A total that is the sum of parts; an optional one may be missing where there are no parts.
  private static func sum(
    _ path: Path, optional: Bool, _ parts: @escaping @Sendable (TreeElement) -> [TreeElement?]
  ) -> Check {
    .each(.totals) { inspection, totals throws(DecimalOverflow) in
      let elements = parts(inspection.root)
      let amounts = elements.compactMap { $0?.number }
      guard amounts.count == elements.count else { return }
      let sum = try ExactDecimal.sum(amounts).rounded(toPlaces: 2, .half)
      guard let total = totals.first(path) else {
        if optional, !elements.isEmpty { inspection.refuse(missing: path, in: totals, expected: .amount(sum)) }
        return
      }
      guard let stated = total.number, stated != sum else { return }
      inspection.refuse(total, found: total.value, expected: .amount(sum))
    }
  }

  /// A total that other totals give, to the hundredth.
  private static func equation(
    _ path: Path,
    _ expected: @escaping @Sendable (TreeElement, Inspection) throws(DecimalOverflow) -> ExactDecimal?
  ) -> Check {
    .each(.totals) { inspection, totals throws(DecimalOverflow) in
      guard let total = totals.first(path), let stated = total.number,
        let wanted = try expected(totals, inspection)?.rounded(toPlaces: 2, .half), stated != wanted
      else { return }
      inspection.refuse(total, found: total.value, expected: .amount(wanted))
    }
  }

  private static let gross = Check.each(.totals) { inspection, totals throws(DecimalOverflow) in
    guard let currency = inspection.documentCurrency else { return }
    guard let tax = inspection.documentTaxTotals.first?.child("cbc:TaxAmount") else {
      let wanted = Text(en: "a tax total in \(currency)", ja: "\(currency) の消費税額合計")
      guard let other = inspection.root.first("cac:TaxTotal/cbc:TaxAmount") else {
        return inspection.refuse(missing: "cac:TaxTotal/cbc:TaxAmount", in: inspection.root, expected: wanted)
      }
      return inspection.refuse(other, found: other.attribute("currencyID"), expected: wanted)
    }
    guard let net = totals.number("cbc:TaxExclusiveAmount"), let tax = tax.number,
      let total = totals.child("cbc:TaxInclusiveAmount"), let stated = total.number
    else { return }
    let wanted = try (net + tax).rounded(toPlaces: 2, .half)
    if stated != wanted { inspection.refuse(total, found: total.value, expected: .amount(wanted)) }
  }

  private static let oneCurrency = Check { inspection in
    guard let currency = inspection.documentCurrency else { return }
    for name in amountNames {
      for amount in inspection.tree.all(name) where !amount.hasAncestor("cac:ItemPriceExtension") {
        let found = amount.attribute("currencyID")
        let wanted = amount.accountingCurrency(inspection.taxCurrency) ?? currency
        guard found != wanted else { continue }
        inspection.refuse(
          amount, found: found.map { "currencyID=\"\($0)\"" }, expected: Text(verbatim: "currencyID=\"\(wanted)\""))
      }
    }
  }
}

extension TreeElement {
  /// A total that counts as 0 where it is missing, nil where it is there and no number.
  fileprivate func optional(_ name: String) -> ExactDecimal? {
    guard let element = child(name) else { return .zero }
    return element.number
  }

  /// The tax accounting currency, if this amount belongs to the tax total in it.
  fileprivate func accountingCurrency(_ currency: String?) -> String? {
    var element = parent
    while let current = element {
      if current.name == "cac:TaxTotal" { return current.taxTotalCurrency == currency ? currency : nil }
      element = current.parent
    }
    return nil
  }
}
