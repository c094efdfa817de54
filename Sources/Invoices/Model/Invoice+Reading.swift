extension Invoice {
  /// The invoice that a UBL document states, nil where something is missing or malformed that every invoice has
  /// (`checkInvoice` says what). Elements outside JP PINT are not read.
  package init?(ubl bytes: [UInt8], limits: InvoiceLimits = InvoiceLimits()) {
    guard bytes.count <= limits.documentBytes, let tree = try? XMLReader.read(bytes, limits: limits),
      tree.root.name == "Invoice"
    else { return nil }
    self.init(tree.root)
  }

  private init?(_ root: TreeElement) {
    guard let profile = Profile(specification: root.text("cbc:CustomizationID") ?? ""),
      let number = root.text("cbc:ID"), let issued = root.first("cbc:IssueDate")?.date,
      let currency = root.text("cbc:DocumentCurrencyCode").flatMap(Currency.init),
      let seller = root.first("cac:AccountingSupplierParty/cac:Party").flatMap(Party.init),
      let buyer = root.first("cac:AccountingCustomerParty/cac:Party").flatMap(Party.init),
      let lines = root.read("cac:InvoiceLine", Line.init), !lines.isEmpty,
      let charges = root.read("cac:AllowanceCharge", AllowanceCharge.init),
      let taxes = root.read("cac:TaxTotal", TaxTotal.init),
      let totals = root.child("cac:LegalMonetaryTotal").flatMap(Totals.init)
    else { return nil }
    self.init(
      profile: profile, number: number, issueDate: issued, currency: currency, seller: seller, buyer: buyer,
      lines: lines)
    dueDate = root.first("cbc:DueDate")?.date
    note = root.text("cbc:Note")
    taxPointDate = root.first("cbc:TaxPointDate")?.date
    taxCurrency = root.text("cbc:TaxCurrencyCode").flatMap(Currency.init)
    accountingCost = root.text("cbc:AccountingCost")
    buyerReference = root.text("cbc:BuyerReference")
    period = root.child("cac:InvoicePeriod").map(Period.init)
    references = References(root)
    attachments = root.all("cac:AdditionalDocumentReference").compactMap(Attachment.init)
    payee = root.child("cac:PayeeParty").flatMap(Payee.init)
    taxRepresentative = root.child("cac:TaxRepresentativeParty").flatMap(TaxRepresentative.init)
    delivery = root.child("cac:Delivery").map(Delivery.init)
    paymentMeans = root.all("cac:PaymentMeans").compactMap(PaymentMeans.init)
    paymentTerms = root.all("cac:PaymentTerms").map(PaymentTerms.init)
    prepayments = root.all("cac:PrepaidPayment").compactMap(Prepayment.init)
    allowanceCharges = charges
    taxTotals = taxes
    self.totals = totals
  }
}

extension TreeElement {
  /// Every element at the path read, nil if one of them cannot be.
  fileprivate func read<Value>(_ path: Path, _ read: (TreeElement) -> Value?) -> [Value]? {
    let elements = all(path)
    let values = elements.compactMap(read)
    return values.count == elements.count ? values : nil
  }

  fileprivate func identifier(_ path: Path) -> Invoice.Identifier? { first(path).flatMap(Invoice.Identifier.init) }
}

extension Invoice.Identifier {
  fileprivate init?(_ element: TreeElement) {
    guard !element.value.isEmpty else { return nil }
    self.init(element.value, scheme: element.attribute("schemeID"))
  }
}

extension Invoice.Period {
  fileprivate init(_ period: TreeElement) {
    self.init(start: period.first("cbc:StartDate")?.date, end: period.first("cbc:EndDate")?.date)
  }
}

