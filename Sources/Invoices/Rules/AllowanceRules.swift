import Diagnostics

/// Allowances and charges, of the document and of lines.
enum AllowanceRules {
  static let rules: [Rule] = [
    .pint(
      "ibr-082", .allowances, .finance, "An allowance or charge says which it is: false or true.",
      "値引き・追加請求の区分(ChargeIndicator)は true または false です。",
      .each(.all("cac:AllowanceCharge").filtered { $0.parent?.name != "cac:Price" }) { inspection, element in
        guard element.isCharge == nil else { return }
        guard let indicator = element.child("cbc:ChargeIndicator") else {
          return inspection.refuse(missing: "cbc:ChargeIndicator", in: element, expected: .oneOf(["true", "false"]))
        }
        inspection.refuse(indicator, found: indicator.value, expected: .oneOf(["true", "false"]))
      }),
    .pint(
      "ibr-031", .allowances, .finance, "A document level allowance (ibg-20) has an amount (ibt-092).",
      "文書単位の値引き(ibg-20)には金額(ibt-092)が必要です。", .present("cbc:Amount", in: .allowances)),
    .pint(
      "ibr-036", .allowances, .finance, "A document level charge (ibg-21) has an amount (ibt-099).",
      "文書単位の追加請求(ibg-21)には金額(ibt-099)が必要です。", .present("cbc:Amount", in: .charges)),
    .pint(
      "ibr-041", .allowances, .finance, "A line's allowance (ibg-27) has an amount (ibt-136).",
      "明細の値引き(ibg-27)には金額(ibt-136)が必要です。", .present("cbc:Amount", in: .lineAllowances)),
    .pint(
      "ibr-043", .allowances, .finance, "A line's charge (ibg-28) has an amount (ibt-141).",
      "明細の追加請求(ibg-28)には金額(ibt-141)が必要です。", .present("cbc:Amount", in: .lineCharges)),
    .pint(
      "ibr-033", .allowances, .finance, "A document level allowance gives a reason (ibt-097 or ibt-098).",
      "文書単位の値引きには理由(ibt-097 または ibt-098)が必要です。", reason(.allowances)),
    .pint(
      "ibr-038", .allowances, .finance, "A document level charge gives a reason (ibt-104 or ibt-105).",
      "文書単位の追加請求には理由(ibt-104 または ibt-105)が必要です。", reason(.charges)),
    .pint(
      "ibr-042", .allowances, .finance, "A line's allowance gives a reason (ibt-139 or ibt-140).",
      "明細の値引きには理由(ibt-139 または ibt-140)が必要です。", reason(.lineAllowances)),
    .pint(
      "ibr-044", .allowances, .finance, "A line's charge gives a reason (ibt-144 or ibt-145).",
      "明細の追加請求には理由(ibt-144 または ibt-145)が必要です。", reason(.lineCharges)),
    .pint(
      "ibr-sr-30", .allowances, .finance, "An allowance has at most one reason text (ibt-097).",
      "値引きの理由(ibt-097)は 1 個までです。",
      .single("cbc:AllowanceChargeReason", in: .all("cac:AllowanceCharge").filtered { $0.isCharge == false })),
    .pint(
      "ibr-sr-31", .allowances, .finance, "A charge has at most one reason text (ibt-104).",
      "追加請求の理由(ibt-104)は 1 個までです。",
      .single("cbc:AllowanceChargeReason", in: .all("cac:AllowanceCharge").filtered { $0.isCharge == true })),
    .pint(
      "ibr-cl-19", .allowances, .finance, "The reason code of an allowance is of UNTDID 5189.",
      "値引きの理由コードは UNTDID 5189 のコードです。", .coded(reasonCodes(false), .allowanceReasons)),
    .pint(
      "ibr-cl-20", .allowances, .finance, "The reason code of a charge is of UNTDID 7161.",
      "追加請求の理由コードは UNTDID 7161 のコードです。", .coded(reasonCodes(true), .chargeReasons)),
    .pint(
      "ibr-sr-61", .allowances, .finance, "An allowance or charge has at most one exemption reason (ibt-197, ibt-199).",
      "値引き・追加請求の免税理由(ibt-197、ibt-199)は 1 個までです。",
      .single("cbc:TaxExemptionReason", in: .all("cac:AllowanceCharge").children("cac:TaxCategory"))),
    .japan(
      "aligned-ibrp-032-jp", .allowances, .finance,
      "A document level allowance has a tax category (ibt-095) and, unless out of scope, a rate (ibt-096).",
      "文書単位の値引きには税区分(ibt-095)と、対象外でない限り税率(ibt-096)が必要です。", categorised(.allowances)),
    .japan(
      "aligned-ibrp-037-jp", .allowances, .finance,
      "A document level charge has a tax category (ibt-102) and, unless out of scope, a rate (ibt-103).",
      "文書単位の追加請求には税区分(ibt-102)と、対象外でない限り税率(ibt-103)が必要です。", categorised(.charges)),
    .ours(
      "SEK-ALW-001", .allowances, .finance, "An allowance or charge stated as a percentage is that share of its base.",
      "割合で示した値引き・追加請求の金額は、基準額にその割合を掛けた額です。", basis: "PEPPOL-EN16931-R040 of BIS Billing 3",
      .each(.all("cac:AllowanceCharge")) { inspection, element throws(DecimalOverflow) in
        guard let amount = element.first("cbc:Amount"), let stated = amount.number,
          let base = element.number("cbc:BaseAmount"), let percent = element.number("cbc:MultiplierFactorNumeric")
        else { return }
        let share = try base * percent * ExactDecimal(significand: 1, scale: 2)
        guard !stated.isRounding(of: share, in: inspection.places) else { return }
        inspection.refuse(amount, found: amount.value, expected: .amount(share))
      }),
  ]

  private static func reason(_ scope: Scope) -> Check {
    .each(scope) { inspection, element in
      if element.child("cbc:AllowanceChargeReason") != nil || element.child("cbc:AllowanceChargeReasonCode") != nil {
        return
      }
      inspection.refuse(missing: "cbc:AllowanceChargeReason", in: element)
    }
  }

  private static func reasonCodes(_ isCharge: Bool) -> Scope {
    Scope.all("cac:AllowanceCharge").filtered { $0.isCharge == isCharge }.children("cbc:AllowanceChargeReasonCode")
  }

  private static func categorised(_ scope: Scope) -> Check {
    .each(scope) { inspection, element in
      guard let category = element.all("cac:TaxCategory").first(where: \.isConsumptionTax),
        category.child("cbc:ID") != nil
      else {
        return inspection.refuse(missing: "cac:TaxCategory/cbc:ID", in: element)
      }
      if category.text("cbc:ID") == "O" || category.child("cbc:Percent") != nil { return }
      inspection.refuse(missing: "cbc:Percent", in: category)
    }
  }
}

extension ExactDecimal {
  /// Whether this is the exact value, or the exact value rounded up or down to the currency's smallest unit (or to the
  /// hundredth that the standard's own sums use).
  ///
  /// Japanese practice leaves the direction to the issuer; nothing beyond the neighbouring unit passes.
  func isRounding(of exact: ExactDecimal, in places: Int) -> Bool {
    if self == exact { return true }
    return [places, 2].contains { places in
      self == exact.rounded(toPlaces: places, .floor) || self == exact.rounded(toPlaces: places, .ceiling)
    }
  }
}

extension Inspection {
  /// Decimals of the smallest unit of the invoice's currency; of the yen where the currency cannot be read.
  var places: Int { documentCurrency.flatMap(Currency.init)?.places ?? Currency.jpy.places }
}
