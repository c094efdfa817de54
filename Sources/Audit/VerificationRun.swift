internal import Postgres

/// The pure part of a verification: takes pages of rows in the order of the leaves, fills gaps, and holds the tree
/// against each checkpoint as it is reached.
struct VerificationRun {
  struct Orphan: Sendable {
    let entry: PGUUID
    let hash: TreeHash
    let place: CommitPlace
  }

  struct Anchor: Sendable {
    let checkpoint: Checkpoint
    let isOutside: Bool
  }

  struct LeafRow: Sendable {
    let index: Int
    let entry: PGUUID
    let stored: TreeHash?
    let recomputed: TreeHash?
    let place: CommitPlace?
  }

  struct StoredTile: Sendable {
    let tile: Tile
    let root: TreeHash?
  }

  let leaves: Int
  let runs: SealRuns
  private(set) var examiner = Examiner()
  /// Filled tiles above the leaves, to be compared with the stored ones.
  private(set) var upperTiles: [GrowingTree.FilledTile] = []
  private var orphans: ArraySlice<Orphan>
  private var anchors: [Anchor] = []

  init(leaves: Int, runs: SealRuns, orphans: [Orphan]) {
    self.leaves = leaves
    self.runs = runs
    self.orphans = orphans.sorted { $0.place < $1.place }[...]
  }

  /// Takes the checkpoints that the next page may reach, before the page.
  mutating func expect(_ more: [Anchor]) {
    // A log that was empty vouches for nothing.
    anchors += more.filter { $0.checkpoint.size > 0 }
    anchors.sort { $0.checkpoint.size < $1.checkpoint.size }
  }

  /// Takes the rows of the leaves `examiner.size..<end` and the full tiles of level 0 that cover them.
  mutating func take(_ rows: [LeafRow], to end: Int, _ tiles: [Int: StoredTile]) {
    var rows = rows[...]
    while examiner.size < end {
      let index = examiner.size
      let tile = tiles[index / Tile.fullWidth]
      let hash = tile?.tile.hashes[index % Tile.fullWidth]
      let row = rows.first?.index == index ? rows.popFirst() : nil
      for filled in examiner.take(evidence(index, row, hash)) { compare(filled, tile) }
      while let anchor = anchors.first, anchor.checkpoint.size <= examiner.size {
        if anchor.checkpoint.size == examiner.size {
          examiner.hold(against: anchor.checkpoint.root, isOutside: anchor.isOutside)
        }
        anchors.removeFirst()
      }
    }
  }

  /// Empties `upperTiles`.
  mutating func takeUpperTiles() -> [GrowingTree.FilledTile] {
    defer { upperTiles = [] }
    return upperTiles
  }

  mutating func report(_ finding: AuditFinding) {
    examiner.report(finding)
  }

  /// Ends the run: what was left over of the history and of the checkpoints is wrong.
  mutating func finish() {
    examiner.finish()
    for orphan in orphans { examiner.report(.record(.entryInserted(orphan.entry))) }
    for anchor in anchors where anchor.isOutside {
      examiner.report(.checkpoint(.rolledBack(leaves: leaves, size: anchor.checkpoint.size)))
    }
    if let last = anchors.last(where: { !$0.isOutside }) {
      examiner.report(.checkpoint(.truncated(leaves: leaves, size: last.checkpoint.size)))
    }
  }

  private mutating func evidence(_ index: Int, _ row: LeafRow?, _ tile: TreeHash?) -> LeafEvidence {
    let run = runs.run(of: index)
    if let row {
      return LeafEvidence(
        index: index, entry: row.entry, stored: row.stored, recomputed: row.recomputed, tile: tile,
        commit: row.place.map { LeafEvidence.Commit(run: run, place: $0) })
    }
    // The leaf's row is gone. If its entry is still there, it is the next one in commit order that has no leaf.
    let place = examiner.lastCommit?.run == run ? examiner.lastCommit?.place : nil
    let next = orphans.firstIndex { orphan in place.map { orphan.place > $0 } ?? true }
    let orphan = next.map { orphans.remove(at: $0) }
    return LeafEvidence(
      index: index, entry: orphan?.entry, stored: nil, recomputed: orphan?.hash, tile: tile,
      commit: orphan.map { LeafEvidence.Commit(run: run, place: $0.place) })
  }

  private mutating func compare(_ filled: GrowingTree.FilledTile, _ stored: StoredTile?) {
    guard filled.tile.level == 0 else { return upperTiles.append(filled) }
    if stored?.tile != filled.tile || stored?.root != filled.root {
      report(.record(.tileAltered(level: 0, index: filled.tile.index)))
    }
  }
}
