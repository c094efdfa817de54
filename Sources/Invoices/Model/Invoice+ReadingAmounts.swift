extension Invoice.TaxCategory {
  init?(_ category: TreeElement) {
    guard let code = category.text("cbc:ID") else { return nil }
    self.init(code, rate: category.number("cbc:Percent"), exemptionReason: category.text("cbc:TaxExemptionReason"))
  }
}

extension Invoice.AllowanceCharge {
  init?(_ entry: TreeElement) {
    guard let isCharge = entry.isCharge, let amount = entry.number("cbc:Amount") else { return nil }
    self.init(
      isCharge: isCharge, reasonCode: entry.text("cbc:AllowanceChargeReasonCode"),
      reason: entry.text("cbc:AllowanceChargeReason"), percent: entry.number("cbc:MultiplierFactorNumeric"),
      amount: amount, base: entry.number("cbc:BaseAmount"),
      category: entry.child("cac:TaxCategory").flatMap(Invoice.TaxCategory.init))
  }
}

extension Invoice.TaxTotal {
  init?(_ total: TreeElement) {
    guard let tax = total.number("cbc:TaxAmount"), let currency = total.taxTotalCurrency.flatMap(Currency.init) else {
      return nil
    }
    let breakdown = total.all("cac:TaxSubtotal").compactMap(Breakdown.init)
    guard breakdown.count == total.all("cac:TaxSubtotal").count else { return nil }
    self.init(currency: currency, tax: tax, breakdown: breakdown)
  }
}

extension Invoice.TaxTotal.Breakdown {
  fileprivate init?(_ subtotal: TreeElement) {
    guard let tax = subtotal.number("cbc:TaxAmount"),
      let category = subtotal.child("cac:TaxCategory").flatMap(Invoice.TaxCategory.init)
    else { return nil }
    self.init(taxable: subtotal.number("cbc:TaxableAmount"), tax: tax, category: category)
  }
}

extension Invoice.Totals {
  init?(_ totals: TreeElement) {
    guard let lines = totals.number("cbc:LineExtensionAmount"), let net = totals.number("cbc:TaxExclusiveAmount"),
      let gross = totals.number("cbc:TaxInclusiveAmount"), let payable = totals.number("cbc:PayableAmount")
    else { return nil }
    self.init()
    (self.lines, self.net, self.gross, self.payable) = (lines, net, gross, payable)
    allowances = totals.number("cbc:AllowanceTotalAmount")
    charges = totals.number("cbc:ChargeTotalAmount")
    prepaid = totals.number("cbc:PrepaidAmount")
    rounding = totals.number("cbc:PayableRoundingAmount")
  }
}

extension Invoice.PaymentMeans {
  init?(_ means: TreeElement) {
    guard let code = means.text("cbc:PaymentMeansCode") else { return nil }
    self.init(
      code: code, name: means.child("cbc:PaymentMeansCode")?.attribute("name"), id: means.text("cbc:ID"),
      remittance: means.text("cbc:PaymentID"),
      accounts: means.all("cac:PayeeFinancialAccount").compactMap { account in
        guard let id = account.child("cbc:ID"), !id.value.isEmpty else { return nil }
        return Invoice.Account(
          id: .init(id.value, scheme: id.attribute("schemeID")), name: account.text("cbc:Name"),
          branch: account.text("cac:FinancialInstitutionBranch/cbc:ID"))
      })
  }
}

extension Invoice.PaymentTerms {
  init(_ terms: TreeElement) {
    self.init(
      note: terms.text("cbc:Note"), meansID: terms.text("cbc:PaymentMeansID"), amount: terms.number("cbc:Amount"),
      dueDate: terms.first("cbc:InstallmentDueDate")?.date)
  }
}

extension Invoice.Prepayment {
  init?(_ payment: TreeElement) {
    guard let amount = payment.number("cbc:PaidAmount") else { return nil }
    self.init(
      id: payment.text("cbc:ID"), amount: amount, receivedDate: payment.first("cbc:ReceivedDate")?.date,
      instruction: payment.text("cbc:InstructionID"))
  }
}

extension Invoice.Line {
  init?(_ line: TreeElement) {
    guard let id = line.text("cbc:ID"), let quantity = line.child("cbc:InvoicedQuantity"),
      let number = quantity.number, let unit = quantity.attribute("unitCode"),
      let amount = line.number("cbc:LineExtensionAmount"), let item = Invoice.Item(line),
      let price = line.child("cac:Price").flatMap(Invoice.Price.init)
    else { return nil }
    self.init(id: id, quantity: number, unit: unit, amount: amount, item: item, price: price)
    note = line.text("cbc:Note")
    accountingCost = line.text("cbc:AccountingCost")
    period = line.child("cac:InvoicePeriod").map {
      Invoice.Period(start: $0.first("cbc:StartDate")?.date, end: $0.first("cbc:EndDate")?.date)
    }
    orderLine = line.text("cac:OrderLineReference/cbc:LineID")
    order = line.text("cac:OrderLineReference/cac:OrderReference/cbc:ID")
    despatchAdvice = line.text("cac:DespatchLineReference/cac:DocumentReference/cbc:ID")
    let references = line.all("cac:DocumentReference")
    documents = references.filter { $0.text("cbc:DocumentTypeCode") != "130" }.compactMap { $0.text("cbc:ID") }
    invoicedObject = references.first { $0.text("cbc:DocumentTypeCode") == "130" }?.child("cbc:ID").map {
      Invoice.Identifier($0.value, scheme: $0.attribute("schemeID"))
    }
    allowanceCharges = line.all("cac:AllowanceCharge").compactMap(Invoice.AllowanceCharge.init)
  }
}

extension Invoice.Item {
  fileprivate init?(_ line: TreeElement) {
    guard let item = line.child("cac:Item"), let name = item.text("cbc:Name"),
      let category = line.lineTaxCategory.flatMap(Invoice.TaxCategory.init)
    else { return nil }
    self.init(name: name, category: category)
    description = item.text("cbc:Description")
    buyersID = item.text("cac:BuyersItemIdentification/cbc:ID")
    sellersID = item.text("cac:SellersItemIdentification/cbc:ID")
    standardID = item.first("cac:StandardItemIdentification/cbc:ID").map {
      Invoice.Identifier($0.value, scheme: $0.attribute("schemeID"))
    }
    originCountry = item.text("cac:OriginCountry/cbc:IdentificationCode")
    classifications = item.all("cac:CommodityClassification/cbc:ItemClassificationCode").map {
      Invoice.Classification(
        code: $0.value, list: $0.attribute("listID") ?? "", version: $0.attribute("listVersionID"))
    }
    attributes = item.all("cac:AdditionalItemProperty").compactMap { property in
      guard let name = property.text("cbc:Name"), let value = property.text("cbc:Value") else { return nil }
      return Invoice.Attribute(name: name, value: value)
    }
  }
}

extension Invoice.Price {
  fileprivate init?(_ price: TreeElement) {
    guard let net = price.number("cbc:PriceAmount") else { return nil }
    let discount = price.child("cac:AllowanceCharge")
    self.init(
      net, baseQuantity: price.number("cbc:BaseQuantity"), discount: discount?.number("cbc:Amount"),
      gross: discount?.number("cbc:BaseAmount"))
  }
}
