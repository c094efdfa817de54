import Diagnostics
import JSON
import Workflows

enum SharedSchemas {
  static let text: JSONValue = Schema.answer(["en": Schema.string, "ja": Schema.string])

  static let reason: JSONValue = Schema.answer(
    [
      "code": Schema.choice(Reason.Code.allCases.map(\.rawValue)), "message": Schema.ref(.text),
      "met_by": Schema.list(Schema.ref(.helper)),
    ],
    optional: ["source": Schema.string, "expression": Schema.string, "pointer": Schema.string])

  static let helper: JSONValue = Schema.answer(
    [
      "role": Schema.string,
      "people": Schema.list(
        Schema.answer(
          ["person": Schema.string, "name": Schema.ref(.text)],
          optional: ["position": Schema.string, "position_title": Schema.ref(.text)])),
    ],
    optional: ["title": Schema.ref(.text)])

  static let diagnostic: JSONValue = Schema.answer(
    [
      "code": Schema.string, "severity": Schema.choice(["note", "warning", "error"]), "message": Schema.ref(.text),
    ],
    optional: [
      "file": Schema.string, "line": Schema.integer, "column": Schema.integer, "help": Schema.ref(.text),
      "notes": Schema.list(Schema.ref(.text)),
    ])

  static let health: JSONValue = Schema.answer(["status": Schema.choice(["live", "ready"])])

  /// RFC 9457 with our members.
  static let problem: JSONValue = Schema.answer(
    [
      "type": ["type": "string", "pattern": "^urn:sekisho:problem:[a-z_]+$"], "title": Schema.string,
      "status": Schema.integer(400...599), "detail": Schema.string, "instance": Schema.string,
      "code": Schema.choice(ProblemCode.allCases.map(\.rawValue)), "hint": Schema.string,
      "messages": Schema.ref(.text), "hints": Schema.ref(.text),
    ],
    optional: [
      "pointer": Schema.string, "reasons": Schema.list(Schema.ref(.reason)), "act": Schema.string,
      "errors": Schema.list(Schema.answer(["pointer": Schema.string, "message": Schema.ref(.text)])),
      "line": Schema.integer, "column": Schema.integer, "report": Schema.ref(.invoiceReport),
      "diagnostics": Schema.list(Schema.ref(.diagnostic)),
    ])
}
