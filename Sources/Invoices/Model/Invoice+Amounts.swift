extension Invoice {
  /// A category of consumption tax with its rate.
  package struct TaxCategory: Sendable, Hashable {
    /// AA, E, G, O or S
    package var code: String
    /// Percent; nil for O
    package var rate: ExactDecimal?
    package var exemptionReason: String?

    package init(_ code: String, rate: ExactDecimal?, exemptionReason: String? = nil) {
      self.code = code
      self.rate = rate
      self.exemptionReason = exemptionReason
    }

    package static let standard = TaxCategory("S", rate: ExactDecimal(10))
    /// 軽減税率: food and newspapers.
    package static let reduced = TaxCategory("AA", rate: ExactDecimal(8))
    package static let exempt = TaxCategory("E", rate: .zero)
    package static let export = TaxCategory("G", rate: .zero)
    package static let outOfScope = TaxCategory("O", rate: nil)
  }

  /// ibg-20, ibg-21, on lines ibg-27, ibg-28
  package struct AllowanceCharge: Sendable, Hashable {
    package var isCharge: Bool
    /// UNTDID 5189 for allowances, 7161 for charges
    package var reasonCode: String?
    package var reason: String?
    package var percent: ExactDecimal?
    package var amount: ExactDecimal
    package var base: ExactDecimal?
    /// Of the document level only: lines have a category of their own.
    package var category: TaxCategory?

    package init(
      isCharge: Bool, reasonCode: String? = nil, reason: String? = nil, percent: ExactDecimal? = nil,
      amount: ExactDecimal, base: ExactDecimal? = nil, category: TaxCategory? = nil
    ) {
      self.isCharge = isCharge
      self.reasonCode = reasonCode
      self.reason = reason
      self.percent = percent
      self.amount = amount
      self.base = base
      self.category = category
    }
  }

  /// ibg-37, ibg-38
  package struct TaxTotal: Sendable, Hashable {
    package var currency: Currency
    package var tax: ExactDecimal
    package var breakdown: [Breakdown]

    package init(currency: Currency, tax: ExactDecimal, breakdown: [Breakdown]) {
      self.currency = currency
      self.tax = tax
      self.breakdown = breakdown
    }

    /// ibg-23
    package struct Breakdown: Sendable, Hashable {
      /// ibt-116; nil in the tax accounting currency
      package var taxable: ExactDecimal?
      /// ibt-117, ibt-190
      package var tax: ExactDecimal
      package var category: TaxCategory

      package init(taxable: ExactDecimal?, tax: ExactDecimal, category: TaxCategory) {
        self.taxable = taxable
        self.tax = tax
        self.category = category
      }
    }
  }

  /// ibg-22
  package struct Totals: Sendable, Hashable {
    /// ibt-106
    package var lines = ExactDecimal.zero
    /// ibt-109
    package var net = ExactDecimal.zero
    /// ibt-112
    package var gross = ExactDecimal.zero
    /// ibt-107
    package var allowances: ExactDecimal?
    /// ibt-108
    package var charges: ExactDecimal?
    /// ibt-113
    package var prepaid: ExactDecimal?
    /// ibt-114
    package var rounding: ExactDecimal?
    /// ibt-115
    package var payable = ExactDecimal.zero

    package init() {}
  }

  /// ibg-16
  package struct PaymentMeans: Sendable, Hashable {
    /// ibt-178
    package var id: String?
    /// ibt-081, UNTDID 4461: 30 is a credit transfer
    package var code: String
    /// ibt-082
    package var name: String?
    /// ibt-083
    package var remittance: String?
    /// ibg-17
    package var accounts: [Account]

    package init(
      code: String, name: String? = nil, id: String? = nil, remittance: String? = nil, accounts: [Account] = []
    ) {
      self.code = code
      self.name = name
      self.id = id
      self.remittance = remittance
      self.accounts = accounts
    }
  }

  package struct Account: Sendable, Hashable {
    /// ibt-084: bank, branch, kind and number, separated by colons
    package var id: Identifier
    /// ibt-085
    package var name: String?
    /// ibt-086
    package var branch: String?

    package init(id: Identifier, name: String? = nil, branch: String? = nil) {
      self.id = id
      self.name = name
      self.branch = branch
    }
  }

  /// ibg-33
  package struct PaymentTerms: Sendable, Hashable {
    /// ibt-187
    package var meansID: String?
    /// ibt-020
    package var note: String?
    /// ibt-176
    package var amount: ExactDecimal?
    /// ibt-177
    package var dueDate: InvoiceDate?

    package init(
      note: String? = nil, meansID: String? = nil, amount: ExactDecimal? = nil, dueDate: InvoiceDate? = nil
    ) {
      self.note = note
      self.meansID = meansID
      self.amount = amount
      self.dueDate = dueDate
    }
  }

  /// ibg-35
  package struct Prepayment: Sendable, Hashable {
    /// ibt-179
    package var id: String?
    /// ibt-180
    package var amount: ExactDecimal
    /// ibt-181
    package var receivedDate: InvoiceDate?
    /// ibt-182: the type of payment
    package var instruction: String?

    package init(
      id: String? = nil, amount: ExactDecimal, receivedDate: InvoiceDate? = nil, instruction: String? = nil
    ) {
      self.id = id
      self.amount = amount
      self.receivedDate = receivedDate
      self.instruction = instruction
    }
  }
}
