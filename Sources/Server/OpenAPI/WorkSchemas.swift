import JSON

enum WorkSchemas {
  static let inbox: JSONValue = Schema.answer(
    [
      "data": Schema.list(
        Schema.answer(["item": Schema.ref(.item), "acts": Schema.list(Schema.ref(.explanationLine))]))
    ], optional: ["next": Schema.string])

  static let board: JSONValue = Schema.answer([
    "workflow": Schema.string,
    "data": Schema.list(
      Schema.answer([
        "state": Schema.string, "title": Schema.ref(.text), "total": Schema.integer,
        "items": Schema.list(Schema.ref(.item)),
      ])),
  ])

  static let task: JSONValue = Schema.answer(
    [
      "id": Schema.uuid, "item": Schema.uuid, "kind": Schema.string, "name": Schema.string,
      "due_at": Schema.moment, "attempts": Schema.integer, "is_dead": Schema.flag,
    ],
    optional: ["code": Schema.string, "worker": Schema.string, "last_error": Schema.string])

  static let taskList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.task))])

  static let claim: JSONValue = Schema.object(
    ["worker": Schema.name],
    optional: [
      "endpoint": Schema.name, "lease_seconds": Schema.integer(5...3_600), "limit": Schema.integer(1...100),
    ])

  static let leasedTask: JSONValue = Schema.answer(
    [
      "id": Schema.uuid, "item": Schema.uuid, "family": Schema.uuid, "kind": Schema.string, "name": Schema.string,
      "payload": Schema.anything, "attempts": Schema.integer, "fence": Schema.integer,
      "idempotency_key": Schema.string,
    ], optional: ["endpoint": Schema.string])

  static let leasedTasks: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.leasedTask))])

  static let heartbeat: JSONValue = Schema.object(
    ["fence": fence], optional: ["lease_seconds": Schema.integer(5...3_600)])

  static let completion: JSONValue = Schema.object(["fence": fence], optional: ["result": Schema.data])

  static let failure: JSONValue = Schema.object(
    ["fence": fence, "error": Schema.text(max: 2_000, min: 1)],
    optional: ["retry": Schema.flag, "retry_after_seconds": Schema.integer(0...604_800)])

  static let taskOutcome: JSONValue = Schema.answer(["dry_run": Schema.flag])

  private static let fence = Schema.integer(0...Int64.max)
}
