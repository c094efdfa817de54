/// A moment as `timestamptz` holds it: microseconds, no time zone.
package struct Timestamp: Hashable, Sendable, Codable {
  /// Since 1970-01-01T00:00:00Z, without leap seconds. `Int64.max` and `Int64.min` stand for SQL's `infinity` and
  /// `-infinity`.
  package var microseconds: Int64

  @inlinable
  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static let infinity = Timestamp(microseconds: .max)
  package static let minusInfinity = Timestamp(microseconds: .min)

  /// 2000-01-01T00:00:00Z, where PostgreSQL counts from.
  static let postgresEpoch: Int64 = 946_684_800_000_000

  /// What the wire carries. Moments beyond the server's range saturate: the server refuses them with SQLSTATE 22008.
  var wire: Int64 {
    if microseconds == .max || microseconds == .min { return microseconds }
    let (value, overflow) = microseconds.subtractingReportingOverflow(Self.postgresEpoch)
    return overflow ? .min + 1 : value
  }

  init(wire: Int64) {
    if wire == .max || wire == .min {
      self.init(microseconds: wire)
    } else {
      let (value, overflow) = wire.addingReportingOverflow(Self.postgresEpoch)
      self.init(microseconds: overflow ? .max - 1 : value)
    }
  }
}

extension Timestamp: Comparable {
  @inlinable
  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }
}

/// A day of SQL's `date`, counted from 1970-01-01.
package struct DayNumber: Hashable, Sendable, Codable {
  package var daysSince1970: Int32

  @inlinable
  package init(daysSince1970: Int32) {
    self.daysSince1970 = daysSince1970
  }

  /// Days from 1970-01-01 to 2000-01-01, where PostgreSQL counts from.
  static let postgresEpoch: Int32 = 10_957
}

extension DayNumber: Comparable {
  @inlinable
  package static func < (left: DayNumber, right: DayNumber) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }
}

/// A `jsonb` value as UTF-8 text; this room neither checks nor builds JSON.
package struct JSONB: Hashable, Sendable {
  package var bytes: [UInt8]

  @inlinable
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
  }

  package var text: String {
    String(decoding: bytes, as: UTF8.self)
  }
}
