import Diagnostics
import YAML

/// A line of a block collection on its way to the printer: a key with its value, or an item.
///
/// A class, because comments find their entry only after all entries are known.
final class FormatEntry {
  let key: YAMLSyntax.Node?
  let value: FormatNode
  /// Where the entry begins: its key, or its item's content.
  let start: Int
  /// Characters before it in its line.
  let column: Int
  /// Comments on lines of their own, each with whether a blank line stands before it.
  var before: [(text: String, isApart: Bool)] = []
  var after: [(text: String, isApart: Bool)] = []
  /// At the end of its first line.
  var trailing: String?
  /// A blank line stands before the entry itself.
  var isApart = false

  init(key: YAMLSyntax.Node?, value: FormatNode, start: Int, column: Int) {
    self.key = key
    self.value = value
    self.start = start
    self.column = column
  }
}

/// A node on its way to the printer.
struct FormatNode {
  enum Content {
    /// Printed as it stands.
    case inline(YAMLSyntax.Node)
    /// A flow collection: on one line if it fits and holds no comment, else in block style.
    case flow([FormatEntry], isMapping: Bool, mustBreak: Bool)
    case block([FormatEntry], isMapping: Bool)
  }

  let properties: String
  let content: Content
}
