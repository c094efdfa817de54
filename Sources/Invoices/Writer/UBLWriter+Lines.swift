extension UBLWriter {
  static func write(_ line: Invoice.Line, _ currency: Currency, _ output: inout XMLOutput) {
    output.group("cac:InvoiceLine") { output in
      output.leaf("cbc:ID", line.id)
      output.leaf("cbc:Note", line.note)
      output.leaf("cbc:InvoicedQuantity", line.quantity.description, [("unitCode", line.unit)])
      amount("cbc:LineExtensionAmount", line.amount, currency, &output)
      output.leaf("cbc:AccountingCost", line.accountingCost)
      write(line.period, &output)
      output.group("cac:OrderLineReference") { output in
        output.leaf("cbc:LineID", line.orderLine)
        output.group("cac:OrderReference") { $0.leaf("cbc:ID", line.order) }
      }
      if let advice = line.despatchAdvice {
        output.group("cac:DespatchLineReference") { output in
          // The schema demands a line here; the standard uses only the document. "NA" is its word for none.
          output.leaf("cbc:LineID", "NA")
          output.group("cac:DocumentReference") { $0.leaf("cbc:ID", advice) }
        }
      }
      for document in line.documents {
        output.group("cac:DocumentReference") { $0.leaf("cbc:ID", document) }
      }
      if let object = line.invoicedObject {
        output.group("cac:DocumentReference") { output in
          write(object, as: "cbc:ID", &output)
          output.leaf("cbc:DocumentTypeCode", "130")
        }
      }
      for entry in line.allowanceCharges { write(entry, currency, &output) }
      write(line.item, &output)
      write(line.price, unit: line.unit, currency, &output)
    }
  }

  private static func write(_ item: Invoice.Item, _ output: inout XMLOutput) {
    output.group("cac:Item") { output in
      output.leaf("cbc:Description", item.description)
      output.leaf("cbc:Name", item.name)
      output.group("cac:BuyersItemIdentification") { $0.leaf("cbc:ID", item.buyersID) }
      output.group("cac:SellersItemIdentification") { $0.leaf("cbc:ID", item.sellersID) }
      output.group("cac:StandardItemIdentification") { write(item.standardID, as: "cbc:ID", &$0) }
      output.group("cac:OriginCountry") { $0.leaf("cbc:IdentificationCode", item.originCountry) }
      for entry in item.classifications {
        output.group("cac:CommodityClassification") { output in
          output.leaf(
            "cbc:ItemClassificationCode", entry.code, [("listID", entry.list), ("listVersionID", entry.version)])
        }
      }
      write(item.category, as: "cac:ClassifiedTaxCategory", &output)
      for attribute in item.attributes {
        output.group("cac:AdditionalItemProperty") { output in
          output.leaf("cbc:Name", attribute.name)
          output.leaf("cbc:Value", attribute.value)
        }
      }
    }
  }

  private static func write(
    _ price: Invoice.Price, unit: String, _ currency: Currency, _ output: inout XMLOutput
  ) {
    output.group("cac:Price") { output in
      amount("cbc:PriceAmount", price.net, currency, &output)
      output.leaf("cbc:BaseQuantity", price.baseQuantity?.description, [("unitCode", unit)])
      guard let discount = price.discount else { return }
      output.group("cac:AllowanceCharge") { output in
        output.leaf("cbc:ChargeIndicator", "false")
        amount("cbc:Amount", discount, currency, &output)
        amount("cbc:BaseAmount", price.gross, currency, &output)
      }
    }
  }
}
