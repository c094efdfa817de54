/// How much of a file is read before it is refused. libyaml itself has no bounds.
package struct YAMLLimits: Sendable {
  /// Bytes of the file; of a larger one only the first bytes are looked at, to say where it grows too large.
  package var bytes: Int
  /// Collections inside collections, aliases followed. Every recursion over a tree relies on it.
  package var depth: Int
  /// Values and keys of a document, each alias counted as the values it stands for.
  package var nodes: Int
  /// White space characters in a row. libyaml clears a buffer as large as the longest run after every word, which
  /// would make a file of one long run and many words take minutes.
  package var whitespaceRun: Int
  /// Digits of a number.
  package var digits: Int

  package init(
    bytes: Int = 1 << 20, depth: Int = 64, nodes: Int = 250_000, whitespaceRun: Int = 1024, digits: Int = 1024
  ) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
    self.whitespaceRun = whitespaceRun
    self.digits = digits
  }
}
