import Diagnostics
import Testing

@testable import Invoices

/// Random invoices, computed and written by us, have no finding and come back as they were.
@Suite struct PropertyTests {
  @Test(arguments: Array<UInt64>(1...8)) func randomInvoicesAreValid(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for round in 0..<10 {
      var invoice = try Self.invoice(&random)
      let rounding = try #require(ExactDecimal.Rounding.allCases.randomElement(using: &random))
      try invoice.total(rounding: rounding)
      let bytes = UBLWriter.write(invoice)
      let report = checkInvoice(bytes, name: "random", options: InvoiceOptions(today: Fixture.date("2030-12-31")))
      #expect(
        report.findings.isEmpty,
        "seed \(seed), round \(round): \(report.diagnostics.map { $0.rendered(.en) }.joined(separator: "\n"))")
      #expect(Invoice(ubl: bytes) == invoice, "seed \(seed), round \(round)")
      #expect(report.facts?.payable == invoice.totals.payable)
      #expect(report.facts?.lines.count == invoice.lines.count)
    }
  }

  /// One yen more or less on any total of a random invoice never passes.
  @Test(arguments: Array<UInt64>(101...104)) func noTotalCanBeMoved(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for round in 0..<4 {
      var invoice = try Self.invoice(&random)
      try invoice.total()
      let step = ExactDecimal(Bool.random(using: &random) ? 1 : -1)
      let moves: [(inout Invoice) throws -> Void] = [
        { $0.totals.lines = try $0.totals.lines + step }, { $0.totals.net = try $0.totals.net + step },
        { $0.totals.gross = try $0.totals.gross + step }, { $0.totals.payable = try $0.totals.payable + step },
        { $0.lines[0].amount = try $0.lines[0].amount + step },
        { $0.taxTotals[0].tax = try $0.taxTotals[0].tax + step },
        { $0.taxTotals[0].breakdown[0].taxable = try ($0.taxTotals[0].breakdown[0].taxable ?? .zero) + step },
        { $0.taxTotals[0].breakdown[0].tax = try $0.taxTotals[0].breakdown[0].tax + step },
      ]
      for (index, move) in moves.enumerated() {
        var moved = invoice
        try move(&moved)
        let report = checkInvoice(UBLWriter.write(moved), name: "moved")
        #expect(!report.isAccepted, "seed \(seed), round \(round): move \(index) passes")
      }
    }
  }

  private static func invoice(_ random: inout SeededRandom) throws -> Invoice {
    let profile = try #require(Profile.allCases.randomElement(using: &random))
    var lines: [Invoice.Line] = []
    let isReturn = Int.random(in: 0..<5, using: &random) == 0
    for number in 1...Int.random(in: 1...8, using: &random) {
      lines.append(try line("\(number)", isReturn: isReturn, &random))
    }
    var invoice = Invoice(
      profile: profile, number: text(&random), issueDate: date(&random),
      currency: Int.random(in: 0..<6, using: &random) == 0 ? try #require(Currency("USD")) : .jpy,
      seller: Fixture.party(text(&random), Fixture.seller), buyer: Fixture.party(text(&random), Fixture.buyer),
      lines: lines)
    if profile != .nonTaxRegistered { invoice.seller.taxNumber = "T" + Fixture.seller }
    invoice.period = .init(start: date(&random), end: nil)
    if Bool.random(using: &random) { invoice.references.contract = text(&random) }
    if Bool.random(using: &random) {
      invoice.prepayments = [.init(amount: ExactDecimal(70)), .init(amount: ExactDecimal(30))]
      invoice.totals.prepaid = ExactDecimal(100)
    }
    if Bool.random(using: &random) { invoice.totals.rounding = ExactDecimal(Int.random(in: -4...4, using: &random)) }
    for _ in 0..<Int.random(in: 0...3, using: &random) { invoice.allowanceCharges.append(charge(&random, true)) }
    return invoice
  }

  private static func line(_ id: String, isReturn: Bool, _ random: inout SeededRandom) throws -> Invoice.Line {
    let categories: [Invoice.TaxCategory] = [.standard, .reduced, .exempt, .export, .outOfScope]
    let quantity = ExactDecimal(significand: Int128(Int.random(in: 1...99_999, using: &random)), scale: 2)
    let price = ExactDecimal(
      significand: Int128(Int.random(in: 0...9_999_999, using: &random)), scale: Int.random(in: 0...4, using: &random))
    var line = Invoice.Line(
      id: id, quantity: isReturn ? -quantity : quantity, unit: "H87", amount: .zero,
      item: .init(name: text(&random), category: try #require(categories.randomElement(using: &random))),
      price: .init(price))
    if Bool.random(using: &random) {
      line.price.baseQuantity = ExactDecimal(Int.random(in: 1...12, using: &random))
    }
    if Bool.random(using: &random) {
      line.price.discount = ExactDecimal(3)
      line.price.gross = try price + ExactDecimal(3)
    }
    if Bool.random(using: &random) { line.allowanceCharges = [charge(&random, false)] }
    return line
  }

  private static func charge(_ random: inout SeededRandom, _ isDocument: Bool) -> Invoice.AllowanceCharge {
    let isCharge = Bool.random(using: &random)
    let categories: [Invoice.TaxCategory] = [.standard, .reduced, .exempt, .outOfScope]
    return .init(
      isCharge: isCharge, reasonCode: isCharge ? "FC" : "95",
      amount: ExactDecimal(Int.random(in: 0...5_000, using: &random)),
      category: isDocument ? categories.randomElement(using: &random) : nil)
  }

  private static func date(_ random: inout SeededRandom) -> InvoiceDate {
    Fixture.date(
      "202\(Int.random(in: 4...9, using: &random))-0\(Int.random(in: 1...9, using: &random))-1\(Int.random(in: 0...9, using: &random))"
    )
  }

  /// Names as people write them, markup and astral characters included.
  private static func text(_ random: inout SeededRandom) -> String {
    let alphabet = Array("請求書株式会社abcXYZ019-_&<>\"'()[]]>𠮷😀がﾊﾟ")
    return "x"
      + String((0..<Int.random(in: 1...12, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "y" })
  }
}
