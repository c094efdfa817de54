import Foundation
import Testing

@testable import Audit

/// RFC 6962 reference tree and proofs of transparency-dev/merkle; every `wantErr` case must be refused.
@Suite struct ConformanceTests {
  static let folder: URL? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/conformance")
    let named = ProcessInfo.processInfo.environment["SEKISHO_CONFORMANCE"].map { URL(filePath: $0) }
    let folder = (named ?? root).appending(path: "merkle")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  struct Proof: Decodable {
    var leafIdx, treeSize, size1, size2: UInt64?
    var root, leafHash, root1, root2: String?
    var proof: [String]?
    var desc: String
    var wantErr: Bool

    /// Whether the case's claim is proved. What cannot even be a hash or a size is refused before any hashing.
    func holds() -> Bool {
      do {
        let hashes = (proof ?? []).map { TreeHash(base64: $0) }
        guard !hashes.contains(nil) else { return false }
        if let leafIdx, let treeSize {
          guard let index = Int(exactly: leafIdx), let size = Int(exactly: treeSize), let leafHash, let root,
            let leaf = TreeHash(base64: leafHash), let root = TreeHash(base64: root)
          else { return false }
          try TreeProof.verifyInclusion(of: leaf, at: index, in: size, under: root, proof: hashes.compactMap(\.self))
        } else {
          guard let old = size1.flatMap({ Int(exactly: $0) }), let new = size2.flatMap({ Int(exactly: $0) }),
            let oldRoot = root1.flatMap({ TreeHash(base64: $0) }), let newRoot = root2.flatMap({ TreeHash(base64: $0) })
          else { return false }
          try TreeProof.verifyConsistency(from: old, oldRoot, to: new, newRoot, proof: hashes.compactMap(\.self))
        }
        return true
      } catch {
        return false
      }
    }
  }

  @Test func proofs() throws {
    guard let folder = Self.folder else { return print("conformance merkle proofs: skipped (folder absent)") }
    let files = FileManager.default.enumerator(
      at: folder.appending(path: "rfc6962-proofs"), includingPropertiesForKeys: nil)
    var passed = 0
    var failed = 0
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "json" else { continue }
      let proof = try JSONDecoder().decode(Proof.self, from: Data(contentsOf: file))
      if proof.holds() != proof.wantErr { passed += 1 } else { failed += 1 }
      #expect(proof.holds() != proof.wantErr, "\(file.path): \(proof.desc)")
    }
    print("conformance merkle proofs: \(passed) passed, \(failed) failed, 0 deviations")
    #expect(passed > 0)
  }

  struct ReferenceTree: Decodable {
    var leafInputsHex: [String]
    var emptyRootHex: String
    var rootBySize1To8Hex: [String]
    var nodeHashesByLevelHex: [[String]]
  }

  @Test func referenceTree() throws {
    guard let folder = Self.folder else { return print("conformance merkle tree: skipped (folder absent)") }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let tree = try decoder.decode(
      ReferenceTree.self, from: Data(contentsOf: folder.appending(path: "rfc6962-reference-tree.json")))
    #expect(TreeHasher.emptyRoot.hex == tree.emptyRootHex)
    var frontier = Frontier()
    for (index, input) in tree.leafInputsHex.enumerated() {
      let leaf = TreeHasher.leaf(try #require(Hex.decode(input)))
      #expect(leaf.hex == tree.nodeHashesByLevelHex[0][index])
      frontier.append(leaf)
      #expect(frontier.root.hex == tree.rootBySize1To8Hex[index])
    }
    print("conformance merkle tree: \(tree.leafInputsHex.count + 1) passed, 0 failed, 0 deviations")
  }
}
