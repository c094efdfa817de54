import Diagnostics

/// Tax totals and the breakdown by category and rate. Tax is rounded once per rate and invoice (消費税法施行令 art. 70の10).
enum TaxRules {
  static let rules: [Rule] = published + ours

  private static let published: [Rule] = [
    .japan(
      "aligned-ibrp-045", .tax, .finance, "A tax breakdown (ibg-23) states the taxable amount (ibt-116).",
      "税内訳(ibg-23)には税率ごとの課税標準額(ibt-116)が必要です。",
      .present("cbc:TaxableAmount", in: .at("cac:TaxTotal").filtered { !$0.isAccounting }.children("cac:TaxSubtotal"))),
    .japan(
      "aligned-ibrp-046", .tax, .finance, "A tax breakdown (ibg-23) states the tax amount (ibt-117).",
      "税内訳(ibg-23)には税率ごとの消費税額(ibt-117)が必要です。", .present("cbc:TaxAmount", in: .breakdowns)),
    .japan(
      "aligned-ibrp-047", .tax, .finance, "A tax breakdown (ibg-23) states the tax category (ibt-118).",
      "税内訳(ibg-23)には税区分(ibt-118)が必要です。",
      .each(.breakdowns) { inspection, breakdown in
        let categories = breakdown.all("cac:TaxCategory").filter(\.isConsumptionTax)
        if categories.contains(where: { $0.child("cbc:ID") != nil }) { return }
        inspection.refuse(missing: "cac:TaxCategory/cbc:ID", in: breakdown)
      }),
    .japan(
      "aligned-ibrp-048", .tax, .finance, "A tax breakdown (ibg-23) states the rate (ibt-119), unless out of scope.",
      "税内訳(ibg-23)には、対象外でない限り税率(ibt-119)が必要です。",
      .each(.breakdowns) { inspection, breakdown in
        guard let category = breakdown.child("cac:TaxCategory"), category.child("cbc:Percent") == nil,
          category.text("cbc:ID") != "O"
        else { return }
        inspection.refuse(missing: "cbc:Percent", in: category)
      }),
    .japan(
      "aligned-ibrp-051-jp", .tax, .finance,
      "The tax of a rate (ibt-117) is its taxable amount times the rate, rounded up or down to a whole unit.",
      "税率ごとの消費税額(ibt-117)は課税標準額に税率を掛けた額の 1 円未満を切り捨てまたは切り上げた額です。", taxAmount, in: .registered),
    .japan(
      "aligned-ibr-jp-06", .tax, .finance, "Tax amounts in yen (ibt-117, ibt-190) have no decimals.",
      "円建ての消費税額(ibt-117、ibt-190)に小数は使えません。",
      .each(.breakdowns) { inspection, breakdown in
        for tax in breakdown.all("cbc:TaxAmount")
        where tax.attribute("currencyID") == "JPY" && tax.value.contains(".") {
          inspection.refuse(tax, found: tax.value, expected: Text(en: "whole yen", ja: "整数の円"))
        }
      }),
    .japan(
      "aligned-ibr-jp-07-ntr", .tax, .finance, "An unregistered supplier charges no tax: every tax amount is 0.",
      "適格請求書発行事業者でない売り手の消費税額はすべて 0 です。",
      .each(.all("cbc:TaxAmount")) { inspection, tax in
        guard let amount = tax.number, !amount.isZero else { return }
        inspection.refuse(tax, found: tax.value, expected: Text(verbatim: "0"))
      }, in: [.nonTaxRegistered]),
    .japan(
      "aligned-ibrp-053-jp", .tax, .finance, "There is one tax total in the invoice's currency (ibt-110).",
      "請求書の通貨による消費税額合計(ibt-110)は 1 個だけです。",
      Check { inspection in
        let totals = inspection.documentTaxTotals
        if totals.count > 1 { inspection.refuse(totals[1], found: "\(totals.count)", expected: .atMost(1)) }
      }),
    .pint(
      "ibr-co-14", .tax, .finance, "The tax total (ibt-110) is the sum of the breakdown's tax amounts (ibt-117).",
      "消費税額合計(ibt-110)は税率ごとの消費税額(ibt-117)の合計です。", taxSum),
    .pint(
      "ibr-053", .tax, .finance, "With a tax accounting currency (ibt-006) goes the tax total in it (ibt-111).",
      "税計算用通貨コード(ibt-006)を書く場合は、その通貨の消費税額合計(ibt-111)が必要です。",
      .each(.at("cbc:TaxCurrencyCode")) { inspection, code in
        let amounts = inspection.tree.all("cac:TaxTotal").flatMap { $0.all("cbc:TaxAmount") }
        if amounts.contains(where: { $0.attribute("currencyID") == code.value }) { return }
        inspection.refuse(
          code, found: code.value, expected: Text(en: "a tax total in \(code.value)", ja: "\(code.value) の消費税額合計"))
      }),
    .pint(
      "ibr-084", .tax, .finance, "Tax totals in both currencies (ibt-110, ibt-111) have the same sign.",
      "二つの通貨の消費税額合計(ibt-110、ibt-111)の符号は同じである必要があります。",
      Check { inspection in
        guard let currency = inspection.taxCurrency, currency != inspection.documentCurrency,
          let main = inspection.documentTaxTotals.first?.number("cbc:TaxAmount"), !main.isZero
        else { return }
        for total in inspection.root.all("cac:TaxTotal") where total.taxTotalCurrency == currency {
          guard let amount = total.child("cbc:TaxAmount"), let tax = amount.number, !tax.isZero,
            tax.isNegative != main.isNegative
          else { continue }
          inspection.refuse(amount, found: amount.value, expected: Text(verbatim: main.isNegative ? "≤ 0" : "≥ 0"))
        }
      }),
    .pint(
      "ibr-124", .tax, .finance, "The tax total (ibt-110) has at most two decimals.",
      "消費税額合計(ibt-110)の小数は 2 桁までです。", .twoDecimals("cbc:TaxAmount", in: .taxTotals)),
    .pint(
      "ibr-sr-32", .tax, .finance, "A tax breakdown has at most one exemption reason (ibt-120).",
      "税内訳の免税理由(ibt-120)は 1 個までです。",
      .single("cac:TaxCategory/cbc:TaxExemptionReason", in: .all("cac:TaxSubtotal"))),
  ]

