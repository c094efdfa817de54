import JSON

enum DirectorySchemas {
  /// One subject: with a code its new value, without one its value before and after.
  static let edit: JSONValue = {
    func pair(_ name: SchemaName) -> JSONValue {
      Schema.object([:], optional: ["before": Schema.ref(name), "after": Schema.ref(name)])
    }
    var schema =
      Schema.object(
        [:],
        optional: [
          "unit": Schema.ref(.unit), "position": Schema.ref(.position), "party": Schema.ref(.party),
          "person": Schema.ref(.person), "membership": pair(.membership), "delegation": pair(.delegation),
          "absence": pair(.absence),
        ]
      ).objectValue ?? [:]
    schema["minProperties"] = 1
    schema["maxProperties"] = 1
    return .object(schema)
  }()

  static let newChange: JSONValue = Schema.object([
    "reason": Schema.text(max: 2_000, min: 1), "edits": Schema.list(Schema.ref(.directoryEdit), max: 20_000),
  ])

  static let proposal: JSONValue = Schema.answer(
    [
      "dry_run": Schema.flag, "edits": Schema.integer,
      "data": Schema.list(
        Schema.answer([
          "code": Schema.string, "state": Schema.string, "act": Schema.string, "before": Schema.list(Schema.string),
          "after": Schema.list(Schema.string), "orphaned": Schema.flag,
        ])),
    ], optional: ["change": Schema.integer])

  static let change: JSONValue = Schema.answer(
    [
      "id": Schema.integer, "reason": Schema.string, "proposed_by": Schema.string, "proposed_at": Schema.moment,
      "status": Schema.choice(["open", "approved", "declined"]), "edit_count": Schema.integer,
    ],
    optional: [
      "decided_by": Schema.string, "decided_at": Schema.moment, "edits": Schema.list(Schema.ref(.directoryEdit)),
    ])

  static let changeList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.directoryChange))])

  static let outcome: JSONValue = Schema.answer(
    ["status": Schema.choice(["in_force", "proposed"]), "dry_run": Schema.flag], optional: ["change": Schema.integer])

  /// Without `giver`: one's own.
  static let newDelegation: JSONValue = Schema.object(
    ["taker": Schema.name, "to": Schema.day],
    optional: [
      "giver": Schema.name, "roles": Schema.list(Schema.name, max: 1_000), "max_amount": Schema.integer,
      "from": Schema.day,
    ])

  static let delegationList: JSONValue = Schema.answer([
    "data": Schema.list(
      Schema.answer(
        ["id": Schema.integer, "giver": Schema.string, "taker": Schema.string, "roles": Schema.list(Schema.string)],
        optional: ["max_amount": Schema.integer, "from": Schema.day, "to": Schema.day]))
  ])

  /// Without `person`: one's own.
  static let newAbsence: JSONValue = Schema.object(
    ["from": Schema.day, "to": Schema.day], optional: ["person": Schema.name])

  static let absenceList: JSONValue = Schema.answer([
    "data": Schema.list(
      Schema.answer(
        ["id": Schema.integer, "person": Schema.string], optional: ["from": Schema.day, "to": Schema.day]))
  ])
}
