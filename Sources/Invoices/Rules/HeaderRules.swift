import Diagnostics

/// Specification, number, dates of issue, type, currency.
enum HeaderRules {
  static let rules: [Rule] =
    identity + [
      .pint(
        "ibr-004", .header, .legal, "An invoice states its type code (ibt-003).", "請求書タイプコード(ibt-003)が必要です。",
        .required("cbc:InvoiceTypeCode")),
      .pint(
        "ibr-cl-01", .header, .legal, "The type code (ibt-003) is one for invoices in UNTDID 1001.",
        "請求書タイプコード(ibt-003)は UNTDID 1001 の請求書用コードです。", .coded(typeCode, .documentTypes), in: [.billing]),
      .japan(
        "aligned-ibrp-cl-02-jp", .header, .legal, "The type code of a qualified invoice (ibt-003) is 380.",
        "適格請求書のタイプコード(ibt-003)は 380 です。", profileType, in: [.billing],
        help: Text(
          en: "Use 380, with negative quantities for a return; credit notes are not part of JP PINT.",
          ja: "380 を使ってください。返品・値引きは数量を負にした 380 で表します(貸方票は JP PINT にありません)。")),
      .pint(
        "ibr-cl-01-jp-ntr", .header, .legal,
        "The type code of an invoice of an unregistered supplier (ibt-003) is 480.",
        "適格請求書発行事業者でない売り手の請求書タイプコード(ibt-003)は 480 です。", profileType, in: [.nonTaxRegistered]),
      .pint(
        "ibr-cl-01-jp-sb", .header, .legal, "The type code of a self-billed invoice (ibt-003) is 389.",
        "仕入明細書のタイプコード(ibt-003)は 389 です。", profileType, in: [.selfBilling]),
      .pint(
        "ibr-005", .header, .legal, "An invoice states its currency (ibt-005).", "請求書の通貨コード(ibt-005)が必要です。",
        .required("cbc:DocumentCurrencyCode")),
      .pint(
        "ibr-cl-04", .header, .finance, "The invoice currency (ibt-005) is a code of ISO 4217.",
        "通貨コード(ibt-005)は ISO 4217 のコードです。", .coded(.at("cbc:DocumentCurrencyCode"), .currencies)),
      .pint(
        "ibr-cl-05", .header, .finance, "The tax accounting currency (ibt-006) is a code of ISO 4217.",
        "税計算用通貨コード(ibt-006)は ISO 4217 のコードです。", .coded(.at("cbc:TaxCurrencyCode"), .currencies)),
      .japan(
        "aligned-ibr-jp-05", .header, .finance, "The tax accounting currency (ibt-006), where given, is JPY.",
        "税計算用通貨コード(ibt-006)を書く場合は JPY です。",
        .each(.at("cbc:TaxCurrencyCode")) { inspection, code in
          guard code.value != "JPY" else { return }
          inspection.refuse(code, found: code.value, expected: Text(verbatim: "JPY"))
        }),
      .pint(
        "ibr-077", .header, .finance,
        "The tax accounting currency (ibt-006) differs from the invoice currency (ibt-005).",
        "税計算用通貨コード(ibt-006)は請求書の通貨コード(ibt-005)と異なる必要があります。",
        .each(.at("cbc:TaxCurrencyCode")) { inspection, code in
          guard code.value == inspection.documentCurrency else { return }
          inspection.refuse(
            code, found: code.value, expected: Text(en: "no tax accounting currency", ja: "税計算用通貨コードは不要"))
        }),
      .pint(
        "ibr-sr-51", .header, .other, "An invoice has at most one note (ibt-022).", "請求書注釈(ibt-022)は 1 個までです。",
        .single("cbc:Note")),
      .ours(
        "SEK-HDR-001", .header, .legal, "An invoice is not issued in the future.", "発行日が将来の日付になっています。",
        basis: "the day of receipt is the last possible day of issue",
        .each(.at("cbc:IssueDate")) { inspection, issued in
          guard let today = inspection.options.today, let date = issued.date, date > today else { return }
          inspection.refuse(
            issued, found: issued.value, expected: Text(en: "\(today) or earlier", ja: "\(today) 以前の日付"))
        }),
      .ours(
        "SEK-HDR-002", .header, .references, "The invoice's number and its contract's contain visible characters only.",
        "請求書番号と契約番号に、目に見えない文字は使えません。",
        basis: "numbers that look the same must be the same: duplicates are found by them",
        Check { inspection in
          let paths: [Path] = ["cbc:ID", "cac:ContractDocumentReference/cbc:ID"]
          for element in paths.flatMap({ inspection.root.all($0) }) {
            guard let scalar = element.value.unicodeScalars.first(where: \.isInvisible) else { continue }
            let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
            inspection.refuse(element, found: code, expected: Text(en: "visible characters", ja: "目に見える文字"))
          }
        }),
    ]

