package import Diagnostics

/// One requirement on invoices: what it says, whose it is, and what the supplier is told when it is broken.
package struct Rule: Sendable {
  package enum Topic: String, Sendable, Hashable, CaseIterable {
    case document, header, references, parties, periods, payment, allowances, tax, totals, lines, attachments, matching
  }

  package enum Source: Sendable, Hashable {
    /// Shared by all PINT specifications, release 1.1.3 of JP PINT.
    case pint
    /// Japan's own ("jurisdiction-aligned") rules of that release.
    case japan
    /// Sekisho's; the text says which law or standard it follows.
    case sekisho(String)

    package var citation: String {
      switch self {
      case .pint: "Peppol PINT, shared rules (JP PINT 1.1.3, 2026-06-08)"
      case .japan: "Peppol JP PINT 1.1.3 (2026-06-08), jurisdiction-aligned rules"
      case .sekisho(let basis): basis.isEmpty ? "Sekisho" : "Sekisho; " + basis
      }
    }
  }

  package let id: String
  package let severity: Severity
  package let topic: Topic
  package let source: Source
  package let profiles: Set<Profile>
  /// The requirement, as a sentence.
  package let title: Text
  /// What to do where it is broken; by default what the action code says.
  package let help: Text
  package let reason: ReasonCode
  package let action: ActionCode
  /// Nil for rules that others apply: the reader of XML, and the engine when it matches an invoice with its contract.
  let check: Check?

  /// Whether the rule is the published standard's, not ours.
  package var isPublished: Bool {
    switch source {
    case .pint, .japan: true
    case .sekisho: false
    }
  }

  init(
    _ id: String, _ severity: Severity, _ topic: Topic, _ source: Source, _ profiles: Set<Profile>,
    _ reason: ReasonCode,
    _ action: ActionCode, title: Text, help: Text?, check: Check?
  ) {
    self.id = id
    self.severity = severity
    self.topic = topic
    self.source = source
    self.profiles = profiles
    self.title = title
    self.help = help ?? action.title
    self.reason = reason
    self.action = action
    self.check = check
  }
}

// Ways to write a rule down: the catalogue reads as a table.
extension Rule {
  static func pint(
    _ id: String, _ topic: Topic, _ reason: ReasonCode, _ en: String, _ ja: String, _ check: Check,
    in profiles: Set<Profile> = .all, help: Text? = nil
  ) -> Rule {
    Rule(
      id, .error, topic, .pint, profiles, reason, .issueNewInvoice, title: Text(en: en, ja: ja), help: help,
      check: check)
  }

  static func japan(
    _ id: String, _ topic: Topic, _ reason: ReasonCode, _ en: String, _ ja: String, _ check: Check,
    in profiles: Set<Profile> = .all, help: Text? = nil
  ) -> Rule {
    Rule(
      id, .error, topic, .japan, profiles, reason, .issueNewInvoice, title: Text(en: en, ja: ja), help: help,
      check: check)
  }

  static func ours(
    _ id: String, _ topic: Topic, _ reason: ReasonCode, _ en: String, _ ja: String, severity: Severity = .error,
    action: ActionCode = .issueNewInvoice, basis: String = "", help: Text? = nil, _ check: Check? = nil
  ) -> Rule {
    Rule(
      id, severity, topic, .sekisho(basis), .all, reason, action, title: Text(en: en, ja: ja), help: help, check: check)
  }
}
