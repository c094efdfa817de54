@testable import Invoices

/// Invoices that say nearly everything JP PINT can say, with valid numbers, and are without finding.
enum Fixture {
  /// The corporate numbers are those that the standard's documentation of the check digit uses as valid.
  static let seller = "7000012050002"
  static let buyer = "8000020130001"

  static func invoice(_ profile: Profile = .billing, currency: Currency = .jpy) throws -> Invoice {
    var invoice = Invoice(
      profile: profile, number: "請-2026-0042", issueDate: date("2026-04-30"), currency: currency,
      seller: party("架空システム株式会社", seller), buyer: party("東京都", buyer), lines: try lines())
    if profile != .nonTaxRegistered { invoice.seller.taxNumber = "T" + seller }
    invoice.seller.identifiers = [.init("123456:000123:0147:1", scheme: "0147")]
    invoice.seller.tradingName = "架空システム"
    invoice.seller.legalForm = "株式会社"
    invoice.buyer.identifiers = [.init("654321:000321:0147:1", scheme: "0147")]
    invoice.buyer.taxNumber = "T" + buyer
    invoice.dueDate = date("2026-05-31")
    invoice.note = "<4月分> & \"その他\""
    invoice.accountingCost = "4217"
    invoice.buyerReference = "0150abc"
    invoice.period = .init(start: date("2026-04-01"), end: date("2026-04-30"))
    invoice.references = references()
    invoice.attachments = [
      .init(
        reference: "doc1", description: "内訳", location: "https://example.jp/report.csv",
        file: .init(name: "report.csv", mediaType: "text/csv", content: "5pel5pysCg=="))
    ]
    settle(&invoice)
    try invoice.total()
    if currency != .jpy {
      invoice.taxCurrency = .jpy
      let rows = invoice.taxTotals[0].breakdown.map { row in
        Invoice.TaxTotal.Breakdown(taxable: nil, tax: yen(row.tax), category: row.category)
      }
      invoice.taxTotals.append(.init(currency: .jpy, tax: try .sum(rows.map(\.tax)), breakdown: rows))
    }
    return invoice
  }

  static func bytes(_ profile: Profile = .billing, currency: Currency = .jpy) throws -> [UInt8] {
    UBLWriter.write(try invoice(profile, currency: currency))
  }

  private static func yen(_ amount: ExactDecimal) -> ExactDecimal {
    ExactDecimal(significand: amount.significand * 150, scale: amount.scale).rounded(toPlaces: 0, .floor)
  }

  private static func references() -> Invoice.References {
    var references = Invoice.References()
    references.order = "O-998877"
    references.salesOrder = "SO-12343"
    references.precedingInvoices = [.init(number: "123", issueDate: date("2026-03-31"))]
    references.despatchAdvice = "despadv-3"
    references.receivingAdvice = "resadv-1"
    references.tender = "ppid-123"
    references.contract = "CR-2026-000001"
    references.invoicedObject = .init("DR35141", scheme: "ABT")
    references.project = "project333"
    return references
  }

  private static func settle(_ invoice: inout Invoice) {
    invoice.payee = .init(name: "架空ファクタリング", identifier: .init("123456:000124:0147:1", scheme: "0147"))
    invoice.taxRepresentative = .init(
      name: "架空税理士法人", address: .init(street: "四谷4-32", city: "新宿区"), taxNumber: "T" + buyer)
    invoice.delivery = .init(
      date: date("2026-04-28"), location: .init("83745498753497", scheme: "0088"),
      address: .init(street: "西新宿2-8-1", city: "新宿区"), receiver: "東京都デジタルサービス局")
    invoice.paymentMeans = [
      .init(
        code: "30", name: "Credit transfer", id: "means1", remittance: "0042",
        accounts: [.init(id: .init("1234:567:1:3242394"), name: "ｶ)ｶｸｳｼｽﾃﾑ", branch: "567")])
    ]
    invoice.paymentTerms = [.init(note: "月末締め翌月末払い", meansID: "means1", dueDate: date("2026-05-31"))]
    invoice.prepayments = [.init(id: "pre1", amount: ExactDecimal(1000), receivedDate: date("2026-04-15"))]
    invoice.totals.prepaid = ExactDecimal(1000)
    invoice.allowanceCharges = [
      .init(
        isCharge: false, reasonCode: "95", reason: "値引", percent: ExactDecimal(10), amount: ExactDecimal(500),
        base: ExactDecimal(5000), category: .standard),
      .init(isCharge: true, reasonCode: "FC", reason: "配送", amount: ExactDecimal(800), category: .standard),
    ]
  }

  private static func lines() throws -> [Invoice.Line] {
    var service = Invoice.Line(
      id: "1", quantity: ExactDecimal(3), unit: "MON", amount: .zero, item: .init(name: "保守", category: .standard),
      price: .init(
        ExactDecimal(100_005), baseQuantity: ExactDecimal(1), discount: ExactDecimal(5),
        gross: ExactDecimal(100_010)))
    service.note = "3 か月分"
    service.accountingCost = "654"
    service.period = .init(start: date("2026-04-01"), end: date("2026-04-30"))
    service.orderLine = "1"
    service.order = "O-998877"
    service.documents = ["D001-1"]
    service.invoicedObject = .init("AB-123", scheme: "ABZ")
    service.allowanceCharges = [
      .init(isCharge: false, reasonCode: "95", reason: "値引", amount: ExactDecimal(1500)),
      .init(isCharge: true, reasonCode: "CG", reason: "清掃", amount: ExactDecimal(2500)),
    ]
    service.item.description = "機器の保守"
    service.item.buyersID = "b-13214"
    service.item.sellersID = "97iugug876"
    service.item.standardID = .init("4503994155481", scheme: "0160")
    service.item.originCountry = "JP"
    service.item.classifications = [.init(code: "43211503", list: "MP", version: "1")]
    service.item.attributes = [.init(name: "表示単位名称", value: "月")]
    let water = Invoice.Line(
      id: "2", quantity: ExactDecimal("12.5") ?? .zero, unit: "LTR", amount: .zero,
      item: .init(name: "飲料水(軽減税率対象)", category: .reduced),
      price: .init(ExactDecimal(333), baseQuantity: ExactDecimal(2)))
    let book = Invoice.Line(
      id: "3", quantity: ExactDecimal(10), unit: "H87", amount: .zero,
      item: .init(name: "検定済教科書", category: .exempt), price: .init(ExactDecimal(349)))
    return [service, water, book]
  }

  static func party(_ name: String, _ number: String) -> Invoice.Party {
    var party = Invoice.Party(
      name: name, endpoint: .init(number, scheme: "0188"),
      address: .init(
        street: "西新宿2-8-1", additionalStreet: "第一本庁舎", city: "新宿区", postalCode: "1638001", subdivision: "東京都",
        thirdLine: "北塔"), legalRegistration: .init(number, scheme: "0188"))
    party.contact = .init(name: "担当", telephone: "03-5321-1111", email: "tantou@example.jp")
    return party
  }

  static func date(_ text: String) -> InvoiceDate {
    guard let date = InvoiceDate(text) else { fatalError("a date of the fixture: \(text)") }
    return date
  }
}
