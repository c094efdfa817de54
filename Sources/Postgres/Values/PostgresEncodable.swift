/// A value that can stand for a `$n` of a statement, sent in PostgreSQL's binary format.
package protocol PostgresEncodable: Sendable {
  static var postgresType: PostgresType { get }

  /// SQL's NULL; then nothing is encoded.
  var isNull: Bool { get }

  /// Writes the value's binary form, without its length.
  func encode(into writer: inout BinaryWriter)
}

extension PostgresEncodable {
  package var isNull: Bool { false }
}

/// An element of an array sent as one parameter, for set-based statements over `unnest($1::int8[], …)`.
package protocol PostgresArrayElement: PostgresEncodable {
  /// The type of an array of these; for `UInt8` it is `bytea`.
  static var postgresArrayType: PostgresType { get }

  static func encodeArray(_ elements: [Self], into writer: inout BinaryWriter)

  /// The same where elements may be NULL. Types that fill most columns have loops of their own: the general one asks
  /// each element what it is.
  static func encodeArray(ofOptional elements: [Self?], into writer: inout BinaryWriter)
}

extension PostgresArrayElement {
  package static func encodeArray(_ elements: [Self], into writer: inout BinaryWriter) {
    writer.appendArrayHeader(element: postgresType, count: elements.count, hasNulls: elements.contains(where: \.isNull))
    for element in elements {
      writer.appendField(element)
    }
  }

  package static func encodeArray(ofOptional elements: [Self?], into writer: inout BinaryWriter) {
    writer.appendArrayHeader(element: postgresType, count: elements.count, hasNulls: elements.contains(where: \.isNull))
    for element in elements {
      writer.appendField(element)
    }
  }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  package static var postgresType: PostgresType { Wrapped.postgresType }

  package var isNull: Bool {
    switch self {
    case .some(let value): value.isNull
    case .none: true
    }
  }

  package func encode(into writer: inout BinaryWriter) {
    if case .some(let value) = self { value.encode(into: &writer) }
  }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {
  package static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

  package static func encodeArray(_ elements: [Wrapped?], into writer: inout BinaryWriter) {
    Wrapped.encodeArray(ofOptional: elements, into: &writer)
  }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
  package static var postgresType: PostgresType { Element.postgresArrayType }

  package func encode(into writer: inout BinaryWriter) {
    Element.encodeArray(self, into: &writer)
  }
}

/// `[UInt8]` is `bytea`, `[[UInt8]]` is `bytea[]`.
extension Array: PostgresArrayElement where Element == UInt8 {
  package static var postgresArrayType: PostgresType { .byteaArray }
}

extension UInt8: PostgresArrayElement {
  package static var postgresType: PostgresType { .int2 }
  package static var postgresArrayType: PostgresType { .bytea }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(Int16(self))
  }

  package static func encodeArray(_ elements: [UInt8], into writer: inout BinaryWriter) {
    writer.append(elements)
  }
}

extension Bool: PostgresArrayElement {
  package static var postgresType: PostgresType { .bool }
  package static var postgresArrayType: PostgresType { .boolArray }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(UInt8(self ? 1 : 0))
  }
}

extension Int16: PostgresArrayElement {
  package static var postgresType: PostgresType { .int2 }
  package static var postgresArrayType: PostgresType { .int2Array }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(self)
  }
}

extension Int32: PostgresArrayElement {
  package static var postgresType: PostgresType { .int4 }
  package static var postgresArrayType: PostgresType { .int4Array }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(self)
  }

  package static func encodeArray(_ elements: [Int32], into writer: inout BinaryWriter) {
    writer.appendFixedArray(elements, element: postgresType, size: 4) { value, writer in writer.append(value) }
  }
}