  private static let identity: [Rule] = [
    .pint(
      "ibr-001", .header, .other, "An invoice names its specification (ibt-024).", "仕様の識別子(ibt-024)が必要です。",
      .required("cbc:CustomizationID")),
    .pint(
      "ibr-sr-63", .header, .other, "The specification (ibt-024) is named without wildcard.",
      "仕様の識別子(ibt-024)に「*」は使えません。",
      .each(.at("cbc:CustomizationID")) { inspection, name in
        guard name.value.contains("*") else { return }
        inspection.refuse(name, found: name.value, expected: .oneOf(inspection.profile.specifications))
      }),
    .japan(
      "aligned-ibrp-001-jp", .header, .other, "The specification (ibt-024) is one of JP PINT.",
      "仕様の識別子(ibt-024)は JP PINT のものである必要があります。", specification, in: [.billing]),
    .japan(
      "aligned-ibrp-001-jp-sb", .header, .other, "The specification (ibt-024) is that of JP PINT self-billing.",
      "仕様の識別子(ibt-024)は JP PINT 仕入明細書のものである必要があります。", specification, in: [.selfBilling]),
    .japan(
      "aligned-ibrp-001-jp-ntr", .header, .other,
      "The specification (ibt-024) is that of JP PINT for unregistered suppliers.",
      "仕様の識別子(ibt-024)は JP PINT 区分記載請求書のものである必要があります。", specification, in: [.nonTaxRegistered]),
    .pint(
      "ibr-076", .header, .other, "An invoice names its business process (ibt-023).", "業務プロセス(ibt-023)が必要です。",
      .present("cbc:ProfileID")),
    .japan(
      "aligned-ibrp-002-jp", .header, .other, "The business process (ibt-023) is that of billing.",
      "業務プロセス(ibt-023)は請求のものである必要があります。", process, in: [.billing, .nonTaxRegistered]),
    .japan(
      "aligned-ibrp-002-jp-sb", .header, .other, "The business process (ibt-023) is that of self-billing.",
      "業務プロセス(ibt-023)は仕入明細書のものである必要があります。", process, in: [.selfBilling]),
    .pint(
      "ibr-002", .header, .legal, "An invoice has a number (ibt-001).", "請求書番号(ibt-001)が必要です。",
      .required("cbc:ID")),
    .pint(
      "ibr-003", .header, .legal, "An invoice has a date of issue (ibt-002).", "請求書発行日(ibt-002)が必要です。",
      .required("cbc:IssueDate")),
  ]

  private static let typeCode = Scope.at("cbc:InvoiceTypeCode")

  private static let specification = Check { inspection in
    let known = inspection.profile.specifications
    guard let element = inspection.root.child("cbc:CustomizationID") else {
      return inspection.refuse(missing: "cbc:CustomizationID", in: inspection.root, expected: .oneOf(known))
    }
    if Profile(specification: element.value) == inspection.profile { return }
    inspection.refuse(
      element, found: element.value, expected: .oneOf(Profile.allCases.flatMap(\.specifications)))
  }

  private static let process = Check { inspection in
    let known = inspection.profile.processes
    guard let element = inspection.root.child("cbc:ProfileID") else {
      return inspection.refuse(missing: "cbc:ProfileID", in: inspection.root, expected: .oneOf(known))
    }
    if known.contains(element.value) { return }
    inspection.refuse(element, found: element.value, expected: .oneOf(known))
  }

  private static let profileType = Check.each(typeCode) { inspection, code in
    let wanted = inspection.profile.typeCode
    guard !code.value.isEmpty, code.value != wanted else { return }
    inspection.refuse(code, found: code.value, expected: Text(verbatim: wanted))
  }
}

extension Unicode.Scalar {
  /// Control, format (zero width, bidirectional), separator and filler characters other than the plain space.
  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: [0x115F, 0x1160, 0x3164, 0xFFA0].contains(value)
    }
  }
}
