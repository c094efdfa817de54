import Diagnostics
import JSON
import YAML

struct FileDraft: YAMLRecord {
  let file: ScenarioFile

  init?(_ fields: FieldReader) {
    let name = fields.required("name", .string)
    let media = fields.required("media", .string)
    let text = fields.optional("text", .string)
    let size = fields.optional("size", .size)
    guard let name, let media else { return nil }
    let content = text.map { ScenarioFile.Content.text($0) } ?? .blanks(min(size ?? 0, 1 << 27))
    file = ScenarioFile(name: name, media: media, content: content)
  }
}

struct LinkDraft: YAMLRecord {
  let from: Located<ScenarioReference>?
  let to: Located<ScenarioReference>?
  let relation: String?

  init?(_ fields: FieldReader) {
    from = fields.required("from", .located(ScenarioReference.reading))
    to = fields.required("to", .located(ScenarioReference.reading))
    relation = fields.required("relation", .string(length: 1...64))
  }
}

struct AbsenceDraft: YAMLRecord {
  let person: LocatedName?
  let from: Day?
  let until: Day?

  init?(_ fields: FieldReader) {
    person = fields.required("person", .code)
    from = fields.optional("from", .day)
    until = fields.optional("until", .day)
  }
}

struct MoveDraft: YAMLRecord {
  let person: LocatedName?
  let from: LocatedName?
  let to: LocatedName?

  init?(_ fields: FieldReader) {
    person = fields.required("person", .code)
    from = fields.optional("from", .code)
    to = fields.optional("to", .code)
    if !fields.has("from"), !fields.has("to") {
      fields.report(
        .expectation, Text(en: "the move names no position", ja: "異動に職がありません"),
        help: Text(en: "add \"from\", \"to\" or both", ja: "「from」「to」の一方または両方を書いてください"))
    }
  }
}

struct TaskEndDraft: YAMLRecord {
  let name: LocatedName?
  let result: JSONValue
  let failed: Bool

  init?(_ fields: FieldReader) {
    name = fields.required("name", .located(.string))
    result = fields.optional("result", .json) ?? .object([:])
    failed = fields.optional("failed", .bool, default: false)
  }
}

/// What a step must come to. Keys that are no words of the language are aliases of other items.
struct ExpectationDraft {
  let expectation: ScenarioExpectation
  let references: [Located<ScenarioReference>]

  static let words = [
    "state", "data", "version", "refused", "because", "effects", "no_effects", "outcome", "open_duties", "may", "tasks",
  ]

  static var reading: YAMLReading<ExpectationDraft> {
    .record { fields in
      let refusal = fields.optional("refused", .word(RefusalWord.self))?.kind
      let because = fields.optional("because", .oneOrMore(of: .located(.string(length: 1...1_000))), default: [])
      let subject = item(fields)
      let others = fields.others(.record { item($0) })
      if !because.isEmpty, refusal == nil {
        fields.report(
          .expectation, Text(en: "\"because\" needs \"refused\"", ja: "「because」には「refused」が必要です"), at: "because",
          help: Text(en: "say which refusal is expected", ja: "どの拒否を期待するか書いてください"))
      }
      let items = others.compactMap { other -> (Located<ScenarioReference>, ScenarioExpectation.Item)? in
        guard let reference = ScenarioReference(other.name.value) else { return nil }
        return (Located(reference, at: other.name.location), other.value)
      }
      return ExpectationDraft(
        expectation: ScenarioExpectation(
          refusal: refusal, because: because, subject: subject, items: items.map { ($0.0.value, $0.1) }),
        references: items.map(\.0))
    }
  }

  private enum RefusalWord: String, CaseIterable {
    case denied, blocked, invalid, unknown, stale

    var kind: Refusal.Kind {
      switch self {
      case .denied: .denied
      case .blocked: .blocked
      case .invalid: .invalid
      case .unknown: .unknown
      case .stale: .stale
      }
    }
  }

  private static var effect: YAMLReading<ScenarioEffect> {
    let kinds = ScenarioEffect.Kind.allCases.map(\.rawValue)
    let expected = Text(
      en: "an effect: \(kinds.joined(separator: ", ")), each with its names",
      ja: "効果（\(kinds.joined(separator: "、")) と、その名前）")
    return .from(YAMLReading<String>.string.checked(expected) { ScenarioEffect($0) != nil }) {
      ScenarioEffect($0) ?? ScenarioEffect(.round)
    }
  }

  private static func item(_ fields: FieldReader) -> ScenarioExpectation.Item {
    let state = fields.optional("state", .located(.string))
    let data = fields.optional("data", .dictionary(of: .json), default: [])
    return ScenarioExpectation.Item(
      state: state.map { Located(StateName($0.value), at: $0.location) },
      data: Dictionary(data.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
      version: fields.optional("version", .int(1...Int.max)).map { Int64($0) },
      outcome: fields.optional("outcome", .string).map { Outcome($0) },
      openDuties: fields.optional("open_duties", .list(of: .string)).map { $0.map { DutyName($0) } },
      effects: fields.optional("effects", .list(of: .located(effect)), default: []),
      absentEffects: fields.optional("no_effects", .list(of: .located(effect)), default: []),
      may: fields.optional("may", .dictionary(of: .list(of: .located(.string))), default: []).map { field in
        ScenarioRights(actor: Actor(caseText: field.name.value), acts: field.value, location: field.name.location)
      },
      tasks: Dictionary(
        fields.optional("tasks", .dictionary(of: .dictionary(of: .json)), default: []).map { task in
          (task.name, Dictionary(task.value.map { ($0.name.value, $0.value) }, uniquingKeysWith: { first, _ in first }))
        }, uniquingKeysWith: { first, _ in first }),
      location: fields.location)
  }
}
