/// The right edge of an RFC 6962 tree: the roots of its complete subtrees, from which the next leaf and the root of the
/// whole follow. A tree of a billion leaves is thirty hashes.
package struct Frontier: Hashable, Sendable {
  package private(set) var size: Int
  /// Left to right, of strictly falling height: one for each set bit of `size`.
  package private(set) var peaks: [TreeHash]

  package init() {
    size = 0
    peaks = []
  }

  /// Nil unless there is one peak for each set bit of the size.
  package init?(size: Int, peaks: [TreeHash]) {
    guard size >= 0, peaks.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.peaks = peaks
  }

  package mutating func append(_ leaf: TreeHash) {
    append(leaf) { _, _ in }
  }

  /// Appends, and tells the root and height of each complete subtree that this leaf completes, lowest first.
  mutating func append(_ leaf: TreeHash, completing: (_ height: Int, _ root: TreeHash) -> Void) {
    var node = leaf
    for height in 0..<size.trailingOneBitCount {
      node = TreeHasher.node(peaks.removeLast(), node)
      completing(height + 1, node)
    }
    peaks.append(node)
    size += 1
  }

  package var root: TreeHash { Self.fold(peaks) ?? TreeHasher.emptyRoot }

  /// The root over complete subtrees of falling height; nil for none.
  static func fold(_ peaks: some BidirectionalCollection<TreeHash>) -> TreeHash? {
    guard var root = peaks.last else { return nil }
    for peak in peaks.dropLast().reversed() { root = TreeHasher.node(peak, root) }
    return root
  }
}

extension Int {
  var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
