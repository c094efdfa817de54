/// A complete subtree: the leaves from `index << level` up to, without, `(index + 1) << level`.
package struct NodeAddress: Hashable, Sendable {
  package let level: Int
  package let index: Int

  package init(level: Int, index: Int) {
    self.level = level
    self.index = index
  }

  /// The complete subtrees, left to right and of falling height, that make up the tree over the leaves
  /// `lower..<upper`. `lower` must be a multiple of the smallest power of two that is not below the count, which
  /// holds for every subtree an RFC 6962 proof speaks of.
  static func covering(_ leaves: Range<Int>) -> [NodeAddress] {
    var nodes: [NodeAddress] = []
    var start = leaves.lowerBound
    while start < leaves.upperBound {
      let level = Int.bitWidth - 1 - (leaves.upperBound - start).leadingZeroBitCount
      nodes.append(NodeAddress(level: level, index: start >> level))
      start += 1 << level
    }
    return nodes
  }
}
