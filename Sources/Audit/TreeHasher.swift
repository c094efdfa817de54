internal import Crypto

/// The two hashes of an RFC 6962 tree (section 2.1). The prefix keeps a leaf from ever passing for a node.
package enum TreeHasher {
  /// The root of a tree without leaves: the hash of the empty string.
  package static let emptyRoot = TreeHash(digest: SHA256.hash(data: [UInt8]()))

  /// `SHA-256(0x00 || entry)`.
  package static func leaf(_ entry: some Collection<UInt8>) -> TreeHash {
    var input: [UInt8] = [0x00]
    input.reserveCapacity(entry.count + 1)
    input.append(contentsOf: entry)
    return TreeHash(digest: SHA256.hash(data: input))
  }

  /// `SHA-256(0x01 || left || right)`.
  package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    var input: [UInt8] = [0x01]
    input.reserveCapacity(1 + 2 * TreeHash.byteCount)
    left.append(to: &input)
    right.append(to: &input)
    return TreeHash(digest: SHA256.hash(data: input))
  }
}

extension TreeHash {
  /// Reads the digest as four words in place: going through its bytes one by one costs more than the hash itself.
  init(digest: SHA256Digest) {
    self = unsafe digest.withUnsafeBytes { bytes in
      TreeHash(
        words: unsafe (
          UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
          UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
          UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
          UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        ))
    }
  }
}
