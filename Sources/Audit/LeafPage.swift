internal import Postgres

/// A run of leaves as read from the database, with the full tiles that cover them.
struct LeafPage: Sendable {
  let rows: [VerificationRun.LeafRow]
  let tiles: [Int: VerificationRun.StoredTile]
  /// The first leaf behind the page.
  let end: Int

  /// Nil where nothing is left. A page ends early where the bodies grow too large; leaves without a row are a gap.
  static func fetch(
    _ connection: PostgresConnection, from start: Int, to leaves: Int, rows limit: Int, bytes: Int
  ) async throws(PostgresError) -> LeafPage? {
    guard start < leaves else { return nil }
    let range = start..<min(start + limit, leaves)
    let full =
      range.lowerBound / Tile.fullWidth..<min((range.upperBound - 1) / Tile.fullWidth + 1, leaves / Tile.fullWidth)
    let indices = full.isEmpty ? [] : Array(full)
    let answers = try await connection.pipeline([
      Statements.evidence(range, bytes: bytes),
      Statements.tiles(levels: Array(repeating: 0, count: indices.count), indices: indices),
    ])
    var rows: [VerificationRun.LeafRow] = []
    rows.reserveCapacity(answers[0].count)
    var buffer: [UInt8] = []
    for row in answers[0] { rows.append(try leafRow(row, &buffer)) }
    var tiles: [Int: VerificationRun.StoredTile] = [:]
    for row in answers[1] {
      if let stored = try storedTile(row) { tiles[stored.tile.index] = stored }
    }
    // Cut short by bytes, or followed by a gap: the next page begins behind the last row and tells which.
    let end = rows.last.map { $0.index + 1 } ?? range.upperBound
    return LeafPage(rows: rows, tiles: tiles, end: end)
  }

  private static func leafRow(_ row: Row, _ buffer: inout [UInt8]) throws(PostgresError) -> VerificationRun.LeafRow {
    let entryID = try row.get(14, as: PGUUID.self)
    var recomputed: TreeHash?
    var place: CommitPlace?
    if try row.get(2, as: PGUUID?.self) != nil {
      let entry = try HistoryEntry(row: row, from: 2)
      buffer.removeAll(keepingCapacity: true)
      entry.encode(into: &buffer)
      recomputed = TreeHasher.leaf(buffer)
      place = try CommitPlace(row: row, from: 15, entry: entryID)
    }
    return VerificationRun.LeafRow(
      index: try row.get(0), entry: entryID, stored: TreeHash(try row.get(1, as: [UInt8].self)),
      recomputed: recomputed, place: place)
  }

  /// Nil where the stored bytes are no tile at all.
  static func storedTile(_ row: Row) throws(PostgresError) -> VerificationRun.StoredTile? {
    let (level, index, hashes, root) = try row.decode(Int.self, Int.self, [UInt8].self, [UInt8].self)
    guard let tile = Tile(level: level, index: index, bytes: hashes), tile.hashes.count == Tile.fullWidth else {
      return nil
    }
    return VerificationRun.StoredTile(tile: tile, root: TreeHash(root))
  }
}
