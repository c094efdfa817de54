import Diagnostics
import Foundation
import Testing

@testable import Workflows

/// What a case expects is held against what happened: the same steps with a right and with a wrong expectation.
@Suite struct ExpectationTests {
  struct Expectation: Sendable, CustomTestStringConvertible {
    /// Of the step in which time passes, or of the submission before it.
    let whole: String
    /// A part of the failure; nil: none is expected.
    let complaint: String?

    init(_ whole: String, _ complaint: String? = nil) {
      self.whole = whole
      self.complaint = complaint
    }

    var testDescription: String { whole }
  }

  static let afterUptake: [Expectation] = [
    // Submitted on a Thursday: two working days end on Monday, the day before it is a Friday.
    .init("effects: [remind uptake section_chief 2026-04-17, escalate uptake drafter 2026-04-21]"),
    .init("effects: [remind uptake section_chief 2026-04-18]", "no effect \"remind uptake section_chief 2026-04-18\""),
    .init("effects: [escalate uptake drafter 2026-04-20]", "escalate uptake drafter 2026-04-21"),
    .init("effects: [escalate uptake consenter]", "no effect"),
    .init("no_effects: [round, escalate uptake consenter]"),
    .init("no_effects: [escalate uptake]", "there was an effect \"escalate uptake section_chief 2026-04-21\""),
    .init("may: {tanaka: [recall, withdraw, submit]}", "submit is not open to tanaka"),
    .init("may: {tanaka: [withdraw]}", "recall is open to tanaka too"),
    .init("may: {tanaka: [withdraw, recall], kimura: [take_up, hold], hashimoto: [take_up], kondo: []}"),
  ]

  @Test(arguments: afterUptake)
  func isHeldAgainstWhatHappened(_ expected: Expectation) throws {
    let failures = try Self.failures(
      """
      case: x
      at: 2026-04-16T10:00
      steps:
        - {create: approval, as: ap, by: tanaka, data: {subject: s, amount: 1, body: b, line: [reform-line]}}
        - {do: submit, on: ap, by: tanaka}
        - {at: 2026-04-21, expect: {ap: {\(expected.whole)}}}
      """)
    if let complaint = expected.complaint {
      #expect(failures.contains { $0.contains(complaint) }, "\(failures)")
    } else {
      #expect(failures == [])
    }
  }

  /// What outside work is told is compared key by key; work that was not ordered is a failure.
  @Test(arguments: [
    Expectation("tasks: {transfer: {number: M-1, amount: 600000}}"),
    Expectation("tasks: {transfer: {number: M-1, nothing: null}}"),
    Expectation("tasks: {transfer: {number: M-2}}", "transfer is told number \"M-1\""),
  ])
  func tasksAreCompared(_ expected: Expectation) throws {
    let world = try #require(ShippedCasesTests.world)
    let file = try #require(world.cases.first { $0.name.hasSuffix("invoice/inputs.yaml") })
    let text = String(decoding: file.bytes, as: UTF8.self)
    let start = try #require(text.range(of: "      tasks:\n"))
    let end = try #require(
      text.range(of: "  - task: {name: transfer, failed: true}", range: start.upperBound..<text.endIndex))
    let changed = text[..<start.lowerBound] + "      " + expected.whole + "\n" + text[end.lowerBound...]
    let failures = try Self.failures(String(changed))
    if let complaint = expected.complaint {
      #expect(failures.contains { $0.contains(complaint) }, "\(failures)")
    } else {
      #expect(failures == [])
    }
  }

  @Test func workThatIsNotOrderedIsMissed() throws {
    let failures = try Self.failures(
      """
      case: x
      at: 2026-04-16T10:00
      steps:
        - create: invoice
          by: hara
          data: {}
          intake: true
          expect: {refused: blocked, tasks: {transfer: {}}}
      """)
    #expect(failures == ["no task transfer was ordered"])
  }

  private static func failures(_ text: String) throws -> [String] {
    let world = try #require(ShippedCasesTests.world)
    let (scenario, diagnostics) = loadCase(
      SourceFile(name: "case.yaml", text: text), library: world.library, directory: world.directory)
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    var run = CaseRun(try #require(scenario), library: world.library, directory: world.directory)
    for step in try #require(scenario).steps {
      let failures = run.play(step).failures.map(\.message.en)
      if !failures.isEmpty { return failures }
    }
    return []
  }
}
