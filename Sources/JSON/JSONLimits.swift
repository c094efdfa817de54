/// What a parser refuses to read.
package struct JSONLimits: Sendable, Hashable {
  package var bytes: Int
  /// Levels of arrays and objects. Never more than 512 are read, whatever this says: what handles values recurses.
  package var depth: Int

  package init(bytes: Int = 10 * 1024 * 1024, depth: Int = 64) {
    self.bytes = bytes
    self.depth = min(depth, 512)
  }
}
