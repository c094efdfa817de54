/// Judges the record leaf by leaf, without touching the database. It grows one tree for each copy of the hashes (history,
/// leaf rows, tiles) and asks at every signed root which copy leads to it: that copy is the truth against which the
/// others are judged. While all copies agree, which is always unless somebody changed one, there is a single tree.
struct Examiner {
  /// Suspects kept since the last root that held; beyond them only the interval is reported.
  static let suspectLimit = 4096
  static let findingLimit = 1000

  private(set) var findings: [AuditFinding] = []
  /// Findings beyond the limit, not kept.
  private(set) var unreported = 0
  /// The size up to which a signed root held.
  private(set) var soundTo = 0
  private(set) var size = 0
  private var seen: Set<AuditFinding> = []
  private var trees = Trees()
  private var suspects: [LeafEvidence] = []
  /// No copy leads to a signed root any more, so no later root can be reached either.
  private var isLost = false
  private(set) var lastCommit: LeafEvidence.Commit?
  private var firstBreak: RecordFault?

  /// Takes the next leaf and returns the tiles it fills, for comparison with the stored ones: as long as all is sound.
  mutating func take(_ leaf: LeafEvidence) -> [GrowingTree.FilledTile] {
    size += 1
    noteOrder(of: leaf)
    if !leaf.isUnanimous, suspects.count < Self.suspectLimit { suspects.append(leaf) }
    return isLost ? [] : trees.append(leaf)
  }

  /// Holds the tree against a signed root of the present size.
  mutating func hold(against root: TreeHash, isOutside: Bool) {
    guard !isLost else { return }
    if let truth = trees.join(at: root) {
      for fault in Judgement(suspects, truth: truth).faults { report(.record(fault)) }
      soundTo = size
    } else {
      isLost = true
      report(
        .checkpoint(
          isOutside
            ? .contradictsOutside(soundTo: soundTo, size: size) : .rootDiffers(soundTo: soundTo, size: size)))
      reportUndecided()
      if let firstBreak { report(.record(firstBreak)) }
    }
    suspects = []
    firstBreak = nil
  }

  /// Ends the run: what no root decided is reported as contradiction.
  mutating func finish() {
    reportUndecided()
    suspects = []
  }

  /// Once each: a tile, say, is wrong at each of its hashes.
  mutating func report(_ finding: AuditFinding) {
    guard findings.count < Self.findingLimit else {
      unreported += 1
      return
    }
    if seen.insert(finding).inserted { findings.append(finding) }
  }

  private mutating func reportUndecided() {
    for suspect in suspects {
      guard let entry = suspect.entry else {
        report(.record(.leafMissing(leaf: suspect.index, nil)))
        continue
      }
      if suspect.stored == nil {
        report(.record(.leafMissing(leaf: suspect.index, entry)))
      } else if suspect.recomputed == nil {
        report(.record(.entryDeleted(leaf: suspect.index, entry)))
      } else if suspect.recomputed != suspect.stored {
        report(.record(.hashesDisagree(leaf: suspect.index, entry)))
      } else {
        report(.record(.tileAltered(level: 0, index: suspect.index / Tile.fullWidth)))
      }
    }
  }

  private mutating func noteOrder(of leaf: LeafEvidence) {
    guard let commit = leaf.commit else { return }
    if firstBreak == nil, let entry = leaf.entry, let lastCommit, lastCommit.run == commit.run,
      commit.place < lastCommit.place
    {
      firstBreak = .orderBroken(leaf: leaf.index, entry)
    }
    lastCommit = commit
  }
}
