internal import Postgres

/// Builds trees again from the stored leaves and tiles.
struct TreeReader {
  private let connection: PostgresConnection

  init(_ connection: PostgresConnection) {
    self.connection = connection
  }

  /// The tree over the first `size` leaves. What lies below the last checkpoint is taken from the tiles and must lead to
  /// its root; what lies above is read leaf by leaf. Nil where it does not, or where leaves are missing.
  func tree(
    of size: Int, above checkpoint: (size: Int, root: TreeHash?)?
  ) async throws(PostgresError) -> GrowingTree? {
    var tree = GrowingTree()
    if let checkpoint {
      guard checkpoint.size <= size, let known = try await edge(of: checkpoint.size),
        known.root == checkpoint.root
      else { return nil }
      tree = known
    }
    while tree.size < size {
      let range = tree.size..<min(tree.size + 4096, size)
      let hashes = try await hashes(Statements.leafHashes(range))
      guard hashes.count == range.count else { return nil }
      for hash in hashes { _ = tree.append(hash) }
    }
    return tree
  }

  /// The tree of a size from the right edge of its tiles; nil where rows are missing.
  func edge(of size: Int) async throws(PostgresError) -> GrowingTree? {
    var edge: [[TreeHash]] = []
    for tile in Self.edgeTiles(of: size) {
      edge.append(try await hashes(of: tile))
    }
    return GrowingTree(size: size, edge: edge)
  }

  /// The hashes of a partial tile: leaves, or the roots of the full tiles one level down.
  func hashes(of tile: (level: Int, range: Range<Int>)) async throws(PostgresError) -> [TreeHash] {
    guard !tile.range.isEmpty else { return [] }
    return try await hashes(
      tile.level == 0
        ? Statements.leafHashes(tile.range) : Statements.tileRoots(level: tile.level - 1, tile.range))
  }

  /// For each level, from the leaves up, the hashes behind its last full tile.
  private static func edgeTiles(of size: Int) -> [(level: Int, range: Range<Int>)] {
    var tiles: [(level: Int, range: Range<Int>)] = []
    var hashes = size
    while hashes > 0 {
      tiles.append((tiles.count, hashes / Tile.fullWidth * Tile.fullWidth..<hashes))
      hashes /= Tile.fullWidth
    }
    return tiles
  }

  private func hashes(_ query: SQL) async throws(PostgresError) -> [TreeHash] {
    var hashes: [TreeHash] = []
    for row in try await connection.query(query) {
      // A hash of another length has been tampered with: nothing is built on it.
      guard let hash = TreeHash(try row.get(0, as: [UInt8].self)) else { return [] }
      hashes.append(hash)
    }
    return hashes
  }
}