extension Int64: PostgresArrayElement {
  package static var postgresType: PostgresType { .int8 }
  package static var postgresArrayType: PostgresType { .int8Array }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(self)
  }

  package static func encodeArray(_ elements: [Int64], into writer: inout BinaryWriter) {
    writer.appendFixedArray(elements, element: postgresType, size: 8) { value, writer in writer.append(value) }
  }
}

/// `Int` travels as `int8`.
extension Int: PostgresArrayElement {
  package static var postgresType: PostgresType { .int8 }
  package static var postgresArrayType: PostgresType { .int8Array }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(Int64(self))
  }

  package static func encodeArray(_ elements: [Int], into writer: inout BinaryWriter) {
    writer.appendFixedArray(elements, element: postgresType, size: 8) { value, writer in writer.append(Int64(value)) }
  }
}

/// `UInt64` travels as `xid8`, the only unsigned 64-bit type of the server.
extension UInt64: PostgresArrayElement {
  package static var postgresType: PostgresType { .xid8 }
  package static var postgresArrayType: PostgresType { .xid8Array }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(self)
  }
}

extension Double: PostgresArrayElement {
  package static var postgresType: PostgresType { .float8 }
  package static var postgresArrayType: PostgresType { .float8Array }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(bitPattern)
  }
}

extension String: PostgresArrayElement {
  package static var postgresType: PostgresType { .text }
  package static var postgresArrayType: PostgresType { .textArray }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(utf8Of: self)
  }

  package static func encodeArray(_ elements: [String], into writer: inout BinaryWriter) {
    writer.appendArrayHeader(element: postgresType, count: elements.count, hasNulls: false)
    for element in elements { writer.appendText(element) }
  }

  package static func encodeArray(ofOptional elements: [String?], into writer: inout BinaryWriter) {
    writer.appendArrayHeader(element: postgresType, count: elements.count, hasNulls: elements.contains { $0 == nil })
    for element in elements {
      if let element { writer.appendText(element) } else { writer.append(Int32(-1)) }
    }
  }
}

extension PGUUID: PostgresArrayElement {
  package static var postgresType: PostgresType { .uuid }
  package static var postgresArrayType: PostgresType { .uuidArray }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(high)
    writer.append(low)
  }

  package static func encodeArray(_ elements: [PGUUID], into writer: inout BinaryWriter) {
    writer.appendFixedArray(elements, element: postgresType, size: 16) { value, writer in
      writer.append(value.high)
      writer.append(value.low)
    }
  }
}

extension Timestamp: PostgresArrayElement {
  package static var postgresType: PostgresType { .timestamptz }
  package static var postgresArrayType: PostgresType { .timestamptzArray }

  package func encode(into writer: inout BinaryWriter) {
    writer.append(wire)
  }

  package static func encodeArray(_ elements: [Timestamp], into writer: inout BinaryWriter) {
    writer.appendFixedArray(elements, element: postgresType, size: 8) { value, writer in writer.append(value.wire) }
  }
}

extension DayNumber: PostgresArrayElement {
  package static var postgresType: PostgresType { .date }
  package static var postgresArrayType: PostgresType { .dateArray }

  package func encode(into writer: inout BinaryWriter) {
    let (value, overflow) = daysSince1970.subtractingReportingOverflow(Self.postgresEpoch)
    writer.append(overflow ? .min + 1 : value)
  }
}

extension JSONB: PostgresArrayElement {
  package static var postgresType: PostgresType { .jsonb }
  package static var postgresArrayType: PostgresType { .jsonbArray }

  /// Version 1 of `jsonb_recv`: one byte, then the text.
  package func encode(into writer: inout BinaryWriter) {
    writer.append(UInt8(1))
    writer.append(bytes)
  }

  package static func encodeArray(_ elements: [JSONB], into writer: inout BinaryWriter) {
    writer.appendArrayHeader(element: postgresType, count: elements.count, hasNulls: false)
    for element in elements {
      writer.append(Int32(truncatingIfNeeded: element.bytes.count + 1))
      element.encode(into: &writer)
    }
  }
}
