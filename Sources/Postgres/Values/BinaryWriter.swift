/// Grows a buffer in PostgreSQL's binary format (network byte order).
package struct BinaryWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package var count: Int { bytes.count }

  package mutating func reserve(_ additional: Int) {
    // Doubles like an ordinary append would: reserving the exact size each time makes growth quadratic.
    if bytes.capacity - bytes.count < additional {
      bytes.reserveCapacity(max(bytes.count + additional, bytes.capacity * 2))
    }
  }

  @inline(__always)
  package mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  package mutating func append(_ more: [UInt8]) {
    bytes.append(contentsOf: more)
  }

  package mutating func append(utf8Of text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// A length, then the value; -1 for NULL.
  mutating func appendField(_ value: some PostgresEncodable) {
    if value.isNull {
      append(Int32(-1))
      return
    }
    let start = bytes.count
    append(Int32(0))
    value.encode(into: &self)
    let length = Int32(truncatingIfNeeded: bytes.count - start - 4).bigEndian
    unsafe withUnsafeBytes(of: length) { source in
      for index in 0..<4 { bytes[start + index] = unsafe source[index] }
    }
  }

  /// A length, then the text.
  mutating func appendText(_ text: String) {
    let utf8 = text.utf8
    append(Int32(truncatingIfNeeded: utf8.count))
    bytes.append(contentsOf: utf8)
  }

  /// The head of a one-dimensional array as `array_recv` reads it: dimensions, null flag, element type, length, lower
  /// bound.
  mutating func appendArrayHeader(element: PostgresType, count: Int, hasNulls: Bool) {
    append(Int32(count == 0 ? 0 : 1))
    append(Int32(hasNulls ? 1 : 0))
    append(element.rawValue)
    guard count > 0 else { return }
    append(Int32(truncatingIfNeeded: count))
    append(Int32(1))
  }

  @inline(__always)
  mutating func appendFixedArray<Element>(
    _ elements: [Element], element: PostgresType, size: Int32,
    encode: (Element, inout BinaryWriter) -> Void
  ) {
    reserve(20 + elements.count * (4 + Int(size)))
    appendArrayHeader(element: element, count: elements.count, hasNulls: false)
    for value in elements {
      append(size)
      encode(value, &self)
    }
  }
}
