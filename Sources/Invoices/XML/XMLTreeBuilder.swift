import Diagnostics

/// Collects elements while the reader walks the document.
struct XMLTreeBuilder {
  private struct Open {
    let index: Int
    let qualifiedName: String
    let textLimit: Int
    var text: [UInt8] = []
    var lastChild: Int?
    var counts: [String: Int] = [:]
  }

  private let limits: InvoiceLimits
  private var nodes: [XMLTree.Node] = []
  private var stack: [Open] = []

  init(limits: InvoiceLimits) { self.limits = limits }

  var isOpen: Bool { !stack.isEmpty }
  var openName: String { stack.last?.qualifiedName ?? "" }

  func tree() -> XMLTree { XMLTree(nodes: nodes) }

  mutating func open(
    name: String, qualifiedName: String, attributes: [XMLAttribute], startTag: Span
  ) throws(XMLFault) {
    guard stack.count < limits.depth else {
      throw XMLFault(
        .limit, at: startTag.lower, found: ">\(limits.depth)", en: "elements are nested deeper than \(limits.depth)",
        ja: "要素の入れ子が \(limits.depth) 段を超えています")
    }
    guard nodes.count < limits.elements else {
      throw XMLFault(
        .limit, at: startTag.lower, found: ">\(limits.elements)",
        en: "the document has more than \(limits.elements) elements", ja: "要素が \(limits.elements) 個を超えています")
    }
    let index = nodes.count
    var ordinal = 1
    if let last = stack.indices.last {
      ordinal = stack[last].counts[name, default: 0] + 1
      stack[last].counts[name] = ordinal
      if let previous = stack[last].lastChild {
        nodes[previous].nextSibling = index
      } else {
        nodes[stack[last].index].firstChild = index
      }
      stack[last].lastChild = index
    }
    nodes.append(
      XMLTree.Node(
        name: name, parent: stack.last?.index ?? 0, ordinal: ordinal, attributes: attributes, startTag: startTag,
        end: startTag.upper))
    let isBinary = name == "cbc:EmbeddedDocumentBinaryObject"
    stack.append(
      Open(
        index: index, qualifiedName: qualifiedName, textLimit: isBinary ? limits.documentBytes : limits.textBytes))
  }

  mutating func close(end: Int) {
    guard let open = stack.popLast() else { return }
    markRepeated(open)
    nodes[open.index].end = end
    nodes[open.index].text = Self.trimmed(open.text)
  }

  private mutating func markRepeated(_ parent: Open) {
    guard parent.counts.values.contains(where: { $0 > 1 }) else { return }
    var child = nodes[parent.index].firstChild
    while let index = child {
      nodes[index].isAlone = parent.counts[nodes[index].name] == 1
      child = nodes[index].nextSibling
    }
  }

  /// Adds text with line ends as XML has them (section 2.11): CR LF and CR alone become LF.
  mutating func append(_ text: ArraySlice<UInt8>, at offset: Int) throws(XMLFault) {
    guard let last = stack.indices.last, !text.isEmpty else { return }
    let limit = stack[last].textLimit
    guard stack[last].text.count + text.count <= limit else {
      throw XMLFault(
        .limit, at: offset, found: ">\(limit)",
        en: "the text of \(stack[last].qualifiedName) is longer than \(limit) bytes",
        ja: "\(stack[last].qualifiedName) の本文が \(limit) バイトを超えています")
    }
    guard text.contains(0x0D) else { return stack[last].text.append(contentsOf: text) }
    var previous: UInt8 = 0
    for byte in text {
      if byte == 0x0D {
        stack[last].text.append(0x0A)
      } else if byte != 0x0A || previous != 0x0D {
        stack[last].text.append(byte)
      }
      previous = byte
    }
  }

  private static func trimmed(_ text: [UInt8]) -> String {
    guard let first = text.firstIndex(where: { !XMLCharacters.isSpace($0) }),
      let last = text.lastIndex(where: { !XMLCharacters.isSpace($0) })
    else { return "" }
    return String(decoding: text[first...last], as: UTF8.self)
  }
}
