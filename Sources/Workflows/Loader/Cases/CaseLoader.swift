package import Diagnostics
import JSON
import YAML

/// Reads a scenario case.
///
/// - Parameters:
///   - library: to check names of workflows, acts, states, fields; nil leaves them to the run.
///   - directory: to check persons and positions; nil leaves them to the run.
package func loadCase(
  _ file: SourceFile, library: Library? = nil, directory: Directory? = nil
) -> (scenario: ScenarioCase?, diagnostics: [Diagnostic]) {
  let findings = Findings()
  guard let node = FileKind.scenario.document(file, findings),
    let draft = YAMLReading.record(CaseDraft.self).read(document: node, findings)
  else { return (nil, findings.diagnostics.inReadingOrder()) }
  var check = CaseCheck(library: library, directory: directory, findings: findings)
  check.run(draft)
  let diagnostics = findings.diagnostics.inReadingOrder()
  guard !findings.hasErrors, let start = draft.at else { return (nil, diagnostics) }
  let scenario = ScenarioCase(
    title: draft.title, source: file, start: start.value, steps: draft.steps.map(\.value.step))
  return (scenario, diagnostics)
}

struct CaseDraft: YAMLRecord {
  let title: String
  let at: Located<Instant>?
  let steps: [Located<StepDraft>]

  init?(_ fields: FieldReader) {
    title = fields.required("case", .string(length: 1...300)) ?? ""
    at = fields.required("at", .located(.moment))
    steps = fields.required("steps", .list(of: .located(.record(StepDraft.self)), atLeast: 1)) ?? []
  }
}

extension YAMLReading where Value == Instant {
  /// `2026-04-10T10:00` or `2026-04-10` (its first moment), in Asia/Tokyo.
  static var moment: YAMLReading {
    let expected = Text(en: "a moment as 2026-04-10T10:00, or a day", ja: "2026-04-10T10:00 の形の日時、または日付")
    return .from(YAMLReading<String>.string.checked(expected) { Instant(tokyo: $0) != nil }) {
      Instant(tokyo: $0) ?? Instant(microseconds: 0)
    }
  }
}

extension Instant {
  /// `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS` in Asia/Tokyo.
  package init?(tokyo text: String) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard let day = parts.first.flatMap({ Day($0) }), parts.count <= 2 else { return nil }
    guard parts.count == 2 else {
      self = day.start
      return
    }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    let numbers = clock.compactMap {
      $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64($0) : nil
    }
    guard numbers.count == clock.count, (2...3).contains(numbers.count), numbers[0] < 24, numbers[1] < 60 else {
      return nil
    }
    let seconds = numbers.count == 3 ? numbers[2] : 0
    guard seconds < 60 else { return nil }
    self = day.start.adding(seconds: numbers[0] * 3600 + numbers[1] * 60 + seconds)
  }
}
