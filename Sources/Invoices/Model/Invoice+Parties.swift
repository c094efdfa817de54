extension Invoice {
  /// ibg-05, -08, -12, -15
  package struct Address: Sendable, Hashable {
    package var street: String?
    package var additionalStreet: String?
    package var city: String?
    package var postalCode: String?
    /// Prefecture (都道府県).
    package var subdivision: String?
    package var thirdLine: String?
    /// ISO 3166-1 alpha-2
    package var country: String

    package init(
      street: String? = nil, additionalStreet: String? = nil, city: String? = nil, postalCode: String? = nil,
      subdivision: String? = nil, thirdLine: String? = nil, country: String = "JP"
    ) {
      self.street = street
      self.additionalStreet = additionalStreet
      self.city = city
      self.postalCode = postalCode
      self.subdivision = subdivision
      self.thirdLine = thirdLine
      self.country = country
    }
  }

  package struct Contact: Sendable, Hashable {
    package var name: String?
    package var telephone: String?
    package var email: String?

    package init(name: String? = nil, telephone: String? = nil, email: String? = nil) {
      self.name = name
      self.telephone = telephone
      self.email = email
    }
  }

  /// Seller (ibg-04) or buyer (ibg-07).
  package struct Party: Sendable, Hashable {
    /// ibt-034, ibt-049; in Japan scheme 0188 or 0221
    package var endpoint: Identifier
    /// ibt-029, ibt-046
    package var identifiers: [Identifier] = []
    /// ibt-028, ibt-045
    package var tradingName: String?
    package var address: Address
    /// ibt-031, ibt-048: the registration number with its T
    package var taxNumber: String?
    /// ibt-027, ibt-044
    package var name: String
    /// ibt-030, ibt-047
    package var legalRegistration: Identifier?
    /// ibt-033, of sellers only
    package var legalForm: String?
    package var contact: Contact?

    package init(
      name: String, endpoint: Identifier, address: Address = Address(), taxNumber: String? = nil,
      legalRegistration: Identifier? = nil
    ) {
      self.name = name
      self.endpoint = endpoint
      self.address = address
      self.taxNumber = taxNumber
      self.legalRegistration = legalRegistration
    }
  }

  /// ibg-10
  package struct Payee: Sendable, Hashable {
    package var name: String
    package var identifier: Identifier?
    package var legalRegistration: Identifier?

    package init(name: String, identifier: Identifier? = nil, legalRegistration: Identifier? = nil) {
      self.name = name
      self.identifier = identifier
      self.legalRegistration = legalRegistration
    }
  }

  /// ibg-11
  package struct TaxRepresentative: Sendable, Hashable {
    package var name: String
    package var address: Address
    package var taxNumber: String

    package init(name: String, address: Address, taxNumber: String) {
      self.name = name
      self.address = address
      self.taxNumber = taxNumber
    }
  }

  /// ibg-13
  package struct Delivery: Sendable, Hashable {
    /// ibt-072
    package var date: InvoiceDate?
    /// ibt-071
    package var location: Identifier?
    package var address: Address?
    /// ibt-070
    package var receiver: String?

    package init(
      date: InvoiceDate? = nil, location: Identifier? = nil, address: Address? = nil, receiver: String? = nil
    ) {
      self.date = date
      self.location = location
      self.address = address
      self.receiver = receiver
    }
  }
}
