import Diagnostics

/// Seller, buyer, payee, tax representative and the place of delivery.
enum PartyRules {
  static let rules: [Rule] = seller + registration + buyer + others

  private static let seller: [Rule] = [
    .pint(
      "ibr-006", .parties, .legal, "An invoice names the seller (ibt-027).", "売り手の名称(ibt-027)が必要です。",
      .required("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName")),
    .pint(
      "ibr-008", .parties, .legal, "An invoice gives the seller's address (ibg-05).", "売り手の住所(ibg-05)が必要です。",
      .present("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress")),
    .pint(
      "ibr-009", .parties, .legal, "The seller's address names the country (ibt-040).",
      "売り手の住所には国コード(ibt-040)が必要です。",
      .required(
        "cac:Country/cbc:IdentificationCode", in: .at("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress"))),
    .pint(
      "ibr-081", .parties, .legal, "An invoice gives the seller's electronic address (ibt-034).",
      "売り手の電子アドレス(ibt-034)が必要です。", .present("cbc:EndpointID", in: .seller)),
    .pint(
      "ibr-062", .parties, .legal, "The seller's electronic address (ibt-034) names its scheme.",
      "売り手の電子アドレス(ibt-034)には体系(schemeID)が必要です。",
      .attribute("schemeID", of: .at("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID"))),
    .pint(
      "ibr-co-26", .parties, .legal,
      "The seller can be identified: by an identifier (ibt-029), a legal registration (ibt-030) or a tax number (ibt-031).",
      "売り手を識別できる番号(ibt-029、ibt-030、ibt-031 のいずれか)が必要です。",
      .each(.seller) { inspection, party in
        let paths: [Path] = [
          "cac:PartyTaxScheme/cbc:CompanyID", "cac:PartyIdentification/cbc:ID", "cac:PartyLegalEntity/cbc:CompanyID",
        ]
        if paths.contains(where: { party.first($0) != nil }) { return }
        inspection.refuse(missing: "cac:PartyLegalEntity/cbc:CompanyID", in: party)
      }),
    .pint(
      "ibr-sr-42", .parties, .legal, "The seller has at most two tax registrations.", "売り手の税登録は 2 個までです。",
      .each(.seller) { inspection, party in
        let schemes = party.all("cac:PartyTaxScheme")
        if schemes.count > 2 { inspection.refuse(schemes[2], found: "\(schemes.count)", expected: .atMost(2)) }
      }),
    .pint(
      "ibr-098", .parties, .legal, "The seller has one name (ibt-027).", "売り手の名称(ibt-027)は 1 個までです。",
      .single("cac:PartyLegalEntity/cbc:RegistrationName", in: .seller)),
    .pint(
      "ibr-099", .parties, .legal, "The seller has at most one trading name (ibt-028).",
      "売り手の商号(ibt-028)は 1 個までです。", .single("cac:PartyName/cbc:Name", in: .seller)),
    .pint(
      "ibr-100", .parties, .legal, "The seller has at most one legal registration (ibt-030).",
      "売り手の法人登録番号(ibt-030)は 1 個までです。", .single("cac:PartyLegalEntity/cbc:CompanyID", in: .seller)),
    .pint(
      "ibr-101", .parties, .legal, "The seller has at most one additional legal information (ibt-033).",
      "売り手の追加法的情報(ibt-033)は 1 個までです。", .single("cac:PartyLegalEntity/cbc:CompanyLegalForm", in: .seller)),
    .pint(
      "ibr-sr-53", .parties, .legal, "The seller's address has at most one third line (ibt-162).",
      "売り手の住所欄 3(ibt-162)は 1 個までです。", .single("cac:PostalAddress/cac:AddressLine/cbc:Line", in: .seller)),
  ]

