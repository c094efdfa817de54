import Diagnostics

/// A parsed document as an arena of elements in document order.
///
/// Comments, processing instructions and white space between elements are gone; every element keeps its place in the
/// bytes. Names carry the namespace by a fixed prefix, whatever prefix the document chose: `cbc:ID` is the ID of the
/// namespace CommonBasicComponents-2, elements of the invoice namespace have none, all others read `{uri}local`.
final class XMLTree: Sendable {
  struct Node: Sendable {
    let name: String
    let parent: Int
    /// Counts from 1 among the siblings of the same name.
    let ordinal: Int
    let attributes: [XMLAttribute]
    let startTag: Span
    var end: Int
    /// Whether no sibling has the same name.
    var isAlone = true
    var firstChild: Int?
    var nextSibling: Int?
    var text = ""
  }

  let nodes: [Node]
  /// Indices of the elements of each name, in document order.
  private let index: [String: [Int]]

  init(nodes: [Node]) {
    self.nodes = nodes
    index = Dictionary(grouping: nodes.indices) { nodes[$0].name }
  }

  var root: TreeElement { TreeElement(tree: self, index: 0) }
  var elements: some Sequence<TreeElement> { nodes.indices.lazy.map { TreeElement(tree: self, index: $0) } }

  /// Every element of that name, anywhere, in document order.
  func all(_ name: String) -> [TreeElement] {
    (index[name] ?? []).map { TreeElement(tree: self, index: $0) }
  }
}

struct XMLAttribute: Sendable, Hashable {
  let name: String
  let value: String
}

/// A handle on one element of a tree.
struct TreeElement: Sendable {
  let tree: XMLTree
  let index: Int

  var name: String { tree.nodes[index].name }
  var attributes: [XMLAttribute] { tree.nodes[index].attributes }
  var startTag: Span { tree.nodes[index].startTag }
  var parent: TreeElement? { index == 0 ? nil : TreeElement(tree: tree, index: tree.nodes[index].parent) }
  var hasChildren: Bool { tree.nodes[index].firstChild != nil }

  /// From the first byte of the start tag to the last of the end tag.
  var span: Span { Span(tree.nodes[index].startTag.lower, tree.nodes[index].end) }

  /// The element's own text without leading and trailing white space; inner white space stays.
  var value: String { tree.nodes[index].text }

  var children: ElementChildren { ElementChildren(tree: tree, upcoming: tree.nodes[index].firstChild) }

  func attribute(_ name: String) -> String? {
    for attribute in tree.nodes[index].attributes where attribute.name == name { return attribute.value }
    return nil
  }

  /// The first child of that name.
  func child(_ name: String) -> TreeElement? { children.first { $0.name == name } }

  func all(_ path: Path) -> [TreeElement] {
    var found = [self]
    for step in path.steps {
      found = found.flatMap { element in element.children.filter { $0.name == step } }
    }
    return found
  }

  func first(_ path: Path) -> TreeElement? { path.steps.count == 1 ? child(path.steps[0]) : all(path).first }

  /// The value at a path, nil where the element is absent or has no text.
  func text(_ path: Path) -> String? {
    guard let value = first(path)?.value, !value.isEmpty else { return nil }
    return value
  }

  func hasAncestor(_ name: String) -> Bool {
    var element = parent
    while let current = element {
      if current.name == name { return true }
      element = current.parent
    }
    return false
  }

  /// `/Invoice/cac:InvoiceLine[2]/cbc:ID`; the number is left out where there is but one of that name.
  var path: String {
    var steps: [String] = []
    var element: TreeElement? = self
    while let current = element {
      steps.append(current.step)
      element = current.parent
    }
    return "/" + steps.reversed().joined(separator: "/")
  }

  private var step: String { tree.nodes[index].isAlone ? name : "\(name)[\(tree.nodes[index].ordinal)]" }
}

extension TreeElement: Hashable {
  static func == (left: TreeElement, right: TreeElement) -> Bool {
    left.tree === right.tree && left.index == right.index
  }
  func hash(into hasher: inout Hasher) { hasher.combine(index) }
}

struct ElementChildren: Sequence, IteratorProtocol {
  fileprivate let tree: XMLTree
  fileprivate var upcoming: Int?

  mutating func next() -> TreeElement? {
    guard let index = upcoming else { return nil }
    upcoming = tree.nodes[index].nextSibling
    return TreeElement(tree: tree, index: index)
  }
}

/// Steps from an element to its descendants: `cac:Item/cbc:Name`.
struct Path: ExpressibleByStringLiteral, Sendable, Hashable, CustomStringConvertible {
  let steps: [String]

  init(stringLiteral text: String) { steps = text.split(separator: "/").map(String.init) }

  var description: String { steps.joined(separator: "/") }
}
