import Diagnostics
import Invoices
import JSON
import Workflows

/// From a checked file to the data of an item of the invoice workflow.
enum InvoiceIntake {
  static let workflow: WorkflowName = "invoice"
  static let slot: SlotName = "invoice"
  static let correction: TransitionName = "correct"
  static let media = ["application/xml", "text/xml"]

  /// The fields that the workflow takes at creation, as far as the file says them. What it does not say is missing,
  /// and the workflow's own schema complains.
  static func data(_ report: InvoiceReport, contract: String, definition: Definition?) -> [String: JSONValue] {
    guard let facts = report.facts else { return [:] }
    var data: [String: JSONValue] = [
      "contract_code": .string(contract), "profile": .string(name(of: facts.profile)),
      "document_sha256": .string(ContentDigest.hash(of: report.source.bytes).description),
      "findings_errors": .number(.init(report.errors.count)),
      "findings_warnings": .number(.init(report.warnings.count)),
      "findings": .array(report.findings.prefix(200).map(entry)),
      "taxes": .array(facts.taxes.prefix(10).compactMap(entry)),
    ]
    data["number"] = facts.number.map { .string($0) }
    data["issue_date"] = facts.issueDate.map { .string($0.description) }
    data["due_date"] = facts.dueDate.map { .string($0.description) }
    data["seller_name"] = facts.seller.name.map { .string($0) }
    data["seller_registration_number"] = facts.seller.registrationNumber.map { .string($0.description) }
    data["currency"] = facts.currency.map { .string($0.code) }
    data["net_total"] = yen(facts.net)
    data["tax_total"] = yen(facts.tax)
    data["gross_total"] = yen(facts.gross)
    data["payable"] = yen(facts.payable)
    guard let definition else { return data }
    return data.filter { definition.creation.input.allows(FieldName($0.key)) }
  }

  private static func name(of profile: Profile) -> String {
    switch profile {
    case .billing: "billing"
    case .selfBilling: "self_billing"
    case .nonTaxRegistered: "non_registered"
    }
  }

  private static func yen(_ amount: ExactDecimal?) -> JSONValue? {
    amount?.wholeNumber.map { .number(.init($0)) }
  }

  private static func entry(_ finding: Finding) -> JSONValue {
    var object: [String: JSONValue] = [
      "rule": .string(String(finding.rule.id.prefix(100))), "path": .string(String(finding.path.prefix(500))),
    ]
    object["found"] = finding.found.map { .string(String($0.prefix(500))) }
    object["expected"] = finding.expected.map { .string(String($0.ja.prefix(500))) }
    return .object(object)
  }

  /// nil where the breakdown is so broken that it says nothing; the findings tell.
  private static func entry(_ tax: InvoiceFacts.Tax) -> JSONValue? {
    guard let category = tax.category, let taxable = yen(tax.taxable), let amount = yen(tax.tax) else { return nil }
    let rate = tax.rate?.wholeNumber ?? 0
    return ["category": .string(category), "rate": .number(.init(rate)), "taxable": taxable, "tax": amount]
  }

  // MARK: The Peppol Invoice Response

  /// Status codes of Peppol Invoice Response 3 (a subset of UNCL4343).
  static func title(ofStatus code: String?) -> Text {
    switch code {
    case "AB": Text(en: "Received", ja: "受領")
    case "IP": Text(en: "In process", ja: "処理中")
    case "UQ": Text(en: "Under query", ja: "照会中")
    case "RE": Text(en: "Rejected", ja: "却下・返戻")
    case "AP": Text(en: "Accepted", ja: "受理")
    case "PD": Text(en: "Paid", ja: "支払済み")
    case "CA": Text(en: "Conditionally accepted", ja: "条件付き受理")
    default: Text(en: "Received", ja: "受領")
    }
  }

  static func status(_ data: [String: JSONValue]) -> JSONValue {
    let code = data["status_code"]?.stringValue
    return [
      "code": .string(code ?? "AB"), "title": title(ofStatus: code).json,
      "reasons": codes(data["reason_codes"]) { ReasonCode(rawValue: $0)?.title },
      "actions": codes(data["action_codes"]) { ActionCode(rawValue: $0)?.title },
    ]
  }

  private static func codes(_ value: JSONValue?, _ title: (String) -> Text?) -> JSONValue {
    .array(
      (value?.arrayValue ?? []).compactMap(\.stringValue).map { code in
        ["code": .string(code), "title": (title(code) ?? Text(verbatim: code)).json]
      })
  }
}
