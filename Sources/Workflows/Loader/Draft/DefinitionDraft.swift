import Diagnostics
import YAML

/// A definition as written: fields read, names not yet looked up, expressions not yet compiled. What is missing or
/// malformed has been reported and is left out, so that the rest can still be checked.
struct DefinitionDraft: YAMLRecord {
  let name: LocatedName
  let title: Text
  let details: Text?
  let key: YAMLScalar?
  let calendar: LocatedName?
  let parameters: [LocatedName]
  let creation: CreationDraft?
  let search: SearchDraft?
  let keys: [YAMLField<[YAMLScalar]>]
  let data: YAMLNode?
  let documents: [YAMLField<DocumentDraft>]
  let roles: [YAMLField<RoleDraft>]
  let states: [YAMLField<StateDraft>]
  let transitions: [YAMLField<TransitionDraft>]
  let duties: [YAMLField<DutyDraft>]
  let abandon: LocatedName?
  let migration: MigrationDraft?
  let location: Location

  init?(_ fields: FieldReader) {
    location = fields.context.owner
    name = fields.required("workflow", .located(.string)) ?? Located("", at: fields.context.owner)
    title = fields.required("title", .bilingual) ?? .missing
    details = fields.optional("description", .bilingual)
    key = fields.required("key", .scalar)
    calendar = fields.optional("calendar", .located(.string))
    parameters = fields.optional("parameters", .list(of: .located(.string)), default: [])
    creation = fields.optional("create", .record(CreationDraft.self))
    search = fields.optional("search", .record(SearchDraft.self))
    keys = fields.optional("keys", .dictionary(of: .oneOrMore(of: .scalar)), default: [])
    data = fields.required("data", .node)
    documents = fields.optional("documents", .dictionary(of: .record(DocumentDraft.self)), default: [])
    roles = fields.required("roles", .dictionary(of: .record(RoleDraft.self))) ?? []
    states = fields.required("states", .dictionary(of: .record(StateDraft.self))) ?? []
    transitions = fields.required("transitions", .dictionary(of: .record(TransitionDraft.self))) ?? []
    duties = fields.optional("duties", .dictionary(of: .record(DutyDraft.self)), default: [])
    abandon = fields.optional("abandon", .located(.string))
    migration = fields.optional("migrate", .record(MigrationDraft.self))
  }
}

struct CreationDraft: YAMLRecord {
  let by: [LocatedName]
  let parents: [LocatedName]
  let standalone: Bool
  let input: InputDraft
  let guards: [GuardDraft]

  init?(_ fields: FieldReader) {
    by = fields.required("by", .names) ?? []
    parents = fields.optional("parents", .names, default: [])
    standalone = fields.optional("standalone", .bool, default: true)
    input = fields.optional("input", .record(InputDraft.self)) ?? InputDraft()
    guards = fields.optional("guard", .list(of: .record(GuardDraft.self)), default: [])
    _ = fields.optional("source", .string)
  }
}

struct SearchDraft: YAMLRecord {
  let subject: YAMLScalar?
  let amount: YAMLScalar?
  let date: YAMLScalar?
  let party: YAMLScalar?

  init?(_ fields: FieldReader) {
    subject = fields.optional("subject", .scalar)
    amount = fields.optional("amount", .scalar)
    date = fields.optional("date", .scalar)
    party = fields.optional("party", .scalar)
  }
}

/// Old name → new name, for items of the previous version.
struct MigrationDraft: YAMLRecord {
  let states: [YAMLField<LocatedName>]
  let roles: [YAMLField<LocatedName>]
  let fields: [YAMLField<LocatedName>]

  init?(_ fields: FieldReader) {
    states = fields.optional("states", .dictionary(of: .located(.string)), default: [])
    roles = fields.optional("roles", .dictionary(of: .located(.string)), default: [])
    self.fields = fields.optional("fields", .dictionary(of: .located(.string)), default: [])
  }
}
