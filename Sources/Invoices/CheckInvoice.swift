import Diagnostics

/// Reads a UBL 2.1 invoice and applies the rules of its JP PINT profile.
///
/// - Parameters:
///   - bytes: the file as it came; nothing is assumed about it.
///   - name: how the user calls the file, for messages.
/// - Returns: always a report; a document that cannot be read has the one finding that says why.
///
/// Pure: no clock, no file, no network. Memory is bounded by `InvoiceLimits`, time grows linearly with the size.
package func checkInvoice(_ bytes: [UInt8], name: String, options: InvoiceOptions = InvoiceOptions()) -> InvoiceReport {
  let source = SourceFile(name: name, bytes: bytes)
  guard bytes.count <= options.limits.documentBytes else {
    return refusal(
      DocumentRules.size, at: 0, found: "\(bytes.count)",
      expected: Text(en: "at most \(options.limits.documentBytes) bytes", ja: "\(options.limits.documentBytes) バイト以内"),
      in: source)
  }
  do {
    let tree = try XMLReader.read(bytes, limits: options.limits)
    guard tree.root.name == "Invoice" else {
      return refusal(
        DocumentRules.root, at: tree.root.startTag.lower, path: tree.root.path, found: tree.root.name,
        expected: Text(verbatim: "Invoice (urn:oasis:names:specification:ubl:schema:xsd:Invoice-2)"), in: source)
    }
    return inspect(tree, source, options)
  } catch {
    let rule =
      switch error.kind {
      case .malformed: DocumentRules.malformed
      case .entity: DocumentRules.entity
      case .encoding: DocumentRules.encoding
      case .limit: DocumentRules.limit
      }
    return refusal(rule, at: error.offset, found: error.found, message: error.message, in: source)
  }
}

private func inspect(_ tree: XMLTree, _ source: SourceFile, _ options: InvoiceOptions) -> InvoiceReport {
  let profile = Profile(specification: tree.root.text("cbc:CustomizationID") ?? "") ?? .billing
  var inspection = Inspection(tree: tree, source: source, profile: profile, options: options)
  inspection.apply(Catalogue.rules)
  return InvoiceReport(
    source: source, profile: profile, findings: inspection.located(), omitted: inspection.omitted,
    omittedErrors: inspection.omittedErrors, facts: InvoiceFacts(tree.root, profile: profile))
}

private func refusal(
  _ rule: Rule, at offset: Int, path: String = "/", found: String?, expected: Text? = nil, message: Text? = nil,
  in source: SourceFile
) -> InvoiceReport {
  let span = Span(offset, min(source.bytes.count, offset + 1))
  let finding = Finding(
    rule: rule, path: path, position: source.position(of: offset), span: Span(span.lower, max(span.lower, span.upper)),
    message: message ?? rule.title, found: found, expected: expected)
  return InvoiceReport(source: source, profile: nil, findings: [finding], omitted: 0, omittedErrors: 0, facts: nil)
}
