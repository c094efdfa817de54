/// Which elements a rule looks at.
struct Scope: Sendable {
  let elements: @Sendable (XMLTree) -> [TreeElement]

  init(_ elements: @escaping @Sendable (XMLTree) -> [TreeElement]) { self.elements = elements }

  /// The root.
  static let invoice = Scope { [$0.root] }
  static let lines = at("cac:InvoiceLine")
  static let seller = at("cac:AccountingSupplierParty/cac:Party")
  static let buyer = at("cac:AccountingCustomerParty/cac:Party")
  static let payee = at("cac:PayeeParty")
  static let taxRepresentative = at("cac:TaxRepresentativeParty")
  static let totals = at("cac:LegalMonetaryTotal")
  static let taxTotals = at("cac:TaxTotal")
  static let breakdowns = at("cac:TaxTotal/cac:TaxSubtotal")
  static let paymentMeans = at("cac:PaymentMeans")
  static let lineTaxCategories = at("cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory")

  static let allowances = charges(false, under: "cac:AllowanceCharge")
  static let charges = charges(true, under: "cac:AllowanceCharge")
  static let lineAllowances = charges(false, under: "cac:InvoiceLine/cac:AllowanceCharge")
  static let lineCharges = charges(true, under: "cac:InvoiceLine/cac:AllowanceCharge")

  /// Elements at a path below the root.
  static func at(_ path: Path) -> Scope { Scope { $0.root.all(path) } }

  /// Elements of these names, anywhere.
  static func all(_ names: String...) -> Scope {
    Scope { tree in names.flatMap { tree.all($0) } }
  }

  func filtered(_ condition: @escaping @Sendable (TreeElement) -> Bool) -> Scope {
    Scope { elements($0).filter(condition) }
  }

  private static func charges(_ isCharge: Bool, under path: Path) -> Scope {
    at(path).filtered { $0.isCharge == isCharge }
  }
}

extension TreeElement {
  /// Of an AllowanceCharge: true for a charge, false for an allowance, nil where the indicator says neither (ibr-082).
  var isCharge: Bool? {
    switch text("cbc:ChargeIndicator") {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// Of any tax category: whether its scheme is VAT, by which Japan's consumption tax goes.
  var isConsumptionTax: Bool { text("cac:TaxScheme/cbc:ID")?.uppercased() == "VAT" }

  /// The number in the element, nil where it is none (SEK-NUM-001 says so).
  var number: ExactDecimal? { ExactDecimal(value) }

  func number(_ path: Path) -> ExactDecimal? { first(path)?.number }

  var date: InvoiceDate? { InvoiceDate(value) }
}