  private static let registration: [Rule] = [
    .japan(
      "aligned-ibr-jp-04", .parties, .legal,
      "A qualified invoice gives the seller's registration number as tax identifier (ibt-031).",
      "適格請求書には売り手の登録番号(ibt-031)が必要です。",
      .each(.seller) { inspection, party in
        guard party.consumptionTaxNumbers.isEmpty else { return }
        let wanted = Text(en: "T and 13 digits, scheme VAT", ja: "T と 13 桁の数字(体系は VAT)")
        let others = party.all("cac:PartyTaxScheme").filter { $0.child("cbc:CompanyID") != nil }
        if let other = others.first {
          let scheme = other.first("cac:TaxScheme/cbc:ID")
          inspection.refuse(scheme ?? other, found: scheme?.value, expected: wanted)
        } else {
          inspection.refuse(missing: "cac:PartyTaxScheme/cbc:CompanyID", in: party, expected: wanted)
        }
      }, in: .registered,
      help: Text(
        en: "A supplier that is not registered uses the specification \(Profile.nonTaxRegistered.specification).",
        ja: "登録を受けていない場合は仕様 \(Profile.nonTaxRegistered.specification) を使ってください。")),
    .japan(
      "aligned-ibr-jp-04-ntr", .parties, .legal, "An unregistered supplier gives no tax identifier (ibt-031).",
      "適格請求書発行事業者でない売り手は登録番号(ibt-031)を書けません。",
      .each(.at("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID")) { inspection, number in
        inspection.refuse(number, found: number.value, expected: Text(en: "no tax identifier", ja: "登録番号なし"))
      }, in: [.nonTaxRegistered]),
    .japan(
      "aligned-ibr-jp-01", .parties, .legal,
      "For supplies from 2023-10-01 on, the seller's tax identifier (ibt-031) is T and 13 digits.",
      "2023 年 10 月 1 日以後の取引では、売り手の登録番号(ibt-031)は T と 13 桁の数字です。", registrationNumber, in: .registered),
    .ours(
      "SEK-PTY-001", .parties, .legal, "The check digit of the seller's registration number fits.",
      "売り手の登録番号の検査数字が合いません。", severity: .warning, action: .provideInformation,
      basis: "法人番号の指定等に関する省令 art. 2; numbers of persons other than corporations follow no published check",
      help: Text(
        en: "Compare the number with the public register of issuers of qualified invoices.",
        ja: "国税庁の適格請求書発行事業者公表サイトで番号を確認してください。"),
      .each(.seller) { inspection, party in
        for element in party.consumptionTaxNumbers {
          guard let number = RegistrationNumber(element.value)?.number, !number.hasValidCheckDigit else { continue }
          inspection.refuse(
            element, found: element.value,
            expected: Text(en: "T\(number.checkDigit)… as a corporation's", ja: "法人番号であれば T\(number.checkDigit)…"))
        }
      }),
    .japan(
      "aligned-ibrp-009", .parties, .legal, "The seller's tax identifier (ibt-031) is given once.",
      "売り手の登録番号(ibt-031)は 1 個までです。", oneTaxNumber),
    .japan(
      "aligned-ibrp-sr-12", .parties, .legal, "The seller's tax identifier (ibt-031) does not occur twice.",
      "売り手の登録番号(ibt-031)は 2 個書けません。", oneTaxNumber),
    .japan(
      "aligned-ibrp-sr-13", .parties, .legal, "The seller's other tax registration (ibt-032) is given at most once.",
      "売り手のその他の税登録番号(ibt-032)は 1 個までです。",
      .each(.seller) { inspection, party in
        let others = party.all("cac:PartyTaxScheme").filter { !$0.isConsumptionTax }.flatMap { $0.all("cbc:CompanyID") }
        if others.count > 1 { inspection.refuse(others[1], found: "\(others.count)", expected: .atMost(1)) }
      }),
    .pint(
      "ibr-sr-57", .parties, .legal, "A party's tax registration gives the number.", "税登録には番号が必要です。",
      .present("cbc:CompanyID", in: .all("cac:PartyTaxScheme"))),
  ]

