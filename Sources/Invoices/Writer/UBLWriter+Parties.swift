extension UBLWriter {
  static func parties(_ invoice: Invoice, _ output: inout XMLOutput) {
    output.group("cac:AccountingSupplierParty") { write(invoice.seller, &$0) }
    output.group("cac:AccountingCustomerParty") { write(invoice.buyer, &$0) }
    if let payee = invoice.payee {
      output.group("cac:PayeeParty") { output in
        output.group("cac:PartyIdentification") { write(payee.identifier, as: "cbc:ID", &$0) }
        output.group("cac:PartyName") { $0.leaf("cbc:Name", payee.name) }
        output.group("cac:PartyLegalEntity") { write(payee.legalRegistration, as: "cbc:CompanyID", &$0) }
      }
    }
    if let representative = invoice.taxRepresentative {
      output.group("cac:TaxRepresentativeParty") { output in
        output.group("cac:PartyName") { $0.leaf("cbc:Name", representative.name) }
        write(representative.address, as: "cac:PostalAddress", &output)
        taxScheme(representative.taxNumber, &output)
      }
    }
    if let delivery = invoice.delivery { write(delivery, &output) }
  }

  private static func write(_ party: Invoice.Party, _ output: inout XMLOutput) {
    output.group("cac:Party") { output in
      write(party.endpoint, as: "cbc:EndpointID", &output)
      for identifier in party.identifiers {
        output.group("cac:PartyIdentification") { write(identifier, as: "cbc:ID", &$0) }
      }
      output.group("cac:PartyName") { $0.leaf("cbc:Name", party.tradingName) }
      write(party.address, as: "cac:PostalAddress", &output)
      taxScheme(party.taxNumber, &output)
      output.group("cac:PartyLegalEntity") { output in
        output.leaf("cbc:RegistrationName", party.name)
        write(party.legalRegistration, as: "cbc:CompanyID", &output)
        output.leaf("cbc:CompanyLegalForm", party.legalForm)
      }
      output.group("cac:Contact") { output in
        output.leaf("cbc:Name", party.contact?.name)
        output.leaf("cbc:Telephone", party.contact?.telephone)
        output.leaf("cbc:ElectronicMail", party.contact?.email)
      }
    }
  }

  private static func taxScheme(_ number: String?, _ output: inout XMLOutput) {
    guard let number else { return }
    output.group("cac:PartyTaxScheme") { output in
      output.leaf("cbc:CompanyID", number)
      output.group("cac:TaxScheme") { $0.leaf("cbc:ID", "VAT") }
    }
  }

  private static func write(_ address: Invoice.Address, as name: String, _ output: inout XMLOutput) {
    output.group(name) { output in
      output.leaf("cbc:StreetName", address.street)
      output.leaf("cbc:AdditionalStreetName", address.additionalStreet)
      output.leaf("cbc:CityName", address.city)
      output.leaf("cbc:PostalZone", address.postalCode)
      output.leaf("cbc:CountrySubentity", address.subdivision)
      output.group("cac:AddressLine") { $0.leaf("cbc:Line", address.thirdLine) }
      output.group("cac:Country") { $0.leaf("cbc:IdentificationCode", address.country) }
    }
  }

  private static func write(_ delivery: Invoice.Delivery, _ output: inout XMLOutput) {
    output.group("cac:Delivery") { output in
      output.leaf("cbc:ActualDeliveryDate", delivery.date?.description)
      output.group("cac:DeliveryLocation") { output in
        write(delivery.location, as: "cbc:ID", &output)
        if let address = delivery.address { write(address, as: "cac:Address", &output) }
      }
      output.group("cac:DeliveryParty") { output in
        output.group("cac:PartyName") { $0.leaf("cbc:Name", delivery.receiver) }
      }
    }
  }
}
