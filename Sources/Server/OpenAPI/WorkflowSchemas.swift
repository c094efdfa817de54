import Engine
import JSON

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
