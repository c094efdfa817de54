internal import Postgres

/// Where a sealer stands, and the pure step from one page of the history to what is to be written.
struct SealingState: Sendable {
  /// Rows that were sealed before may be passed over again after a crash, but not all too many.
  static let skipLimit = 10_000

  enum Search: Hashable, Sendable {
    /// Over entries that came with a restored dump: their transaction ids lie in this cluster's future.
    case sweep(after: CommitPlace)
    case regular(after: CommitPlace)

    var place: CommitPlace {
      switch self {
      case .sweep(let place), .regular(let place): place
      }
    }

    var isSweep: Bool {
      switch self {
      case .sweep: true
      case .regular: false
      }
    }
  }

  struct Pending: Sendable {
    let place: CommitPlace
    /// Nil where the entry has a leaf already.
    let leaf: TreeHash?
  }

  /// What one transaction adds.
  struct Addition: Sendable {
    let firstLeaf: Int
    let entries: [PGUUID]
    let hashes: [TreeHash]
    let tiles: [GrowingTree.FilledTile]
  }

  var tree: GrowingTree
  /// Of the last seal row; the next one has the next number, so that two sealers cannot both write it.
  var number: Int
  let system: Int
  var search: Search
  /// Rows passed over since the last seal row.
  private(set) var skipped = 0
  /// A seal row is due although no leaf was added.
  private(set) var isTurning = false

  init(tree: GrowingTree, number: Int, system: Int, search: Search) {
    self.tree = tree
    self.number = number
    self.system = system
    self.search = search
  }

  /// Goes on after the last seal row. One of another cluster, or of a sweep that was broken off, means a sweep from the
  /// first transaction id that this cluster has not given out.
  init(tree: GrowingTree, after seal: SealRuns.Seal?, system: Int, horizon: UInt64) {
    let search: Search
    if let seal, seal.system == system, !seal.isSweep {
      search = .regular(after: seal.place)
    } else {
      search = .sweep(after: .before(horizon))
    }
    self.init(tree: tree, number: seal?.number ?? 0, system: system, search: search)
  }

  var needsSeal: Bool { isTurning || skipped >= Self.skipLimit }

  /// Takes the next page in commit order. An empty page ends a sweep: the search begins anew from the first transaction,
  /// passing over what is sealed, because restored entries may have ids on either side of this cluster's.
  mutating func take(_ page: [Pending]) -> Addition {
    guard let last = page.last else {
      if search.isSweep {
        search = .regular(after: .before(0))
        isTurning = true
      }
      return Addition(firstLeaf: tree.size, entries: [], hashes: [], tiles: [])
    }
    search = search.isSweep ? .sweep(after: last.place) : .regular(after: last.place)
    let firstLeaf = tree.size
    var entries: [PGUUID] = []
    var hashes: [TreeHash] = []
    var tiles: [GrowingTree.FilledTile] = []
    for pending in page {
      guard let leaf = pending.leaf else {
        skipped += 1
        continue
      }
      entries.append(pending.place.entry)
      hashes.append(leaf)
      tiles += tree.append(leaf)
    }
    return Addition(firstLeaf: firstLeaf, entries: entries, hashes: hashes, tiles: tiles)
  }

  /// A seal row with the next number was written.
  mutating func didSeal() {
    number += 1
    skipped = 0
    isTurning = false
  }
}
