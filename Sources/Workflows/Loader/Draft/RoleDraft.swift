import Diagnostics
import YAML

struct RoleDraft: YAMLRecord {
  enum Scope: String, CaseIterable {
    case unit
    case anywhere
  }

  let title: Text
  let heldBy: LocatedName?
  let scope: Located<Scope>?
  let excludes: [LocatedName]
  let isDelegable: Bool
  let acting: LocatedName?
  let source: String?

  init?(_ fields: FieldReader) {
    title = fields.required("title", .bilingual) ?? .missing
    heldBy = fields.optional("held_by", .located(.string))
    scope = fields.optional("scope", .located(.word(Scope.self)))
    excludes = fields.optional("excludes", .names, default: [])
    isDelegable = fields.optional("delegable", .bool, default: true)
    acting = fields.optional("acting", .located(.string))
    source = fields.optional("source", .string)
  }
}

struct DocumentDraft: YAMLRecord {
  /// Where nothing is said: 20 MiB, 20 files.
  static let defaultSize = 20 << 20
  static let defaultCount = 20

  let title: Text
  let media: [LocatedName]
  let by: [LocatedName]
  let maxSize: Int
  let maxCount: Int
  let visible: [LocatedName]?
  let isSubstantive: Bool

  init?(_ fields: FieldReader) {
    title = fields.required("title", .bilingual) ?? .missing
    media = fields.optional("media", .names, default: [])
    by = fields.required("by", .names) ?? []
    maxSize = fields.optional("max_size", .size, default: Self.defaultSize)
    maxCount = fields.optional("max_count", .int(1...10_000), default: Self.defaultCount)
    visible = fields.optional("visible", .names)
    isSubstantive = fields.optional("substantive", .bool, default: false)
    _ = fields.optional("source", .string)
  }
}

struct DutyDraft: YAMLRecord {
  let title: Text
  let by: [LocatedName]
  let due: DeadlineDraft?
  let input: InputDraft
  let blocks: [LocatedName]
  let source: String?

  init?(_ fields: FieldReader) {
    title = fields.required("title", .bilingual) ?? .missing
    by = fields.required("by", .names) ?? []
    due = fields.optional("due", .record(DeadlineDraft.self))
    input = fields.optional("input", .record(InputDraft.self)) ?? InputDraft()
    blocks = fields.optional("blocks", .names, default: [])
    source = fields.optional("source", .string)
  }
}