  private static let buyer: [Rule] = [
    .pint(
      "ibr-007", .parties, .receiver, "An invoice names the buyer (ibt-044).", "買い手の名称(ibt-044)が必要です。",
      .required("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName")),
    .pint(
      "ibr-010", .parties, .receiver, "An invoice gives the buyer's address (ibg-08).", "買い手の住所(ibg-08)が必要です。",
      .present("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress")),
    .pint(
      "ibr-011", .parties, .receiver, "The buyer's address names the country (ibt-055).",
      "買い手の住所には国コード(ibt-055)が必要です。",
      .required(
        "cac:Country/cbc:IdentificationCode", in: .at("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress"))),
    .pint(
      "ibr-080", .parties, .receiver, "An invoice gives the buyer's electronic address (ibt-049).",
      "買い手の電子アドレス(ibt-049)が必要です。", .present("cbc:EndpointID", in: .buyer)),
    .pint(
      "ibr-063", .parties, .receiver, "The buyer's electronic address (ibt-049) names its scheme.",
      "買い手の電子アドレス(ibt-049)には体系(schemeID)が必要です。",
      .attribute("schemeID", of: .at("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID"))),
    .pint(
      "ibr-102", .parties, .receiver, "The buyer has one name (ibt-044).", "買い手の名称(ibt-044)は 1 個までです。",
      .single("cac:PartyLegalEntity/cbc:RegistrationName", in: .buyer)),
    .pint(
      "ibr-112", .parties, .receiver, "The buyer has at most one trading name (ibt-045).",
      "買い手の商号(ibt-045)は 1 個までです。", .single("cac:PartyName/cbc:Name", in: .buyer)),
    .pint(
      "ibr-103", .parties, .receiver, "The buyer has at most one legal registration (ibt-047).",
      "買い手の法人登録番号(ibt-047)は 1 個までです。", .single("cac:PartyLegalEntity/cbc:CompanyID", in: .buyer)),
    .pint(
      "ibr-104", .parties, .receiver, "The buyer has at most one tax identifier (ibt-048).",
      "買い手の登録番号(ibt-048)は 1 個までです。", .single("cac:PartyTaxScheme/cbc:CompanyID", in: .buyer)),
    .pint(
      "ibr-sr-16", .parties, .receiver, "The buyer has at most one identifier (ibt-046).",
      "買い手の識別子(ibt-046)は 1 個までです。", .single("cac:PartyIdentification/cbc:ID", in: .buyer)),
    .pint(
      "ibr-sr-54", .parties, .receiver, "The buyer's address has at most one third line (ibt-163).",
      "買い手の住所欄 3(ibt-163)は 1 個までです。", .single("cac:PostalAddress/cac:AddressLine/cbc:Line", in: .buyer)),
  ]

  private static let others: [Rule] = [
    .pint(
      "ibr-017", .parties, .paymentTerms, "A payee (ibg-10) is named (ibt-059) and is someone else than the seller.",
      "支払先(ibg-10)には名称(ibt-059)が必要で、売り手とは別の者である必要があります。", payeeDiffers),
    .pint(
      "ibr-105", .parties, .paymentTerms, "A payee has at most one identifier (ibt-060).",
      "支払先の識別子(ibt-060)は 1 個までです。",
      payeeHasOne {
        $0.all("cac:PartyIdentification/cbc:ID").filter { $0.attribute("schemeID")?.uppercased() != "SEPA" }
      }),
    .pint(
      "ibr-106", .parties, .paymentTerms, "A payee has at most one legal registration (ibt-061).",
      "支払先の法人登録番号(ibt-061)は 1 個までです。", payeeHasOne { $0.all("cac:PartyLegalEntity/cbc:CompanyID") }),
    .pint(
      "ibr-sr-19", .parties, .paymentTerms, "A payee has one name (ibt-059).", "支払先の名称(ibt-059)は 1 個までです。",
      payeeHasOne { $0.all("cac:PartyName/cbc:Name") }),
    .pint(
      "ibr-018", .parties, .legal, "A tax representative (ibg-11) is named (ibt-062).",
      "税務代理人(ibg-11)には名称(ibt-062)が必要です。", .required("cac:PartyName/cbc:Name", in: .taxRepresentative)),
    .pint(
      "ibr-019", .parties, .legal, "A tax representative has an address (ibg-12).", "税務代理人の住所(ibg-12)が必要です。",
      .present("cac:PostalAddress", in: .taxRepresentative)),
    .pint(
      "ibr-020", .parties, .legal, "A tax representative's address names the country (ibt-069).",
      "税務代理人の住所には国コード(ibt-069)が必要です。",
      .required("cac:Country/cbc:IdentificationCode", in: .at("cac:TaxRepresentativeParty/cac:PostalAddress"))),
    .pint(
      "ibr-056", .parties, .legal, "A tax representative has a tax identifier (ibt-063).",
      "税務代理人の登録番号(ibt-063)が必要です。", .present("cac:PartyTaxScheme/cbc:CompanyID", in: .taxRepresentative)),
    .japan(
      "aligned-ibrp-010", .parties, .legal, "A tax representative has one tax identifier (ibt-063).",
      "税務代理人の登録番号(ibt-063)は 1 個までです。", .single("cac:PartyTaxScheme/cbc:CompanyID", in: .taxRepresentative)),
    .pint(
      "ibr-sr-22", .parties, .legal, "A tax representative has one name (ibt-062).",
      "税務代理人の名称(ibt-062)は 1 個までです。", .single("cac:PartyName/cbc:Name", in: .taxRepresentative)),
    .pint(
      "ibr-sr-55", .parties, .legal, "A tax representative's address has at most one third line (ibt-164).",
      "税務代理人の住所欄 3(ibt-164)は 1 個までです。",
      .single("cac:PostalAddress/cac:AddressLine/cbc:Line", in: .taxRepresentative)),
    .pint(
      "ibr-107", .parties, .delivery, "An invoice has at most one delivery (ibg-13).", "納入情報(ibg-13)は 1 個までです。",
      .single("cac:Delivery")),
    .pint(
      "ibr-108", .parties, .delivery, "A delivery names at most one receiver (ibt-070).",
      "納入先の名称(ibt-070)は 1 個までです。", .single("cac:DeliveryParty/cac:PartyName/cbc:Name", in: .all("cac:Delivery"))),
    .pint(
      "ibr-057", .parties, .delivery, "A delivery address (ibg-15) names the country (ibt-080).",
      "納入先の住所(ibg-15)には国コード(ibt-080)が必要です。",
      .present("cac:Country/cbc:IdentificationCode", in: .at("cac:Delivery/cac:DeliveryLocation/cac:Address"))),
    .pint(
      "ibr-sr-56", .parties, .delivery, "A delivery address has at most one third line (ibt-165).",
      "納入先の住所欄 3(ibt-165)は 1 個までです。",
      .single("cac:AddressLine/cbc:Line", in: .at("cac:Delivery/cac:DeliveryLocation/cac:Address"))),
  ]

