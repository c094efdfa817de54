/// A run of consecutive hashes at one height of the tree, as C2SP `tlog-tiles` lays it out: a tile at level `l` holds
/// the roots of complete subtrees of `256^l` leaves, at most 256 of them.
package struct Tile: Hashable, Sendable {
  /// log₂ of the hashes in a full tile.
  package static let height = 8
  package static let fullWidth = 256

  package let level: Int
  package let index: Int
  /// 1 to 256.
  package let hashes: [TreeHash]

  package init?(level: Int, index: Int, hashes: [TreeHash]) {
    guard TileAddress(level: level, index: index, width: hashes.count) != nil else { return nil }
    self.level = level
    self.index = index
    self.hashes = hashes
  }

  /// Nil unless the bytes are whole hashes and their count fits a tile.
  package init?(level: Int, index: Int, bytes: [UInt8]) {
    guard bytes.count.isMultiple(of: TreeHash.byteCount) else { return nil }
    let hashes = stride(from: 0, to: bytes.count, by: TreeHash.byteCount)
      .compactMap { TreeHash(bytes[$0..<$0 + TreeHash.byteCount]) }
    self.init(level: level, index: index, hashes: hashes)
  }

  package var address: TileAddress { TileAddress(unchecked: level, index, hashes.count) }

  /// The hashes one after the other: what is stored and served.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * TreeHash.byteCount)
    for hash in hashes { hash.append(to: &bytes) }
    return bytes
  }

  /// The hash of a complete subtree inside this tile; nil where the tile does not hold all of it.
  package func hash(of node: NodeAddress) -> TreeHash? {
    let height = node.level - level * Self.height
    guard height >= 0, height < Self.height else { return nil }
    let first = (node.index << height) - index * Self.fullWidth
    guard first >= 0, first + 1 << height <= hashes.count else { return nil }
    return Self.root(ofComplete: hashes[first..<first + 1 << height])
  }

  private static func root(ofComplete hashes: ArraySlice<TreeHash>) -> TreeHash {
    var row = Array(hashes)
    while row.count > 1 {
      row = stride(from: 0, to: row.count, by: 2).map { TreeHasher.node(row[$0], row[$0 + 1]) }
    }
    return row[0]
  }
}
