import Diagnostics
import Foundation
import Testing

@testable import Invoices

/// The samples that OpenPeppol publishes with JP PINT are valid; what they carry that is not real is warned about.
@Suite struct SampleTests {
  /// Placeholders such as T1234567890123, whose check digit does not fit.
  static let placeholders: Set<String> = ["SEK-PTY-001", "SEK-PTY-002"]

  @Test func samplesPass() throws {
    var total = 0
    var passed = 0
    for folder in ["invoices/pint-jp", "invoices/pint-jp-ntr"] {
      guard let files = Conformance.files(folder, suffix: ".xml") else { return Conformance.skipped("invoices") }
      for file in files {
        total += 1
        let report = checkInvoice(
          try Conformance.bytes(file), name: file.lastPathComponent,
          options: InvoiceOptions(today: InvoiceDate("2026-06-08")))
        let unexpected = report.findings.filter { !Self.placeholders.contains($0.rule.id) }
        #expect(
          unexpected.isEmpty,
          "\(file.lastPathComponent): \(unexpected.map { $0.diagnostic(in: report.source).rendered(.en) })")
        #expect(report.isAccepted)
        #expect(report.profile == (folder.hasSuffix("ntr") ? .nonTaxRegistered : .billing))
        if unexpected.isEmpty, report.isAccepted { passed += 1 }
      }
    }
    #expect(total > 0)
    Conformance.passed("invoices", passed, of: total)
  }

  @Test func factsOfTheLongSample() throws {
    guard let file = Conformance.files("invoices/pint-jp", suffix: "Example.xml")?.first else {
      return Conformance.skipped("invoices")
    }
    let report = checkInvoice(try Conformance.bytes(file), name: "sample")
    let facts = try #require(report.facts)
    #expect(facts.number == "156")
    #expect(facts.issueDate == InvoiceDate("2023-10-24"))
    #expect(facts.dueDate == InvoiceDate("2023-11-20"))
    #expect(facts.currency == .jpy)
    #expect(facts.seller.name == "株式会社 〇〇商事")
    #expect(facts.seller.registrationNumber?.description == "T1234567890123")
    #expect(facts.seller.endpoint?.scheme == "0188")
    #expect(facts.contractReference == "framework no 1")
    #expect(facts.orderReference == "O-998877")
    #expect(facts.precedingInvoices == ["123"])
    #expect(facts.payable?.wholeNumber == 289_490)
    #expect(facts.taxes.map { $0.taxable?.wholeNumber } == [260_000, 3_490])
    #expect(facts.lines.map { $0.amount?.wholeNumber } == [250_000, 2_500, 3_490])
    #expect(facts.supplyStart == InvoiceDate("2023-10-18"))
    #expect(facts.attachments == 1)
    #expect(!facts.isReturn)
  }

  @Test func corporateNumbers() throws {
    guard let file = Conformance.files("jp", suffix: "corporate-numbers.csv")?.first else {
      return Conformance.skipped("corporate-numbers")
    }
    var total = 0
    var passed = 0
    for row in String(decoding: try Conformance.bytes(file), as: UTF8.self).split(whereSeparator: \.isNewline)
      .dropFirst()
    {
      let fields = row.split(separator: ",")
      let isValid = CorporateNumber(fields[0])?.hasValidCheckDigit ?? false
      total += 1
      if isValid == (fields[1] == "valid") { passed += 1 } else { Issue.record("\(row)") }
    }
    Conformance.passed("corporate-numbers", passed, of: total)
  }
}
