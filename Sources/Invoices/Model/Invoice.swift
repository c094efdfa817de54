/// An invoice as JP PINT 1.1.3 models it. Numbers in comments are the standard's business terms.
///
/// The model holds what was stated, not what would be right: totals are data, and `Totalling` computes them for an
/// invoice that is being made. Texts carry no leading or trailing white space; an empty one counts as absent.
package struct Invoice: Sendable, Hashable {
  package var profile: Profile
  /// ibt-001
  package var number: String
  /// ibt-002
  package var issueDate: InvoiceDate
  /// ibt-009
  package var dueDate: InvoiceDate?
  /// ibt-022
  package var note: String?
  /// ibt-007
  package var taxPointDate: InvoiceDate?
  /// ibt-005
  package var currency: Currency
  /// ibt-006
  package var taxCurrency: Currency?
  /// ibt-019
  package var accountingCost: String?
  /// ibt-010
  package var buyerReference: String?
  /// ibg-14
  package var period: Period?
  package var references = References()
  package var attachments: [Attachment] = []
  /// ibg-04
  package var seller: Party
  /// ibg-07
  package var buyer: Party
  /// ibg-10
  package var payee: Payee?
  /// ibg-11
  package var taxRepresentative: TaxRepresentative?
  /// ibg-13
  package var delivery: Delivery?
  /// ibg-16
  package var paymentMeans: [PaymentMeans] = []
  /// ibg-33
  package var paymentTerms: [PaymentTerms] = []
  /// ibg-35
  package var prepayments: [Prepayment] = []
  /// ibg-20, ibg-21
  package var allowanceCharges: [AllowanceCharge] = []
  /// ibg-37 and, in the tax accounting currency, ibg-38
  package var taxTotals: [TaxTotal] = []
  /// ibg-22
  package var totals = Totals()
  /// ibg-25
  package var lines: [Line]

  package init(
    profile: Profile, number: String, issueDate: InvoiceDate, currency: Currency = .jpy, seller: Party, buyer: Party,
    lines: [Line]
  ) {
    self.profile = profile
    self.number = number
    self.issueDate = issueDate
    self.currency = currency
    self.seller = seller
    self.buyer = buyer
    self.lines = lines
  }

  /// ibg-14, ibg-26: one end may be open.
  package struct Period: Sendable, Hashable {
    package var start: InvoiceDate?
    package var end: InvoiceDate?

    package init(start: InvoiceDate?, end: InvoiceDate?) {
      self.start = start
      self.end = end
    }
  }

  /// Other documents that the invoice names.
  package struct References: Sendable, Hashable {
    /// ibt-013
    package var order: String?
    /// ibt-014
    package var salesOrder: String?
    /// ibg-03
    package var precedingInvoices: [PrecedingInvoice] = []
    /// ibt-016
    package var despatchAdvice: String?
    /// ibt-015
    package var receivingAdvice: String?
    /// ibt-017
    package var tender: String?
    /// ibt-012
    package var contract: String?
    /// ibt-018
    package var invoicedObject: Identifier?
    /// ibt-011
    package var project: String?

    package init() {}
  }

  package struct PrecedingInvoice: Sendable, Hashable {
    /// ibt-025
    package var number: String
    /// ibt-026
    package var issueDate: InvoiceDate?

    package init(number: String, issueDate: InvoiceDate? = nil) {
      self.number = number
      self.issueDate = issueDate
    }
  }

  /// An identifier with the code of the scheme that gives it meaning.
  package struct Identifier: Sendable, Hashable {
    package var scheme: String?
    package var value: String

    package init(_ value: String, scheme: String? = nil) {
      self.value = value
      self.scheme = scheme
    }
  }

  /// ibg-24
  package struct Attachment: Sendable, Hashable {
    /// ibt-122
    package var reference: String
    /// ibt-123
    package var description: String?
    /// ibt-124
    package var location: String?
    /// ibt-125
    package var file: File?

    package struct File: Sendable, Hashable {
      package var name: String
      package var mediaType: String
      /// Base64
      package var content: String

      package init(name: String, mediaType: String, content: String) {
        self.name = name
        self.mediaType = mediaType
        self.content = content
      }
    }

    package init(reference: String, description: String? = nil, location: String? = nil, file: File? = nil) {
      self.reference = reference
      self.description = description
      self.location = location
      self.file = file
    }
  }
}
