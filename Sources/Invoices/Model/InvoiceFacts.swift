/// What an invoice says, as far as it can be read: the input of matching, search and display. Read leniently: a value
/// that is missing or malformed is nil here and a finding in the report.
///
/// As JSON: the members below in snake case; dates `YYYY-MM-DD`, amounts and quantities decimal strings.
package struct InvoiceFacts: Sendable, Hashable {
  package struct Identifier: Sendable, Hashable {
    package let scheme: String?
    package let value: String
  }

  package struct Party: Sendable, Hashable {
    package let name: String?
    package let tradingName: String?
    package let endpoint: Identifier?
    /// ibt-031 or ibt-048 where it has the form `T` + 13 digits, whatever its check digit.
    package let registrationNumber: RegistrationNumber?
    package let legalRegistration: Identifier?
    package let country: String?
  }

  /// One entry of the tax breakdown.
  package struct Tax: Sendable, Hashable {
    package let category: String?
    /// Percent.
    package let rate: ExactDecimal?
    package let taxable: ExactDecimal?
    package let tax: ExactDecimal?
  }

  package struct Line: Sendable, Hashable {
    package let id: String?
    package let name: String?
    package let quantity: ExactDecimal?
    /// UN/ECE Recommendation 20.
    package let unit: String?
    package let price: ExactDecimal?
    package let amount: ExactDecimal?
    package let category: String?
    package let rate: ExactDecimal?
    package let orderReference: String?
    package let orderLine: String?
  }

  package let profile: Profile
  package let number: String?
  package let issueDate: InvoiceDate?
  package let dueDate: InvoiceDate?
  package let typeCode: String?
  package let currency: Currency?
  package let seller: Party
  package let buyer: Party
  package let contractReference: String?
  package let orderReference: String?
  package let projectReference: String?
  package let buyerReference: String?
  /// Numbers of invoices that this one corrects or sums up.
  package let precedingInvoices: [String]
  /// First and last day of supply over the invoicing period and the lines' periods.
  package let supplyStart: InvoiceDate?
  package let supplyEnd: InvoiceDate?
  package let lineTotal: ExactDecimal?
  package let net: ExactDecimal?
  package let tax: ExactDecimal?
  package let gross: ExactDecimal?
  package let prepaid: ExactDecimal?
  package let payable: ExactDecimal?
  package let taxes: [Tax]
  /// The tax in the accounting currency, for invoices in another than yen.
  package let taxInAccountingCurrency: Money?
  package let lines: [Line]
  package let attachments: Int

  /// By what the supplier is known, for "same supplier, same number": the registration number, else the endpoint.
  package var supplierKey: String? {
    seller.registrationNumber?.description ?? seller.endpoint.map { ($0.scheme ?? "") + ":" + $0.value }
  }

  /// Whether the document returns money: a negative amount due.
  package var isReturn: Bool { payable?.isNegative ?? false }
}

extension InvoiceFacts {
  init(_ root: TreeElement, profile: Profile) {
    let currency = root.text("cbc:DocumentCurrencyCode").flatMap(Currency.init)
    let taxTotals = root.all("cac:TaxTotal")
    let main = taxTotals.first { $0.taxTotalCurrency == currency?.code }
    let other = taxTotals.first { $0.taxTotalCurrency != currency?.code }
    let totals = root.child("cac:LegalMonetaryTotal")
    let days = ["cbc:StartDate", "cbc:EndDate"].flatMap { root.tree.all($0) }
      .filter { $0.parent?.name == "cac:InvoicePeriod" }.compactMap(\.date)
    self.init(
      profile: profile, number: root.text("cbc:ID"), issueDate: root.first("cbc:IssueDate")?.date,
      dueDate: root.first("cbc:DueDate")?.date, typeCode: root.text("cbc:InvoiceTypeCode"), currency: currency,
      seller: Party(root.first("cac:AccountingSupplierParty/cac:Party")),
      buyer: Party(root.first("cac:AccountingCustomerParty/cac:Party")),
      contractReference: root.text("cac:ContractDocumentReference/cbc:ID"),
      orderReference: root.text("cac:OrderReference/cbc:ID"),
      projectReference: root.text("cac:ProjectReference/cbc:ID"), buyerReference: root.text("cbc:BuyerReference"),
      precedingInvoices: root.all("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID").map(\.value)
        .filter { !$0.isEmpty },
      supplyStart: days.min(), supplyEnd: days.max(), lineTotal: totals?.number("cbc:LineExtensionAmount"),
      net: totals?.number("cbc:TaxExclusiveAmount"), tax: main?.number("cbc:TaxAmount"),
      gross: totals?.number("cbc:TaxInclusiveAmount"), prepaid: totals?.number("cbc:PrepaidAmount"),
      payable: totals?.number("cbc:PayableAmount"), taxes: (main?.all("cac:TaxSubtotal") ?? []).map(Tax.init),
      taxInAccountingCurrency: other.flatMap { total in
        guard let code = total.taxTotalCurrency, let currency = Currency(code), let tax = total.number("cbc:TaxAmount")
        else { return nil }
        return Money(tax, currency)
      },
      lines: root.all("cac:InvoiceLine").map(Line.init),
      attachments: root.tree.all("cbc:EmbeddedDocumentBinaryObject").count)
  }
}

extension InvoiceFacts.Identifier {
  init?(_ element: TreeElement?) {
    guard let element, !element.value.isEmpty else { return nil }
    self.init(scheme: element.attribute("schemeID"), value: element.value)
  }
}

extension InvoiceFacts.Party {
  init(_ party: TreeElement?) {
    self.init(
      name: party?.text("cac:PartyLegalEntity/cbc:RegistrationName"),
      tradingName: party?.text("cac:PartyName/cbc:Name"),
      endpoint: .init(party?.child("cbc:EndpointID")),
      registrationNumber: party?.consumptionTaxNumbers.first.flatMap { RegistrationNumber($0.value) },
      legalRegistration: .init(party?.first("cac:PartyLegalEntity/cbc:CompanyID")),
      country: party?.text("cac:PostalAddress/cac:Country/cbc:IdentificationCode"))
  }
}

extension InvoiceFacts.Tax {
  init(_ breakdown: TreeElement) {
    self.init(
      category: breakdown.text("cac:TaxCategory/cbc:ID"), rate: breakdown.number("cac:TaxCategory/cbc:Percent"),
      taxable: breakdown.number("cbc:TaxableAmount"), tax: breakdown.number("cbc:TaxAmount"))
  }
}

extension InvoiceFacts.Line {
  init(_ line: TreeElement) {
    let quantity = line.child("cbc:InvoicedQuantity")
    self.init(
      id: line.text("cbc:ID"), name: line.text("cac:Item/cbc:Name"), quantity: quantity?.number,
      unit: quantity?.attribute("unitCode"), price: line.number("cac:Price/cbc:PriceAmount"),
      amount: line.number("cbc:LineExtensionAmount"), category: line.lineTaxCategory?.text("cbc:ID"),
      rate: line.lineTaxCategory?.number("cbc:Percent"),
      orderReference: line.text("cac:OrderLineReference/cac:OrderReference/cbc:ID"),
      orderLine: line.text("cac:OrderLineReference/cbc:LineID"))
  }
}
