/// Writes an invoice as UBL 2.1, elements in the schema's order.
package enum UBLWriter {
  /// The document in UTF-8. Writes what the model states, right or wrong: `checkInvoice` judges.
  package static func write(_ invoice: Invoice) -> [UInt8] {
    var output = XMLOutput()
    output.group(
      "Invoice",
      [
        ("xmlns", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
        ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
        ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
      ]
    ) { output in
      header(invoice, &output)
      references(invoice, &output)
      parties(invoice, &output)
      payment(invoice, &output)
      amounts(invoice, &output)
      for line in invoice.lines { write(line, invoice.currency, &output) }
    }
    return output.bytes
  }

  private static func header(_ invoice: Invoice, _ output: inout XMLOutput) {
    output.leaf("cbc:CustomizationID", invoice.profile.specification)
    output.leaf("cbc:ProfileID", invoice.profile.process)
    output.leaf("cbc:ID", invoice.number)
    output.leaf("cbc:IssueDate", invoice.issueDate.description)
    output.leaf("cbc:DueDate", invoice.dueDate?.description)
    output.leaf("cbc:InvoiceTypeCode", invoice.profile.typeCode)
    output.leaf("cbc:Note", invoice.note)
    output.leaf("cbc:TaxPointDate", invoice.taxPointDate?.description)
    output.leaf("cbc:DocumentCurrencyCode", invoice.currency.code)
    output.leaf("cbc:TaxCurrencyCode", invoice.taxCurrency?.code)
    output.leaf("cbc:AccountingCost", invoice.accountingCost)
    output.leaf("cbc:BuyerReference", invoice.buyerReference)
    write(invoice.period, &output)
  }

  static func write(_ period: Invoice.Period?, _ output: inout XMLOutput) {
    output.group("cac:InvoicePeriod") { output in
      output.leaf("cbc:StartDate", period?.start?.description)
      output.leaf("cbc:EndDate", period?.end?.description)
    }
  }

  private static func references(_ invoice: Invoice, _ output: inout XMLOutput) {
    let references = invoice.references
    output.group("cac:OrderReference") { output in
      output.leaf("cbc:ID", references.order)
      output.leaf("cbc:SalesOrderID", references.salesOrder)
    }
    for preceding in references.precedingInvoices {
      output.group("cac:BillingReference") { output in
        output.group("cac:InvoiceDocumentReference") { output in
          output.leaf("cbc:ID", preceding.number)
          output.leaf("cbc:IssueDate", preceding.issueDate?.description)
        }
      }
    }
    let documents = [
      ("cac:DespatchDocumentReference", references.despatchAdvice),
      ("cac:ReceiptDocumentReference", references.receivingAdvice),
      ("cac:OriginatorDocumentReference", references.tender),
      ("cac:ContractDocumentReference", references.contract),
    ]
    for (name, id) in documents { output.group(name) { $0.leaf("cbc:ID", id) } }
    if let object = references.invoicedObject {
      output.group("cac:AdditionalDocumentReference") { output in
        write(object, as: "cbc:ID", &output)
        output.leaf("cbc:DocumentTypeCode", "130")
      }
    }
    for attachment in invoice.attachments { write(attachment, &output) }
    output.group("cac:ProjectReference") { $0.leaf("cbc:ID", references.project) }
  }

  private static func write(_ attachment: Invoice.Attachment, _ output: inout XMLOutput) {
    output.group("cac:AdditionalDocumentReference") { output in
      output.leaf("cbc:ID", attachment.reference)
      output.leaf("cbc:DocumentDescription", attachment.description)
      output.group("cac:Attachment") { output in
        if let file = attachment.file {
          output.leaf(
            "cbc:EmbeddedDocumentBinaryObject", file.content, [("mimeCode", file.mediaType), ("filename", file.name)])
        }
        output.group("cac:ExternalReference") { $0.leaf("cbc:URI", attachment.location) }
      }
    }
  }

  static func write(_ identifier: Invoice.Identifier?, as name: String, _ output: inout XMLOutput) {
    output.leaf(name, identifier?.value, [("schemeID", identifier?.scheme)])
  }

  static func amount(_ name: String, _ value: ExactDecimal?, _ currency: Currency, _ output: inout XMLOutput) {
    output.leaf(name, value?.description, [("currencyID", currency.code)])
  }

  static func write(_ category: Invoice.TaxCategory?, as name: String, _ output: inout XMLOutput) {
    guard let category else { return }
    output.group(name) { output in
      output.leaf("cbc:ID", category.code)
      output.leaf("cbc:Percent", category.rate?.description)
      output.leaf("cbc:TaxExemptionReason", category.exemptionReason)
      output.group("cac:TaxScheme") { $0.leaf("cbc:ID", "VAT") }
    }
  }
}
