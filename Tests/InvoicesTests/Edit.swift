import Diagnostics
import Testing

@testable import Invoices

/// A change to a document, by path: how tests break invoices.
enum Edit: Sendable {
  /// Replaces the text of a leaf.
  case set(String, String)
  /// Removes an element.
  case remove(String)
  /// Sets, or with nil removes, an attribute.
  case attribute(String, String, String?)
  /// Writes XML right behind an element.
  case insert(after: String, String)
  /// Writes XML right before an element.
  case insertBefore(String, String)
  /// Writes an element a second time behind itself.
  case duplicate(String)

  func apply(to bytes: [UInt8]) throws -> [UInt8] {
    let tree = try XMLReader.read(bytes, limits: InvoiceLimits())
    func element(_ path: String) throws -> TreeElement {
      try #require(tree.elements.first { $0.path == "/Invoice/" + path || $0.path == path }, "no \(path)")
    }
    switch self {
    case .set(let path, let text):
      return bytes.replacing(try element(path), with: text)
    case .remove(let path):
      return bytes.replacing(try element(path).span, with: [])
    case .attribute(let path, let name, let value):
      let element = try element(path)
      let kept =
        element.attributes.filter { $0.name != name } + (value.map { [XMLAttribute(name: name, value: $0)] } ?? [])
      let text = "<" + element.name + kept.map { " \($0.name)=\"\(XMLOutput.escaped($0.value))\"" }.joined() + ">"
      return bytes.replacing(element.startTag, with: Array(text.utf8))
    case .insert(let path, let xml):
      let end = try element(path).span.upper
      return bytes.replacing(.init(end, end), with: Array(xml.utf8))
    case .insertBefore(let path, let xml):
      let start = try element(path).span.lower
      return bytes.replacing(.init(start, start), with: Array(xml.utf8))
    case .duplicate(let path):
      let span = try element(path).span
      return bytes.replacing(.init(span.upper, span.upper), with: Array(bytes[span.lower..<span.upper]))
    }
  }
}

extension [Edit] {
  func apply(to bytes: [UInt8]) throws -> [UInt8] {
    try reduce(bytes) { bytes, edit in try edit.apply(to: bytes) }
  }
}

extension [UInt8] {
  func replacing(_ span: Span, with bytes: [UInt8]) -> [UInt8] {
    Array(self[..<span.lower] + bytes + self[span.upper...])
  }

  /// The document with the text of a leaf replaced.
  func replacing(_ element: TreeElement, with text: String) -> [UInt8] {
    let inner = self[element.startTag.upper..<element.span.upper]
    let end = inner.lastIndex(of: UInt8(ascii: "<")) ?? element.span.upper
    return replacing(.init(element.startTag.upper, end), with: Array(text.utf8))
  }
}
