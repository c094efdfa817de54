import Diagnostics
import Testing

@testable import Invoices

/// What is lawful although it looks odd, and what the law leaves to the issuer.
@Suite struct AcceptanceTests {
  private static func findings(
    _ edits: [Edit], in profile: Profile = .billing, options: InvoiceOptions = InvoiceOptions()
  ) throws -> [String] {
    checkInvoice(try edits.apply(to: Fixture.bytes(profile)), name: "accepted", options: options).findings.map(
      \.rule.id)
  }

  @Test func theStringsBeforePINTAreAccepted() throws {
    #expect(
      try Self.findings([
        .set("cbc:CustomizationID", "urn:fdc:peppol:jp:billing:3.0"),
        .set("cbc:ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"),
      ]) == [])
    #expect(try Self.findings([.set("cbc:ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")]) == [])
    #expect(try Self.findings([.set("cbc:CustomizationID", "urn:peppol:pint:billing-1@jp-1:extension")]) == [])
  }

  @Test func aReturnIsAnInvoiceWithNegativeQuantities() throws {
    var invoice = try Fixture.invoice()
    invoice.allowanceCharges = []
    invoice.prepayments = []
    invoice.totals.prepaid = nil
    for index in invoice.lines.indices {
      invoice.lines[index].allowanceCharges = []
      invoice.lines[index].quantity = -invoice.lines[index].quantity
    }
    try invoice.total()
    let report = checkInvoice(UBLWriter.write(invoice), name: "return")
    #expect(report.findings.isEmpty)
    #expect(report.facts?.isReturn == true)
  }

  @Test(arguments: ExactDecimal.Rounding.allCases) func theIssuerChoosesTheRounding(_ rule: ExactDecimal.Rounding)
    throws
  {
    var invoice = try Fixture.invoice()
    try invoice.total(rounding: rule)
    #expect(checkInvoice(UBLWriter.write(invoice), name: "rounded").findings.isEmpty)
  }

  @Test func outOfScopeNeedsNoRate() throws {
    var invoice = try Fixture.invoice()
    invoice.lines[2].item.category = .outOfScope
    invoice.allowanceCharges.append(
      .init(isCharge: true, reasonCode: "FC", amount: ExactDecimal(7), category: .outOfScope))
    try invoice.total()
    let report = checkInvoice(UBLWriter.write(invoice), name: "out of scope")
    #expect(report.findings.isEmpty)
    #expect(report.facts?.taxes.last?.category == "O")
    #expect(report.facts?.taxes.last?.rate == nil)
  }

  @Test func beforeTheSystemBeganAnyTaxNumberPasses() throws {
    let number = "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"
    let line = "cac:InvoiceLine[1]/cac:InvoicePeriod/"
    #expect(
      try Self.findings([
        .set("cac:InvoicePeriod/cbc:StartDate", "2023-09-01"), .set("cac:InvoicePeriod/cbc:EndDate", "2023-09-30"),
        .set(line + "cbc:StartDate", "2023-09-01"), .set(line + "cbc:EndDate", "2023-09-30"), .set(number, "123"),
      ]) == [])
  }

  @Test func reducedRateMayGoUnderTheStandardCategory() throws {
    var invoice = try Fixture.invoice()
    invoice.lines[1].item.category = .init("S", rate: ExactDecimal(8))
    try invoice.total()
    #expect(checkInvoice(UBLWriter.write(invoice), name: "S 8 %").findings.isEmpty)
  }

  @Test func amountsMayBeWrittenInOtherForms() throws {
    #expect(
      try Self.findings([
        .set("cac:LegalMonetaryTotal/cbc:PayableAmount", " +0336183.00\n"),
        .set("cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "10.00"),
        .set("cac:TaxTotal/cac:TaxSubtotal[1]/cac:TaxCategory/cbc:Percent", "10.0"),
      ]) == [])
  }

  @Test func theContractIsDemandedOnlyWhereAsked() throws {
    let edit = Edit.remove("cac:ContractDocumentReference")
    #expect(try Self.findings([edit]) == [])
    #expect(try Self.findings([edit], options: InvoiceOptions(contractRequired: true)) == ["SEK-REF-001"])
  }

  @Test func times() throws {
    for time in ["00:00:00", "23:59:59.999", "24:00:00", "09:30:00Z", "09:30:00+09:00", "09:30:00.5-14:00"] {
      let xml = "<cbc:IssueTime>\(time)</cbc:IssueTime>"
      #expect(try Self.findings([.insert(after: "cbc:IssueDate", xml)]) == [], "\(time)")
    }
    for time in [
      "24:00:01", "9:30:00", "09:30", "09:60:00", "09:30:60", "09:30:00+15:00", "09:30:00.", "x", "09:30:00+0900",
    ] {
      let xml = "<cbc:IssueTime>\(time)</cbc:IssueTime>"
      #expect(try Self.findings([.insert(after: "cbc:IssueDate", xml)]) == ["ibr-119"], "\(time)")
    }
  }

  @Test(arguments: [
    ("2026-09-30", 80), ("2026-10-01", 70), ("2028-10-01", 50), ("2030-10-01", 30), ("2031-10-01", 0),
  ])
  func creditShares(_ day: String, _ percent: Int) throws {
    let steps = [("2023-10-01", 80), ("2026-10-01", 70), ("2028-10-01", 50), ("2030-10-01", 30), ("2031-10-01", 0)]
    let schedule = try #require(
      CreditSchedule(steps.map { .init(from: Fixture.date($0.0), percent: ExactDecimal($0.1)) }))
    #expect(schedule.percent(on: Fixture.date(day)) == ExactDecimal(percent))
    #expect(schedule.percent(on: Fixture.date("2023-09-30")) == nil)
    #expect(CreditSchedule(schedule.steps.reversed()) == nil)
  }

  @Test(arguments: [
    ("7000012050002", true), ("8000020130001", true), ("2120901007402", true), ("1234567890123", false),
    ("0000012050002", false),
  ])
  func checkDigits(_ digits: String, _ isValid: Bool) throws {
    #expect(try #require(CorporateNumber(digits)).hasValidCheckDigit == isValid)
    #expect(RegistrationNumber("T" + digits)?.number.digits == digits)
    #expect(RegistrationNumber("t" + digits) == nil)
    #expect(CorporateNumber(digits.dropLast()) == nil)
  }

  @Test(arguments: [
    ("2026-02-28", true), ("2024-02-29", true), ("2026-02-29", false), ("1900-02-29", false), ("2000-02-29", true),
    ("2026-13-01", false), ("2026-00-10", false), ("2026-1-01", false), ("２026-01-01", false), ("2026-04-31", false),
    ("2026-04-30Z", false), ("+026-04-30", false),
  ])
  func dates(_ text: String, _ isValid: Bool) {
    #expect((InvoiceDate(text) != nil) == isValid)
    if let date = InvoiceDate(text) { #expect(date.description == text) }
  }

  @Test func findingsSpeakBothLanguages() throws {
    let bytes = try Edit.set("cac:LegalMonetaryTotal/cbc:PayableAmount", "1").apply(to: Fixture.bytes())
    let report = checkInvoice(bytes, name: "a.xml")
    let finding = try #require(report.findings.first)
    #expect(finding.found == "1")
    #expect(finding.expected?.en == "336183")
    #expect(finding.rule.reason == .finance)
    #expect(finding.rule.action == .issueNewInvoice)
    let english = finding.diagnostic(in: report.source).rendered(.en)
    #expect(english.contains("error[ibr-co-16]"))
    #expect(english.contains("<cbc:PayableAmount currencyID=\"JPY\">1</cbc:PayableAmount>"))
    #expect(english.contains("path: /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"))
    #expect(english.contains("FIN/NIN"))
    #expect(finding.diagnostic(in: report.source).rendered(.ja).contains("差引請求金額"))
  }
}
