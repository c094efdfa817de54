package import Diagnostics
package import Workflows
import YAML

/// How the activities of a log are called in a definition, as far as their names do not say it:
///
///     activities: {"Create Fine": create_fine, "Send Fine": [send, send_again]}
///     ignore: [Printed]           # events that mean nothing here
///     silent: [time_out]          # happens unseen though the log has an activity of that name
///     recorded: [time_out]        # never happens unseen
package struct ActivityMap: Sendable {
  var activities: [String: [String]] = [:]
  var ignore: Set<String> = []
  var silent: Set<String> = []
  var recorded: Set<String> = []

  package static let none = ActivityMap()

  private init() {}

  /// Reads a mapping file for a definition; names that the definition does not have are reported.
  package static func read(
    _ file: SourceFile, for definition: Definition
  ) -> (map: ActivityMap?, diagnostics: [Diagnostic]) {
    let findings = Findings()
    guard let node = YAMLReader().document(file, findings),
      let draft = YAMLReading.record(Draft.self).read(document: node, findings)
    else { return (nil, findings.diagnostics) }
    let known = Set(ActivityNames(definition).all.map(\.name))
    let named = draft.activities.flatMap(\.value) + draft.silent + draft.recorded
    for name in named where !known.contains(name.value) {
      let near = Suggestion.nearest(to: name.value, in: known)
      findings.report(
        Diagnostic(
          "E205", .error,
          Text(
            en: "\(definition.name) has no transition, vote or duty \"\(name.value)\"",
            ja: "\(definition.name) に遷移・票・義務「\(name.value)」はありません"), at: name.location,
          help: near.map { Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか") }))
    }
    guard !findings.hasErrors else { return (nil, findings.diagnostics) }
    var map = ActivityMap()
    for field in draft.activities { map.activities[field.name.value] = field.value.map(\.value) }
    map.ignore = Set(draft.ignore.map(\.value))
    map.silent = Set(draft.silent.map(\.value))
    map.recorded = Set(draft.recorded.map(\.value))
    return (map, findings.diagnostics)
  }

  private struct Draft: YAMLRecord {
    let activities: [YAMLField<[Located<String>]>]
    let ignore: [Located<String>]
    let silent: [Located<String>]
    let recorded: [Located<String>]

    init?(_ fields: FieldReader) {
      activities = fields.optional(
        "activities", .dictionary(of: .oneOrMore(of: .located(.string))), default: [])
      ignore = fields.optional("ignore", .list(of: .located(.string)), default: [])
      silent = fields.optional("silent", .list(of: .located(.string)), default: [])
      recorded = fields.optional("recorded", .list(of: .located(.string)), default: [])
    }
  }
}
