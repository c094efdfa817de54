import Workflows

/// Content hashes and the small numbers that stand for them in rows.
struct ArtifactIndex: Sendable {
  private var hashes: [Int32: ContentHash] = [:]
  private var ids: [ContentHash: Int32] = [:]

  init() {}

  mutating func add(_ id: Int32, _ hash: ContentHash) {
    hashes[id] = hash
    ids[hash] = id
  }

  func hash(_ id: Int32) -> ContentHash? { hashes[id] }

  /// nil for a version that is not deployed.
  func known(_ hash: ContentHash) -> Int32? { ids[hash] }

  /// Precondition: an item's definition comes from this index.
  func id(_ hash: ContentHash) -> Int32 { ids[hash] ?? 0 }
}
