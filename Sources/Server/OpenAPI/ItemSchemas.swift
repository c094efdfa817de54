import JSON
import Workflows

enum ItemSchemas {
  static let itemPage: JSONValue = page(.item)

  static let documentFact: JSONValue = Schema.answer([
    "sha256": Schema.hash, "name": Schema.string, "media": Schema.string, "size": Schema.integer,
    "at": Schema.moment, "by": Schema.string,
  ])

  static let documentSlots: JSONValue = Schema.answer(["data": Schema.map(Schema.list(Schema.ref(.documentFact)))])

  static let explanation: JSONValue = Schema.answer([
    "item": Schema.uuid, "code": Schema.string, "state": Schema.string, "state_title": Schema.ref(.text),
    "version": Schema.integer,
    "data": Schema.list(Schema.ref(.explanationLine)),
  ])

  static let entryPage: JSONValue = page(.entry)

  static let bulkOutcome: JSONValue = Schema.answer([
    "data": Schema.list(
      Schema.answer(
        ["item": Schema.string, "outcome": Schema.choice(["done", "refused"])],
        optional: ["receipt": Schema.ref(.receipt), "problem": Schema.ref(.problem)]))
  ])

  static let newItem: JSONValue = Schema.object(
    ["workflow": Schema.name],
    optional: ["data": Schema.data, "under": Schema.name, "unit": Schema.name])

  static let itemEdit: JSONValue = Schema.object(["data": Schema.data], optional: ["reason": reason])

  static let act: JSONValue = Schema.object(["act": Schema.name], optional: ["input": Schema.data, "reason": reason])

  static let bulkAct: JSONValue = Schema.object(
    ["items": Schema.list(Schema.name, max: 500), "act": Schema.name],
    optional: ["input": Schema.data, "reason": reason])

  static let comment: JSONValue = Schema.object(["text": Schema.text(max: 10_000, min: 1)])

  static let newLink: JSONValue = Schema.object(["relation": Schema.text(max: 64, min: 1), "to": Schema.name])

  static let correction: JSONValue = Schema.object(
    ["reason": Schema.text(max: 10_000, min: 1)], optional: ["data": Schema.data, "state": Schema.name])

  static let settlement: JSONValue = Schema.object(["confirm": Schema.flag], optional: ["reason": reason])

  private static let reason: JSONValue = Schema.text(max: 10_000)
  static func page(_ element: SchemaName) -> JSONValue {
    Schema.answer(["data": Schema.list(Schema.ref(element))], optional: ["next": Schema.string])
  }

  static let item: JSONValue = Schema.answer(
    [
      "id": Schema.uuid, "code": Schema.string, "family": Schema.uuid, "workflow": Schema.string,
      "workflow_title": Schema.ref(.text), "definition": Schema.hash, "state": Schema.string,
      "state_title": Schema.ref(.text), "version": Schema.integer, "data": Schema.data, "unit": Schema.string,
      "created_by": Schema.string, "created_at": Schema.moment, "entered_at": Schema.moment,
      "updated_at": Schema.moment, "is_final": Schema.flag,
      "documents": Schema.map(Schema.list(Schema.ref(.documentFact))),
      "deadlines": Schema.list(
        Schema.answer(
          ["name": Schema.string, "due": Schema.moment, "day": Schema.day, "provisional": Schema.flag],
          optional: ["duty": Schema.string])),
      "links": Schema.list(Schema.answer(["relation": Schema.string, "item": Schema.uuid])),
      "duties": Schema.list(
        Schema.answer(["name": Schema.string, "since": Schema.moment], optional: ["owner": Schema.string])),
    ],
    optional: [
      "parent": Schema.uuid, "party": Schema.string, "subject": Schema.string, "amount": Schema.integer,
      "date": Schema.day, "outcome": Schema.string, "waiting_for": Schema.uuid,
      "review": Schema.answer([
        "round": Schema.integer, "stage": Schema.string,
        "stages": Schema.list(
          Schema.answer([
            "name": Schema.string, "electorate": Schema.list(Schema.string), "approvals": Schema.list(Schema.string),
          ])),
      ]),
      "correction": Schema.answer(["by": Schema.string, "at": Schema.moment, "reason": Schema.string]),
    ])

  static let receipt: JSONValue = Schema.answer(
    [
      "state": Schema.string, "version": Schema.integer, "dry_run": Schema.flag, "replay": Schema.flag,
      "created": Schema.list(
        Schema.answer([:], optional: ["id": Schema.uuid, "code": Schema.string, "workflow": Schema.string])),
    ],
    optional: [
      "item": Schema.uuid, "family": Schema.uuid, "code": Schema.string, "data": Schema.data,
      "events": Schema.list(Schema.string), "sha256": Schema.hash,
    ])

  static let explanationLine: JSONValue = Schema.answer(
    [
      "act": Schema.choice(["transition", "vote", "duty", "automatic"]), "name": Schema.string,
      "title": Schema.ref(.text), "verdict": Schema.choice(["possible", "blocked", "denied", "waiting"]),
      "reasons": Schema.list(Schema.ref(.reason)), "required": Schema.list(Schema.string),
      "optional": Schema.list(Schema.string), "reason_required": Schema.flag,
      "holders": Schema.list(Schema.ref(.helper)),
    ],
    optional: ["to": Schema.string, "to_title": Schema.ref(.text), "source": Schema.string])

  static let entry: JSONValue = Schema.answer(
    [
      "id": Schema.uuid, "at": Schema.moment, "event": Schema.string, "behalf": Schema.list(Schema.string),
      "body": Schema.data,
    ],
    optional: [
      "item": Schema.uuid, "code": Schema.string, "version": Schema.integer, "person": Schema.string,
      "position": Schema.string, "role": Schema.string,
    ])
}
