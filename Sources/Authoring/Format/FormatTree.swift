import Diagnostics
import Workflows
import YAML

/// Turns a document as written into entries, puts keys into the language's order, and gives every comment its place.
struct FormatTree {
  private let syntax: YAMLSyntax
  private let bytes: [UInt8]
  /// Entries that will stand on lines of their own, in the order of the file.
  private var lines: [FormatEntry] = []

  static func build(_ syntax: YAMLSyntax, _ shape: Shape?) -> (
    root: FormatNode, header: [(text: String, isApart: Bool)]
  ) {
    var tree = FormatTree(syntax)
    let root = tree.node(syntax.root, shape, isInside: false)
    return (root, tree.placeComments())
  }

  private init(_ syntax: YAMLSyntax) {
    self.syntax = syntax
    bytes = syntax.source.bytes
  }

  // MARK: Nodes

  private mutating func node(_ node: YAMLSyntax.Node, _ shape: Shape?, isInside: Bool) -> FormatNode {
    let content: FormatNode.Content
    switch node.content {
    case .scalar, .alias: content = .inline(node)
    case .sequence(let items, let isFlow):
      let mustBreak = isFlow && hasComment(node.span)
      let isLines = !isInside && (!isFlow || mustBreak)
      let inner = shape?.element
      let entries = items.map { item in entry(nil, item, inner, isInside: !isLines) }
      content = isFlow ? .flow(entries, isMapping: false, mustBreak: mustBreak) : .block(entries, isMapping: false)
    case .mapping(let pairs, let isFlow):
      let mustBreak = isFlow && hasComment(node.span)
      let isLines = !isInside && (!isFlow || mustBreak)
      let keys = Set(pairs.compactMap { $0.key.name })
      let record = shape?.record(with: keys)
      let entries = pairs.map { pair in
        entry(pair.key, pair.value, pair.key.name.flatMap { record?.value($0) }, isInside: !isLines)
      }
      let ordered = holdsAnchors(node) ? entries : Self.ordered(entries, record?.order ?? [])
      content = isFlow ? .flow(ordered, isMapping: true, mustBreak: mustBreak) : .block(ordered, isMapping: true)
    }
    return FormatNode(properties: node.properties, content: content)
  }

  private mutating func entry(
    _ key: YAMLSyntax.Node?, _ value: YAMLSyntax.Node, _ shape: Shape?, isInside: Bool
  ) -> FormatEntry {
    let start = key?.span.lower ?? value.span.lower
    // The place in the order of the file is taken before the places of what is inside.
    let place = lines.count
    let node = node(value, shape, isInside: isInside)
    let entry = FormatEntry(key: key, value: node, start: start, column: column(of: start, isItem: key == nil))
    if !isInside { lines.insert(entry, at: place) }
    return entry
  }

  /// Known keys in the order of the language, then the others as they stand.
  private static func ordered(_ entries: [FormatEntry], _ order: [String]) -> [FormatEntry] {
    guard !order.isEmpty else { return entries }
    let ranks = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return entries.enumerated().sorted { left, right in
      let leftRank = left.element.key?.name.flatMap { ranks[$0] } ?? Int.max
      let rightRank = right.element.key?.name.flatMap { ranks[$0] } ?? Int.max
      return (leftRank, left.offset) < (rightRank, right.offset)
    }.map(\.element)
  }

  /// An alias must come after its anchor: such mappings keep their order.
  private func holdsAnchors(_ node: YAMLSyntax.Node) -> Bool {
    switch node.content {
    case .alias: true
    case .scalar: node.properties.contains("&")
    case .sequence(let items, _): node.properties.contains("&") || items.contains { holdsAnchors($0) }
    case .mapping(let pairs, _):
      node.properties.contains("&") || pairs.contains { holdsAnchors($0.key) || holdsAnchors($0.value) }
    }
  }

  private func hasComment(_ span: Span) -> Bool {
    syntax.comments.contains { span.lower < $0.lower && $0.lower < span.upper }
  }

  // MARK: Comments

