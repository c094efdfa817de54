/// A UUID of 16 bytes: compared as PostgreSQL compares `uuid` (bytewise), written in lower-case hexadecimal.
///
/// An own type rather than Foundation's: two machine words, hashed and compared as such, cheap to write and read.
package struct PGUUID: Hashable, Sendable {
  /// Bytes 0–7, big-endian.
  package let high: UInt64
  /// Bytes 8–15, big-endian.
  package let low: UInt64

  @inlinable
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads the form of RFC 9562, section 4 (`8-4-4-4-12` hexadecimal digits, either case); `nil` for anything else.
  package init?(_ text: some StringProtocol) {
    var digits = 0
    var position = 0
    var high: UInt64 = 0
    var low: UInt64 = 0
    for byte in text.utf8 {
      defer { position += 1 }
      if position == 8 || position == 13 || position == 18 || position == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard position < 36, let value = Self.digit(byte) else { return nil }
      if digits < 16 { high = high << 4 | value } else { low = low << 4 | value }
      digits += 1
    }
    guard position == 36, digits == 32 else { return nil }
    self.init(high: high, low: low)
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

extension PGUUID {
  /// Version 4 of RFC 9562, section 5.4: random but for version and variant.
  package static func random() -> PGUUID {
    var generator = SystemRandomNumberGenerator()
    return random(using: &generator)
  }

  package static func random(using generator: inout some RandomNumberGenerator) -> PGUUID {
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return PGUUID(high: high, low: low)
  }

  /// Version 7 of RFC 9562, section 5.7: keys that grow with time, so that index pages touched by inserts stay few.
  ///
  /// - Parameter milliseconds: since 1970-01-01T00:00:00Z; only the lower 48 bits count.
  package static func version7(
    milliseconds: UInt64, using generator: inout some RandomNumberGenerator
  ) -> PGUUID {
    let high = milliseconds << 16 | 0x7000 | generator.next() & 0x0FFF
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return PGUUID(high: high, low: low)
  }

  package static func version7(milliseconds: UInt64) -> PGUUID {
    var generator = SystemRandomNumberGenerator()
    return version7(milliseconds: milliseconds, using: &generator)
  }
}

extension PGUUID: Comparable {
  @inlinable
  package static func < (left: PGUUID, right: PGUUID) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}

extension PGUUID: CustomStringConvertible {
  package var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<16 {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
      let word = index < 8 ? high : low
      let byte = UInt8(truncatingIfNeeded: word >> UInt64((7 - index % 8) * 8))
      text.append(Self.hexadecimal(byte >> 4))
      text.append(Self.hexadecimal(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func hexadecimal(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}

extension PGUUID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = PGUUID(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
    }
    self = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
