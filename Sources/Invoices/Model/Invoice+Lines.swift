extension Invoice {
  /// ibg-25
  package struct Line: Sendable, Hashable {
    /// ibt-126
    package var id: String
    /// ibt-127
    package var note: String?
    /// ibt-129
    package var quantity: ExactDecimal
    /// ibt-130, UN/ECE Recommendation 20; H87 is a piece, E48 a service unit, MON a month
    package var unit: String
    /// ibt-131
    package var amount: ExactDecimal
    /// ibt-133
    package var accountingCost: String?
    /// ibg-26
    package var period: Period?
    /// ibt-132
    package var orderLine: String?
    /// ibt-183
    package var order: String?
    /// ibt-184
    package var despatchAdvice: String?
    /// ibt-188
    package var documents: [String] = []
    /// ibt-128
    package var invoicedObject: Identifier?
    /// ibg-27, ibg-28
    package var allowanceCharges: [AllowanceCharge] = []
    package var item: Item
    package var price: Price

    package init(
      id: String, quantity: ExactDecimal, unit: String, amount: ExactDecimal, item: Item, price: Price
    ) {
      self.id = id
      self.quantity = quantity
      self.unit = unit
      self.amount = amount
      self.item = item
      self.price = price
    }
  }

  /// ibg-31 with the line's tax information (ibg-30)
  package struct Item: Sendable, Hashable {
    /// ibt-154
    package var description: String?
    /// ibt-153
    package var name: String
    /// ibt-156
    package var buyersID: String?
    /// ibt-155
    package var sellersID: String?
    /// ibt-157
    package var standardID: Identifier?
    /// ibt-159
    package var originCountry: String?
    /// ibt-158
    package var classifications: [Classification] = []
    package var category: TaxCategory
    /// ibg-32
    package var attributes: [Attribute] = []

    package init(name: String, category: TaxCategory) {
      self.name = name
      self.category = category
    }
  }

  package struct Classification: Sendable, Hashable {
    package var code: String
    /// UNTDID 7143
    package var list: String
    package var version: String?

    package init(code: String, list: String, version: String? = nil) {
      self.code = code
      self.list = list
      self.version = version
    }
  }

  package struct Attribute: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// ibg-29
  package struct Price: Sendable, Hashable {
    /// ibt-146
    package var net: ExactDecimal
    /// ibt-149; one where absent
    package var baseQuantity: ExactDecimal?
    /// ibt-147
    package var discount: ExactDecimal?
    /// ibt-148
    package var gross: ExactDecimal?

    package init(
      _ net: ExactDecimal, baseQuantity: ExactDecimal? = nil, discount: ExactDecimal? = nil, gross: ExactDecimal? = nil
    ) {
      self.net = net
      self.baseQuantity = baseQuantity
      self.discount = discount
      self.gross = gross
    }
  }
}