  private static let oneTaxNumber = Check.each(.seller) { inspection, party in
    let numbers = party.consumptionTaxNumbers
    if numbers.count > 1 { inspection.refuse(numbers[1], found: "\(numbers.count)", expected: .atMost(1)) }
  }

  /// The date on which the qualified invoice system began (消費税法 as amended by 平成28年法律第15号).
  private static let systemStart = "2023-10-01"

  private static let registrationNumber = Check { inspection in
    let dates = inspection.tree.all("cbc:StartDate") + inspection.tree.all("cbc:EndDate")
    guard dates.contains(where: { $0.value >= systemStart }) else { return }
    for party in Scope.seller.elements(inspection.tree) {
      for number in party.consumptionTaxNumbers where !number.value.isEmpty && RegistrationNumber(number.value) == nil {
        inspection.refuse(
          number, found: number.value, expected: Text(en: "T and 13 digits", ja: "T と 13 桁の数字"))
      }
    }
  }

  private static let payeeDiffers = Check.each(.payee) { inspection, payee in
    guard let name = payee.first("cac:PartyName/cbc:Name") else {
      return inspection.refuse(missing: "cac:PartyName/cbc:Name", in: payee)
    }
    let seller = Scope.seller.elements(inspection.tree)
    let names = seller.flatMap { $0.all("cac:PartyName/cbc:Name") }.map(\.value)
    let identifiers = seller.flatMap { $0.all("cac:PartyIdentification/cbc:ID") }.map(\.value)
    let other = Text(en: "a party other than the seller", ja: "売り手とは別の者")
    if names.contains(name.value) { inspection.refuse(name, found: name.value, expected: other) }
    for identifier in payee.all("cac:PartyIdentification/cbc:ID") where identifiers.contains(identifier.value) {
      inspection.refuse(identifier, found: identifier.value, expected: other)
    }
  }

  private static func payeeHasOne(_ select: @escaping @Sendable (TreeElement) -> [TreeElement]) -> Check {
    .each(.payee) { inspection, payee in
      let found = select(payee)
      guard found.count > 1 else { return }
      let legalNames = Scope.seller.elements(inspection.tree)
        .flatMap { $0.all("cac:PartyLegalEntity/cbc:RegistrationName") }.map(\.value)
      let names = payee.all("cac:PartyName/cbc:Name").map(\.value)
      if names.contains(where: legalNames.contains) { return }
      inspection.refuse(found[1], found: "\(found.count)", expected: .atMost(1))
    }
  }
}

extension TreeElement {
  /// Of a party: its identifiers for consumption tax (ibt-031).
  var consumptionTaxNumbers: [TreeElement] {
    all("cac:PartyTaxScheme").filter(\.isConsumptionTax).flatMap { $0.all("cbc:CompanyID") }
  }
}
