import Engine
import JSON
import Workflows

enum WorkflowSchemas {
  static let workflowList: JSONValue = Schema.answer([
    "data": Schema.list(
      Schema.answer(
        ["name": Schema.string, "title": Schema.ref(.text), "hash": Schema.hash, "states": Schema.integer],
        optional: ["description": Schema.ref(.text)]))
  ])

  static let definition: JSONValue = Schema.answer(
    [
      "id": Schema.integer, "kind": Schema.choice(ArtifactKind.allCases.map(\.rawValue)), "name": Schema.string,
      "hash": Schema.hash, "proposed_by": Schema.string, "proposed_at": Schema.moment, "is_current": Schema.flag,
      "dry_run": Schema.flag,
    ],
    optional: ["approved_by": Schema.string, "approved_at": Schema.moment])

  static let definitionList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.definition))])

  static let fileCheck: JSONValue = Schema.answer(
    ["accepted": Schema.flag, "diagnostics": Schema.list(Schema.ref(.diagnostic)), "dry_run": Schema.flag],
    optional: ["id": Schema.integer, "kind": Schema.string, "name": Schema.string, "hash": Schema.hash])

  static let parameter: JSONValue = Schema.answer(
    [
      "name": Schema.string, "title": Schema.ref(.text), "keys": Schema.list(Schema.string),
      "periods": Schema.list(
        Schema.answer(
          ["from": Schema.day, "table": Schema.anything], optional: ["to": Schema.day, "source": Schema.string])),
    ],
    optional: ["in_force": Schema.anything])

  static let parameterList: JSONValue = Schema.answer(["data": Schema.list(Schema.ref(.parameter))])

  private static let certificate: JSONValue = Schema.answer([
    "plan": Schema.hash, "workflow": Schema.string, "target": Schema.hash, "items": Schema.integer,
    "migrated": Schema.integer, "refused": Schema.integer, "ended": Schema.integer,
    "refusals": Schema.list(Schema.answer(["item": Schema.string, "reasons": Schema.list(Schema.string)])),
    "refusals_digest": Schema.hash,
  ])

  static let migrationPlan: JSONValue = Schema.answer(
    [
      "plan": Schema.hash, "workflow": Schema.string, "target": Schema.hash, "in_force": Schema.flag,
      "items": Schema.integer, "movable": Schema.integer, "refused": Schema.integer,
      "obstacles": Schema.map(Schema.integer),
      "refusals": Schema.list(
        Schema.answer([
          "item": Schema.string, "version": Schema.integer,
          "obstacles": Schema.list(
            Schema.answer([
              "code": Schema.choice(MigrationObstacle.Code.allCases.map(\.rawValue)), "message": Schema.ref(.text),
            ])),
        ])),
    ],
    optional: ["certificate": certificate])

  static let migrationProgress: JSONValue = Schema.answer(
    ["migrated": Schema.integer, "refused": Schema.integer],
    optional: ["next": Schema.string, "certificate": certificate])

  private static let titled: JSONValue = Schema.answer(["name": Schema.string, "title": Schema.ref(.text)])

  static let workflow: JSONValue = Schema.answer(
    [
      "name": Schema.string, "title": Schema.ref(.text), "hash": Schema.hash, "initial": Schema.string,
      "states": Schema.list(
        Schema.answer(["name": Schema.string, "title": Schema.ref(.text), "is_final": Schema.flag])),
      "transitions": Schema.list(
        Schema.answer(
          [
            "name": Schema.string, "title": Schema.ref(.text), "from": Schema.list(Schema.string),
            "by": Schema.list(Schema.string),
          ],
          optional: ["to": Schema.string, "source": Schema.string])),
      "roles": Schema.list(titled), "documents": Schema.list(titled),
      "create": Schema.answer([
        "by": Schema.list(Schema.string), "parents": Schema.list(Schema.string), "standalone": Schema.flag,
        "required": Schema.list(Schema.string), "optional": Schema.list(Schema.string),
      ]),
      "schema": Schema.anything, "parameters": Schema.list(Schema.string),
    ],
    optional: ["description": Schema.ref(.text), "calendar": Schema.string])
}
