import Diagnostics

/// References to orders, contracts, projects, earlier invoices and deliveries.
enum ReferenceRules {
  static let rules: [Rule] = [
    .pint(
      "ibr-094", .references, .references, "An invoice refers to at most one contract (ibt-012).",
      "契約書参照(ibt-012)は 1 個までです。", .single("cac:ContractDocumentReference/cbc:ID")),
    .pint(
      "ibr-095", .references, .references, "An invoice refers to at most one receiving advice (ibt-015).",
      "受領書参照(ibt-015)は 1 個までです。", .single("cac:ReceiptDocumentReference/cbc:ID")),
    .pint(
      "ibr-096", .references, .references, "An invoice refers to at most one despatch advice (ibt-016).",
      "出荷案内書参照(ibt-016)は 1 個までです。", .single("cac:DespatchDocumentReference/cbc:ID")),
    .pint(
      "ibr-sr-52", .references, .references, "An invoice refers to at most one tender or lot (ibt-017).",
      "入札またはロット参照(ibt-017)は 1 個までです。", .single("cac:OriginatorDocumentReference/cbc:ID")),
    .pint(
      "ibr-sr-39", .references, .references, "An invoice refers to at most one project (ibt-011).",
      "プロジェクト参照(ibt-011)は 1 個までです。", .single("cac:ProjectReference/cbc:ID")),
    .pint(
      "ibr-090", .references, .references, "An invoice has at most one project reference of either kind (ibt-011).",
      "プロジェクト参照(ibt-011)は文書全体で 1 個までです。",
      Check { inspection in
        for references in [
          inspection.root.all("cac:ProjectReference"), inspection.root.documentReferences(ofType: "50"),
        ] where references.count > 1 {
          inspection.refuse(references[1], found: "\(references.count)", expected: .atMost(1))
        }
      }),
    .pint(
      "ibr-055", .references, .references, "A preceding invoice reference (ibg-03) gives the number (ibt-025).",
      "先行請求書参照(ibg-03)には請求書番号(ibt-025)が必要です。",
      .present("cac:InvoiceDocumentReference/cbc:ID", in: .at("cac:BillingReference"))),
    .pint(
      "ibr-sr-07", .references, .references, "The number of a preceding invoice (ibt-025) is present.",
      "先行請求書の番号(ibt-025)が必要です。",
      .present("cac:InvoiceDocumentReference/cbc:ID", in: .at("cac:BillingReference"))),
    .pint(
      "ibr-sr-06", .references, .references, "One reference group names one preceding invoice (ibt-025).",
      "先行請求書参照 1 個に書ける請求書は 1 個です(ibt-025)。",
      .single("cac:InvoiceDocumentReference", in: .at("cac:BillingReference"))),
    .pint(
      "ibr-078", .references, .references, "An invoice names at most one invoiced object (ibt-018).",
      "請求対象オブジェクト(ibt-018)は文書全体で 1 個までです。",
      Check { inspection in
        let objects = inspection.root.documentReferences(ofType: "130")
        if objects.count > 1 { inspection.refuse(objects[1], found: "\(objects.count)", expected: .atMost(1)) }
      }),
    .pint(
      "ibr-071", .references, .references, "An invoiced object (ibt-018) carries no attachment.",
      "請求対象オブジェクト(ibt-018)に添付文書は付けられません。", invoicedObjectWithout("cac:Attachment")),
    .pint(
      "ibr-072", .references, .references, "An invoiced object (ibt-018) carries no description.",
      "請求対象オブジェクト(ibt-018)に説明は付けられません。", invoicedObjectWithout("cbc:DocumentDescription")),
    .pint(
      "ibr-092", .references, .references,
      "Despatch advices are referred to on lines (ibt-184) or for the whole invoice (ibt-016), not both.",
      "出荷案内書参照は明細(ibt-184)か文書全体(ibt-016)のどちらか一方に書きます。",
      .each(.at("cac:InvoiceLine/cac:DespatchLineReference/cac:DocumentReference/cbc:ID")) { inspection, reference in
        guard !inspection.tree.all("cac:DespatchDocumentReference").isEmpty else { return }
        inspection.refuse(
          reference, found: reference.value, expected: Text(en: "one of the two places", ja: "どちらか一方だけ"))
      }),
    .pint(
      "ibr-sr-62", .references, .references, "A line refers to at most one despatch advice (ibt-184).",
      "明細の出荷案内書参照(ibt-184)は 1 個までです。",
      .single("cac:DocumentReference", in: .at("cac:InvoiceLine/cac:DespatchLineReference"))),
    .pint(
      "ibr-109", .references, .references, "A line refers to at most one order line (ibt-132).",
      "明細の発注明細参照(ibt-132)は 1 個までです。", .single("cac:OrderLineReference/cbc:LineID", in: .lines)),
    .pint(
      "ibr-089", .references, .references, "A line names at most one invoiced object (ibt-128).",
      "明細の請求対象オブジェクト(ibt-128)は 1 個までです。",
      .each(.lines) { inspection, line in
        let objects = line.all("cac:DocumentReference").filter { $0.text("cbc:DocumentTypeCode") == "130" }
        if objects.count > 1 { inspection.refuse(objects[1], found: "\(objects.count)", expected: .atMost(1)) }
      }),
    .pint(
      "ibr-cl-07", .references, .references, "The scheme of an invoiced object (ibt-018, ibt-128) is of UNTDID 1153.",
      "請求対象オブジェクト(ibt-018、ibt-128)の体系は UNTDID 1153 のコードです。",
      .coded("schemeID", of: invoicedObjects, .referenceQualifiers)),
    .ours(
      "SEK-REF-001", .references, .references, "The invoice names the contract that it claims under (ibt-012).",
      "どの契約に基づく請求かを契約書参照(ibt-012)に書いてください。",
      basis: "optional in the standard; invoices are matched by it",
      help: Text(
        en: "Put the contract's number, as the ordering office gave it, into cac:ContractDocumentReference/cbc:ID.",
        ja: "発注部署が付けた契約番号を cac:ContractDocumentReference/cbc:ID に書いてください。"),
      Check { inspection in
        guard inspection.options.contractRequired,
          inspection.root.text("cac:ContractDocumentReference/cbc:ID") == nil
        else { return }
        inspection.refuse(missing: "cac:ContractDocumentReference/cbc:ID", in: inspection.root)
      }),
  ]

  private static let invoicedObjects = Scope { tree in
    (tree.all("cac:AdditionalDocumentReference") + tree.all("cac:DocumentReference"))
      .filter { $0.text("cbc:DocumentTypeCode") == "130" }.compactMap { $0.child("cbc:ID") }
  }

  private static func invoicedObjectWithout(_ path: Path) -> Check {
    Check { inspection in
      for reference in inspection.root.documentReferences(ofType: "130") {
        guard let element = reference.first(path) else { continue }
        inspection.refuse(element, expected: Text(en: "a reference of its own", ja: "別の参照に分けて記載"))
      }
    }
  }
}

extension TreeElement {
  fileprivate func documentReferences(ofType code: String) -> [TreeElement] {
    all("cac:AdditionalDocumentReference").filter { $0.text("cbc:DocumentTypeCode") == code }
  }
}
