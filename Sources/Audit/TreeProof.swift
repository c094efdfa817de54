package import Diagnostics

/// Checks proofs of an RFC 6962 tree by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
package enum TreeProof {
  /// Returns normally exactly when `leaf` is the leaf number `index` of the tree of `size` leaves under `root`.
  package static func verifyInclusion(
    of leaf: TreeHash, at index: Int, in size: Int, under root: TreeHash, proof: [TreeHash]
  ) throws(ProofFailure) {
    guard index >= 0, index < size else { throw .indexOutsideTree(index: index, size: size) }
    let inner = innerLength(index, size)
    let expected = inner + (index >> inner).nonzeroBitCount
    guard proof.count == expected else { throw .wrongLength(expected: expected, actual: proof.count) }
    var computed = leaf
    for (level, sibling) in proof.prefix(inner).enumerated() {
      computed =
        index >> level & 1 == 0 ? TreeHasher.node(computed, sibling) : TreeHasher.node(sibling, computed)
    }
    for sibling in proof.dropFirst(inner) { computed = TreeHasher.node(sibling, computed) }
    guard computed == root else { throw .rootMismatch(computed: computed, claimed: root) }
  }

  /// Returns normally exactly when the tree under `newRoot` begins with all leaves of the tree under `oldRoot`.
  /// A tree without leaves proves nothing about a later one: an old size of zero is refused.
  package static func verifyConsistency(
    from oldSize: Int, _ oldRoot: TreeHash, to newSize: Int, _ newRoot: TreeHash, proof: [TreeHash]
  ) throws(ProofFailure) {
    guard oldSize > 0 else { throw .emptyTree }
    guard oldSize <= newSize else { throw .sizeDecreases(from: oldSize, to: newSize) }
    if oldSize == newSize {
      guard proof.isEmpty else { throw .wrongLength(expected: 0, actual: proof.count) }
      guard oldRoot == newRoot else { throw .rootMismatch(computed: oldRoot, claimed: newRoot) }
      return
    }
    let start = oldSize.trailingZeroBitCount
    let last = oldSize - 1
    let inner = innerLength(last, newSize) - start
    // A power of two is one complete subtree, whose root is the old root itself: the proof does not repeat it.
    let repeatsOldPeak = oldSize != 1 << start
    let expected = (repeatsOldPeak ? 1 : 0) + inner + (last >> (inner + start)).nonzeroBitCount
    guard proof.count == expected else { throw .wrongLength(expected: expected, actual: proof.count) }
    var rest = proof[...]
    let seed = repeatsOldPeak ? rest.removeFirst() : oldRoot
    var old = seed
    var new = seed
    for (level, sibling) in rest.prefix(inner).enumerated() {
      if last >> (level + start) & 1 == 1 {
        old = TreeHasher.node(sibling, old)
        new = TreeHasher.node(sibling, new)
      } else {
        new = TreeHasher.node(new, sibling)
      }
    }
    for sibling in rest.dropFirst(inner) {
      old = TreeHasher.node(sibling, old)
      new = TreeHasher.node(sibling, new)
    }
    guard old == oldRoot else { throw .oldRootMismatch(computed: old, claimed: oldRoot) }
    guard new == newRoot else { throw .rootMismatch(computed: new, claimed: newRoot) }
  }

  /// How many levels the path from a leaf climbs before it runs along the right edge of the tree.
  private static func innerLength(_ index: Int, _ size: Int) -> Int {
    Int.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
  }
}

/// Why a proof does not hold.
package enum ProofFailure: Error, Hashable, Sendable {
  case indexOutsideTree(index: Int, size: Int)
  case sizeDecreases(from: Int, to: Int)
  case emptyTree
  case wrongLength(expected: Int, actual: Int)
  case rootMismatch(computed: TreeHash, claimed: TreeHash)
  case oldRootMismatch(computed: TreeHash, claimed: TreeHash)

  package var message: Text {
    switch self {
    case .indexOutsideTree(let index, let size):
      Text(
        en: "leaf \(index) lies outside a tree of \(size) leaves",
        ja: "葉 \(index) は \(size) 枚の木の範囲外です")
    case .sizeDecreases(let from, let to):
      Text(
        en: "the later tree has \(to) leaves, fewer than the earlier one's \(from)",
        ja: "後の木の葉数 \(to) が前の木の葉数 \(from) より少なくなっています")
    case .emptyTree:
      Text(
        en: "an empty tree proves nothing about a later one",
        ja: "空の木は後の木について何も証明しません")
    case .wrongLength(let expected, let actual):
      Text(
        en: "the proof has \(actual) hashes, expected \(expected)",
        ja: "証明のハッシュは \(actual) 個ですが、\(expected) 個でなければなりません")
    case .rootMismatch(let computed, let claimed):
      Text(
        en: "the proof leads to the root \(computed), the checkpoint says \(claimed)",
        ja: "証明から得られる根は \(computed) ですが、チェックポイントの根は \(claimed) です")
    case .oldRootMismatch(let computed, let claimed):
      Text(
        en: "the proof leads to the earlier root \(computed), the earlier checkpoint says \(claimed)",
        ja: "証明から得られる前の根は \(computed) ですが、前のチェックポイントの根は \(claimed) です")
    }
  }
}
