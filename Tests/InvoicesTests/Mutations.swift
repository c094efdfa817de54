@testable import Invoices

/// For every rule that the checker applies, at least one way to break it.
enum Mutations {
  static let all: [Mutation] =
    document + header + periods + references + parties + identifiers + payment + allowances + tax + categories + totals
    + lines + attachments

  private static let supplier = "cac:AccountingSupplierParty/cac:Party"
  private static let customer = "cac:AccountingCustomerParty/cac:Party"
  private static let vat = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"

  private static let document: [Mutation] = [
    .init("ibr-079", .set("cbc:AccountingCost", ""), at: "cbc:AccountingCost"),
    .init(
      "ibr-079", .insert(after: "cac:OrderReference", "<cac:BillingReference/>"), at: "cac:BillingReference[1]",
      also: ["ibr-055", "ibr-sr-07"]),
    .init(
      "SEK-NUM-001", .set("cac:LegalMonetaryTotal/cbc:PayableAmount", "1,000"),
      at: "cac:LegalMonetaryTotal/cbc:PayableAmount"),
    .init(
      "SEK-NUM-001", .set("cac:LegalMonetaryTotal/cbc:PayableAmount", "1e3"),
      at: "cac:LegalMonetaryTotal/cbc:PayableAmount"),
    .init(
      "SEK-NUM-002", .set("cac:InvoiceLine[1]/cbc:InvoicedQuantity", "0.0000000000000001"),
      .set("cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount", "0.000000000000000001"),
      .set("cac:InvoiceLine[1]/cac:AllowanceCharge[2]/cbc:Amount", "999999999999999999"), at: "", also: ["SEK-LIN-004"]),
    .init("SEK-UBL-001", .remove("cac:OrderReference/cbc:ID"), at: "cac:OrderReference/cbc:ID"),
    .init("SEK-UBL-002", .duplicate("cbc:ID"), at: "cbc:ID[2]"),
    .init(
      "SEK-UBL-002", .duplicate("cac:LegalMonetaryTotal/cbc:PayableAmount"),
      at: "cac:LegalMonetaryTotal/cbc:PayableAmount[2]"),
    .init("SEK-UBL-003", .insert(after: "cbc:ID", "<cbc:Colour>red</cbc:Colour>"), at: "cbc:Colour"),
    .init("SEK-UBL-003", .insert(after: "cac:PaymentMeans/cbc:ID", "text"), at: "cac:PaymentMeans"),
    .init("SEK-UBL-003", .set("cbc:AccountingCost", "<cbc:ID>1</cbc:ID>"), at: "cbc:AccountingCost"),
    .init(
      "SEK-UBL-005",
      .insertBefore(
        "cac:LegalMonetaryTotal",
        "<cac:WithholdingTaxTotal><cbc:TaxAmount currencyID=\"JPY\">0</cbc:TaxAmount></cac:WithholdingTaxTotal>"),
      at: "cac:WithholdingTaxTotal"),
    .init(
      "SEK-UBL-004", .remove("cbc:Note"), .insert(after: "cbc:BuyerReference", "<cbc:Note>late</cbc:Note>"),
      at: "cbc:Note"),
  ]

  private static let header: [Mutation] = [
    .init("ibr-001", .remove("cbc:CustomizationID"), at: "cbc:CustomizationID", also: ["aligned-ibrp-001-jp"]),
    .init("ibr-sr-63", .set("cbc:CustomizationID", "urn:peppol:pint:billing-1@jp-1*"), at: "cbc:CustomizationID"),
    .init(
      "aligned-ibrp-001-jp", .set("cbc:CustomizationID", "urn:peppol:pint:billing-1@eu-1"), at: "cbc:CustomizationID"),
    .init(
      "aligned-ibrp-001-jp", .set("cbc:CustomizationID", "urn:peppol:pint:billing-1@jp-10"), at: "cbc:CustomizationID"),
    .init("ibr-076", .remove("cbc:ProfileID"), at: "cbc:ProfileID", also: ["aligned-ibrp-002-jp"]),
    .init("aligned-ibrp-002-jp", .set("cbc:ProfileID", "urn:peppol:bis:order"), at: "cbc:ProfileID"),
    .init(
      "aligned-ibrp-002-jp", .set("cbc:ProfileID", "urn:peppol:bis:selfbilling"), at: "cbc:ProfileID",
      in: .nonTaxRegistered),
    .init(
      "aligned-ibrp-002-jp-sb", .set("cbc:ProfileID", "urn:peppol:bis:billing"), at: "cbc:ProfileID", in: .selfBilling),
    .init("ibr-002", .remove("cbc:ID"), at: "cbc:ID"),
    .init("ibr-003", .remove("cbc:IssueDate"), at: "cbc:IssueDate"),
    .init("ibr-004", .remove("cbc:InvoiceTypeCode"), at: "cbc:InvoiceTypeCode"),
    .init("ibr-cl-01", .set("cbc:InvoiceTypeCode", "381"), at: "cbc:InvoiceTypeCode", also: ["aligned-ibrp-cl-02-jp"]),
    .init("aligned-ibrp-cl-02-jp", .set("cbc:InvoiceTypeCode", "386"), at: "cbc:InvoiceTypeCode"),
    .init("ibr-cl-01-jp-ntr", .set("cbc:InvoiceTypeCode", "380"), at: "cbc:InvoiceTypeCode", in: .nonTaxRegistered),
    .init("ibr-cl-01-jp-sb", .set("cbc:InvoiceTypeCode", "380"), at: "cbc:InvoiceTypeCode", in: .selfBilling),
    .init("ibr-005", .remove("cbc:DocumentCurrencyCode"), at: "cbc:DocumentCurrencyCode"),
    .init(
      "ibr-cl-04", .set("cbc:DocumentCurrencyCode", "YEN"), at: "cbc:DocumentCurrencyCode",
      also: ["ibr-126", "ibr-co-15"]),
    .init(
      "ibr-cl-05", .insert(after: "cbc:DocumentCurrencyCode", "<cbc:TaxCurrencyCode>YEN</cbc:TaxCurrencyCode>"),
      at: "cbc:TaxCurrencyCode", also: ["aligned-ibr-jp-05", "ibr-053"]),
    .init(
      "aligned-ibr-jp-05", .set("cbc:TaxCurrencyCode", "USD"), at: "cbc:TaxCurrencyCode",
      also: ["ibr-053", "ibr-126", "aligned-ibrp-045"], currency: "EUR"),
    .init(
      "ibr-077", .insert(after: "cbc:DocumentCurrencyCode", "<cbc:TaxCurrencyCode>JPY</cbc:TaxCurrencyCode>"),
      at: "cbc:TaxCurrencyCode"),
    .init("ibr-sr-51", .duplicate("cbc:Note"), at: "cbc:Note[2]"),
    .init("SEK-HDR-002", .set("cbc:ID", "156\u{200B}"), at: "cbc:ID"),
    .init(
      "SEK-HDR-002", .set("cac:ContractDocumentReference/cbc:ID", "CR\u{202E}1"),
      at: "cac:ContractDocumentReference/cbc:ID"),
    .init("SEK-HDR-001", .set("cbc:IssueDate", "2026-05-01"), at: "cbc:IssueDate"),
  ]

