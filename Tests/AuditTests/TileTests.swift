import Testing

@testable import Audit

@Suite struct TileTests {
  @Test(arguments: [
    (0, 0, 256, "tile/0/000"), (0, 1_234_067, 256, "tile/0/x001/x234/067"), (3, 999, 17, "tile/3/999.p/17"),
    (1, 1000, 1, "tile/1/x001/000.p/1"), (63, 5, 255, "tile/63/005.p/255"),
  ])
  func paths(level: Int, index: Int, width: Int, path: String) {
    let address = TileAddress(level: level, index: index, width: width)
    #expect(address?.path == path)
    #expect(TileAddress(path: path) == address)
  }

  @Test(arguments: [
    "", "tile", "tile/0", "tile/0/1", "tile/0/0001", "tile/00/001", "tile/64/000", "tile/-1/000", "tile/0/x001",
    "tile/0/x001/x002", "tile/0/001/002", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p",
    "tile/0/000.p/+1", "tile/0/x000/001", "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/+01", "tiles/0/000",
  ])
  func wrongPaths(path: String) {
    #expect(TileAddress(path: path) == nil)
  }

  @Test func growingGivesTheTilesOfTheSpecification() throws {
    // C2SP tlog-tiles: "A tree of size 70,000 …".
    let leaves = PlainTree.leaves(70_000)
    var tree = GrowingTree()
    var full: [Tile] = []
    for leaf in leaves { full += tree.append(leaf).map(\.tile) }
    #expect(full.count { $0.level == 0 } == 273)
    #expect(full.count { $0.level == 1 } == 1)
    #expect(full.count { $0.level == 2 } == 0)
    #expect(tree.partialTiles.map(\.address.path) == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"])
    #expect(tree.partialTiles.map(\.address) == TileAddress.partial(in: 70_000))
    #expect(tree.root == PlainTree.root(leaves[...]))
    #expect(full.first { $0.level == 1 }?.hashes.last == PlainTree.root(leaves[65_280..<65_536]))

    let tiles = Dictionary(uniqueKeysWithValues: (full + tree.partialTiles).map { ($0.address, $0) })
    let fetch = { (node: NodeAddress) throws -> TreeHash in
      let address = try #require(TileAddress(holding: node, in: 70_000))
      return try #require(tiles[address]?.hash(of: node), "\(node)")
    }
    for index in [0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999] {
      let proof = try #require(ProofPlan.inclusion(of: index, in: 70_000)).assemble(fetch)
      try TreeProof.verifyInclusion(of: leaves[index], at: index, in: 70_000, under: tree.root, proof: proof)
    }
    for old in [1, 255, 256, 257, 65_536, 65_537, 69_999, 70_000] {
      let proof = try #require(ProofPlan.consistency(from: old, to: 70_000)).assemble(fetch)
      try TreeProof.verifyConsistency(
        from: old, PlainTree.root(leaves.prefix(old)), to: 70_000, tree.root, proof: proof)
    }
    #expect(TileAddress(holding: NodeAddress(level: 0, index: 70_000), in: 70_000) == nil)
  }

  @Test func aTreeIsTakenUpAgainAtItsEdge() throws {
    let leaves = PlainTree.leaves(1_200)
    var tree = GrowingTree()
    for (index, leaf) in leaves.enumerated() {
      if [0, 1, 255, 256, 257, 511, 512, 1_024, 1_199].contains(index) {
        var edge: [[TreeHash]] = []
        var hashes = index
        while hashes > 0 {
          edge.append(tree.partialTiles.first { $0.level == edge.count }?.hashes ?? [])
          hashes /= 256
        }
        let again = try #require(GrowingTree(size: index, edge: edge))
        #expect(again == tree)
        #expect(again.root == PlainTree.root(leaves.prefix(index)))
        #expect(GrowingTree(size: index + 1, edge: edge) == nil)
      }
      _ = tree.append(leaf)
    }
  }

  @Test func tileBytes() throws {
    let tile = try #require(Tile(level: 0, index: 0, hashes: PlainTree.leaves(3)))
    #expect(tile.bytes.count == 96)
    #expect(Tile(level: 0, index: 0, bytes: tile.bytes) == tile)
    #expect(Tile(level: 0, index: 0, bytes: Array(tile.bytes.dropLast())) == nil)
    #expect(Tile(level: 0, index: 0, bytes: []) == nil)
  }
}
