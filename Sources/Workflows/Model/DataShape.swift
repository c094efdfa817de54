package import CEL
package import JSON

/// What a schema says of a value, as far as expressions care: it gives the static type, and turns JSON into a value
/// of that type and back. Dates are texts in JSON and timestamps in expressions.
package indirect enum DataShape: Sendable, Hashable {
  case anything
  case flag
  case integer
  case number
  case text
  case choice([String])
  /// `format: date`: a day, in expressions its first moment in Asia/Tokyo.
  case date
  /// `format: date-time`
  case dateTime
  case list(DataShape)
  case record(name: String, fields: [String: Member], isOpen: Bool)
  case nullable(DataShape)

  package struct Member: Sendable, Hashable {
    package let shape: DataShape
    package let isRequired: Bool

    package init(_ shape: DataShape, isRequired: Bool) {
      self.shape = shape
      self.isRequired = isRequired
    }
  }

  package var type: CELType {
    switch self {
    case .anything: .dyn
    case .flag: .bool
    case .integer: .int
    case .number: .double
    case .text: .string
    case .choice(let values): .enumeration(values)
    case .date, .dateTime: .timestamp
    case .list(let element): .list(element.type)
    case .record(let name, let fields, let isOpen):
      .record(
        RecordType(name, fields.mapValues { .init($0.shape.type, isOptional: !$0.isRequired) }, isOpen: isOpen))
    case .nullable(let shape): .nullable(shape.type)
    }
  }

  /// The same record with every field optional: drafts, and items seen from outside.
  package var lenient: DataShape {
    guard case .record(let name, let fields, let isOpen) = self else { return self }
    return .record(
      name: name, fields: fields.mapValues { Member($0.shape, isRequired: false) }, isOpen: isOpen)
  }

  /// The same record with every field there.
  package var complete: DataShape {
    guard case .record(let name, let fields, let isOpen) = self else { return self }
    return .record(name: name, fields: fields.mapValues { Member($0.shape, isRequired: true) }, isOpen: isOpen)
  }

  // MARK: Values

  package func celValue(_ json: JSONValue) -> CELValue {
    switch (self, json) {
    case (.date, .string(let text)): Day(text)?.start.timestamp.map { .timestamp($0) } ?? .string(text)
    case (.dateTime, .string(let text)): Timestamp(text: text).map { .timestamp($0) } ?? .string(text)
    case (.number, .number(let number)): .double(number.double)
    case (.list(let element), .array(let values)): .list(values.map { element.celValue($0) })
    case (.nullable(let shape), _): json == .null ? .null : shape.celValue(json)
    case (.record(_, let fields, _), .object(let object)):
      .record(
        object.map { name, value in (name, (fields[name]?.shape ?? .anything).celValue(value)) }.sorted { $0.0 < $1.0 })
    default: Self.plain(json)
    }
  }

  private static func plain(_ json: JSONValue) -> CELValue {
    switch json {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let number): number.int64.map { .int(Int($0)) } ?? .double(number.double)
    case .string(let text): .string(text)
    case .array(let values): .list(values.map(plain))
    case .object(let object): .record(object.map { ($0.key, plain($0.value)) }.sorted { $0.0 < $1.0 })
    }
  }

  /// The JSON form of a value; nil for values that JSON cannot say (types, opaque values).
  package func json(_ value: CELValue) -> JSONValue? {
    switch value {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .number(.init(Int64(number)))
    case .uint(let number): return Int64(exactly: number).map { .number(.init($0)) }
    case .double(let number): return JSONNumber(number).map { .number($0) }
    case .string(let text): return .string(text)
    case .bytes, .type, .opaque: return nil
    case .timestamp(let timestamp):
      let instant = Instant(timestamp)
      return .string(isDay ? instant.day.description : instant.rfc3339)
    case .duration(let duration): return .string(duration.description)
    case .optional(let inner): return inner.flatMap { json($0) } ?? .null
    case .list(let values):
      let results = values.map { element.json($0) }
      return results.contains { $0 == nil } ? nil : .array(results.compactMap(\.self))
    case .map(let map):
      var object: [String: JSONValue] = [:]
      for entry in map.entries {
        guard case .string(let name) = entry.key, let member = member(name).json(entry.value) else { return nil }
        object[name] = member
      }
      return .object(object)
    }
  }

  private var isDay: Bool {
    switch self {
    case .date: true
    case .nullable(let shape): shape.isDay
    case .anything, .flag, .integer, .number, .text, .choice, .dateTime, .list, .record: false
    }
  }

  private var element: DataShape {
    switch self {
    case .list(let element): element
    case .nullable(let shape): shape.element
    case .anything, .flag, .integer, .number, .text, .choice, .date, .dateTime, .record: .anything
    }
  }

  private func member(_ name: String) -> DataShape {
    switch self {
    case .record(_, let fields, _): fields[name]?.shape ?? .anything
    case .nullable(let shape): shape.member(name)
    case .anything, .flag, .integer, .number, .text, .choice, .date, .dateTime, .list: .anything
    }
  }
}

extension Instant {
  /// nil outside the years 1 to 9999.
  var timestamp: Timestamp? {
    let seconds = Self.floorDivide(microseconds, 1_000_000)
    return Timestamp(seconds: Int(seconds), nanoseconds: Int32(microseconds - seconds * 1_000_000) * 1000)
  }

  init(_ timestamp: Timestamp) {
    self.init(microseconds: Int64(timestamp.seconds) * 1_000_000 + Int64(timestamp.nanoseconds) / 1000)
  }
}
