import Diagnostics

/// Payment means, terms and amounts already paid.
enum PaymentRules {
  static let rules: [Rule] = [
    .pint(
      "ibr-049", .payment, .paymentTerms, "A payment instruction (ibg-16) states the means of payment (ibt-081).",
      "支払指示(ibg-16)には支払手段コード(ibt-081)が必要です。", .present("cbc:PaymentMeansCode", in: .paymentMeans)),
    .japan(
      "aligned-ibrp-049", .payment, .paymentTerms,
      "A payment instruction (ibg-16) states the means of payment (ibt-081).",
      "支払指示(ibg-16)には支払手段コード(ibt-081)が必要です。", .present("cbc:PaymentMeansCode", in: .paymentMeans)),
    .pint(
      "ibr-sr-27", .payment, .paymentTerms, "A payment instruction states one means of payment (ibt-081).",
      "支払手段コード(ibt-081)は支払指示ごとに 1 個です。", .single("cbc:PaymentMeansCode", in: .paymentMeans)),
    .pint(
      "ibr-cl-16", .payment, .paymentTerms, "The means of payment (ibt-081) is a code of UNTDID 4461.",
      "支払手段コード(ibt-081)は UNTDID 4461 のコードです。",
      .coded(.at("cac:PaymentMeans/cbc:PaymentMeansCode"), .paymentMeans)),
    .japan(
      "aligned-ibrp-016", .payment, .paymentTerms, "A credit transfer (means 30 or 58) names the account (ibt-084).",
      "振込(支払手段 30 または 58)には口座(ibt-084)が必要です。", account,
      help: Text(
        en: "Give bank, branch, kind and number of the account in cac:PayeeFinancialAccount/cbc:ID.",
        ja: "銀行・支店・口座種別・口座番号を cac:PayeeFinancialAccount/cbc:ID に書いてください。")),
    .japan(
      "aligned-ibrp-017", .payment, .paymentTerms, "A payment card (ibg-18) shows the last 4 to 6 digits (ibt-087).",
      "カード情報(ibg-18)にはカード番号の下 4~6 桁(ibt-087)だけを書きます。",
      .each(.at("cac:PaymentMeans/cac:CardAccount")) { inspection, card in
        guard let number = card.first("cbc:PrimaryAccountNumberID") else {
          return inspection.refuse(missing: "cbc:PrimaryAccountNumberID", in: card)
        }
        guard !(4...6).contains(number.value.count) else { return }
        inspection.refuse(
          number, found: "\(number.value.count)", expected: Text(en: "4 to 6 digits", ja: "4~6 桁"))
      }),
    .japan(
      "aligned-ibrp-019", .payment, .paymentTerms, "A direct debit (means 49 or 59) names the mandate (ibt-089).",
      "口座振替(支払手段 49 または 59)には委任参照(ibt-089)が必要です。",
      .present("cac:PaymentMandate/cbc:ID", in: .paymentMeans.filtered { $0.isMeans("49", "59") })),
    .japan(
      "aligned-ibrp-014", .payment, .paymentTerms, "An invoice gives one remittance information (ibt-083).",
      "送金情報(ibt-083)は文書全体で 1 種類です。",
      Check { inspection in
        let references = inspection.tree.all("cbc:PaymentID")
        guard let first = references.first, let other = references.first(where: { $0.value != first.value }) else {
          return
        }
        inspection.refuse(other, found: other.value, expected: Text(verbatim: first.value))
      }),
    .pint(
      "ibr-sr-28", .payment, .paymentTerms, "A payment instruction names at most one mandate (ibt-089).",
      "委任参照(ibt-089)は支払指示ごとに 1 個までです。", .single("cac:PaymentMandate/cbc:ID", in: .paymentMeans)),
    .pint(
      "ibr-066", .payment, .paymentTerms, "An invoice names at most one payment card (ibg-18).",
      "カード情報(ibg-18)は 1 個までです。", .single("cac:PaymentMeans/cac:CardAccount")),
    .pint(
      "ibr-067", .payment, .paymentTerms, "An invoice names at most one direct debit (ibg-19).",
      "口座振替(ibg-19)は 1 個までです。", .single("cac:PaymentMeans/cac:PaymentMandate")),
    .pint(
      "ibr-sr-59", .payment, .paymentTerms, "A bank's address has at most one third line (ibt-174).",
      "金融機関住所の住所欄 3(ibt-174)は 1 個までです。",
      .single(
        "cac:AddressLine/cbc:Line",
        in: .at("cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cac:Address"))),
    .pint(
      "ibr-sr-05", .payment, .paymentTerms, "Payment terms have at most one text (ibt-020).",
      "支払条件(ibt-020)は 1 個までです。", .single("cbc:Note", in: terms)),
    .pint(
      "ibr-sr-60", .payment, .paymentTerms, "Payment terms refer to at most one payment instruction (ibt-187).",
      "支払条件の支払指示 ID(ibt-187)は 1 個までです。", .single("cbc:PaymentMeansID", in: terms)),
    .pint(
      "ibr-093", .payment, .finance, "Where paid amounts are listed (ibt-180), their total is given (ibt-113).",
      "支払済金額(ibt-180)を書く場合は支払済金額合計(ibt-113)が必要です。",
      Check { inspection in
        guard inspection.root.child("cac:PrepaidPayment") != nil,
          inspection.root.first("cac:LegalMonetaryTotal/cbc:PrepaidAmount") == nil
        else { return }
        inspection.refuse(missing: "cac:LegalMonetaryTotal/cbc:PrepaidAmount", in: inspection.root)
      }),
    .ours(
      "SEK-PAY-001", .payment, .finance, "Listed paid amounts (ibt-180) add up to the paid total (ibt-113).",
      "支払済金額(ibt-180)の合計は支払済金額合計(ibt-113)と一致する必要があります。",
      Check { inspection throws(DecimalOverflow) in
        let paid = inspection.root.all("cac:PrepaidPayment/cbc:PaidAmount")
        let amounts = paid.compactMap(\.number)
        guard !paid.isEmpty, amounts.count == paid.count,
          let total = inspection.root.first("cac:LegalMonetaryTotal/cbc:PrepaidAmount"), let stated = total.number
        else { return }
        let sum = try ExactDecimal.sum(amounts)
        if sum != stated { inspection.refuse(total, found: total.value, expected: .amount(sum)) }
      }),
    .ours(
      "SEK-PAY-002", .payment, .paymentTerms, "The payment falls due on the day of issue or later (ibt-009).",
      "支払期日(ibt-009)が発行日より前になっています。", severity: .warning, action: .provideInformation,
      .each(.at("cbc:DueDate")) { inspection, due in
        guard let date = due.date, let issued = inspection.root.first("cbc:IssueDate")?.date, date < issued else {
          return
        }
        inspection.refuse(due, found: due.value, expected: Text(en: "\(issued) or later", ja: "\(issued) 以後"))
      }),
  ]

  private static let terms = Scope.at("cac:PaymentTerms")

  private static let account = Check.each(.paymentMeans.filtered { $0.isMeans("30", "58") }) { inspection, means in
    let accounts = means.all("cac:PayeeFinancialAccount")
    if accounts.isEmpty { return inspection.refuse(missing: "cac:PayeeFinancialAccount/cbc:ID", in: means) }
    for account in accounts where account.text("cbc:ID") == nil { inspection.refuse(missing: "cbc:ID", in: account) }
  }
}

extension TreeElement {
  fileprivate func isMeans(_ codes: String...) -> Bool { codes.contains(text("cbc:PaymentMeansCode") ?? "") }
}
