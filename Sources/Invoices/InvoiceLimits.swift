/// How much a document may hold before it is refused unread (rule SEK-XML-006; the size is SEK-XML-005).
package struct InvoiceLimits: Sendable, Hashable {
  package var documentBytes: Int
  package var depth: Int
  package var elements: Int
  /// Of one element, namespace declarations included.
  package var attributes: Int
  package var attributeBytes: Int
  /// Of one element; attachments may take the whole document's size.
  package var textBytes: Int
  /// More findings than this are counted, not listed.
  package var findings: Int

  package init(
    documentBytes: Int = 5 << 20, depth: Int = 32, elements: Int = 200_000, attributes: Int = 64,
    attributeBytes: Int = 4096, textBytes: Int = 64 << 10, findings: Int = 500
  ) {
    self.documentBytes = documentBytes
    self.depth = depth
    self.elements = elements
    self.attributes = attributes
    self.attributeBytes = attributeBytes
    self.textBytes = textBytes
    self.findings = findings
  }
}
