import JSON
import Workflows

enum ItemSchemas {
  static func schema(_ name: SchemaName) -> JSONValue? {
    answers(name) ?? bodies(name)
  }

  private static func answers(_ name: SchemaName) -> JSONValue? {
    switch name {
    case .item: item
    case .itemPage: page(.item)
    case .documentFact:
      Schema.answer([
        "sha256": Schema.hash, "name": Schema.string, "media": Schema.string, "size": Schema.integer,
        "at": Schema.moment, "by": Schema.string,
      ])
    case .documentSlots: Schema.answer(["data": Schema.map(Schema.list(Schema.ref(.documentFact)))])
    case .receipt: receipt
    case .explanation:
      Schema.answer([
        "item": Schema.uuid, "code": Schema.string, "state": Schema.string, "version": Schema.integer,
        "data": Schema.list(Schema.ref(.explanationLine)),
      ])
    case .explanationLine: explanationLine
    case .entry: entry
    case .entryPage: page(.entry)
    case .bulkOutcome:
      Schema.answer([
        "data": Schema.list(
          Schema.answer(
            ["item": Schema.string, "outcome": Schema.choice(["done", "refused"])],
            optional: ["receipt": Schema.ref(.receipt), "problem": Schema.ref(.problem)]))
      ])
    default: nil
    }
  }

  private static func bodies(_ name: SchemaName) -> JSONValue? {
    let reason = Schema.text(max: 10_000)
    return switch name {
    case .newItem:
      Schema.object(
        ["workflow": Schema.name],
        optional: ["data": Schema.data, "under": Schema.name, "unit": Schema.name])
    case .itemEdit: Schema.object(["data": Schema.data], optional: ["reason": reason])
    case .act: Schema.object(["act": Schema.name], optional: ["input": Schema.data, "reason": reason])
    case .bulkAct:
      Schema.object(
        ["items": Schema.list(Schema.name, max: 500), "act": Schema.name],
        optional: ["input": Schema.data, "reason": reason])
    case .comment: Schema.object(["text": Schema.text(max: 10_000, min: 1)])
    case .newLink: Schema.object(["relation": Schema.text(max: 64, min: 1), "to": Schema.name])
    case .correction:
      Schema.object(
        ["reason": Schema.text(max: 10_000, min: 1)], optional: ["data": Schema.data, "state": Schema.name])
    case .settlement: Schema.object(["confirm": Schema.flag], optional: ["reason": reason])
    default: nil
    }
  }

  static func page(_ element: SchemaName) -> JSONValue {
    Schema.answer(["data": Schema.list(Schema.ref(element))], optional: ["next": Schema.string])
  }

  private static let item = Schema.answer(
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

  private static let receipt = Schema.answer(
    [
      "state": Schema.string, "version": Schema.integer, "dry_run": Schema.flag, "replay": Schema.flag,
      "created": Schema.list(
        Schema.answer([:], optional: ["id": Schema.uuid, "code": Schema.string, "workflow": Schema.string])),
    ],
    optional: [
      "item": Schema.uuid, "family": Schema.uuid, "code": Schema.string, "data": Schema.data,
      "events": Schema.list(Schema.string), "sha256": Schema.hash,
    ])

  private static let explanationLine = Schema.answer(
    [
      "act": Schema.choice(["transition", "vote", "duty", "automatic"]), "name": Schema.string,
      "title": Schema.ref(.text), "verdict": Schema.choice(["possible", "blocked", "denied", "waiting"]),
      "reasons": Schema.list(Schema.ref(.reason)), "required": Schema.list(Schema.string),
      "optional": Schema.list(Schema.string), "reason_required": Schema.flag,
      "holders": Schema.list(Schema.ref(.helper)),
    ],
    optional: ["to": Schema.string, "to_title": Schema.ref(.text), "source": Schema.string])

  private static let entry = Schema.answer(
    [
      "id": Schema.uuid, "at": Schema.moment, "event": Schema.string, "behalf": Schema.list(Schema.string),
      "body": Schema.data,
    ],
    optional: [
      "item": Schema.uuid, "code": Schema.string, "version": Schema.integer, "person": Schema.string,
      "position": Schema.string, "role": Schema.string,
    ])
}
