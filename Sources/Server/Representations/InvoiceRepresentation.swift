import Diagnostics
package import Invoices
package import JSON

extension InvoiceReport {
  /// The report as the API answers it, and as `sekisho invoice check -o json` prints it.
  package var json: JSONValue {
    var object: [String: JSONValue] = [
      "file": .string(source.name), "accepted": .bool(isAccepted), "findings": .array(findings.map(\.json)),
      "omitted": .number(.init(omitted)),
    ]
    object["profile"] = profile.map { .string($0.rawValue) }
    object["facts"] = facts?.json
    return .object(object)
  }
}

extension Finding {
  var json: JSONValue {
    var object: [String: JSONValue] = [
      "rule": .string(rule.id), "severity": .string(severity.rawValue), "path": .string(path),
      "line": .number(.init(position.line)), "column": .number(.init(position.column)), "message": message.json,
      "help": rule.help.json, "reason": .string(rule.reason.rawValue), "reason_title": rule.reason.title.json,
      "action": .string(rule.action.rawValue), "action_title": rule.action.title.json,
      "source": .string(rule.source.citation),
    ]
    object["found"] = found.map { .string($0) }
    object["expected"] = expected?.json
    return .object(object)
  }
}

extension InvoiceFacts {
  /// Members without a value are not there; amounts are decimal strings.
  var json: JSONValue {
    var object: [String: JSONValue] = [
      "profile": .string(profile.rawValue), "seller": seller.json, "buyer": buyer.json,
      "preceding_invoices": .array(precedingInvoices.map { .string($0) }), "taxes": .array(taxes.map(\.json)),
      "lines": .array(lines.map(\.json)), "attachments": .number(.init(attachments)), "is_return": .bool(isReturn),
    ]
    for (name, value) in [
      ("number", number), ("type_code", typeCode), ("currency", currency?.code),
      ("contract_reference", contractReference),
      ("order_reference", orderReference), ("project_reference", projectReference),
      ("buyer_reference", buyerReference), ("issue_date", issueDate?.description), ("due_date", dueDate?.description),
      ("supply_start", supplyStart?.description), ("supply_end", supplyEnd?.description),
      ("line_total", lineTotal?.description), ("net", net?.description), ("tax", tax?.description),
      ("gross", gross?.description), ("prepaid", prepaid?.description), ("payable", payable?.description),
      ("tax_in_accounting_currency", taxInAccountingCurrency?.amount.description),
    ] {
      object[name] = value.map { .string($0) }
    }
    return .object(object)
  }
}

extension InvoiceFacts.Party {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = [:]
    object["name"] = name.map { .string($0) }
    object["trading_name"] = tradingName.map { .string($0) }
    object["registration_number"] = registrationNumber.map { .string($0.description) }
    object["country"] = country.map { .string($0) }
    object["endpoint"] = endpoint?.json
    object["legal_registration"] = legalRegistration?.json
    return .object(object)
  }
}

extension InvoiceFacts.Identifier {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = ["value": .string(value)]
    object["scheme"] = scheme.map { .string($0) }
    return .object(object)
  }
}

extension InvoiceFacts.Tax {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = [:]
    object["category"] = category.map { .string($0) }
    object["rate"] = rate.map { .string($0.description) }
    object["taxable"] = taxable.map { .string($0.description) }
    object["tax"] = tax.map { .string($0.description) }
    return .object(object)
  }
}

extension InvoiceFacts.Line {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = [:]
    for (name, value) in [
      ("id", id), ("name", name), ("quantity", quantity?.description), ("unit", unit), ("price", price?.description),
      ("amount", amount?.description), ("category", category), ("rate", rate?.description),
      ("order_reference", orderReference), ("order_line", orderLine),
    ] {
      object[name] = value.map { .string($0) }
    }
    return .object(object)
  }
}
