/// Byte offsets of libyaml's marks, which count characters from after a byte order mark.
struct CharacterOffsets {
  private static let stride = 32

  private let bytes: [UInt8]
  private let start: Int
  /// The byte offset of every 32nd character; nil where each character is a byte.
  private let checkpoints: [Int]?

  /// Precondition: `bytes` are UTF-8.
  init(_ bytes: [UInt8], start: Int) {
    self.bytes = bytes
    self.start = start
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      checkpoints = nil
      return
    }
    var checkpoints: [Int] = []
    var count = 0
    for (offset, byte) in bytes.enumerated().dropFirst(start) where byte & 0xC0 != 0x80 {
      if count.isMultiple(of: Self.stride) { checkpoints.append(offset) }
      count += 1
    }
    self.checkpoints = checkpoints
  }

  /// Indices past the end give the length of the file.
  func byte(ofCharacter index: Int) -> Int {
    guard let checkpoints else { return min(start + index, bytes.count) }
    guard index / Self.stride < checkpoints.count else { return bytes.count }
    var offset = checkpoints[index / Self.stride]
    var remaining = index % Self.stride
    while remaining > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      remaining -= 1
    }
    return offset
  }
}
