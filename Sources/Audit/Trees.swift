/// The trees of the three copies of the hashes: one tree while they agree, three from the first leaf where they do not.
struct Trees {
  private var joined: GrowingTree? = GrowingTree()
  /// A copy that lacks a leaf has no tree any more.
  private var split: [HashCopy: GrowingTree] = [:]

  /// The filled tiles while there is one tree, none otherwise.
  mutating func append(_ leaf: LeafEvidence) -> [GrowingTree.FilledTile] {
    if leaf.isUnanimous, let hash = leaf.stored, joined != nil { return joined?.append(hash) ?? [] }
    if let joined {
      for copy in HashCopy.allCases { split[copy] = joined }
      self.joined = nil
    }
    for copy in HashCopy.allCases {
      if let hash = leaf.hash(in: copy) { _ = split[copy]?.append(hash) } else { split[copy] = nil }
    }
    return []
  }

  /// The first copy, in order of trust, that leads to the root; its tree is the one tree from here on.
  mutating func join(at root: TreeHash) -> HashCopy? {
    if let joined { return joined.root == root ? .tiles : nil }
    for copy in HashCopy.allCases {
      guard let tree = split[copy], tree.root == root else { continue }
      joined = tree
      split = [:]
      return copy
    }
    return nil
  }
}