  private static let ours: [Rule] = [
    .ours(
      "SEK-TAX-001", .tax, .finance, "Standard and reduced rate (categories S and AA) are 10 or 8 percent.",
      "課税区分 S・AA の税率は 10% または 8% です。", basis: "消費税法 art. 29, 地方税法 art. 72の83: 7.8+2.2 and 6.24+1.76",
      .each(.all("cac:TaxCategory", "cac:ClassifiedTaxCategory")) { inspection, category in
        guard let code = category.text("cbc:ID"), TaxGroup.taxed.contains(code),
          let percent = category.child("cbc:Percent"), let rate = percent.number,
          rate != ExactDecimal(10), rate != ExactDecimal(8)
        else { return }
        inspection.refuse(percent, found: percent.value, expected: .oneOf(["10", "8"]))
      }),
    .ours(
      "SEK-TAX-002", .tax, .finance, "Each rate of category S and AA has one breakdown.",
      "課税区分 S・AA の税内訳は税率ごとに 1 個です。", basis: "消費税法施行令 art. 70の10: one rounding per rate",
      .each(.taxTotals) { inspection, total in
        var seen: Set<TaxGroup> = []
        for breakdown in total.all("cac:TaxSubtotal") {
          guard let category = breakdown.child("cac:TaxCategory"), let group = TaxGroup(category),
            TaxGroup.taxed.contains(group.category), !seen.insert(group).inserted
          else { continue }
          inspection.refuse(breakdown, found: "\(group)", expected: .atMost(1))
        }
      }),
    .ours(
      "SEK-TAX-003", .tax, .finance,
      "The taxable amount of a rate (ibt-116) is the sum of its lines and charges less its allowances.",
      "税率ごとの課税標準額(ibt-116)は、その税率の明細金額と追加請求の合計から値引きを引いた額です。",
      basis: "EN 16931 BR-S-08 and its kin", taxableAmount),
    .ours(
      "SEK-TAX-004", .tax, .finance, "Every taxed rate that the invoice uses has its breakdown (ibg-23).",
      "明細で使う課税税率にはすべて税内訳(ibg-23)が必要です。", basis: "消費税法 art. 57の4: amounts per rate",
      Check { inspection throws(DecimalOverflow) in
        guard let total = inspection.documentTaxTotals.first, let amounts = try inspection.netAmounts() else { return }
        let breakdowns = Set(total.all("cac:TaxSubtotal").compactMap { TaxGroup($0.child("cac:TaxCategory")) })
        for (group, entry) in amounts where TaxGroup.taxed.contains(group.category) && !breakdowns.contains(group) {
          inspection.refuse(
            entry.first, found: "\(group)", expected: Text(en: "a breakdown for \(group)", ja: "\(group) の税内訳"))
        }
      }),
    .ours(
      "SEK-TAX-005", .tax, .finance, "The tax in yen is broken down by the same rates as the invoice's own.",
      "円建ての消費税額も、請求書の税内訳と同じ税率ごとに必要です。", basis: "消費税法 art. 57の4: tax per rate, in yen", accountingBreakdown),
    .ours(
      "SEK-TAX-006", .tax, .finance, "Amounts are stated without tax.", "金額は税抜きで記載してください。",
      basis: "with TaxIncludedIndicator the standard waives its sums, so that nothing could be checked",
      .each(.all("cbc:TaxIncludedIndicator")) { inspection, indicator in
        guard indicator.value == "true" || indicator.value == "1" else { return }
        inspection.refuse(indicator, found: indicator.value, expected: Text(verbatim: "false"))
      }),
    .ours(
      "SEK-TAX-007", .tax, .finance, "A line, allowance or charge has one category of consumption tax.",
      "明細・値引き・追加請求の税区分は 1 個です。", basis: "otherwise its amount belongs to no single rate",
      Check { inspection in
        let items = inspection.root.all("cac:InvoiceLine/cac:Item").map { $0.all("cac:ClassifiedTaxCategory") }
        let entries = inspection.root.all("cac:AllowanceCharge").map { $0.all("cac:TaxCategory") }
        for categories in (items + entries).map({ $0.filter(\.isConsumptionTax) }) where categories.count > 1 {
          inspection.refuse(categories[1], found: "\(categories.count)", expected: .atMost(1))
        }
      }),
  ]