  private static let periods: [Mutation] = [
    .init("ibr-073", .set("cbc:IssueDate", "2026/04/30"), at: "cbc:IssueDate"),
    .init("ibr-073", .set("cbc:DueDate", "2026-02-29"), at: "cbc:DueDate"),
    .init(
      "ibr-073", .set("cac:Delivery/cbc:ActualDeliveryDate", "2026-04-28+09:00"),
      at: "cac:Delivery/cbc:ActualDeliveryDate"),
    .init("ibr-119", .insert(after: "cbc:IssueDate", "<cbc:IssueTime>25:00:00</cbc:IssueTime>"), at: "cbc:IssueTime"),
    .init(
      "ibr-029", .set("cac:InvoicePeriod/cbc:EndDate", "2026-03-31"), at: "cac:InvoicePeriod/cbc:EndDate",
      also: ["ibr-086"]),
    .init(
      "ibr-030", .set("cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:StartDate", "2026-04-30"),
      .set("cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:EndDate", "2026-04-29"),
      at: "cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:EndDate"),
    .init(
      "ibr-co-19", .remove("cac:InvoicePeriod/cbc:StartDate"), .set("cac:InvoicePeriod/cbc:EndDate", "x"),
      .remove("cac:InvoicePeriod/cbc:EndDate"), .insertBefore("cac:OrderReference", ""),
      at: "cac:InvoicePeriod/cbc:StartDate", also: ["ibr-079"]),
    .init(
      "ibr-co-20", .remove("cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:StartDate"),
      .remove("cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:EndDate"),
      at: "cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:StartDate", also: ["ibr-079"]),
    .init(
      "ibr-085", .set("cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:StartDate", "2026-03-31"),
      at: "cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:StartDate"),
    .init(
      "ibr-086", .set("cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:EndDate", "2026-05-01"),
      at: "cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:EndDate"),
    .init("ibr-097", .duplicate("cac:InvoicePeriod"), at: "cac:InvoicePeriod[2]"),
    .init("ibr-110", .duplicate("cac:InvoiceLine[1]/cac:InvoicePeriod"), at: "cac:InvoiceLine[1]/cac:InvoicePeriod[2]"),
    .init(
      "ibr-sr-49",
      .insert(
        after: "cac:InvoicePeriod/cbc:EndDate",
        "<cbc:DescriptionCode>3</cbc:DescriptionCode><cbc:DescriptionCode>35</cbc:DescriptionCode>"),
      at: "cac:InvoicePeriod/cbc:DescriptionCode[2]"),
    .init(
      "aligned-ibrp-052", .remove("cac:InvoicePeriod"), .remove("cac:InvoiceLine[1]/cac:InvoicePeriod"),
      at: "cac:InvoicePeriod"),
  ]

  private static let references: [Mutation] = [
    .init("ibr-094", .duplicate("cac:ContractDocumentReference"), at: "cac:ContractDocumentReference[2]/cbc:ID"),
    .init("ibr-095", .duplicate("cac:ReceiptDocumentReference"), at: "cac:ReceiptDocumentReference[2]/cbc:ID"),
    .init("ibr-096", .duplicate("cac:DespatchDocumentReference"), at: "cac:DespatchDocumentReference[2]/cbc:ID"),
    .init("ibr-sr-52", .duplicate("cac:OriginatorDocumentReference"), at: "cac:OriginatorDocumentReference[2]/cbc:ID"),
    .init("ibr-sr-39", .duplicate("cac:ProjectReference"), at: "cac:ProjectReference[2]/cbc:ID", also: ["ibr-090"]),
    .init(
      "ibr-090",
      .insert(
        after: "cac:ContractDocumentReference",
        String(
          repeating:
            "<cac:AdditionalDocumentReference><cbc:ID>p</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>",
          count: 2)), at: "cac:AdditionalDocumentReference[2]"),
    .init(
      "ibr-055", .remove("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"),
      at: "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", also: ["ibr-sr-07"]),
    .init(
      "ibr-sr-07", .remove("cac:BillingReference/cac:InvoiceDocumentReference"),
      at: "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", also: ["ibr-055", "ibr-079"]),
    .init(
      "ibr-sr-06", .duplicate("cac:BillingReference/cac:InvoiceDocumentReference"),
      at: "cac:BillingReference/cac:InvoiceDocumentReference[2]", also: ["SEK-UBL-002"]),
    .init("ibr-078", .duplicate("cac:AdditionalDocumentReference[1]"), at: "cac:AdditionalDocumentReference[2]"),
    .init(
      "ibr-071",
      .insert(
        after: "cac:AdditionalDocumentReference[1]/cbc:DocumentTypeCode",
        "<cac:Attachment><cac:ExternalReference><cbc:URI>https://example.jp</cbc:URI></cac:ExternalReference></cac:Attachment>"
      ), at: "cac:AdditionalDocumentReference[1]/cac:Attachment"),
    .init(
      "ibr-072",
      .insert(
        after: "cac:AdditionalDocumentReference[1]/cbc:DocumentTypeCode",
        "<cbc:DocumentDescription>x</cbc:DocumentDescription>"),
      at: "cac:AdditionalDocumentReference[1]/cbc:DocumentDescription"),
    .init(
      "ibr-092",
      .insert(
        after: "cac:InvoiceLine[1]/cac:OrderLineReference",
        "<cac:DespatchLineReference><cbc:LineID>1</cbc:LineID><cac:DocumentReference><cbc:ID>d</cbc:ID></cac:DocumentReference></cac:DespatchLineReference>"
      ), at: "cac:InvoiceLine[1]/cac:DespatchLineReference/cac:DocumentReference/cbc:ID"),
    .init(
      "ibr-sr-62", .remove("cac:DespatchDocumentReference"),
      .insert(
        after: "cac:InvoiceLine[1]/cac:OrderLineReference",
        "<cac:DespatchLineReference><cbc:LineID>1</cbc:LineID><cac:DocumentReference><cbc:ID>d</cbc:ID></cac:DocumentReference><cac:DocumentReference><cbc:ID>e</cbc:ID></cac:DocumentReference></cac:DespatchLineReference>"
      ), at: "cac:InvoiceLine[1]/cac:DespatchLineReference/cac:DocumentReference[2]", also: ["SEK-UBL-002"]),
    .init(
      "ibr-109", .duplicate("cac:InvoiceLine[1]/cac:OrderLineReference"),
      at: "cac:InvoiceLine[1]/cac:OrderLineReference[2]/cbc:LineID"),
    .init(
      "ibr-089", .duplicate("cac:InvoiceLine[1]/cac:DocumentReference[2]"),
      at: "cac:InvoiceLine[1]/cac:DocumentReference[3]"),
    .init(
      "ibr-cl-07", .attribute("cac:AdditionalDocumentReference[1]/cbc:ID", "schemeID", "QQQ"),
      at: "cac:AdditionalDocumentReference[1]/cbc:ID"),
    .init(
      "ibr-cl-07", .attribute("cac:InvoiceLine[1]/cac:DocumentReference[2]/cbc:ID", "schemeID", "QQQ"),
      at: "cac:InvoiceLine[1]/cac:DocumentReference[2]/cbc:ID"),
    .init("SEK-REF-001", .remove("cac:ContractDocumentReference"), at: "cac:ContractDocumentReference/cbc:ID"),
  ]

