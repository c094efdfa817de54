extension TimeZoneRules {
  /// Reads a compiled zone file, RFC 8536 ("TZif"), version 1 to 4. Pure: the caller brings the bytes, for example of
  /// `/usr/share/zoneinfo/Asia/Tokyo`. Nil where the bytes are no such file.
  package init?(tzif bytes: [UInt8]) {
    guard bytes.count <= 1 << 20, let first = Block(bytes, at: 0, wide: false) else { return nil }
    guard first.version >= 2 else {
      self.init(first, bytes, later: nil)
      return
    }
    guard let second = Block(bytes, at: first.end, wide: true) else { return nil }
    var footer = bytes[second.end...]
    guard footer.popFirst() == 0x0A, let close = footer.firstIndex(of: 0x0A) else { return nil }
    let rule = String(decoding: footer[..<close], as: UTF8.self)
    self.init(second, bytes, later: PosixTimeZone(text: rule))
  }

  private init?(_ block: Block, _ bytes: [UInt8], later: PosixTimeZone?) {
    guard let offsets = block.offsets(bytes), let initial = offsets.first else { return nil }
    var transitions: [Transition] = []
    for position in 0..<block.timeCount {
      guard let start = block.time(position, bytes), let type = block.type(position, bytes), type < offsets.count,
        transitions.last.map({ $0.start < start }) ?? true
      else { return nil }
      transitions.append(Transition(start: start, offset: offsets[type]))
    }
    self.init(first: initial, transitions: transitions, later: later)
  }
}

/// Where the parts of one data block lie (RFC 8536, section 3).
private struct Block {
  let version: Int
  let timeCount: Int
  let end: Int
  private let typeCount: Int
  private let body: Int
  private let width: Int

  init?(_ bytes: [UInt8], at start: Int, wide: Bool) {
    guard bytes.count >= start + 44, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
    let mark = bytes[start + 4]
    version = mark == 0 ? 1 : Int(mark) - Int(UInt8(ascii: "0"))
    func count(_ index: Int) -> Int { Self.integer(bytes, start + 20 + 4 * index, 4) }
    let (isUTCount, isStandardCount, leapCount) = (count(0), count(1), count(2))
    timeCount = count(3)
    typeCount = count(4)
    let characterCount = count(5)
    width = wide ? 8 : 4
    body = start + 44
    let counts = [isUTCount, isStandardCount, leapCount, timeCount, typeCount, characterCount]
    guard counts.allSatisfy({ (0...65_536).contains($0) }) else { return nil }
    end =
      body + timeCount * (width + 1) + typeCount * 6 + characterCount + leapCount * (width + 4) + isStandardCount
      + isUTCount
    guard end <= bytes.count else { return nil }
  }

  func time(_ position: Int, _ bytes: [UInt8]) -> Int? { Self.integer(bytes, body + position * width, width) }

  func type(_ position: Int, _ bytes: [UInt8]) -> Int? { Int(bytes[body + timeCount * width + position]) }

  func offsets(_ bytes: [UInt8]) -> [Int]? {
    let start = body + timeCount * (width + 1)
    let offsets = (0..<typeCount).map { Self.integer(bytes, start + 6 * $0, 4) }
    return offsets.allSatisfy { abs($0) < 90_000 } ? offsets : nil
  }

  /// A big-endian integer in two's complement.
  private static func integer(_ bytes: [UInt8], _ start: Int, _ width: Int) -> Int {
    var value = bytes[start] & 0x80 == 0 ? 0 : -1
    for byte in bytes[start..<start + width] { value = value << 8 | Int(byte) }
    return value
  }
}
