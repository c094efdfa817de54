/// All that the database says about one leaf: three copies of its hash, which agree unless somebody changed one.
struct LeafEvidence: Hashable, Sendable {
  /// Where a commit stands: transaction, then place inside it. Compared only within one cluster's run of transactions.
  struct Commit: Hashable, Comparable, Sendable {
    let cluster: Int64
    let transaction: UInt64
    let ordinal: Int32

    static func < (left: Commit, right: Commit) -> Bool {
      (left.transaction, left.ordinal) < (right.transaction, right.ordinal)
    }
  }

  let index: Int
  /// Where the row of the leaf is gone: an entry without a leaf that would fit in its place, or nil.
  let entry: Identifier?
  /// The leaf's own row.
  let stored: TreeHash?
  /// Computed again from the history; nil where the entry is gone.
  let recomputed: TreeHash?
  /// The full tile that covers the leaf; nil near the right edge, or where the tile is gone.
  let tile: TreeHash?
  let commit: Commit?

  var isUnanimous: Bool {
    stored != nil && stored == recomputed && (tile == nil || tile == stored)
  }
}
