/// A tree that takes leaves and gives full tiles as they complete. It holds only the partial tiles of its right edge.
package struct GrowingTree: Hashable, Sendable {
  package private(set) var frontier: Frontier
  /// The partial tiles from the leaves upwards, each of 0 to 255 hashes.
  private var edge: [[TreeHash]]

  package init() {
    frontier = Frontier()
    edge = []
  }

  /// Takes up a tree again at the partial tiles of its right edge, level 0 first, empty ones included.
  /// Nil unless their widths are those of a tree of `size` leaves.
  package init?(size: Int, edge: [[TreeHash]]) {
    guard size >= 0 else { return nil }
    var hashes = size
    for tile in edge {
      guard tile.count == hashes % Tile.fullWidth else { return nil }
      hashes /= Tile.fullWidth
    }
    guard hashes == 0, let frontier = Frontier(size: size, peaks: Self.peaks(edge)) else { return nil }
    self.frontier = frontier
    self.edge = edge
  }

  package var size: Int { frontier.size }
  package var root: TreeHash { frontier.root }

  /// A full tile and the root over it: its hash in the tile one level up.
  package struct FilledTile: Hashable, Sendable {
    package let tile: Tile
    package let root: TreeHash
  }

  /// Appends a leaf and returns the tiles that it filled, lowest first: none for 255 leaves of 256.
  package mutating func append(_ leaf: TreeHash) -> [FilledTile] {
    var roots: [TreeHash] = []
    frontier.append(leaf) { height, root in
      if height.isMultiple(of: Tile.height) { roots.append(root) }
    }
    var filled: [FilledTile] = []
    add(leaf, level: 0)
    for (level, root) in roots.enumerated() {
      let index = (size - 1) >> (Tile.height * (level + 1))
      if let tile = Tile(level: level, index: index, hashes: edge[level]) {
        filled.append(FilledTile(tile: tile, root: root))
      }
      edge[level].removeAll(keepingCapacity: true)
      add(root, level: level + 1)
    }
    return filled
  }

  private mutating func add(_ hash: TreeHash, level: Int) {
    if level == edge.count { edge.append([]) }
    edge[level].append(hash)
  }

  /// The partial tiles, as they are served for a checkpoint of this size.
  package var partialTiles: [Tile] {
    edge.enumerated().compactMap { level, hashes in
      Tile(level: level, index: size >> (Tile.height * (level + 1)), hashes: hashes)
    }
  }

  private static func peaks(_ edge: [[TreeHash]]) -> [TreeHash] {
    edge.enumerated().reversed().flatMap { level, hashes in
      NodeAddress.covering(0..<hashes.count).compactMap { node in
        Tile(level: level, index: 0, hashes: hashes)?
          .hash(of: NodeAddress(level: node.level + level * Tile.height, index: node.index))
      }
    }
  }
}
