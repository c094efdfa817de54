import Diagnostics

/// Categories of consumption tax: their codes, and what E (exempt), G (export) and O (out of scope) imply.
///
/// Left out on purpose: `aligned-ibrp-050-jp`, whose published context (`/ubl:InvoiceLine`) no document has, and which
/// would ask category O for a rate that `aligned-ibrp-o-05` forbids. SEK-LIN-002 asks what it meant to.
enum TaxCategoryRules {
  static let rules: [Rule] =
    [
      .japan(
        "aligned-ibrp-cl-01-jp", .tax, .finance, "A tax category is one of AA, E, G, O and S.",
        "税区分は AA、E、G、O、S のいずれかです。",
        .coded(.all("cac:TaxCategory", "cac:ClassifiedTaxCategory").children("cbc:ID"), .taxCategories)),
      .japan(
        "aligned-ibr-jp-03", .tax, .finance, "The tax scheme is VAT, which stands for consumption tax.",
        "税体系は VAT(日本では消費税を表す)です。",
        .each(.all("cac:TaxCategory", "cac:ClassifiedTaxCategory")) { inspection, category in
          guard let scheme = category.first("cac:TaxScheme/cbc:ID"), !scheme.value.isEmpty, scheme.value != "VAT" else {
            return
          }
          inspection.refuse(scheme, found: scheme.value, expected: Text(verbatim: "VAT"))
        }),
    ] + group("e", "E", en: "exempt", ja: "非課税") + group("g", "G", en: "export", ja: "輸出免税")
    + group("o", "O", en: "out of scope", ja: "対象外")

  private static func group(_ letter: String, _ code: String, en: String, ja: String) -> [Rule] {
    let zero = code == "O" ? "no rate" : "a rate of 0"
    let zeroJa = code == "O" ? "税率は書けません" : "税率は 0 です"
    return [
      .japan(
        "aligned-ibrp-\(letter)-01", .tax, .finance,
        "An invoice that uses category \(code) (\(en)) has exactly one breakdown for it.",
        "税区分 \(code)(\(ja))を使う場合、その税内訳は 1 個だけ必要です。", oneBreakdown(code)),
      .japan(
        "aligned-ibrp-\(letter)-05", .tax, .finance, "A line of category \(code) (\(en)) carries \(zero) (ibt-152).",
        "税区分 \(code)(\(ja))の明細(ibt-152)の\(zeroJa)。", rate(of: .lineTaxCategories, code)),
      .japan(
        "aligned-ibrp-\(letter)-06", .tax, .finance,
        "A document level allowance of category \(code) (\(en)) carries \(zero) (ibt-096).",
        "税区分 \(code)(\(ja))の文書単位の値引き(ibt-096)の\(zeroJa)。",
        rate(of: Scope.allowances.children("cac:TaxCategory"), code)),
      .japan(
        "aligned-ibrp-\(letter)-07", .tax, .finance,
        "A document level charge of category \(code) (\(en)) carries \(zero) (ibt-103).",
        "税区分 \(code)(\(ja))の文書単位の追加請求(ibt-103)の\(zeroJa)。",
        rate(of: Scope.charges.children("cac:TaxCategory"), code)),
      .japan(
        "aligned-ibrp-\(letter)-09", .tax, .finance, "The tax of category \(code) (\(en)) is 0 (ibt-117).",
        "税区分 \(code)(\(ja))の消費税額(ibt-117)は 0 です。",
        .each(.breakdowns) { inspection, breakdown in
          guard breakdown.all("cac:TaxCategory").contains(where: { $0.isConsumptionTax && $0.text("cbc:ID") == code }),
            let amount = breakdown.child("cbc:TaxAmount"), let tax = amount.number, !tax.isZero
          else { return }
          inspection.refuse(amount, found: amount.value, expected: Text(verbatim: "0"))
        }),
    ]
  }

  /// One in the total of the invoice's currency; the total in yen beside it has its own.
  private static func oneBreakdown(_ code: String) -> Check {
    Check { inspection in
      let categories = inspection.tree.all("cac:TaxCategory") + inspection.tree.all("cac:ClassifiedTaxCategory")
      let users = categories.filter { $0.isConsumptionTax && $0.text("cbc:ID") == code }
      guard let user = users.first(where: { $0.parent?.name != "cac:TaxSubtotal" }) ?? users.first else { return }
      let totals = inspection.documentTaxTotals.prefix(1)
      let breakdowns = totals.flatMap { $0.all("cac:TaxSubtotal") }.filter {
        $0.all("cac:TaxCategory").contains { $0.isConsumptionTax && $0.text("cbc:ID") == code }
      }
      if breakdowns.count > 1 {
        inspection.refuse(breakdowns[1], found: "\(breakdowns.count)", expected: Text(en: "one", ja: "1 個"))
      } else if breakdowns.isEmpty, user.parent?.name != "cac:TaxSubtotal" {
        inspection.refuse(user, found: "0", expected: Text(en: "one breakdown for \(code)", ja: "\(code) の税内訳 1 個"))
      }
    }
  }

  private static func rate(of scope: Scope, _ code: String) -> Check {
    .each(scope.filtered { $0.isConsumptionTax && $0.text("cbc:ID") == code }) { inspection, category in
      let percent = category.child("cbc:Percent")
      if code == "O" {
        guard let percent else { return }
        inspection.refuse(percent, found: percent.value, expected: Text(en: "no rate", ja: "税率なし"))
      } else if let percent {
        guard let rate = percent.number, !rate.isZero else { return }
        inspection.refuse(percent, found: percent.value, expected: Text(verbatim: "0"))
      } else if category.parent?.name == "cac:Item" {
        inspection.refuse(missing: "cbc:Percent", in: category, expected: Text(verbatim: "0"))
      }
    }
  }
}
