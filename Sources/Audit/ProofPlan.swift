/// Which complete subtrees a proof needs: planned first, so that their hashes can be fetched together, then assembled.
package struct ProofPlan: Hashable, Sendable {
  /// For each hash of the proof the complete subtrees, left to right, that it folds.
  let elements: [[NodeAddress]]

  /// `PATH(index, D[size])` of RFC 6962, section 2.1.1. Nil unless `0 <= index < size`.
  package static func inclusion(of index: Int, in size: Int) -> ProofPlan? {
    guard index >= 0, index < size else { return nil }
    var siblings: [Range<Int>] = []
    var leaves = 0..<size
    while leaves.count > 1 {
      let middle = split(leaves)
      if index < middle {
        siblings.append(middle..<leaves.upperBound)
        leaves = leaves.lowerBound..<middle
      } else {
        siblings.append(leaves.lowerBound..<middle)
        leaves = middle..<leaves.upperBound
      }
    }
    return ProofPlan(siblings)
  }

  /// `PROOF(oldSize, D[newSize])` of RFC 6962, section 2.1.2. Nil unless `0 < oldSize <= newSize`.
  package static func consistency(from oldSize: Int, to newSize: Int) -> ProofPlan? {
    guard oldSize > 0, oldSize <= newSize else { return nil }
    var ranges: [Range<Int>] = []
    var leaves = 0..<newSize
    // Until the old tree's last leaf ends a subtree: that subtree is known to both trees.
    while leaves.upperBound != oldSize {
      let middle = split(leaves)
      if oldSize <= middle {
        ranges.append(middle..<leaves.upperBound)
        leaves = leaves.lowerBound..<middle
      } else {
        ranges.append(leaves.lowerBound..<middle)
        leaves = middle..<leaves.upperBound
      }
    }
    if leaves.lowerBound != 0 { ranges.append(leaves) }
    return ProofPlan(ranges)
  }

  private init(_ outermostFirst: [Range<Int>]) {
    elements = outermostFirst.reversed().map(NodeAddress.covering)
  }

  /// Every subtree whose hash is needed, each once.
  package var nodes: Set<NodeAddress> { Set(elements.joined()) }

  /// The proof, from the leaf's side to the root's.
  package func assemble<Failure: Error>(
    _ hash: (NodeAddress) throws(Failure) -> TreeHash
  ) throws(Failure) -> [TreeHash] {
    var proof: [TreeHash] = []
    for element in elements {
      var peaks: [TreeHash] = []
      for node in element { peaks.append(try hash(node)) }
      if let folded = Frontier.fold(peaks) { proof.append(folded) }
    }
    return proof
  }

  /// Where RFC 6962 divides: after the largest power of two that is smaller than the count.
  private static func split(_ leaves: Range<Int>) -> Int {
    leaves.lowerBound + 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
  }
}
