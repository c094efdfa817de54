/// Which copy of a leaf's hash.
enum HashCopy: CaseIterable, Sendable {
  // In order of trust where several lead to the same root.
  case tiles, leaves, history
}

extension LeafEvidence {
  /// The hash as this copy has it. A leaf that no full tile covers counts in the tiles with its row's hash.
  func hash(in copy: HashCopy) -> TreeHash? {
    switch copy {
    case .tiles: tile ?? stored
    case .leaves: stored
    case .history: recomputed
    }
  }
}

/// Judges suspects by the copy that a signed root has proved: each other copy that deviates is a fault.
struct Judgement {
  let faults: [RecordFault]

  init(_ suspects: [LeafEvidence], truth: HashCopy) {
    var sealed: [TreeHash: Int] = [:]
    for suspect in suspects {
      if let hash = suspect.hash(in: truth) { sealed[hash] = suspect.index }
    }
    var faults: [RecordFault] = []
    var tiles: Set<Int> = []
    for suspect in suspects {
      faults += Self.rowFaults(suspect, truth: suspect.hash(in: truth), sealed)
      let tile = suspect.index / Tile.fullWidth
      if suspect.tile != nil, suspect.tile != suspect.hash(in: truth), tiles.insert(tile).inserted {
        faults.append(.tileAltered(level: 0, index: tile))
      }
    }
    self.faults = faults
  }

  private static func rowFaults(
    _ suspect: LeafEvidence, truth: TreeHash?, _ sealed: [TreeHash: Int]
  ) -> [RecordFault] {
    guard let entry = suspect.entry, let truth else { return [.leafMissing(leaf: suspect.index, nil)] }
    if suspect.stored == nil {
      // The entry is only a guess, an unsealed one that would fit in here: its hash decides.
      return suspect.recomputed == truth
        ? [.leafMissing(leaf: suspect.index, entry)]
        : [.leafMissing(leaf: suspect.index, nil), .entryInserted(entry)]
    }
    var faults: [RecordFault] = []
    if let recomputed = suspect.recomputed, recomputed != truth {
      // An untouched entry at the wrong place: its leaf row moved, which is one fault, not two.
      if let place = sealed[recomputed] { return [.entryMoved(leaf: suspect.index, entry, sealedAt: place)] }
      faults.append(.entryEdited(leaf: suspect.index, entry))
    }
    if suspect.recomputed == nil { faults.append(.entryDeleted(leaf: suspect.index, entry)) }
    if let stored = suspect.stored, stored != truth { faults.append(.leafAltered(leaf: suspect.index, entry)) }
    return faults
  }
}
