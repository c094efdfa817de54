/// The values of a statement's `$1`, `$2`, …, already in binary form and in one buffer.
struct Binds: Sendable {
  struct Field: Sendable {
    /// Into `writer.bytes`.
    var offset: Int
    /// -1 for NULL.
    var length: Int
  }

  private(set) var types: [PostgresType] = []
  private(set) var fields: [Field] = []
  private(set) var writer = BinaryWriter()

  var count: Int { fields.count }

  mutating func reserve(_ count: Int) {
    types.reserveCapacity(count)
    fields.reserveCapacity(count)
  }

  mutating func append<Value: PostgresEncodable>(_ value: Value) {
    types.append(Value.postgresType)
    guard !value.isNull else {
      fields.append(Field(offset: 0, length: -1))
      return
    }
    let start = writer.count
    value.encode(into: &writer)
    fields.append(Field(offset: start, length: writer.count - start))
  }

  mutating func append(_ other: Binds) {
    let base = writer.count
    types.append(contentsOf: other.types)
    for field in other.fields {
      fields.append(field.length < 0 ? field : Field(offset: base + field.offset, length: field.length))
    }
    writer.append(other.writer.bytes)
  }
}
