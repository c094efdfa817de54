import Diagnostics
import Testing
import Workflows

@testable import Verifier

@Suite("The definitions that we ship are sound")
struct ShippedDefinitionsTests {
  @Test("every question is proved")
  func sound() throws {
    let (library, diagnostics) = try Shipped.library()
    #expect(!diagnostics.hasErrors)
    let report = verify(library)
    for question in report.questions where question.verdict != .proved {
      Issue.record(
        "\(question.workflow) \(question.rule.rawValue) \(question.subject): \(question.diagnostic?.rendered(.en) ?? "")"
      )
    }
    #expect(library.current.count == 6)
    #expect(report.questions.count > 500)
  }
}
