/// A value read from a column in PostgreSQL's binary format.
package protocol PostgresDecodable: Sendable {
  /// Reads one value. `type` is the column's (or the array element's) declared type: an unexpected one is refused, so
  /// that no value is ever read as something it is not.
  static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Self

  /// What SQL's NULL becomes. Refused unless the type can say "nothing".
  static func decodeNull() throws(CellFailure) -> Self
}

extension PostgresDecodable {
  package static func decodeNull() throws(CellFailure) -> Self {
    throw .null
  }
}

/// Why one value could not be read; the row adds the place.
package enum CellFailure: Error, Hashable, Sendable {
  case null
  case unexpectedType(PostgresType, expected: PostgresType)
  case malformed(PostgresType)
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Wrapped? {
    try Wrapped.decode(bytes, type: type)
  }

  package static func decodeNull() throws(CellFailure) -> Wrapped? {
    nil
  }
}

/// Checks type and length, then reads a big-endian number.
@inline(__always)
private func number<Number: FixedWidthInteger & BitwiseCopyable>(
  _ bytes: RawSpan, _ type: PostgresType, _ expected: PostgresType, at offset: Int = 0,
  count: Int = MemoryLayout<Number>.size
) throws(CellFailure) -> Number {
  guard type == expected else { throw .unexpectedType(type, expected: expected) }
  guard bytes.byteCount == count else { throw .malformed(type) }
  return unsafe Number(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
}

extension Bool: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Bool {
    let value: UInt8 = try number(bytes, type, .bool)
    return value != 0
  }
}

extension Int16: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Int16 {
    try number(bytes, type, .int2)
  }
}

extension Int32: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Int32 {
    if type == .int2 { return Int32(try Int16.decode(bytes, type: type)) }
    return try number(bytes, type, .int4)
  }
}

/// Widens: `int2`, `int4` and `int8` are all read.
extension Int64: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Int64 {
    if type == .int4 || type == .int2 { return Int64(try Int32.decode(bytes, type: type)) }
    return try number(bytes, type, .int8)
  }
}

extension Int: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Int {
    Int(try Int64.decode(bytes, type: type))
  }
}

/// `xid8`, and `oid` widened.
extension UInt64: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> UInt64 {
    if type == .oid {
      let value: UInt32 = try number(bytes, type, .oid)
      return UInt64(value)
    }
    return try number(bytes, type, .xid8)
  }
}

extension Double: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Double {
    Double(bitPattern: try number(bytes, type, .float8))
  }
}

/// Reads `text`, `varchar`, `char(n)`, `name`, `"char"`, `json`, `jsonb` and untyped literals. Enumerations and other
/// types of the schema's own need a `::text` in the statement.
extension String: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> String {
    var skipped = 0
    switch type {
    case .text, .varchar, .bpchar, .name, .char, .unknown, .json: break
    case .jsonb: skipped = try JSONB.prefix(bytes, type)
    default: throw .unexpectedType(type, expected: .text)
    }
    let text = unsafe bytes.withUnsafeBytes { raw in
      unsafe String(validating: UnsafeRawBufferPointer(rebasing: raw[skipped...]), as: UTF8.self)
    }
    guard let text else { throw .malformed(type) }
    return text
  }
}

extension PGUUID: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> PGUUID {
    PGUUID(
      high: try number(bytes, type, .uuid, at: 0, count: 16), low: try number(bytes, type, .uuid, at: 8, count: 16))
  }
}

extension Timestamp: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> Timestamp {
    Timestamp(wire: try number(bytes, type, .timestamptz))
  }
}

extension DayNumber: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> DayNumber {
    let wire: Int32 = try number(bytes, type, .date)
    let (days, overflow) = wire.addingReportingOverflow(postgresEpoch)
    return DayNumber(daysSince1970: overflow ? .max : days)
  }
}

/// Reads `jsonb` and `json`.
extension JSONB: PostgresDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> JSONB {
    let skipped = type == .json ? 0 : try prefix(bytes, type)
    return unsafe bytes.withUnsafeBytes { raw in
      unsafe JSONB([UInt8](UnsafeRawBufferPointer(rebasing: raw[skipped...])))
    }
  }

  /// The length of the version that `jsonb_send` writes first.
  fileprivate static func prefix(_ bytes: RawSpan, _ type: PostgresType) throws(CellFailure) -> Int {
    guard type == .jsonb else { throw .unexpectedType(type, expected: .jsonb) }
    guard bytes.byteCount >= 1, unsafe bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == 1 else {
      throw .malformed(type)
    }
    return 1
  }
}

/// How an array of this element is read; `UInt8` makes `[UInt8]` a `bytea`.
package protocol PostgresArrayDecodable: PostgresDecodable {
  static func decodeArray(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> [Self]
}

extension Array: PostgresDecodable where Element: PostgresArrayDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> [Element] {
    try Element.decodeArray(bytes, type: type)
  }
}

extension PostgresArrayDecodable {
  /// Reads a one-dimensional array as `array_send` writes it. Every length is checked against what is there.
  package static func decodeArray(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> [Self] {
    var reader = CellReader(type: type)
    let dimensions = try reader.next(bytes)
    _ = try reader.next(bytes)
    let element = PostgresType(rawValue: UInt32(bitPattern: try reader.next(bytes)))
    if dimensions == 0 { return [] }
    guard dimensions == 1 else { throw .malformed(type) }
    let count = try reader.next(bytes)
    _ = try reader.next(bytes)
    guard count >= 0, Int(count) <= bytes.byteCount / 4 else { throw .malformed(type) }
    var result: [Self] = []
    result.reserveCapacity(Int(count))
    for _ in 0..<count {
      let length = try reader.next(bytes)
      if length < 0 {
        result.append(try Self.decodeNull())
        continue
      }
      guard Int(length) <= bytes.byteCount - reader.offset else { throw .malformed(type) }
      result.append(try Self.decode(bytes.extracting(reader.offset..<reader.offset + Int(length)), type: element))
      reader.offset += Int(length)
    }
    return result
  }
}

private struct CellReader {
  let type: PostgresType
  var offset = 0

  mutating func next(_ bytes: RawSpan) throws(CellFailure) -> Int32 {
    guard bytes.byteCount - offset >= 4 else { throw .malformed(type) }
    defer { offset += 4 }
    return unsafe Int32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Int32.self))
  }
}

extension UInt8: PostgresArrayDecodable {
  package static func decode(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> UInt8 {
    guard let value = UInt8(exactly: try Int16.decode(bytes, type: type)) else { throw .malformed(type) }
    return value
  }

  package static func decodeArray(_ bytes: RawSpan, type: PostgresType) throws(CellFailure) -> [UInt8] {
    guard type == .bytea else { throw .unexpectedType(type, expected: .bytea) }
    return unsafe bytes.withUnsafeBytes { raw in unsafe [UInt8](raw) }
  }
}

extension Optional: PostgresArrayDecodable where Wrapped: PostgresArrayDecodable {}
extension Array: PostgresArrayDecodable where Element == UInt8 {}
extension Bool: PostgresArrayDecodable {}
extension Int16: PostgresArrayDecodable {}
extension Int32: PostgresArrayDecodable {}
extension Int64: PostgresArrayDecodable {}
extension Int: PostgresArrayDecodable {}
extension UInt64: PostgresArrayDecodable {}
extension Double: PostgresArrayDecodable {}
extension String: PostgresArrayDecodable {}
extension PGUUID: PostgresArrayDecodable {}
extension Timestamp: PostgresArrayDecodable {}
extension DayNumber: PostgresArrayDecodable {}
extension JSONB: PostgresArrayDecodable {}
