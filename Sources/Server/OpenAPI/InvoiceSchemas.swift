import JSON

enum InvoiceSchemas {
  static let finding: JSONValue = Schema.answer(
    [
      "rule": Schema.string, "severity": Schema.choice(["note", "warning", "error"]), "path": Schema.string,
      "line": Schema.integer, "column": Schema.integer, "message": Schema.ref(.text), "help": Schema.ref(.text),
      "reason": Schema.string, "reason_title": Schema.ref(.text), "action": Schema.string,
      "action_title": Schema.ref(.text), "source": Schema.string,
    ],
    optional: ["found": Schema.string, "expected": Schema.ref(.text)])

  static let invoiceReport: JSONValue = Schema.answer(
    [
      "file": Schema.string, "accepted": Schema.flag, "findings": Schema.list(Schema.ref(.finding)),
      "omitted": Schema.integer,
    ],
    optional: ["profile": Schema.string, "facts": Schema.data])

  static let invoice: JSONValue = Schema.answer(
    [
      "item": Schema.ref(.item),
      "status": Schema.answer(
        ["title": Schema.ref(.text), "reasons": codes, "actions": codes], optional: ["code": Schema.string]),
    ])

  static let invoicePage: JSONValue = ItemSchemas.page(.invoice)

  static let invoiceReceipt: JSONValue = Schema.answer([
    "receipt": Schema.ref(.receipt), "report": Schema.ref(.invoiceReport),
  ])

  private static let codes = Schema.list(Schema.answer(["code": Schema.string, "title": Schema.ref(.text)]))
}
