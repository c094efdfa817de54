import Testing

@testable import Audit

/// The tree written as RFC 6962 section 2.1 defines it, without any of the program's shortcuts.
enum PlainTree {
  static func leaves(_ count: Int) -> [TreeHash] { (0..<count).map { TreeHasher.leaf(Array("entry \($0)".utf8)) } }

  static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
    if leaves.isEmpty { return TreeHasher.emptyRoot }
    if leaves.count == 1 { return leaves[leaves.startIndex] }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    return TreeHasher.node(root(leaves.prefix(half)), root(leaves.dropFirst(half)))
  }

  static func hash(_ leaves: [TreeHash]) -> (NodeAddress) -> TreeHash {
    { root(leaves[$0.index << $0.level..<($0.index + 1) << $0.level]) }
  }
}

@Suite struct TreeTests {
  @Test func frontierGivesTheRootOfEverySize() {
    let leaves = PlainTree.leaves(130)
    var frontier = Frontier()
    for size in 0...leaves.count {
      #expect(frontier.root == PlainTree.root(leaves.prefix(size)))
      #expect(Frontier(size: size, peaks: frontier.peaks) == frontier)
      if size < leaves.count { frontier.append(leaves[size]) }
    }
    #expect(Frontier(size: 3, peaks: [leaves[0]]) == nil)
  }

  @Test func everyInclusionProofOfSmallTreesVerifies() throws {
    let leaves = PlainTree.leaves(40)
    for size in 1...leaves.count {
      let root = PlainTree.root(leaves.prefix(size))
      for index in 0..<size {
        let plan = try #require(ProofPlan.inclusion(of: index, in: size))
        let proof = plan.assemble(PlainTree.hash(leaves))
        try TreeProof.verifyInclusion(of: leaves[index], at: index, in: size, under: root, proof: proof)
        for other in 0..<size where other != index {
          #expect(throws: ProofFailure.self) {
            try TreeProof.verifyInclusion(of: leaves[index], at: other, in: size, under: root, proof: proof)
          }
        }
        #expect(throws: ProofFailure.wrongLength(expected: proof.count, actual: proof.count + 1)) {
          try TreeProof.verifyInclusion(of: leaves[index], at: index, in: size, under: root, proof: proof + [root])
        }
      }
    }
    #expect(ProofPlan.inclusion(of: 3, in: 3) == nil)
  }

  @Test func everyConsistencyProofOfSmallTreesVerifies() throws {
    let leaves = PlainTree.leaves(40)
    let roots = (0...leaves.count).map { PlainTree.root(leaves.prefix($0)) }
    for new in 1...leaves.count {
      for old in 1...new {
        let proof = try #require(ProofPlan.consistency(from: old, to: new)).assemble(PlainTree.hash(leaves))
        try TreeProof.verifyConsistency(from: old, roots[old], to: new, roots[new], proof: proof)
        for wrong in 1...leaves.count where wrong != old {
          #expect(throws: ProofFailure.self) {
            try TreeProof.verifyConsistency(from: old, roots[wrong], to: new, roots[new], proof: proof)
          }
        }
        for position in proof.indices {
          var altered = proof
          altered[position] = roots[0]
          #expect(throws: ProofFailure.self) {
            try TreeProof.verifyConsistency(from: old, roots[old], to: new, roots[new], proof: altered)
          }
        }
      }
    }
  }

  @Test func anEmptyTreeProvesNothing() {
    #expect(throws: ProofFailure.emptyTree) {
      try TreeProof.verifyConsistency(from: 0, TreeHasher.emptyRoot, to: 0, TreeHasher.emptyRoot, proof: [])
    }
    #expect(ProofPlan.consistency(from: 0, to: 1) == nil)
  }

  @Test func hugeSizesNeitherTrapNorHang() {
    let root = TreeHasher.emptyRoot
    for size in [Int.max, Int.max - 1, 1 << 62, (1 << 62) + 1] {
      for index in [0, 1, size / 2, size - 1] {
        #expect(ProofPlan.inclusion(of: index, in: size)?.elements.isEmpty == false)
        #expect(throws: ProofFailure.self) {
          try TreeProof.verifyInclusion(of: root, at: index, in: size, under: root, proof: [])
        }
      }
      #expect(throws: ProofFailure.self) {
        try TreeProof.verifyConsistency(from: size - 1, root, to: size, root, proof: [])
      }
      #expect(throws: ProofFailure.indexOutsideTree(index: -1, size: size)) {
        try TreeProof.verifyInclusion(of: root, at: -1, in: size, under: root, proof: [])
      }
    }
  }
}
