import Diagnostics
import YAML

struct StateDraft: YAMLRecord {
  let title: Text
  let initial: Located<Bool>?
  let isFinal: Bool
  let outcome: LocatedName?
  let edits: [EditDraft]
  let deadlines: [YAMLField<DeadlineDraft>]
  let child: Located<ChildDraft>?
  let review: Located<ReviewDraft>?
  let on: [YAMLField<BranchDraft>]

  var isInitial: Bool { initial?.value ?? false }

  init?(_ fields: FieldReader) {
    title = fields.required("title", .bilingual) ?? .missing
    initial = fields.optional("initial", .located(.bool))
    isFinal = fields.optional("final", .bool, default: false)
    outcome = fields.optional("outcome", .located(.string))
    edits = fields.optional("edit", .list(of: .record(EditDraft.self)), default: [])
    deadlines = fields.optional("deadlines", .dictionary(of: .record(DeadlineDraft.self)), default: [])
    child = fields.optional("child", .located(.record(ChildDraft.self)))
    review = fields.optional("review", .located(.record(ReviewDraft.self)))
    on = fields.optional("on", .dictionary(of: BranchDraft.reading), default: [])
    _ = fields.optional("source", .string)
  }
}

struct EditDraft: YAMLRecord {
  let by: [LocatedName]
  /// nil: all.
  let fields: [LocatedName]?

  init?(_ fields: FieldReader) {
    by = fields.required("by", .names) ?? []
    let all = YAMLReading<[LocatedName]?>.from(.word(Word.self)) { _ in nil }
    let some = YAMLReading<[LocatedName]?>.from(.list(of: .located(.string), atLeast: 1)) { $0 }
    self.fields = fields.required("fields", .byKind(scalar: all, sequence: some)) ?? nil
    _ = fields.optional("source", .string)
  }

  private enum Word: String, CaseIterable { case all }
}

/// What an outcome does: a state, or a state and effects.
struct BranchDraft {
  let to: LocatedName?
  let effects: [EffectDraft]

  static var reading: YAMLReading<BranchDraft> {
    .byKind(
      scalar: .from(.located(.string)) { BranchDraft(to: $0, effects: []) },
      mapping: .record { fields in
        BranchDraft(
          to: fields.required("to", .located(.string)),
          effects: fields.optional("effects", .list(of: EffectDraft.reading), default: []))
      })
  }
}

struct ChildDraft: YAMLRecord {
  let workflow: LocatedName?
  let with: [YAMLField<YAMLScalar>]

  init?(_ fields: FieldReader) {
    workflow = fields.required("workflow", .located(.string))
    with = fields.optional("with", .dictionary(of: .scalar), default: [])
  }
}

struct ReviewDraft: YAMLRecord {
  let content: [LocatedName]
  let stages: [StageDraft]
  let on: [YAMLField<BranchDraft>]

  init?(_ fields: FieldReader) {
    content = fields.optional("content", .names, default: [])
    stages = fields.required("stages", .list(of: .record(StageDraft.self), atLeast: 1)) ?? []
    on = fields.optional("on", .dictionary(of: BranchDraft.reading), default: [])
    _ = fields.optional("source", .string)
  }
}

struct StageDraft: YAMLRecord {
  enum Order: String, CaseIterable {
    case parallel
    case sequence
  }

  let name: LocatedName
  let title: Text
  let by: LocatedName?
  let positions: YAMLScalar?
  let order: Order
  let quorum: YAMLScalar?
  let isOptional: Bool

  init?(_ fields: FieldReader) {
    name = fields.required("name", .located(.string)) ?? Located("", at: fields.context.owner)
    title = fields.required("title", .bilingual) ?? .missing
    by = fields.required("by", .located(.string))
    positions = fields.optional("positions", .scalar)
    order = fields.optional("order", .word(Order.self), default: .parallel)
    quorum = fields.required("quorum", .scalar)
    isOptional = fields.optional("optional", .bool, default: false)
    _ = fields.optional("source", .string)
  }
}
