import Diagnostics
import YAML

struct TransitionDraft: YAMLRecord {
  enum ReasonRule: String, CaseIterable {
    case required
    case optional
  }

  let title: Text
  let from: [LocatedName]
  let except: [LocatedName]
  let to: LocatedName?
  let by: [LocatedName]
  let when: YAMLScalar?
  let input: InputDraft
  let reason: ReasonRule
  let guards: [GuardDraft]
  let effects: [EffectDraft]
  let isDelegable: Bool
  let suspends: Bool
  let source: String?

  /// Fired by a deadline, a task or a child only.
  var isSystem: Bool { by.count == 1 && by[0].value == "system" }

  init?(_ fields: FieldReader) {
    title = fields.required("title", .bilingual) ?? .missing
    from = fields.required("from", .names) ?? []
    except = fields.optional("except", .names, default: [])
    to = fields.required("to", .located(.string))
    by = fields.optional("by", .names, default: [])
    when = fields.optional("when", .scalar)
    input = fields.optional("input", .record(InputDraft.self)) ?? InputDraft()
    reason = fields.optional("reason", .word(ReasonRule.self), default: .optional)
    guards = fields.optional("guard", .list(of: .record(GuardDraft.self)), default: [])
    effects = fields.optional("effects", .list(of: EffectDraft.reading), default: [])
    isDelegable = fields.optional("delegable", .bool, default: true)
    suspends = fields.optional("suspends", .bool, default: false)
    source = fields.optional("source", .string)
    checkTrigger(fields)
  }

  private func checkTrigger(_ fields: FieldReader) {
    switch (fields.has("by"), fields.has("when")) {
    case (true, false): break
    case (false, true): break
    case (true, true):
      fields.report(
        .trigger, Text(en: "\"by\" and \"when\" exclude one another", ja: "「by」と「when」は同時に書けません"), at: "when",
        help: Text(
          en: "a person acts (by), or it happens by itself (when); a further condition is a guard",
          ja: "人が行う（by）か自動（when）かのどちらかです。ほかの条件は guard に書きます"))
    case (false, false):
      fields.report(
        .trigger, Text(en: "the transition says neither \"by\" nor \"when\"", ja: "遷移に「by」も「when」もありません"),
        help: Text(
          en: "add \"by:\" with roles or system, or \"when:\" with a condition",
          ja: "「by:」に役割または system、あるいは「when:」に条件を書いてください"))
    }
    guard isSystem || (when != nil && by.isEmpty) else { return }
    for name in ["input", "reason", "delegable"] where fields.has(name) {
      fields.report(
        .nobodyActs, Text(en: "\"\(name)\" needs a person who acts", ja: "「\(name)」は人が行う遷移にだけ書けます"), at: name,
        help: Text(en: "remove \"\(name)\", or name roles in \"by\"", ja: "「\(name)」を取り除くか、「by」に役割を書いてください"))
    }
  }
}

struct InputDraft: YAMLRecord {
  let required: [LocatedName]
  let optional: [LocatedName]

  init() {
    required = []
    optional = []
  }

  init?(_ fields: FieldReader) {
    required = fields.optional("required", .names, default: [])
    optional = fields.optional("optional", .names, default: [])
  }
}

struct GuardDraft: YAMLRecord {
  let require: YAMLScalar?
  let message: Text
  let source: String?
  let metBy: [LocatedName]

  init?(_ fields: FieldReader) {
    require = fields.required("require", .scalar)
    message = fields.required("else", .bilingual) ?? .missing
    source = fields.optional("source", .string)
    metBy = fields.optional("met_by", .names, default: [])
  }
}

indirect enum EffectDraft {
  case set([YAMLField<YAMLScalar>])
  case unset([LocatedName])
  case open(LocatedName)
  case start(Located<ChildDraft>)
  case notify(to: [LocatedName], message: Text)
  case task(Located<TaskDraftSpec>)

  static var reading: YAMLReading<EffectDraft> {
    .record { fields in
      fields.exactlyOne(of: [
        "set": .from(.dictionary(of: .scalar), EffectDraft.set), "unset": .from(.names, EffectDraft.unset),
        "open": .from(.located(.string), EffectDraft.open),
        "start": .from(.located(.record(ChildDraft.self)), EffectDraft.start), "notify": notification,
        "task": .from(.located(.record(TaskDraftSpec.self)), EffectDraft.task),
      ])
    }
  }

  private static var notification: YAMLReading<EffectDraft> {
    .record { fields in
      let to = fields.required("to", .names)
      let message = fields.required("message", .bilingual)
      return .notify(to: to ?? [], message: message ?? .missing)
    }
  }
}

struct TaskDraftSpec: YAMLRecord {
  let name: LocatedName
  let kind: TaskSpec.Kind
  let to: String
  let with: [YAMLField<YAMLScalar>]
  let done: LocatedName?
  let failed: LocatedName?
  let priority: Int

  init?(_ fields: FieldReader) {
    name = fields.required("name", .located(.string)) ?? Located("", at: fields.context.owner)
    kind = fields.required("kind", .word(TaskSpec.Kind.self)) ?? .external
    to = fields.required("to", .string(length: 1...200)) ?? ""
    with = fields.optional("with", .dictionary(of: .scalar), default: [])
    let on = fields.optional("on", .record(Ends.self))
    done = on?.done
    failed = on?.failed
    priority = fields.optional("priority", .int(-100...100), default: 0)
  }

  private struct Ends: YAMLRecord {
    let done: LocatedName?
    let failed: LocatedName?

    init?(_ fields: FieldReader) {
      done = fields.optional("done", .located(.string))
      failed = fields.optional("failed", .located(.string))
    }
  }
}