  /// - Returns: the comments at the head of the file, which belong to the whole.
  private func placeComments() -> [(text: String, isApart: Bool)] {
    var header: [(text: String, isApart: Bool)] = []
    for entry in lines { entry.isApart = isBlank(before: entry.start) }
    for span in syntax.comments {
      let text = syntax.source.text(span).trimmedEnd
      if isFirstInLine(span.lower) {
        place((text, isBlank(before: span.lower)), at: span.lower, &header)
      } else if let owner = lines.last(where: { $0.start < span.lower }) {
        owner.trailing = owner.trailing.map { $0 + " " + text } ?? text
      }
    }
    return header
  }

  private func place(
    _ comment: (text: String, isApart: Bool), at offset: Int, _ header: inout [(text: String, isApart: Bool)]
  ) {
    let column = column(of: offset, isItem: false)
    let next = lines.first { $0.start > offset }
    guard let next, next.column >= column || !lines.contains(where: { $0.start < offset }) else {
      // It ends a block that is indented as it is, or the file.
      let owner = lines.last { $0.start < offset && $0.column <= column } ?? lines.last { $0.start < offset }
      if let owner { owner.after.append(comment) } else { header.append(comment) }
      return
    }
    if next === lines.first { header.append(comment) } else { next.before.append(comment) }
  }

  private func isFirstInLine(_ offset: Int) -> Bool {
    var at = offset
    while at > 0, bytes[at - 1] == UInt8(ascii: " ") || bytes[at - 1] == UInt8(ascii: "\t") { at -= 1 }
    return at == 0 || bytes[at - 1] == 0x0A || bytes[at - 1] == 0x0D
  }

  /// Whether the line above is empty.
  private func isBlank(before offset: Int) -> Bool {
    let line = syntax.source.lineIndex(of: offset)
    guard line > 0 else { return false }
    let range = syntax.source.lineRange(line - 1)
    return bytes[range.lower..<range.upper].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// Of an item the column of its dash.
  private func column(of offset: Int, isItem: Bool) -> Int {
    let line = syntax.source.lineRange(syntax.source.lineIndex(of: min(offset, max(bytes.count - 1, 0))))
    var at = min(offset, bytes.count)
    if isItem {
      while at > line.lower, bytes[at - 1] == UInt8(ascii: " ") { at -= 1 }
      if at > line.lower, bytes[at - 1] == UInt8(ascii: "-") { at -= 1 } else { at = min(offset, bytes.count) }
    }
    return max(0, at - line.lower)
  }
}

extension YAMLSyntax.Node {
  /// Of a key.
  var name: String? {
    if case .scalar(_, _, let text) = content { text } else { nil }
  }
}

extension String {
  var trimmedEnd: String {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[...last])
  }
}

/// Walking down the language's shapes beside a document.
extension Shape {
  struct Record {
    let order: [String]
    let value: (String) -> Shape?
  }

  private var resolved: Shape {
    if case .named(let name) = self { LanguageSchema.definitions[name]?.resolved ?? .any } else { self }
  }

  var element: Shape? {
    switch resolved {
    case .list(let shape, _), .some(let shape): shape
    case .oneOf(let shapes): shapes.lazy.compactMap(\.element).first
    case .any, .string, .integer, .flag, .word, .scalar, .record, .map, .open, .named: nil
    }
  }

  /// What a mapping with these keys is here.
  func record(with keys: Set<String>) -> Record? {
    switch resolved {
    case .record(let known): return Self.record(known, others: nil)
    case .open(let known, let others):
      // The author's own order: names and keywords stand mixed.
      return Record(order: [], value: Self.record(known, others: others).value)
    case .map(let shape, _): return Record(order: [], value: { _ in shape })
    case .some(let shape): return shape.record(with: keys)
    case .oneOf(let shapes):
      let fitting = shapes.first { shape in
        guard case .record(let known) = shape.resolved else { return false }
        return keys.isSubset(of: known.map(\.name)) && known.allSatisfy { !$0.isRequired || keys.contains($0.name) }
      }
      return fitting?.record(with: keys)
    case .any, .string, .integer, .flag, .word, .scalar, .list, .named: return nil
    }
  }

  private static func record(_ keys: [Key], others: Shape?) -> Record {
    let shapes = Dictionary(keys.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    return Record(order: keys.map(\.name), value: { shapes[$0] ?? others })
  }
}
