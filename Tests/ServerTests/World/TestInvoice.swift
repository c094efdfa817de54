/// A small JP PINT invoice of one line, different each time.
enum TestInvoice {
  /// - Parameter tax: the tax of 100,000 yen at 10 %; anything but 10000 is an error.
  static func bytes(number: String = "INV-\(UInt32.random(in: 0 ... .max))", tax: Int = 10_000) -> [UInt8] {
    let namespaces = "urn:oasis:names:specification:ubl:schema:xsd:"
    let scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    func party(_ name: String, _ endpoint: String, _ registration: String) -> String {
      """
      <cac:Party><cbc:EndpointID schemeID="0188">\(endpoint)</cbc:EndpointID>
      <cac:PostalAddress><cac:Country><cbc:IdentificationCode>JP</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
      \(registration)
      <cac:PartyLegalEntity><cbc:RegistrationName>\(name)</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>
      """
    }
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Invoice xmlns="\(namespaces)Invoice-2" xmlns:cac="\(namespaces)CommonAggregateComponents-2"
        xmlns:cbc="\(namespaces)CommonBasicComponents-2">
      <cbc:CustomizationID>urn:peppol:pint:billing-1@jp-1</cbc:CustomizationID>
      <cbc:ProfileID>urn:peppol:bis:billing</cbc:ProfileID>
      <cbc:ID>\(number)</cbc:ID><cbc:IssueDate>2026-04-10</cbc:IssueDate>
      <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>JPY</cbc:DocumentCurrencyCode>
      <cac:InvoicePeriod><cbc:StartDate>2026-04-01</cbc:StartDate><cbc:EndDate>2026-04-05</cbc:EndDate></cac:InvoicePeriod>
      <cac:AccountingSupplierParty>\(party("架空商事", "7000012050002",
        "<cac:PartyTaxScheme><cbc:CompanyID>T7000012050002</cbc:CompanyID>\(scheme)</cac:PartyTaxScheme>"))
      </cac:AccountingSupplierParty>
      <cac:AccountingCustomerParty>\(party("東京都", "8000020130001", ""))</cac:AccountingCustomerParty>
      <cac:TaxTotal><cbc:TaxAmount currencyID="JPY">\(tax)</cbc:TaxAmount>
      <cac:TaxSubtotal><cbc:TaxableAmount currencyID="JPY">100000</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="JPY">\(tax)</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>10</cbc:Percent>\(scheme)</cac:TaxCategory></cac:TaxSubtotal>
      </cac:TaxTotal>
      <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="JPY">100000</cbc:LineExtensionAmount>
      <cbc:TaxExclusiveAmount currencyID="JPY">100000</cbc:TaxExclusiveAmount>
      <cbc:TaxInclusiveAmount currencyID="JPY">\(100_000 + tax)</cbc:TaxInclusiveAmount>
      <cbc:PayableAmount currencyID="JPY">\(100_000 + tax)</cbc:PayableAmount></cac:LegalMonetaryTotal>
      <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
      <cbc:LineExtensionAmount currencyID="JPY">100000</cbc:LineExtensionAmount>
      <cac:Item><cbc:Name>端末借入れ</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>10</cbc:Percent>
      \(scheme)</cac:ClassifiedTaxCategory></cac:Item>
      <cac:Price><cbc:PriceAmount currencyID="JPY">100000</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
      </Invoice>
      """
    return Array(text.utf8)
  }
}
