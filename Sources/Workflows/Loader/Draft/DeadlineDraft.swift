import Diagnostics
import YAML

struct DeadlineDraft: YAMLRecord {
  let title: Text?
  let after: YAMLScalar?
  let at: YAMLScalar?
  let unit: LegalPeriod.Unit
  let from: YAMLScalar?
  let firstDay: YAMLScalar?
  let roll: LegalPeriod.Roll
  let reminders: [ReminderDraft]
  let escalations: [EscalationDraft]
  let transition: LocatedName?
  let source: String?

  init?(_ fields: FieldReader) {
    title = fields.optional("title", .bilingual)
    after = fields.optional("after", .scalar)
    at = fields.optional("at", .scalar)
    unit = fields.optional("unit", .word(LegalPeriod.Unit.self), default: .calendarDays)
    from = fields.optional("from", .scalar)
    firstDay = fields.optional("first_day", .scalar)
    roll = fields.optional("roll", .word(LegalPeriod.Roll.self), default: .none)
    reminders = fields.optional("remind", .list(of: .record(ReminderDraft.self)), default: [])
    escalations = fields.optional("escalate", .list(of: .record(EscalationDraft.self)), default: [])
    transition = fields.optional("do", .located(.string))
    source = fields.optional("source", .string)
    Self.checkBasis(fields)
    if escalations.isEmpty, transition == nil, !fields.has("escalate") {
      fields.report(
        .noConsequence, Text(en: "nothing happens when the deadline passes", ja: "期限を過ぎても何も起きません"),
        help: Text(en: "add \"escalate\" or \"do\"", ja: "「escalate」か「do」を加えてください"))
    }
  }

  private static func checkBasis(_ fields: FieldReader) {
    switch (fields.has("after"), fields.has("at")) {
    case (true, false): break
    case (false, false):
      fields.report(
        .deadlineBasis, Text(en: "the deadline says neither \"after\" nor \"at\"", ja: "期限に「after」も「at」もありません"),
        help: Text(en: "add \"after:\" with a number, or \"at:\" with a day", ja: "「after:」に数、または「at:」に日付を書いてください"))
    case (true, true):
      fields.report(
        .deadlineBasis, Text(en: "\"after\" and \"at\" exclude one another", ja: "「after」と「at」は同時に書けません"), at: "at",
        help: Text(en: "keep one of them", ja: "どちらか一つにしてください"))
    case (false, true):
      for name in ["unit", "from", "first_day"] where fields.has(name) {
        fields.report(
          .deadlineBasis,
          Text(en: "\"\(name)\" belongs to \"after\", not to \"at\"", ja: "「\(name)」は「after」と共に書くもので、「at」には使えません"),
          at: name, help: Text(en: "remove \"\(name)\"", ja: "「\(name)」を取り除いてください"))
      }
    }
  }
}

struct ReminderDraft: YAMLRecord {
  let before: Int
  let unit: LegalPeriod.Unit
  let to: [LocatedName]

  init?(_ fields: FieldReader) {
    before = fields.required("before", .int(0...3_650)) ?? 0
    unit = fields.optional("unit", .word(LegalPeriod.Unit.self), default: .calendarDays)
    to = fields.optional("to", .names, default: [])
  }
}

struct EscalationDraft: YAMLRecord {
  let after: Int
  let unit: LegalPeriod.Unit
  let to: [LocatedName]
  let message: Text?

  init?(_ fields: FieldReader) {
    after = fields.required("after", .int(0...3_650)) ?? 0
    unit = fields.optional("unit", .word(LegalPeriod.Unit.self), default: .calendarDays)
    to = fields.required("to", .names) ?? []
    message = fields.optional("message", .bilingual)
  }
}
