/// 128 bits that name a row for ever. New ones are UUID version 7 (RFC 9562 §5.7): they grow with time, so that
/// the index page that inserts touch stays the newest one.
package struct Identifier<Kind>: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The canonical form of RFC 9562 §4, any letter case; nil for anything else.
  package init?(_ text: some StringProtocol) {
    var halves: (high: UInt64, low: UInt64) = (0, 0)
    var count = 0
    for (index, byte) in text.utf8.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard index < 36, let digit = HexDigit.value(byte) else { return nil }
      if count < 16 {
        halves.high = halves.high << 4 | UInt64(digit)
      } else {
        halves.low = halves.low << 4 | UInt64(digit)
      }
      count += 1
    }
    guard count == 32 else { return nil }
    high = halves.high
    low = halves.low
  }

  package var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
      let half = index < 16 ? high : low
      text.append(HexDigit.byte(UInt8(half >> UInt64(60 - 4 * (index % 16)) & 15)))
    }
    return String(decoding: text, as: UTF8.self)
  }

  package static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

package enum ItemKind {}
package enum TaskRowKind {}
package enum EntryKind {}

package typealias ItemID = Identifier<ItemKind>
package typealias TaskID = Identifier<TaskRowKind>
package typealias EntryID = Identifier<EntryKind>

/// Makes version 7 identifiers from an injected moment and random source; within one source they strictly grow.
package struct IdentifierSource: Sendable {
  private var milliseconds: UInt64
  private var counter: UInt64
  private var random: SplitMix64

  package init(at moment: Instant, seed: UInt64) {
    milliseconds = UInt64(max(0, moment.microseconds / 1000))
    random = SplitMix64(state: seed)
    counter = random.next() & 0x3FF
  }

  package mutating func next<Kind>() -> Identifier<Kind> {
    counter += 1
    if counter > 0xFFF {
      counter = 0
      milliseconds += 1
    }
    let high = milliseconds << 16 | 0x7000 | counter
    let low = 0x8000_0000_0000_0000 | (random.next() >> 2)
    return Identifier(high: high, low: low)
  }
}

/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (2014). Seeded, so every run can be repeated.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
