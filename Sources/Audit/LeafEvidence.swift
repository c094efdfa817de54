internal import Postgres

/// All that the database says about one leaf: three copies of its hash, which agree unless somebody changed one.
struct LeafEvidence: Hashable, Sendable {
  /// Where the entry was committed. Only within a run of batches do leaves stand in commit order: a restored dump
  /// begins a new one.
  struct Commit: Hashable, Sendable {
    let run: Int
    let place: CommitPlace
  }

  let index: Int
  /// Where the row of the leaf is gone: an entry without a leaf that would fit in its place, or nil.
  let entry: PGUUID?
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
