import Diagnostics
import Testing

@testable import Invoices

@Suite struct RuleTests {
  /// The change is refused under its rule at its place, and under no rule that it does not break.
  @Test(arguments: Mutations.all) func everyRuleFindsWhatBreaksIt(_ mutation: Mutation) throws {
    let currency = try #require(Currency(mutation.currency))
    let bytes = try mutation.edits.apply(to: Fixture.bytes(mutation.profile, currency: currency))
    let report = checkInvoice(
      bytes, name: "mutation", options: InvoiceOptions(today: Fixture.date("2026-04-30"), contractRequired: true))
    let rules = Set(report.findings.map(\.rule.id))
    #expect(rules.subtracting(mutation.also) == [mutation.rule])

    let path = mutation.path.isEmpty ? "/Invoice" : "/Invoice/" + mutation.path
    let finding = try #require(
      report.findings.first { $0.rule.id == mutation.rule && $0.path == path }, "\(report.findings.map(\.path))")
    #expect(finding.position.line == Self.line(of: path, in: bytes))
    #expect(finding.found != nil || finding.expected != nil)
  }

  /// The line of the element, or of the nearest enclosing one that is there.
  private static func line(of path: String, in bytes: [UInt8]) -> Int? {
    guard let tree = try? XMLReader.read(bytes, limits: InvoiceLimits()) else { return nil }
    var steps = path.split(separator: "/")
    while !steps.isEmpty {
      let path = "/" + steps.joined(separator: "/")
      if let element = tree.elements.first(where: { $0.path == path }) {
        return 1 + bytes[..<element.span.lower].count { $0 == 0x0A }
      }
      steps.removeLast()
    }
    return nil
  }

  @Test func everyRuleHasAMutation() {
    let tested = Set(Mutations.all.map(\.rule))
    let applied = Set(Catalogue.rules.filter { $0.check != nil }.map(\.id))
    // These two say which profile it is: under another specification the document is judged as billing.
    let untestable: Set<String> = ["aligned-ibrp-001-jp-sb", "aligned-ibrp-001-jp-ntr"]
    #expect(applied.subtracting(tested) == untestable)
    #expect(tested.subtracting(applied).subtracting(["SEK-NUM-002"]).isEmpty)
  }

  @Test func theCatalogueIsComplete() {
    let ids = Catalogue.rules.map(\.id)
    #expect(Set(ids).count == ids.count, "an id is used twice")
    for rule in Catalogue.rules {
      #expect(!rule.title.en.isEmpty && !rule.title.ja.isEmpty && !rule.help.en.isEmpty && !rule.help.ja.isEmpty)
      #expect(rule.isPublished != rule.id.hasPrefix("SEK-"), "\(rule.id)")
      #expect(rule.title.en.hasSuffix(".") && rule.title.ja.hasSuffix("。"), "\(rule.id)")
    }
    #expect(Catalogue.rule("ibr-002")?.topic == .header)
    #expect(Catalogue.rule("nothing") == nil)
    #expect(MatchingRule.allCases.allSatisfy { $0.rule.id == $0.rawValue && $0.rule.topic == .matching })
    #expect(Catalogue.rules.count { $0.topic == .matching } == MatchingRule.allCases.count)
    print("rules: \(ids.count), published \(Catalogue.rules.count { $0.isPublished })")
  }
}
