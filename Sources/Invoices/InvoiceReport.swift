package import Diagnostics

/// What is to be said about one document.
///
/// As JSON: `{"file", "profile", "accepted", "findings": [Finding], "omitted", "facts": InvoiceFacts or null}`.
package struct InvoiceReport: Sendable {
  package let source: SourceFile
  /// The specification by whose rules the document was judged; nil where it is no invoice at all.
  package let profile: Profile?
  /// In the order of the document.
  package let findings: [Finding]
  /// How many more there were beyond `InvoiceLimits.findings`.
  package let omitted: Int
  /// How many of these were errors.
  package let omittedErrors: Int
  /// Present whenever the document is a readable UBL invoice, also one with errors.
  package let facts: InvoiceFacts?

  /// Whether nothing but warnings was found, listed or not.
  package var isAccepted: Bool { omittedErrors == 0 && !findings.contains { $0.severity == .error } }

  package var errors: [Finding] { findings.filter { $0.severity == .error } }
  package var warnings: [Finding] { findings.filter { $0.severity == .warning } }

  package var diagnostics: [Diagnostic] { findings.map { $0.diagnostic(in: source) } }
}
