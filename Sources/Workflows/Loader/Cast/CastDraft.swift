import Diagnostics
import YAML

struct CastDraft: YAMLRecord {
  let name: String
  let units: [UnitDraft]
  let positions: [PositionDraft]
  let people: [PersonDraft]
  let parties: [PartyDraft]
  let delegations: [DelegationDraft]

  init?(_ fields: FieldReader) {
    name = fields.required("cast", .string(length: 1...64)) ?? ""
    units = fields.required("units", .list(of: .record(UnitDraft.self))) ?? []
    positions = fields.required("positions", .list(of: .record(PositionDraft.self))) ?? []
    people = fields.required("people", .list(of: .record(PersonDraft.self))) ?? []
    parties = fields.optional("parties", .list(of: .record(PartyDraft.self)), default: [])
    delegations = fields.optional("delegations", .list(of: .record(DelegationDraft.self)), default: [])
  }

  struct UnitDraft: YAMLRecord {
    let code: LocatedName
    let title: Text
    let parent: LocatedName?

    init?(_ fields: FieldReader) {
      code = fields.required("code", .code) ?? Located("", at: fields.context.owner)
      title = fields.required("title", .bilingual) ?? .missing
      parent = fields.optional("parent", .code)
    }
  }

  struct PositionDraft: YAMLRecord {
    let code: LocatedName
    let title: Text
    let unit: LocatedName?
    let roles: [LocatedName]
    let deputies: [LocatedName]

    init?(_ fields: FieldReader) {
      code = fields.required("code", .code) ?? Located("", at: fields.context.owner)
      title = fields.required("title", .bilingual) ?? .missing
      unit = fields.required("unit", .code)
      roles = fields.optional("roles", .names, default: [])
      deputies = fields.optional("deputies", .names, default: [])
    }
  }

  struct PersonDraft: YAMLRecord {
    let code: LocatedName
    let name: Text
    let email: String?
    let positions: [LocatedName]

    init?(_ fields: FieldReader) {
      code = fields.required("code", .code) ?? Located("", at: fields.context.owner)
      name = fields.required("name", .bilingual) ?? .missing
      email = fields.optional("email", .string(length: 3...254))
      positions = fields.optional("positions", .names, default: [])
    }
  }

  struct PartyDraft: YAMLRecord {
    let code: LocatedName
    let name: Text
    let corporateNumber: String?
    let registrationNumber: String?
    let suspensions: [SuspensionDraft]
    let users: [UserDraft]

    init?(_ fields: FieldReader) {
      code = fields.required("code", .code) ?? Located("", at: fields.context.owner)
      name = fields.required("name", .bilingual) ?? .missing
      corporateNumber = fields.optional("corporate_number", .string(length: 13...13))
      registrationNumber = fields.optional("registration_number", .string(length: 14...14))
      suspensions = fields.optional("suspended", .oneOrMore(of: .record(SuspensionDraft.self)), default: [])
      users = fields.optional("users", .list(of: .record(UserDraft.self)), default: [])
    }
  }

  struct SuspensionDraft: YAMLRecord {
    let from: Day?
    let to: Day?

    init?(_ fields: FieldReader) {
      from = fields.optional("from", .day)
      to = fields.optional("to", .day)
      _ = fields.optional("reason", .string)
      if let from, let to, to < from {
        fields.report(
          .dayOrder, Text(en: "the suspension ends before it starts", ja: "停止の終わりが始まりより前です"), at: "to",
          help: Text(en: "\"to\" is the last day of the suspension", ja: "「to」は停止の最後の日です"))
      }
    }
  }

  struct UserDraft: YAMLRecord {
    let code: LocatedName
    let name: Text
    let email: String?
    let roles: [LocatedName]

    init?(_ fields: FieldReader) {
      code = fields.required("code", .code) ?? Located("", at: fields.context.owner)
      name = fields.required("name", .bilingual) ?? .missing
      email = fields.optional("email", .string(length: 3...254))
      roles = fields.required("roles", .names) ?? []
    }
  }
}

/// In a cast and in a case: who may act for whom, within which limits.
struct DelegationDraft: YAMLRecord {
  let from: LocatedName?
  let to: LocatedName?
  let roles: [LocatedName]
  let since: Day?
  let until: Day?
  let maxAmount: Int?

  init?(_ fields: FieldReader) {
    from = fields.required("from", .code)
    to = fields.required("to", .code)
    roles = fields.optional("roles", .names, default: [])
    since = fields.optional("since", .day)
    until = fields.optional("until", .day)
    maxAmount = fields.optional("max_amount", .int(0...Int.max))
  }
}

extension YAMLReading where Value == LocatedName {
  /// The code of a unit, position, person or party.
  static var code: YAMLReading { .located(.string(length: 1...100)) }
}
