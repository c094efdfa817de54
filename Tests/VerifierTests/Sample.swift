import Diagnostics
import Testing
import Workflows

@testable import Verifier

/// A small definition for tests: parts are put into a frame that loads.
struct Sample {
  var name = "sample"
  var create = "create: {by: [clerk]}"
  var data = "n: {type: integer, minimum: 0, maximum: 10, title: {en: N, ja: 数}}"
  var required = ""
  var extra = ""
  var roles = """
      clerk: {title: {en: Clerk, ja: 担当}}
      chief: {title: {en: Chief, ja: 課長}}
    """
  var states = """
      draft: {title: {en: Draft, ja: 起案}, initial: true}
      done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
    """
  var transitions = """
      finish: {title: {en: Finish, ja: 終える}, from: draft, to: done, by: clerk}
    """

  var text: String {
    """
    workflow: \(name)
    title: {en: Sample, ja: 例}
    key: S-{sequence:4}
    \(create)
    \(extra)
    data:
      type: object
      additionalProperties: false
      required: [\(required)]
      properties:
        \(data)
    roles:
    \(roles)
    states:
    \(states)
    transitions:
    \(transitions)
    """
  }

  static func library(_ samples: [Sample], parameters: [String] = []) throws -> Library {
    let (library, diagnostics) = loadLibrary(
      LibraryFiles(
        workflows: samples.map { SourceFile(name: $0.name + ".yaml", text: $0.text) },
        parameters: parameters.map { SourceFile(name: "parameter.yaml", text: $0) }))
    if diagnostics.hasErrors {
      Issue.record("the sample does not load: \(diagnostics.map { $0.rendered(.en) }.joined(separator: "\n"))")
    }
    return library
  }

  static func verify(
    _ samples: [Sample], parameters: [String] = [], defect: VerifierDefect = .none
  ) throws -> VerificationReport {
    let day = try #require(Day("2026-05-01"))
    return Verifier.verify(
      try library(samples, parameters: parameters), VerifierOptions(today: day, witnesses: true, defect: defect))
  }
}

extension VerificationReport {
  /// `E301 refuted state lost: draft –go→ lost` for each question that is not proved.
  var findings: [String] {
    questions.filter { $0.verdict != .proved }.map {
      "\($0.rule.rawValue) \($0.verdict.rawValue) \($0.subject)" + ($0.path.isEmpty ? "" : ": \($0.path.shown)")
    }
  }
}