extension Invoice.References {
  fileprivate init(_ root: TreeElement) {
    self.init()
    order = root.text("cac:OrderReference/cbc:ID")
    salesOrder = root.text("cac:OrderReference/cbc:SalesOrderID")
    precedingInvoices = root.all("cac:BillingReference/cac:InvoiceDocumentReference").compactMap { reference in
      reference.text("cbc:ID").map { .init(number: $0, issueDate: reference.first("cbc:IssueDate")?.date) }
    }
    despatchAdvice = root.text("cac:DespatchDocumentReference/cbc:ID")
    receivingAdvice = root.text("cac:ReceiptDocumentReference/cbc:ID")
    tender = root.text("cac:OriginatorDocumentReference/cbc:ID")
    contract = root.text("cac:ContractDocumentReference/cbc:ID")
    invoicedObject = root.all("cac:AdditionalDocumentReference").first { $0.text("cbc:DocumentTypeCode") == "130" }?
      .identifier("cbc:ID")
    project = root.text("cac:ProjectReference/cbc:ID")
  }
}

extension Invoice.Attachment {
  fileprivate init?(_ reference: TreeElement) {
    guard let id = reference.text("cbc:ID"), reference.text("cbc:DocumentTypeCode") != "130" else { return nil }
    let object = reference.first("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
    self.init(
      reference: id, description: reference.text("cbc:DocumentDescription"),
      location: reference.text("cac:Attachment/cac:ExternalReference/cbc:URI"),
      file: object.map {
        File(
          name: $0.attribute("filename") ?? "", mediaType: $0.attribute("mimeCode") ?? "", content: $0.value)
      })
  }
}

extension Invoice.Address {
  fileprivate init?(_ address: TreeElement) {
    guard let country = address.text("cac:Country/cbc:IdentificationCode") else { return nil }
    self.init(
      street: address.text("cbc:StreetName"), additionalStreet: address.text("cbc:AdditionalStreetName"),
      city: address.text("cbc:CityName"), postalCode: address.text("cbc:PostalZone"),
      subdivision: address.text("cbc:CountrySubentity"), thirdLine: address.text("cac:AddressLine/cbc:Line"),
      country: country)
  }
}

extension Invoice.Party {
  fileprivate init?(_ party: TreeElement) {
    guard let name = party.text("cac:PartyLegalEntity/cbc:RegistrationName"),
      let endpoint = party.identifier("cbc:EndpointID"),
      let address = party.child("cac:PostalAddress").flatMap(Invoice.Address.init)
    else { return nil }
    self.init(
      name: name, endpoint: endpoint, address: address, taxNumber: party.consumptionTaxNumbers.first?.value,
      legalRegistration: party.identifier("cac:PartyLegalEntity/cbc:CompanyID"))
    identifiers = party.all("cac:PartyIdentification/cbc:ID").compactMap(Invoice.Identifier.init)
    tradingName = party.text("cac:PartyName/cbc:Name")
    legalForm = party.text("cac:PartyLegalEntity/cbc:CompanyLegalForm")
    contact = party.child("cac:Contact").map {
      Invoice.Contact(
        name: $0.text("cbc:Name"), telephone: $0.text("cbc:Telephone"), email: $0.text("cbc:ElectronicMail"))
    }
  }
}

extension Invoice.Payee {
  fileprivate init?(_ payee: TreeElement) {
    guard let name = payee.text("cac:PartyName/cbc:Name") else { return nil }
    self.init(
      name: name, identifier: payee.identifier("cac:PartyIdentification/cbc:ID"),
      legalRegistration: payee.identifier("cac:PartyLegalEntity/cbc:CompanyID"))
  }
}

extension Invoice.TaxRepresentative {
  fileprivate init?(_ party: TreeElement) {
    guard let name = party.text("cac:PartyName/cbc:Name"), let number = party.text("cac:PartyTaxScheme/cbc:CompanyID"),
      let address = party.child("cac:PostalAddress").flatMap(Invoice.Address.init)
    else { return nil }
    self.init(name: name, address: address, taxNumber: number)
  }
}

extension Invoice.Delivery {
  fileprivate init(_ delivery: TreeElement) {
    self.init(
      date: delivery.first("cbc:ActualDeliveryDate")?.date,
      location: delivery.identifier("cac:DeliveryLocation/cbc:ID"),
      address: delivery.first("cac:DeliveryLocation/cac:Address").flatMap(Invoice.Address.init),
      receiver: delivery.text("cac:DeliveryParty/cac:PartyName/cbc:Name"))
  }
}