  private static let parties: [Mutation] = [
    .init(
      "ibr-006", .remove(supplier + "/cac:PartyLegalEntity/cbc:RegistrationName"),
      at: supplier + "/cac:PartyLegalEntity/cbc:RegistrationName"),
    .init(
      "ibr-006", .remove("cac:AccountingSupplierParty"), at: supplier + "/cac:PartyLegalEntity/cbc:RegistrationName",
      also: ["ibr-008"]),
    .init("ibr-008", .remove(supplier + "/cac:PostalAddress"), at: supplier + "/cac:PostalAddress"),
    .init(
      "ibr-009", .remove(supplier + "/cac:PostalAddress/cac:Country"),
      at: supplier + "/cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
    .init("ibr-081", .remove(supplier + "/cbc:EndpointID"), at: supplier + "/cbc:EndpointID"),
    .init(
      "ibr-062", .attribute(supplier + "/cbc:EndpointID", "schemeID", nil), at: supplier + "/cbc:EndpointID/@schemeID"),
    .init(
      "ibr-co-26", .remove(supplier + "/cac:PartyIdentification"),
      .remove(supplier + "/cac:PartyLegalEntity/cbc:CompanyID"), at: supplier + "/cac:PartyLegalEntity/cbc:CompanyID",
      in: .nonTaxRegistered),
    .init(
      "ibr-sr-42",
      .insert(
        after: supplier + "/cac:PartyTaxScheme",
        "<cac:PartyTaxScheme><cbc:CompanyID>1</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>2</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
      ), at: supplier + "/cac:PartyTaxScheme[3]", also: ["aligned-ibrp-sr-13"]),
    .init(
      "aligned-ibrp-sr-13",
      .insert(
        after: supplier + "/cac:PartyIdentification",
        "<cac:PartyTaxScheme><cbc:CompanyID>1</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>2</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
      ), at: supplier + "/cac:PartyTaxScheme[2]/cbc:CompanyID", also: ["aligned-ibr-jp-04-ntr", "SEK-UBL-004"],
      in: .nonTaxRegistered),
    .init(
      "ibr-098", .duplicate(supplier + "/cac:PartyLegalEntity/cbc:RegistrationName"),
      at: supplier + "/cac:PartyLegalEntity/cbc:RegistrationName[2]", also: ["SEK-UBL-002"]),
    .init("ibr-099", .duplicate(supplier + "/cac:PartyName"), at: supplier + "/cac:PartyName[2]/cbc:Name"),
    .init(
      "ibr-100", .duplicate(supplier + "/cac:PartyLegalEntity/cbc:CompanyID"),
      at: supplier + "/cac:PartyLegalEntity/cbc:CompanyID[2]", also: ["SEK-UBL-002"]),
    .init(
      "ibr-101", .duplicate(supplier + "/cac:PartyLegalEntity/cbc:CompanyLegalForm"),
      at: supplier + "/cac:PartyLegalEntity/cbc:CompanyLegalForm[2]", also: ["SEK-UBL-002"]),
    .init(
      "ibr-sr-53", .duplicate(supplier + "/cac:PostalAddress/cac:AddressLine"),
      at: supplier + "/cac:PostalAddress/cac:AddressLine[2]/cbc:Line"),
    .init(
      "aligned-ibr-jp-04", .remove(supplier + "/cac:PartyTaxScheme"), at: supplier + "/cac:PartyTaxScheme/cbc:CompanyID"
    ),
    .init(
      "aligned-ibr-jp-04", .set(supplier + "/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", "LOC"),
      at: supplier + "/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", in: .selfBilling),
    .init(
      "aligned-ibr-jp-04-ntr",
      .insert(
        after: supplier + "/cac:PostalAddress",
        "<cac:PartyTaxScheme><cbc:CompanyID>T7000012050002</cbc:CompanyID>" + vat + "</cac:PartyTaxScheme>"),
      at: supplier + "/cac:PartyTaxScheme/cbc:CompanyID", in: .nonTaxRegistered),
    .init(
      "aligned-ibr-jp-01", .set(supplier + "/cac:PartyTaxScheme/cbc:CompanyID", "7000012050002"),
      at: supplier + "/cac:PartyTaxScheme/cbc:CompanyID"),
    .init(
      "aligned-ibr-jp-01", .set(supplier + "/cac:PartyTaxScheme/cbc:CompanyID", "T700001205000"),
      at: supplier + "/cac:PartyTaxScheme/cbc:CompanyID"),
    .init(
      "aligned-ibr-jp-01", .set(supplier + "/cac:PartyTaxScheme/cbc:CompanyID", "T７０００012050002"),
      at: supplier + "/cac:PartyTaxScheme/cbc:CompanyID"),
    .init(
      "SEK-PTY-001", .set(supplier + "/cac:PartyTaxScheme/cbc:CompanyID", "T1234567890123"),
      at: supplier + "/cac:PartyTaxScheme/cbc:CompanyID"),
    .init(
      "aligned-ibrp-009", .duplicate(supplier + "/cac:PartyTaxScheme"),
      at: supplier + "/cac:PartyTaxScheme[2]/cbc:CompanyID", also: ["aligned-ibrp-sr-12"]),
    .init(
      "aligned-ibrp-sr-12", .duplicate(supplier + "/cac:PartyTaxScheme"),
      at: supplier + "/cac:PartyTaxScheme[2]/cbc:CompanyID", also: ["aligned-ibrp-009"]),
    .init(
      "ibr-sr-57", .remove(customer + "/cac:PartyTaxScheme/cbc:CompanyID"),
      at: customer + "/cac:PartyTaxScheme/cbc:CompanyID"),
    .init(
      "ibr-007", .remove(customer + "/cac:PartyLegalEntity/cbc:RegistrationName"),
      at: customer + "/cac:PartyLegalEntity/cbc:RegistrationName"),
    .init("ibr-010", .remove(customer + "/cac:PostalAddress"), at: customer + "/cac:PostalAddress"),
    .init(
      "ibr-011", .remove(customer + "/cac:PostalAddress/cac:Country"),
      at: customer + "/cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
    .init("ibr-080", .remove(customer + "/cbc:EndpointID"), at: customer + "/cbc:EndpointID"),
    .init(
      "ibr-063", .attribute(customer + "/cbc:EndpointID", "schemeID", nil), at: customer + "/cbc:EndpointID/@schemeID"),
    .init(
      "ibr-102", .duplicate(customer + "/cac:PartyLegalEntity/cbc:RegistrationName"),
      at: customer + "/cac:PartyLegalEntity/cbc:RegistrationName[2]", also: ["SEK-UBL-002"]),
    .init(
      "ibr-112",
      .insert(
        after: customer + "/cac:PartyIdentification",
        "<cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName><cac:PartyName><cbc:Name>b</cbc:Name></cac:PartyName>"),
      at: customer + "/cac:PartyName[2]/cbc:Name"),
    .init(
      "ibr-103", .duplicate(customer + "/cac:PartyLegalEntity/cbc:CompanyID"),
      at: customer + "/cac:PartyLegalEntity/cbc:CompanyID[2]", also: ["SEK-UBL-002"]),
    .init(
      "ibr-104", .duplicate(customer + "/cac:PartyTaxScheme"), at: customer + "/cac:PartyTaxScheme[2]/cbc:CompanyID"),
    .init(
      "ibr-sr-16", .duplicate(customer + "/cac:PartyIdentification"),
      at: customer + "/cac:PartyIdentification[2]/cbc:ID"),
    .init(
      "ibr-sr-54", .duplicate(customer + "/cac:PostalAddress/cac:AddressLine"),
      at: customer + "/cac:PostalAddress/cac:AddressLine[2]/cbc:Line"),
    .init(
      "ibr-017", .set("cac:PayeeParty/cac:PartyName/cbc:Name", "架空システム"), at: "cac:PayeeParty/cac:PartyName/cbc:Name"),
    .init("ibr-017", .remove("cac:PayeeParty/cac:PartyName"), at: "cac:PayeeParty/cac:PartyName/cbc:Name"),
    .init(
      "ibr-105", .duplicate("cac:PayeeParty/cac:PartyIdentification"),
      at: "cac:PayeeParty/cac:PartyIdentification[2]/cbc:ID"),
    .init(
      "ibr-106",
      .insert(
        after: "cac:PayeeParty/cac:PartyName",
        "<cac:PartyLegalEntity><cbc:CompanyID>1</cbc:CompanyID></cac:PartyLegalEntity><cac:PartyLegalEntity><cbc:CompanyID>2</cbc:CompanyID></cac:PartyLegalEntity>"
      ), at: "cac:PayeeParty/cac:PartyLegalEntity[2]/cbc:CompanyID"),
    .init("ibr-sr-19", .duplicate("cac:PayeeParty/cac:PartyName"), at: "cac:PayeeParty/cac:PartyName[2]/cbc:Name"),
    .init(
      "ibr-018", .remove("cac:TaxRepresentativeParty/cac:PartyName"),
      at: "cac:TaxRepresentativeParty/cac:PartyName/cbc:Name"),
    .init(
      "ibr-019", .remove("cac:TaxRepresentativeParty/cac:PostalAddress"),
      at: "cac:TaxRepresentativeParty/cac:PostalAddress"),
    .init(
      "ibr-020", .remove("cac:TaxRepresentativeParty/cac:PostalAddress/cac:Country"),
      at: "cac:TaxRepresentativeParty/cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
    .init(
      "ibr-056", .remove("cac:TaxRepresentativeParty/cac:PartyTaxScheme"),
      at: "cac:TaxRepresentativeParty/cac:PartyTaxScheme/cbc:CompanyID"),
    .init(
      "aligned-ibrp-010", .duplicate("cac:TaxRepresentativeParty/cac:PartyTaxScheme"),
      at: "cac:TaxRepresentativeParty/cac:PartyTaxScheme[2]/cbc:CompanyID"),
    .init(
      "ibr-sr-22", .duplicate("cac:TaxRepresentativeParty/cac:PartyName"),
      at: "cac:TaxRepresentativeParty/cac:PartyName[2]/cbc:Name"),
    .init(
      "ibr-sr-55",
      .insert(
        after: "cac:TaxRepresentativeParty/cac:PostalAddress/cbc:CityName",
        "<cac:AddressLine><cbc:Line>a</cbc:Line></cac:AddressLine><cac:AddressLine><cbc:Line>b</cbc:Line></cac:AddressLine>"
      ), at: "cac:TaxRepresentativeParty/cac:PostalAddress/cac:AddressLine[2]/cbc:Line"),
    .init("ibr-107", .duplicate("cac:Delivery"), at: "cac:Delivery[2]"),
    .init(
      "ibr-108", .duplicate("cac:Delivery/cac:DeliveryParty/cac:PartyName"),
      at: "cac:Delivery/cac:DeliveryParty/cac:PartyName[2]/cbc:Name"),
    .init(
      "ibr-057", .remove("cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country"),
      at: "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"),
    .init(
      "ibr-sr-56",
      .insert(
        after: "cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CityName",
        "<cac:AddressLine><cbc:Line>a</cbc:Line></cac:AddressLine><cac:AddressLine><cbc:Line>b</cbc:Line></cac:AddressLine>"
      ), at: "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:AddressLine[2]/cbc:Line"),
  ]

  private static func endpoint(_ rule: String, _ scheme: String, _ value: String) -> Mutation {
    .init(
      rule, .attribute(supplier + "/cbc:EndpointID", "schemeID", scheme), .set(supplier + "/cbc:EndpointID", value),
      at: supplier + "/cbc:EndpointID")
  }

  private static let identifiers: [Mutation] = [
    .init(
      "ibr-cl-10", .attribute(customer + "/cac:PartyIdentification/cbc:ID", "schemeID", "SEPA"),
      at: customer + "/cac:PartyIdentification/cbc:ID"),
    .init(
      "ibr-cl-11", .attribute(supplier + "/cac:PartyLegalEntity/cbc:CompanyID", "schemeID", "9999"),
      at: supplier + "/cac:PartyLegalEntity/cbc:CompanyID"),
    endpoint("ibr-cl-25", "0147", "1"),
    .init(
      "ibr-cl-26", .attribute("cac:Delivery/cac:DeliveryLocation/cbc:ID", "schemeID", "X"),
      at: "cac:Delivery/cac:DeliveryLocation/cbc:ID"),
    .init(
      "ibr-cl-14", .set(supplier + "/cac:PostalAddress/cac:Country/cbc:IdentificationCode", "JPN"),
      at: supplier + "/cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
    endpoint("ibr-068", "0088", "9482348239847239875"), endpoint("ibr-068", "0088", "94823A"),
    endpoint("ibr-127", "0007", "55656666"), endpoint("ibr-069", "0192", "987654320"),
    endpoint("ibr-070", "0184", "DK1234567"),
    endpoint("ibr-113", "0208", "0123456789"), endpoint("ibr-114", "0201", "12345"),
    endpoint("ibr-115", "0210", "RSSMRA80A01"),
    endpoint("ibr-116", "0211", "IT12345678901"), endpoint("ibr-120", "0151", "51824753557"),
    endpoint("SEK-PTY-002", "0188", "7000012050003"), endpoint("SEK-PTY-002", "0188", "70000120500"),
    endpoint("SEK-PTY-003", "0221", "7000012050002"),
  ]

  private static let payment: [Mutation] = [
    .init(
      "ibr-049", .remove("cac:PaymentMeans/cbc:PaymentMeansCode"), at: "cac:PaymentMeans/cbc:PaymentMeansCode",
      also: ["aligned-ibrp-049"]),
    .init(
      "aligned-ibrp-049", .remove("cac:PaymentMeans/cbc:PaymentMeansCode"), at: "cac:PaymentMeans/cbc:PaymentMeansCode",
      also: ["ibr-049"]),
    .init(
      "ibr-sr-27", .duplicate("cac:PaymentMeans/cbc:PaymentMeansCode"), at: "cac:PaymentMeans/cbc:PaymentMeansCode[2]",
      also: ["SEK-UBL-002"]),
    .init(
      "ibr-cl-16", .set("cac:PaymentMeans/cbc:PaymentMeansCode", "99"), at: "cac:PaymentMeans/cbc:PaymentMeansCode"),
    .init(
      "aligned-ibrp-016", .remove("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"),
      at: "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"),
    .init(
      "aligned-ibrp-016", .remove("cac:PaymentMeans/cac:PayeeFinancialAccount"),
      at: "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"),
    .init(
      "aligned-ibrp-017",
      .insertBefore(
        "cac:PaymentMeans/cac:PayeeFinancialAccount",
        "<cac:CardAccount><cbc:PrimaryAccountNumberID>1234567</cbc:PrimaryAccountNumberID><cbc:NetworkID>V</cbc:NetworkID></cac:CardAccount>"
      ), at: "cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID"),
    .init(
      "aligned-ibrp-019", .set("cac:PaymentMeans/cbc:PaymentMeansCode", "49"),
      at: "cac:PaymentMeans/cac:PaymentMandate/cbc:ID"),
    .init(
      "aligned-ibrp-014",
      .insert(
        after: "cac:PaymentMeans",
        "<cac:PaymentMeans><cbc:PaymentMeansCode>10</cbc:PaymentMeansCode><cbc:PaymentID>9</cbc:PaymentID></cac:PaymentMeans>"
      ), at: "cac:PaymentMeans[2]/cbc:PaymentID"),
    .init(
      "ibr-sr-28",
      .insert(
        after: "cac:PaymentMeans/cac:PayeeFinancialAccount",
        "<cac:PaymentMandate><cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID></cac:PaymentMandate>"),
      at: "cac:PaymentMeans/cac:PaymentMandate/cbc:ID[2]", also: ["SEK-UBL-002"]),
    .init(
      "ibr-066",
      .insertBefore(
        "cac:PaymentMeans/cac:PayeeFinancialAccount",
        String(
          repeating:
            "<cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID><cbc:NetworkID>V</cbc:NetworkID></cac:CardAccount>",
          count: 2)), at: "cac:PaymentMeans/cac:CardAccount[2]", also: ["SEK-UBL-002"]),
    .init(
      "ibr-067",
      .insert(
        after: "cac:PaymentMeans/cac:PayeeFinancialAccount",
        "<cac:PaymentMandate><cbc:ID>1</cbc:ID></cac:PaymentMandate><cac:PaymentMandate><cbc:ID>1</cbc:ID></cac:PaymentMandate>"
      ), at: "cac:PaymentMeans/cac:PaymentMandate[2]", also: ["SEK-UBL-002", "ibr-sr-28"]),
    .init(
      "ibr-sr-59",
      .insert(
        after: "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID",
        "<cac:Address><cac:AddressLine><cbc:Line>a</cbc:Line></cac:AddressLine><cac:AddressLine><cbc:Line>b</cbc:Line></cac:AddressLine></cac:Address>"
      ),
      at:
        "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cac:Address/cac:AddressLine[2]/cbc:Line"
    ),
    .init("ibr-sr-05", .duplicate("cac:PaymentTerms/cbc:Note"), at: "cac:PaymentTerms/cbc:Note[2]"),
    .init("ibr-sr-60", .duplicate("cac:PaymentTerms/cbc:PaymentMeansID"), at: "cac:PaymentTerms/cbc:PaymentMeansID[2]"),
    .init(
      "ibr-093", .remove("cac:LegalMonetaryTotal/cbc:PrepaidAmount"), at: "cac:LegalMonetaryTotal/cbc:PrepaidAmount",
      also: ["ibr-co-16"]),
    .init(
      "SEK-PAY-001", .set("cac:PrepaidPayment/cbc:PaidAmount", "999"), at: "cac:LegalMonetaryTotal/cbc:PrepaidAmount"),
    .init("SEK-PAY-002", .set("cbc:DueDate", "2026-04-29"), at: "cbc:DueDate"),
  ]

  private static let allowances: [Mutation] = [
    .init(
      "ibr-082", .set("cac:AllowanceCharge[1]/cbc:ChargeIndicator", "0"),
      at: "cac:AllowanceCharge[1]/cbc:ChargeIndicator", also: ["ibr-co-11"]),
    .init(
      "ibr-082", .remove("cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:ChargeIndicator"),
      at: "cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:ChargeIndicator"),
    .init("ibr-031", .remove("cac:AllowanceCharge[1]/cbc:Amount"), at: "cac:AllowanceCharge[1]/cbc:Amount"),
    .init("ibr-036", .remove("cac:AllowanceCharge[2]/cbc:Amount"), at: "cac:AllowanceCharge[2]/cbc:Amount"),
    .init(
      "ibr-041", .remove("cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:Amount"),
      at: "cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:Amount"),
    .init(
      "ibr-043", .remove("cac:InvoiceLine[1]/cac:AllowanceCharge[2]/cbc:Amount"),
      at: "cac:InvoiceLine[1]/cac:AllowanceCharge[2]/cbc:Amount"),
    .init(
      "ibr-033", .remove("cac:AllowanceCharge[1]/cbc:AllowanceChargeReason"),
      .remove("cac:AllowanceCharge[1]/cbc:AllowanceChargeReasonCode"),
      at: "cac:AllowanceCharge[1]/cbc:AllowanceChargeReason"),
    .init(
      "ibr-038", .remove("cac:AllowanceCharge[2]/cbc:AllowanceChargeReason"),
      .remove("cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode"),
      at: "cac:AllowanceCharge[2]/cbc:AllowanceChargeReason"),
    .init(
      "ibr-042", .remove("cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:AllowanceChargeReason"),
      .remove("cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:AllowanceChargeReasonCode"),
      at: "cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:AllowanceChargeReason"),
    .init(
      "ibr-044", .remove("cac:InvoiceLine[1]/cac:AllowanceCharge[2]/cbc:AllowanceChargeReason"),
      .remove("cac:InvoiceLine[1]/cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode"),
      at: "cac:InvoiceLine[1]/cac:AllowanceCharge[2]/cbc:AllowanceChargeReason"),
    .init(
      "ibr-sr-30", .duplicate("cac:AllowanceCharge[1]/cbc:AllowanceChargeReason"),
      at: "cac:AllowanceCharge[1]/cbc:AllowanceChargeReason[2]"),
    .init(
      "ibr-sr-31", .duplicate("cac:AllowanceCharge[2]/cbc:AllowanceChargeReason"),
      at: "cac:AllowanceCharge[2]/cbc:AllowanceChargeReason[2]"),
    .init(
      "ibr-cl-19", .set("cac:AllowanceCharge[1]/cbc:AllowanceChargeReasonCode", "FC"),
      at: "cac:AllowanceCharge[1]/cbc:AllowanceChargeReasonCode"),
    .init(
      "ibr-cl-20", .set("cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode", "95"),
      at: "cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode"),
    .init(
      "ibr-sr-61",
      .insert(
        after: "cac:AllowanceCharge[1]/cac:TaxCategory/cbc:Percent",
        "<cbc:TaxExemptionReason>a</cbc:TaxExemptionReason><cbc:TaxExemptionReason>b</cbc:TaxExemptionReason>"),
      at: "cac:AllowanceCharge[1]/cac:TaxCategory/cbc:TaxExemptionReason[2]"),
    .init(
      "aligned-ibrp-032-jp", .remove("cac:AllowanceCharge[1]/cac:TaxCategory/cbc:Percent"),
      at: "cac:AllowanceCharge[1]/cac:TaxCategory/cbc:Percent"),
    .init(
      "aligned-ibrp-032-jp", .remove("cac:AllowanceCharge[1]/cac:TaxCategory"),
      at: "cac:AllowanceCharge[1]/cac:TaxCategory/cbc:ID"),
    .init(
      "aligned-ibrp-037-jp", .remove("cac:AllowanceCharge[2]/cac:TaxCategory/cbc:ID"),
      at: "cac:AllowanceCharge[2]/cac:TaxCategory/cbc:ID"),
    .init(
      "SEK-ALW-001", .set("cac:AllowanceCharge[1]/cbc:BaseAmount", "5010"), at: "cac:AllowanceCharge[1]/cbc:Amount"),
  ]

  private static let tax: [Mutation] = [
    .init(
      "aligned-ibrp-045", .remove("cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxableAmount"),
      at: "cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxableAmount"),
    .init(
      "aligned-ibrp-046", .remove("cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount"),
      at: "cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount"),
    .init(
      "aligned-ibrp-047", .remove("cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:ID"),
      at: "cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:ID", also: ["aligned-ibrp-e-01"]),
    .init(
      "aligned-ibrp-048", .remove("cac:TaxTotal/cac:TaxSubtotal[1]/cac:TaxCategory/cbc:Percent"),
      at: "cac:TaxTotal/cac:TaxSubtotal[1]/cac:TaxCategory/cbc:Percent", also: ["SEK-TAX-004"]),
    .init(
      "aligned-ibrp-051-jp", .set("cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount", "30133"),
      .set("cac:TaxTotal/cbc:TaxAmount", "30299"), .set("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", "337185"),
      .set("cac:LegalMonetaryTotal/cbc:PayableAmount", "336185"), at: "cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount"),
    .init(
      "aligned-ibrp-051-jp", .set("cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount", "30130"),
      at: "cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount", also: ["ibr-co-14"]),
    .init(
      "aligned-ibr-jp-06", .set("cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount", "30131.0"),
      at: "cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount"),
    .init(
      "aligned-ibr-jp-07-ntr", .set("cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount", "1"),
      at: "cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxAmount", also: ["ibr-co-14"], in: .nonTaxRegistered),
    .init("aligned-ibrp-053-jp", .duplicate("cac:TaxTotal"), at: "cac:TaxTotal[2]"),
    .init(
      "ibr-co-14", .set("cac:TaxTotal/cbc:TaxAmount", "30298"), at: "cac:TaxTotal/cbc:TaxAmount", also: ["ibr-co-15"]),
    .init(
      "ibr-co-14", .set("cac:TaxTotal[2]/cbc:TaxAmount", "1"), at: "cac:TaxTotal[2]/cbc:TaxAmount", currency: "EUR"),
    .init("ibr-053", .remove("cac:TaxTotal[2]"), at: "cbc:TaxCurrencyCode", currency: "EUR"),
    .init(
      "ibr-084", .set("cac:TaxTotal[2]/cbc:TaxAmount", "-1"), at: "cac:TaxTotal[2]/cbc:TaxAmount", also: ["ibr-co-14"],
      currency: "EUR"),
    .init("ibr-124", .set("cac:TaxTotal/cbc:TaxAmount", "30297.000"), at: "cac:TaxTotal/cbc:TaxAmount"),
    .init(
      "ibr-sr-32",
      .insert(
        after: "cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:Percent",
        "<cbc:TaxExemptionReason>a</cbc:TaxExemptionReason><cbc:TaxExemptionReason>b</cbc:TaxExemptionReason>"),
      at: "cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:TaxExemptionReason[2]"),
    .init(
      "SEK-TAX-001", .set("cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "5"),
      at: "cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", also: ["SEK-TAX-003", "SEK-TAX-004"]),
    .init(
      "SEK-TAX-002", .duplicate("cac:TaxTotal/cac:TaxSubtotal[2]"), at: "cac:TaxTotal/cac:TaxSubtotal[3]",
      also: ["ibr-co-14"]),
    .init(
      "SEK-TAX-003", .set("cac:TaxTotal/cac:TaxSubtotal[3]/cbc:TaxableAmount", "3491"),
      at: "cac:TaxTotal/cac:TaxSubtotal[3]/cbc:TaxableAmount"),
    .init(
      "SEK-TAX-003", .set("cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxableAmount", "301316"),
      at: "cac:TaxTotal/cac:TaxSubtotal[1]/cbc:TaxableAmount"),
    .init(
      "SEK-TAX-004", .remove("cac:TaxTotal/cac:TaxSubtotal[2]"),
      at: "cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory", also: ["ibr-co-14"]),
    .init(
      "SEK-TAX-005", .remove("cac:TaxTotal[2]/cac:TaxSubtotal[2]"), at: "cac:TaxTotal[2]/cac:TaxSubtotal",
      also: ["ibr-co-14"], currency: "EUR"),
    .init(
      "SEK-TAX-007", .duplicate("cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory"),
      at: "cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory[2]"),
    .init(
      "SEK-TAX-007", .duplicate("cac:AllowanceCharge[2]/cac:TaxCategory"),
      at: "cac:AllowanceCharge[2]/cac:TaxCategory[2]"),
    .init(
      "SEK-TAX-006",
      .insert(after: "cac:TaxTotal/cbc:TaxAmount", "<cbc:TaxIncludedIndicator>true</cbc:TaxIncludedIndicator>"),
      at: "cac:TaxTotal/cbc:TaxIncludedIndicator"),
  ]

  private static let categories: [Mutation] =
    [
      .init(
        "aligned-ibrp-cl-01-jp", .set("cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cbc:ID", "Z"),
        at: "cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cbc:ID"),
      .init(
        "aligned-ibr-jp-03", .set("cac:TaxTotal/cac:TaxSubtotal[2]/cac:TaxCategory/cac:TaxScheme/cbc:ID", "vat"),
        at: "cac:TaxTotal/cac:TaxSubtotal[2]/cac:TaxCategory/cac:TaxScheme/cbc:ID"),
      .init(
        "aligned-ibrp-e-01", .remove("cac:TaxTotal/cac:TaxSubtotal[3]"),
        at: "cac:InvoiceLine[3]/cac:Item/cac:ClassifiedTaxCategory"),
      .init("aligned-ibrp-e-01", .duplicate("cac:TaxTotal/cac:TaxSubtotal[3]"), at: "cac:TaxTotal/cac:TaxSubtotal[4]"),
    ] + ["e", "g", "o"].flatMap(group)

  /// Lines, allowances, charges and breakdowns turned into exempt, export or out of scope, with what these forbid.
  private static func group(_ letter: String) -> [Mutation] {
    let code = letter.uppercased()
    let line = "cac:InvoiceLine[3]/cac:Item/cac:ClassifiedTaxCategory"
    let rate = "5"
    let breakdown = "cac:TaxTotal/cac:TaxSubtotal[3]"
    let moved: Set<String> = [
      "aligned-ibrp-e-01", "aligned-ibrp-\(letter)-01", "SEK-TAX-003", "SEK-TAX-004", "aligned-ibrp-051-jp",
    ]
    return [
      .init(
        "aligned-ibrp-\(letter)-05", .set(line + "/cbc:ID", code), .set(line + "/cbc:Percent", rate),
        at: line + "/cbc:Percent", also: moved),
      .init(
        "aligned-ibrp-\(letter)-06", .set("cac:AllowanceCharge[1]/cac:TaxCategory/cbc:ID", code),
        at: "cac:AllowanceCharge[1]/cac:TaxCategory/cbc:Percent", also: moved),
      .init(
        "aligned-ibrp-\(letter)-07", .set("cac:AllowanceCharge[2]/cac:TaxCategory/cbc:ID", code),
        at: "cac:AllowanceCharge[2]/cac:TaxCategory/cbc:Percent", also: moved),
      .init(
        "aligned-ibrp-\(letter)-09", .set(breakdown + "/cac:TaxCategory/cbc:ID", code),
        .set(breakdown + "/cbc:TaxAmount", "7"), at: breakdown + "/cbc:TaxAmount", also: moved.union(["ibr-co-14"])),
      .init(
        "aligned-ibrp-\(letter)-01", .set(line + "/cbc:ID", code), .duplicate(breakdown),
        .set("cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:ID", code),
        .set("cac:TaxTotal/cac:TaxSubtotal[4]/cac:TaxCategory/cbc:ID", code), at: "cac:TaxTotal/cac:TaxSubtotal[4]",
        also: moved.union(["aligned-ibrp-o-05"]).subtracting(["aligned-ibrp-\(letter)-01"])),
    ]
  }

  private static let totals: [Mutation] = [
    .init(
      "ibr-012", .remove("cac:LegalMonetaryTotal/cbc:LineExtensionAmount"),
      at: "cac:LegalMonetaryTotal/cbc:LineExtensionAmount"),
    .init(
      "ibr-013", .remove("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"),
      at: "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"),
    .init(
      "ibr-014", .remove("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"),
      at: "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"),
    .init(
      "ibr-015", .remove("cac:LegalMonetaryTotal/cbc:PayableAmount"), at: "cac:LegalMonetaryTotal/cbc:PayableAmount"),
    .init(
      "ibr-015", .remove("cac:LegalMonetaryTotal"), at: "cac:LegalMonetaryTotal/cbc:PayableAmount",
      also: ["ibr-012", "ibr-013", "ibr-014", "ibr-093"]),
    .init(
      "ibr-091", .set("cac:LegalMonetaryTotal/cbc:PayableAmount", "336183.000"),
      at: "cac:LegalMonetaryTotal/cbc:PayableAmount"),
    .init(
      "ibr-121", .set("cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount", "500.000"),
      at: "cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount"),
    .init(
      "ibr-122", .set("cac:LegalMonetaryTotal/cbc:ChargeTotalAmount", "800.000"),
      at: "cac:LegalMonetaryTotal/cbc:ChargeTotalAmount"),
    .init(
      "ibr-123", .set("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", "306886.000"),
      at: "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"),
    .init(
      "ibr-125", .set("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", "337183.000"),
      at: "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"),
    .init(
      "ibr-co-10", .set("cac:LegalMonetaryTotal/cbc:LineExtensionAmount", "306587"),
      at: "cac:LegalMonetaryTotal/cbc:LineExtensionAmount", also: ["ibr-co-13"]),
    .init(
      "ibr-co-11", .set("cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount", "501"),
      at: "cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount", also: ["ibr-co-13"]),
    .init(
      "ibr-co-11", .remove("cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount"),
      at: "cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount", also: ["ibr-co-13"]),
    .init(
      "ibr-co-12", .set("cac:LegalMonetaryTotal/cbc:ChargeTotalAmount", "801"),
      at: "cac:LegalMonetaryTotal/cbc:ChargeTotalAmount", also: ["ibr-co-13"]),
    .init(
      "ibr-co-13", .set("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", "306887"),
      at: "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", also: ["ibr-co-15"]),
    .init(
      "ibr-co-15", .set("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", "337184"),
      at: "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", also: ["ibr-co-16"]),
    .init("ibr-co-15", .remove("cac:TaxTotal"), at: "cac:TaxTotal/cbc:TaxAmount", also: ["aligned-ibrp-e-01"]),
    .init(
      "ibr-co-16", .set("cac:LegalMonetaryTotal/cbc:PayableAmount", "336184"),
      at: "cac:LegalMonetaryTotal/cbc:PayableAmount"),
    .init(
      "ibr-co-16",
      .insertBefore(
        "cac:LegalMonetaryTotal/cbc:PayableAmount",
        "<cbc:PayableRoundingAmount currencyID=\"JPY\">1</cbc:PayableRoundingAmount>"),
      at: "cac:LegalMonetaryTotal/cbc:PayableAmount"),
    .init(
      "ibr-126", .attribute("cac:InvoiceLine[1]/cbc:LineExtensionAmount", "currencyID", "USD"),
      at: "cac:InvoiceLine[1]/cbc:LineExtensionAmount"),
    .init(
      "ibr-126", .attribute("cac:TaxTotal/cbc:TaxAmount", "currencyID", "USD"), at: "cac:TaxTotal/cbc:TaxAmount",
      also: ["ibr-co-15", "aligned-ibrp-e-01"]),
    .init(
      "ibr-126", .attribute("cac:TaxTotal[2]/cac:TaxSubtotal[1]/cbc:TaxAmount", "currencyID", "EUR"),
      at: "cac:TaxTotal[2]/cac:TaxSubtotal[1]/cbc:TaxAmount", currency: "EUR"),
    .init(
      "ibr-cl-03", .attribute("cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount", "currencyID", "jpy"),
      at: "cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount", also: ["ibr-126"]),
    .init(
      "ibr-cl-03", .attribute("cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount", "currencyID", nil),
      at: "cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount/@currencyID", also: ["ibr-126"]),
  ]

  private static let lines: [Mutation] = [
    .init(
      "ibr-016", .remove("cac:InvoiceLine[3]"), .remove("cac:InvoiceLine[2]"), .remove("cac:InvoiceLine"),
      at: "cac:InvoiceLine", also: ["ibr-co-10", "SEK-TAX-003"]),
    .init("ibr-021", .remove("cac:InvoiceLine[1]/cbc:ID"), at: "cac:InvoiceLine[1]/cbc:ID"),
    .init(
      "ibr-022", .remove("cac:InvoiceLine[3]/cbc:InvoicedQuantity"), at: "cac:InvoiceLine[3]/cbc:InvoicedQuantity",
      also: ["ibr-023"]),
    .init(
      "ibr-023", .attribute("cac:InvoiceLine[3]/cbc:InvoicedQuantity", "unitCode", nil),
      at: "cac:InvoiceLine[3]/cbc:InvoicedQuantity/@unitCode"),
    .init(
      "ibr-cl-23", .attribute("cac:InvoiceLine[3]/cbc:InvoicedQuantity", "unitCode", "個"),
      at: "cac:InvoiceLine[3]/cbc:InvoicedQuantity"),
    .init(
      "ibr-024", .remove("cac:InvoiceLine[1]/cbc:LineExtensionAmount"), at: "cac:InvoiceLine[1]/cbc:LineExtensionAmount"
    ),
    .init("ibr-025", .remove("cac:InvoiceLine[2]/cac:Item/cbc:Name"), at: "cac:InvoiceLine[2]/cac:Item/cbc:Name"),
    .init("ibr-sr-34", .duplicate("cac:InvoiceLine[1]/cbc:Note"), at: "cac:InvoiceLine[1]/cbc:Note[2]"),
    .init(
      "ibr-sr-58", .remove("cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory/cbc:ID"),
      at: "cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory/cbc:ID"),
    .init(
      "ibr-sr-38",
      .insert(
        after: "cac:InvoiceLine[3]/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent",
        "<cbc:TaxExemptionReason>a</cbc:TaxExemptionReason><cbc:TaxExemptionReason>b</cbc:TaxExemptionReason>"),
      at: "cac:InvoiceLine[3]/cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReason[2]"),
    .init(
      "SEK-LIN-001", .set("cac:InvoiceLine[3]/cbc:InvoicedQuantity", "11"),
      at: "cac:InvoiceLine[3]/cbc:LineExtensionAmount"),
    .init(
      "SEK-LIN-001", .set("cac:InvoiceLine[2]/cac:Price/cbc:BaseQuantity", "3"),
      at: "cac:InvoiceLine[2]/cbc:LineExtensionAmount"),
    .init(
      "SEK-LIN-002", .remove("cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory"),
      at: "cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory"),
    .init(
      "SEK-LIN-002", .remove("cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"),
      at: "cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"),
    .init(
      "SEK-LIN-002", .remove("cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme"),
      at: "cac:InvoiceLine[2]/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme/cbc:ID"),
    .init("SEK-LIN-003", .set("cac:InvoiceLine[2]/cbc:ID", "1"), at: "cac:InvoiceLine[2]/cbc:ID"),
    .init("ibr-026", .remove("cac:InvoiceLine[3]/cac:Price"), at: "cac:InvoiceLine[3]/cac:Price/cbc:PriceAmount"),
    .init(
      "ibr-027", .set("cac:InvoiceLine[3]/cbc:InvoicedQuantity", "-10"),
      .set("cac:InvoiceLine[3]/cac:Price/cbc:PriceAmount", "-349"), at: "cac:InvoiceLine[3]/cac:Price/cbc:PriceAmount"),
    .init(
      "ibr-028", .set("cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:BaseAmount", "-1"),
      at: "cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:BaseAmount", also: ["SEK-LIN-004"]),
    .init(
      "ibr-087", .set("cac:InvoiceLine[2]/cac:Price/cbc:BaseQuantity", "0"),
      at: "cac:InvoiceLine[2]/cac:Price/cbc:BaseQuantity"),
    .init(
      "ibr-088", .attribute("cac:InvoiceLine[2]/cac:Price/cbc:BaseQuantity", "unitCode", "H87"),
      at: "cac:InvoiceLine[2]/cac:Price/cbc:BaseQuantity"),
    .init(
      "ibr-083", .set("cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:ChargeIndicator", "true"),
      at: "cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:ChargeIndicator"),
    .init(
      "ibr-111", .duplicate("cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge"),
      at: "cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge[2]/cbc:Amount"),
    .init(
      "SEK-LIN-004", .set("cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:Amount", "6"),
      at: "cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount"),
    .init(
      "SEK-LIN-004", .remove("cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:Amount"),
      at: "cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:Amount"),
    .init(
      "ibr-sr-50", .duplicate("cac:InvoiceLine[1]/cac:Item/cbc:Description"),
      at: "cac:InvoiceLine[1]/cac:Item/cbc:Description[2]"),
    .init(
      "ibr-054", .remove("cac:InvoiceLine[1]/cac:Item/cac:AdditionalItemProperty/cbc:Value"),
      at: "cac:InvoiceLine[1]/cac:Item/cac:AdditionalItemProperty/cbc:Value"),
    .init(
      "ibr-054", .remove("cac:InvoiceLine[1]/cac:Item/cac:AdditionalItemProperty/cbc:Name"),
      at: "cac:InvoiceLine[1]/cac:Item/cac:AdditionalItemProperty/cbc:Name"),
    .init(
      "ibr-064", .attribute("cac:InvoiceLine[1]/cac:Item/cac:StandardItemIdentification/cbc:ID", "schemeID", nil),
      at: "cac:InvoiceLine[1]/cac:Item/cac:StandardItemIdentification/cbc:ID/@schemeID"),
    .init(
      "ibr-cl-21", .attribute("cac:InvoiceLine[1]/cac:Item/cac:StandardItemIdentification/cbc:ID", "schemeID", "GTIN"),
      at: "cac:InvoiceLine[1]/cac:Item/cac:StandardItemIdentification/cbc:ID"),
    .init(
      "ibr-065",
      .attribute("cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", "listID", nil),
      at: "cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode/@listID"),
    .init(
      "ibr-cl-13",
      .attribute(
        "cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", "listID", "UNSPSC"),
      at: "cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"),
    .init(
      "ibr-cl-15", .set("cac:InvoiceLine[1]/cac:Item/cac:OriginCountry/cbc:IdentificationCode", "日本"),
      at: "cac:InvoiceLine[1]/cac:Item/cac:OriginCountry/cbc:IdentificationCode"),
  ]

  private static let attachments: [Mutation] = [
    .init(
      "ibr-052", .remove("cac:AdditionalDocumentReference[2]/cbc:ID"), at: "cac:AdditionalDocumentReference[2]/cbc:ID"),
    .init(
      "ibr-sr-33", .duplicate("cac:AdditionalDocumentReference[2]/cbc:DocumentDescription"),
      at: "cac:AdditionalDocumentReference[2]/cbc:DocumentDescription[2]"),
    .init(
      "ibr-074",
      .attribute("cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject", "mimeCode", nil),
      at: "cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@mimeCode"),
    .init(
      "ibr-075",
      .attribute("cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject", "filename", nil),
      at: "cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject/@filename"),
    .init(
      "ibr-cl-24",
      .attribute(
        "cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject", "mimeCode", "text/html"),
      at: "cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"),
    .init(
      "SEK-ATT-001", .set("cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject", "abc"),
      at: "cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"),
  ]
}
