/// A SHA-256 hash in the tree: 32 bytes, kept as four words so that millions of them cost no allocation.
package struct TreeHash: Hashable, Sendable {
  package static let byteCount = 32

  /// The bytes in order, eight to a word, most significant first.
  let words: (UInt64, UInt64, UInt64, UInt64)

  init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// Nil unless there are exactly 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var accumulated: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for (position, byte) in bytes.enumerated() {
      switch position >> 3 {
      case 0: accumulated.0 = accumulated.0 << 8 | UInt64(byte)
      case 1: accumulated.1 = accumulated.1 << 8 | UInt64(byte)
      case 2: accumulated.2 = accumulated.2 << 8 | UInt64(byte)
      default: accumulated.3 = accumulated.3 << 8 | UInt64(byte)
      }
    }
    words = accumulated
  }

  /// Nil unless the text is the canonical standard base64 of 32 bytes.
  package init?(base64 text: some StringProtocol) {
    guard text.utf8.count == 44, let bytes = Base64.decode(text) else { return nil }
    self.init(bytes)
  }

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  package func append(to bytes: inout [UInt8]) {
    for word in [words.0, words.1, words.2, words.3] {
      bytes.appendBigEndian(word)
    }
  }

  package var base64: String { Base64.encode(bytes) }
  package var hex: String { Hex.encode(bytes) }

  package static func == (left: TreeHash, right: TreeHash) -> Bool {
    left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
      && left.words.3 == right.words.3
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension TreeHash: CustomStringConvertible {
  package var description: String { base64 }
}

extension [UInt8] {
  mutating func appendBigEndian(_ value: some FixedWidthInteger) {
    var shift = value.bitWidth
    while shift > 0 {
      shift -= 8
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
