/// Which tile, and how much of it. Its path is that of C2SP `tlog-tiles`: `tile/<level>/<index>[.p/<width>]`.
package struct TileAddress: Hashable, Sendable {
  /// 0 to 63 by the specification; no tree of 2⁶³ leaves reaches beyond 7.
  package let level: Int
  package let index: Int
  /// 1 to 256; below 256 the tile is partial.
  package let width: Int

  package init?(level: Int, index: Int, width: Int = Tile.fullWidth) {
    guard (0...63).contains(level), index >= 0, (1...Tile.fullWidth).contains(width) else { return nil }
    self.init(unchecked: level, index, width)
  }

  init(unchecked level: Int, _ index: Int, _ width: Int) {
    self.level = level
    self.index = index
    self.width = width
  }

  package var isPartial: Bool { width < Tile.fullWidth }

  /// The tile that holds a subtree's hash in a tree of `size` leaves; nil where the subtree is not within the tree.
  package init?(holding node: NodeAddress, in size: Int) {
    guard node.level >= 0, node.level < Int.bitWidth - 1, node.index >= 0, node.index < size >> node.level else {
      return nil
    }
    let level = node.level / Tile.height
    let index = (node.index << (node.level % Tile.height)) / Tile.fullWidth
    let hashes = size >> (level * Tile.height)
    self.init(unchecked: level, index, min(Tile.fullWidth, hashes - index * Tile.fullWidth))
  }

  /// Every tile of the right edge of a tree of `size` leaves: the partial ones.
  package static func partial(in size: Int) -> [TileAddress] {
    var tiles: [TileAddress] = []
    var hashes = size
    var level = 0
    while hashes > 0 {
      let width = hashes % Tile.fullWidth
      if width > 0 { tiles.append(TileAddress(unchecked: level, hashes / Tile.fullWidth, width)) }
      hashes /= Tile.fullWidth
      level += 1
    }
    return tiles
  }

  package var path: String {
    var rest = index
    var groups: [String] = []
    repeat {
      let digits = String(rest % 1000)
      let padded = String(repeating: "0", count: 3 - digits.count) + digits
      groups.insert(groups.isEmpty ? padded : "x" + padded, at: 0)
      rest /= 1000
    } while rest > 0
    return "tile/\(level)/" + groups.joined(separator: "/") + (isPartial ? ".p/\(width)" : "")
  }

  /// Nil unless the path is exactly one that `path` gives.
  package init?(path: String) {
    guard path.utf8.count <= 64 else { return nil }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, parts.removeFirst() == "tile", let level = Int(parts.removeFirst()) else { return nil }
    var width = Tile.fullWidth
    if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
      guard let partial = Int(parts.removeLast()), partial < Tile.fullWidth else { return nil }
      width = partial
      parts[parts.count - 1].removeLast(2)
    }
    var index = 0
    for part in parts {
      guard let group = Int(part.hasPrefix("x") ? String(part.dropFirst()) : part), group >= 0 else { return nil }
      let (shifted, overflow) = index.multipliedReportingOverflow(by: 1000)
      guard !overflow, shifted <= Int.max - group else { return nil }
      index = shifted + group
    }
    self.init(level: level, index: index, width: width)
    // One spelling only: signs, missing or excess zeroes and misplaced `x` all differ from what we would write.
    guard self.path == path else { return nil }
  }
}
