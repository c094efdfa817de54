import Diagnostics
import Foundation
import Testing

@testable import Invoices

@Suite struct WriterTests {
  @Test(arguments: Profile.allCases) func aFullInvoiceHasNoFinding(_ profile: Profile) throws {
    let bytes = try Fixture.bytes(profile)
    let report = checkInvoice(
      bytes, name: "full", options: InvoiceOptions(today: Fixture.date("2026-04-30"), contractRequired: true))
    #expect(report.findings.isEmpty, "\(report.diagnostics.map { $0.rendered(.en) }.joined(separator: "\n"))")
    #expect(report.profile == profile)
  }

  @Test(arguments: Profile.allCases) func aForeignCurrencyHasNoFinding(_ profile: Profile) throws {
    let euro = try #require(Currency("EUR"))
    let report = checkInvoice(try Fixture.bytes(profile, currency: euro), name: "euro")
    #expect(report.findings.isEmpty, "\(report.diagnostics.map { $0.rendered(.en) }.joined(separator: "\n"))")
    #expect(report.facts?.taxInAccountingCurrency?.currency == .jpy)
  }

  @Test(arguments: Profile.allCases) func whatIsWrittenIsRead(_ profile: Profile) throws {
    let invoice = try Fixture.invoice(profile)
    let bytes = UBLWriter.write(invoice)
    let read = try #require(Invoice(ubl: bytes))
    #expect(read == invoice)
    #expect(UBLWriter.write(read) == bytes)
  }

  @Test func samplesAreReadAndWrittenAgain() throws {
    guard let files = Conformance.files("invoices/pint-jp", suffix: ".xml") else {
      return Conformance.skipped("invoices")
    }
    for file in files {
      let invoice = try #require(Invoice(ubl: try Conformance.bytes(file)))
      let bytes = UBLWriter.write(invoice)
      #expect(Invoice(ubl: bytes) == invoice)
      let report = checkInvoice(bytes, name: file.lastPathComponent)
      #expect(report.errors.isEmpty, "\(report.diagnostics.map { $0.rendered(.en) }.joined(separator: "\n"))")
    }
  }

  @Test func totals() throws {
    let invoice = try Fixture.invoice()
    // 3 × 100,005 − 1,500 + 2,500; 12.5 × 333 ÷ 2 = 2,081.25; 10 × 349
    #expect(invoice.lines.map(\.amount) == [ExactDecimal(301_015), ExactDecimal(2_081), ExactDecimal(3_490)])
    #expect(invoice.totals.lines == ExactDecimal(306_586))
    #expect(invoice.totals.net == ExactDecimal(306_886))
    // 10 % of 301,315 and 8 % of 2,081, each rounded down once
    #expect(invoice.taxTotals[0].breakdown.map(\.tax) == [ExactDecimal(30_131), ExactDecimal(166), .zero])
    #expect(invoice.totals.payable == ExactDecimal(306_886 + 30_297 - 1_000))
  }
}
