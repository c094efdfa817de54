internal import Postgres

/// Builds trees again from the stored leaves and tiles, over a connection or inside a transaction.
enum TreeReader {
  typealias Query = (SQL) async throws(PostgresError) -> Rows

  /// The tree over the first `size` leaves. What lies below the last checkpoint is taken from the tiles and must lead to
  /// its root; what lies above is read leaf by leaf. Nil where it does not, or where leaves are missing.
  static func tree(
    of size: Int, above checkpoint: (size: Int, root: TreeHash?)?, query: Query
  ) async throws(PostgresError) -> GrowingTree? {
    var tree = GrowingTree()
    if let checkpoint {
      guard checkpoint.size <= size, let known = try await edge(of: checkpoint.size, query: query),
        known.root == checkpoint.root
      else { return nil }
      tree = known
    }
    while tree.size < size {
      let range = tree.size..<min(tree.size + 4096, size)
      let hashes = try hashes(await query(Statements.leafHashes(range)))
      guard hashes.count == range.count else { return nil }
      for hash in hashes { _ = tree.append(hash) }
    }
    return tree
  }

  /// The hashes of a tile or of its beginning: leaves, or the roots of the full tiles one level down.
  static func hashes(level: Int, _ range: Range<Int>, query: Query) async throws(PostgresError) -> [TreeHash] {
    guard !range.isEmpty else { return [] }
    return try hashes(
      await query(level == 0 ? Statements.leafHashes(range) : Statements.tileRoots(level: level - 1, range)))
  }

  /// The tree of a size from the right edge of its tiles; nil where rows are missing.
  private static func edge(of size: Int, query: Query) async throws(PostgresError) -> GrowingTree? {
    var edge: [[TreeHash]] = []
    var hashes = size
    while hashes > 0 {
      let full = hashes / Tile.fullWidth
      edge.append(try await Self.hashes(level: edge.count, full * Tile.fullWidth..<hashes, query: query))
      hashes = full
    }
    return GrowingTree(size: size, edge: edge)
  }

  private static func hashes(_ rows: Rows) throws(PostgresError) -> [TreeHash] {
    var hashes: [TreeHash] = []
    hashes.reserveCapacity(rows.count)
    for row in rows {
      // A hash of another length has been tampered with: nothing is built on it.
      guard let hash = TreeHash(try row.get(0, as: [UInt8].self)) else { return [] }
      hashes.append(hash)
    }
    return hashes
  }
}