  // MARK: - The longer checks

  private static let taxAmount = Check { inspection throws(DecimalOverflow) in
    for breakdown in Scope.breakdowns.elements(inspection.tree) {
      guard let amount = breakdown.child("cbc:TaxAmount"), let tax = amount.number,
        amount.attribute("currencyID") == inspection.documentCurrency,
        let category = breakdown.child("cac:TaxCategory"), let code = category.text("cbc:ID")
      else { continue }
      if code.uppercased() == "O" {
        if let percent = category.child("cbc:Percent") {
          inspection.refuse(percent, found: percent.value, expected: Text(en: "no rate", ja: "税率なし"))
        } else if !tax.isZero {
          inspection.refuse(amount, found: amount.value, expected: Text(verbatim: "0"))
        }
        continue
      }
      guard let rate = category.number("cbc:Percent"), let base = breakdown.number("cbc:TaxableAmount") else {
        continue
      }
      let exact = try base * rate * ExactDecimal(significand: 1, scale: 2)
      let (low, high) = (exact.rounded(toPlaces: 0, .floor), exact.rounded(toPlaces: 0, .ceiling))
      guard tax < low || tax > high else { continue }
      inspection.refuse(
        amount, found: amount.value,
        expected: low == high ? .amount(low) : Text(en: "\(low) or \(high)", ja: "\(low) または \(high)"))
    }
  }

  private static let taxSum = Check.each(.taxTotals) { inspection, total throws(DecimalOverflow) in
    let breakdowns = total.all("cac:TaxSubtotal")
    guard !breakdowns.isEmpty else { return }
    let amounts = breakdowns.compactMap { $0.number("cbc:TaxAmount") }
    guard amounts.count == breakdowns.count else { return }
    let sum = try ExactDecimal.sum(amounts).rounded(toPlaces: 2, .half)
    guard let amount = total.child("cbc:TaxAmount") else {
      return inspection.refuse(missing: "cbc:TaxAmount", in: total, expected: .amount(sum))
    }
    guard let stated = amount.number, stated != sum else { return }
    inspection.refuse(amount, found: amount.value, expected: .amount(sum))
  }

  private static let taxableAmount = Check { inspection throws(DecimalOverflow) in
    guard let total = inspection.documentTaxTotals.first, let amounts = try inspection.netAmounts() else { return }
    var seen: Set<TaxGroup> = []
    let breakdowns = total.all("cac:TaxSubtotal").compactMap { breakdown in
      TaxGroup(breakdown.child("cac:TaxCategory")).map { ($0, breakdown) }
    }
    let repeated = Set(breakdowns.map(\.0).filter { !seen.insert($0).inserted })
    for (group, breakdown) in breakdowns where !repeated.contains(group) {
      guard let taxable = breakdown.child("cbc:TaxableAmount"), let stated = taxable.number else { continue }
      let net = amounts[group]?.net ?? .zero
      guard !stated.isRounding(of: net, in: inspection.places) else { continue }
      inspection.refuse(taxable, found: taxable.value, expected: .amount(net))
    }
  }

  private static let accountingBreakdown = Check { inspection in
    guard let currency = inspection.taxCurrency, currency != inspection.documentCurrency,
      let main = inspection.documentTaxTotals.first
    else { return }
    let groups = main.all("cac:TaxSubtotal").compactMap { TaxGroup($0.child("cac:TaxCategory")) }
    for total in inspection.root.all("cac:TaxTotal") where total.taxTotalCurrency == currency {
      let present = Set(total.all("cac:TaxSubtotal").compactMap { TaxGroup($0.child("cac:TaxCategory")) })
      for group in groups where TaxGroup.taxed.contains(group.category) && !present.contains(group) {
        inspection.refuse(
          missing: "cac:TaxSubtotal", in: total,
          expected: Text(en: "a breakdown for \(group)", ja: "\(group) の税内訳"))
      }
    }
  }
}

extension TreeElement {
  /// Of a TaxTotal: whether it is the one in the tax accounting currency, which states no taxable amounts.
  fileprivate var isAccounting: Bool {
    guard let currency = tree.root.text("cbc:TaxCurrencyCode"), currency != tree.root.text("cbc:DocumentCurrencyCode")
    else { return false }
    return taxTotalCurrency == currency
  }
}
