import Diagnostics

/// Schemes of identifiers and, where a scheme has one, the form of its numbers.
enum IdentifierRules {
  static let rules: [Rule] = schemes + forms

  private static let schemes: [Rule] = [
    .pint(
      "ibr-cl-10", .parties, .legal, "The scheme of a party's identifier is of ISO 6523.",
      "取引先識別子の体系は ISO 6523 のコードです。",
      .each(.all("cac:PartyIdentification").children("cbc:ID")) { inspection, identifier in
        guard let scheme = identifier.attribute("schemeID") else { return }
        let isCreditor =
          scheme == "SEPA"
          && (identifier.hasAncestor("cac:AccountingSupplierParty") || identifier.hasAncestor("cac:PayeeParty"))
        guard !isCreditor, !CodeList.identifierSchemes.contains(scheme) else { return }
        inspection.refuse(
          identifier, found: "schemeID=\"\(scheme)\"", expected: .codeOf(.identifierSchemes, near: scheme))
      }),
    .pint(
      "ibr-cl-11", .parties, .legal, "The scheme of a legal registration is of ISO 6523.",
      "法人登録番号の体系は ISO 6523 のコードです。",
      .coded("schemeID", of: .all("cac:PartyLegalEntity").children("cbc:CompanyID"), .identifierSchemes)),
    .pint(
      "ibr-cl-25", .parties, .legal, "The scheme of an electronic address is of the list EAS.",
      "電子アドレスの体系は EAS のコードです。", .coded("schemeID", of: .all("cbc:EndpointID"), .endpointSchemes),
      help: Text(
        en: "In Japan: 0188 for the corporate number, 0221 for the registration number.",
        ja: "日本では法人番号が 0188、登録番号が 0221 です。")),
    .pint(
      "ibr-cl-26", .parties, .delivery, "The scheme of a delivery location is of ISO 6523.",
      "納入場所識別子の体系は ISO 6523 のコードです。",
      .coded("schemeID", of: .all("cac:DeliveryLocation").children("cbc:ID"), .identifierSchemes)),
    .pint(
      "ibr-cl-14", .parties, .legal, "A country is a code of ISO 3166-1.", "国コードは ISO 3166-1 の 2 文字コードです。",
      .coded(.all("cac:Country").children("cbc:IdentificationCode"), .countries)),
  ]

  private static let forms: [Rule] = [
    form("ibr-068", ["0088"], "A GLN consists of digits with a valid check digit.", "GLN は検査数字の合う数字列です。") {
      PartyNumber.isGLN($0)
    },
    form("ibr-127", ["0007"], "A Swedish organisation number has 10 digits.", "スウェーデンの組織番号は 10 桁です。") {
      PartyNumber.hasDigits($0, 10)
    },
    form(
      "ibr-069", ["0192"], "A Norwegian organisation number has 9 digits, the last a check digit.",
      "ノルウェーの組織番号は検査数字を含む 9 桁です。"
    ) { PartyNumber.isNorwegian($0) },
    form("ibr-070", ["0184"], "A Danish CVR number is DK and 8 digits.", "デンマークの CVR 番号は DK と 8 桁の数字です。") {
      $0.hasPrefix("DK") && PartyNumber.hasDigits(String($0.dropFirst(2)), 8)
    },
    form(
      "ibr-113", ["0208"], "A Belgian enterprise number has 10 digits, the last two a check.",
      "ベルギーの企業番号は検査数字を含む 10 桁です。"
    ) { PartyNumber.isBelgian($0) },
    form("ibr-114", ["0201"], "An Italian IPA code has 6 letters or digits.", "イタリアの IPA コードは英数字 6 文字です。") {
      $0.utf8.count == 6 && $0.utf8.allSatisfy(PartyNumber.isLetterOrDigit)
    },
    form(
      "ibr-115", ["0210", "9907"], "An Italian tax code has 11 digits or 16 letters and digits.",
      "イタリアの納税者番号は 11 桁の数字または 16 文字の英数字です。"
    ) { PartyNumber.isCodiceFiscale($0) },
    form("ibr-116", ["0211", "9906"], "An Italian VAT number is IT and 11 digits.", "イタリアの VAT 番号は IT と 11 桁の数字です。") {
      PartyNumber.isPartitaIVA($0)
    },
    form(
      "ibr-120", ["0151"], "An Australian business number has 11 digits with a valid check.",
      "オーストラリアの事業者番号は検査数字を含む 11 桁です。"
    ) { PartyNumber.isABN($0) },
    .ours(
      "SEK-PTY-002", .parties, .legal, "A number of scheme 0188 is a corporate number whose check digit fits.",
      "体系 0188 の番号は検査数字の合う 13 桁の法人番号です。", severity: .warning, action: .provideInformation,
      basis: "法人番号の指定等に関する省令 art. 2",
      .each(numbers(["0188"])) { inspection, element in
        if let number = CorporateNumber(element.value), number.hasValidCheckDigit { return }
        inspection.refuse(
          element, found: element.value,
          expected: CorporateNumber(element.value).map {
            Text(en: "\($0.checkDigit) as first digit", ja: "先頭の数字は \($0.checkDigit)")
          } ?? Text(en: "13 digits", ja: "13 桁の数字"))
      }),
    .ours(
      "SEK-PTY-003", .parties, .legal, "A number of scheme 0221 is a registration number, T and 13 digits.",
      "体系 0221 の番号は登録番号(T と 13 桁の数字)です。", severity: .warning, action: .provideInformation,
      basis: "Peppol EAS 0221",
      .each(numbers(["0221"])) { inspection, element in
        if RegistrationNumber(element.value) != nil { return }
        inspection.refuse(
          element, found: element.value, expected: Text(en: "T and 13 digits", ja: "T と 13 桁の数字"))
      }),
  ]

  /// Endpoints, identifiers and legal registrations of these schemes.
  private static func numbers(_ schemes: [String]) -> Scope {
    Scope { tree in
      let identifiers = tree.all("cac:PartyIdentification").flatMap { $0.all("cbc:ID") }
      return (tree.all("cbc:EndpointID") + identifiers + tree.all("cbc:CompanyID"))
        .filter { schemes.contains($0.attribute("schemeID") ?? "") && !$0.value.isEmpty }
    }
  }

  private static func form(
    _ id: String, _ schemes: [String], _ en: String, _ ja: String, _ isValid: @escaping @Sendable (String) -> Bool
  ) -> Rule {
    .pint(
      id, .parties, .legal, en, ja,
      .each(numbers(schemes)) { inspection, element in
        guard !isValid(element.value) else { return }
        inspection.refuse(element, found: element.value, expected: Text(en: en, ja: ja))
      })
  }
}

extension Scope {
  func children(_ name: String) -> Scope { Scope { elements($0).flatMap { $0.all(Path(stringLiteral: name)) } } }
}
