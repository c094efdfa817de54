import JSON

enum InvoiceSchemas {
  static func schema(_ name: SchemaName) -> JSONValue? {
    switch name {
    case .finding:
      Schema.answer(
        [
          "rule": Schema.string, "severity": Schema.choice(["note", "warning", "error"]), "path": Schema.string,
          "line": Schema.integer, "column": Schema.integer, "message": Schema.ref(.text), "help": Schema.ref(.text),
          "reason": Schema.string, "reason_title": Schema.ref(.text), "action": Schema.string,
          "action_title": Schema.ref(.text), "source": Schema.string,
        ],
        optional: ["found": Schema.string, "expected": Schema.ref(.text)])
    case .invoiceReport:
      Schema.answer(
        [
          "file": Schema.string, "accepted": Schema.flag, "findings": Schema.list(Schema.ref(.finding)),
          "omitted": Schema.integer,
        ],
        optional: ["profile": Schema.string, "facts": Schema.data])
    case .invoice:
      Schema.answer(
        [
          "item": Schema.ref(.item),
          "status": Schema.answer(
            ["title": Schema.ref(.text), "reasons": codes, "actions": codes], optional: ["code": Schema.string]),
        ])
    case .invoicePage: ItemSchemas.page(.invoice)
    case .invoiceReceipt:
      Schema.answer(["receipt": Schema.ref(.receipt), "report": Schema.ref(.invoiceReport)])
    default: nil
    }
  }

  private static let codes = Schema.list(Schema.answer(["code": Schema.string, "title": Schema.ref(.text)]))
}
