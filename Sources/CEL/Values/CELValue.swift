/// A value of the Common Expression Language.
///
/// Numbers are 64 bits wide as the language defines them (langdef, "Values"); strings are sequences of code points,
/// so equality and order go by bytes of UTF-8, never by canonical equivalence. A record of the host is a `map`
/// with string keys.
package enum CELValue: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case uint(UInt)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([CELValue])
  case map(CELMap)
  case timestamp(Timestamp)
  case duration(CELDuration)
  case type(CELType)
  indirect case optional(CELValue?)
  case opaque(OpaqueValue)
}

/// A value that only the host understands; expressions may pass it on, compare it and hand it to host functions.
package final class OpaqueValue: Sendable {
  /// The name under which the type was declared: `CELType.opaque(typeName, …)`.
  package let typeName: String
  package let payload: any Sendable
  private let equals: @Sendable (any Sendable, any Sendable) -> Bool

  package init<Payload: Sendable & Equatable>(_ typeName: String, _ payload: Payload) {
    self.typeName = typeName
    self.payload = payload
    equals = { left, right in
      guard let left = left as? Payload, let right = right as? Payload else { return false }
      return left == right
    }
  }

  func isEqual(to other: OpaqueValue) -> Bool {
    self === other || (typeName == other.typeName && equals(payload, other.payload))
  }
}

extension CELValue {
  /// The type that `type(x)` names: `list` and `map` without their parameters.
  package var runtimeType: CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type(nil)
    case .optional: .optional(.dyn)
    case .opaque(let value): .opaque(value.typeName, [])
    }
  }

  /// Whether the value is the default of its type: what `optional.ofNonZeroValue` treats as absent.
  package var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .list(let value): value.isEmpty
    case .map(let value): value.isEmpty
    case .timestamp(let value): value == Timestamp.epoch
    case .duration(let value): value.nanoseconds == 0
    case .optional(let value): value == nil
    case .type, .opaque: false
    }
  }

  /// A string-keyed map: how a host hands a record to an expression. The order of `fields` is the order of iteration.
  package static func record(_ fields: [(String, CELValue)]) -> CELValue {
    .map(CELMap(record: fields))
  }
}
