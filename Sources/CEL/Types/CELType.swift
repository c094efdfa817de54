/// A static type.
package indirect enum CELType: Sendable, Hashable {
  /// Anything: checked when evaluated.
  case dyn
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  case list(CELType)
  case map(CELType, CELType)
  case optional(CELType)
  /// The type of a type: `type(int)` for the name `int`; nil where it is not known which.
  case type(CELType?)
  /// A type of the host, by name, with parameters.
  case opaque(String, [CELType])
  /// A value that may also be null, as JSON's `type: [integer, "null"]`.
  case nullable(CELType)
  /// A map with known string keys: item data under its schema.
  case record(RecordType)
  /// A string out of a known set; it behaves as `string`, and comparing it with a text outside the set is reported.
  case enumeration([String])
  /// A type parameter of a declared function.
  case parameter(String)
  /// A type not yet known while an expression is checked.
  case variable(Int)
}

/// The fields of a record, known to the checker only: at run time a record is a map.
package struct RecordType: Sendable, Hashable {
  package struct Field: Sendable, Hashable {
    package let type: CELType
    /// An optional field may only be read behind `has(…)` or through `.?`.
    package let isOptional: Bool

    package init(_ type: CELType, isOptional: Bool = false) {
      self.type = type
      self.isOptional = isOptional
    }
  }

  /// How messages call it, for example `contract-request data`.
  package let name: String
  package let fields: [String: Field]
  /// Whether keys beyond `fields` may be present (JSON Schema without `additionalProperties: false`); they are `dyn`
  /// and optional. Most definitions close their records, so that a slip in a name is found.
  package let isOpen: Bool

  package init(_ name: String, _ fields: [String: Field], isOpen: Bool = false) {
    self.name = name
    self.fields = fields
    self.isOpen = isOpen
  }
}

extension CELType {
  /// The name that a value of this type has at run time: `type(x)` compares by it.
  var runtimeName: String {
    switch self {
    case .dyn, .parameter, .variable: "dyn"
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string, .enumeration: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .list: "list"
    case .map, .record: "map"
    case .optional: "optional_type"
    case .type: "type"
    case .opaque(let name, _): name
    case .nullable(let type): type.runtimeName
    }
  }

  /// Whether a value may stand where this type is declared; containers are not looked into.
  func admits(_ value: CELValue) -> Bool {
    switch (self, value) {
    case (.dyn, _), (.parameter, _), (.variable, _): true
    case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double): true
    case (.string, .string), (.enumeration, .string), (.bytes, .bytes): true
    case (.timestamp, .timestamp), (.duration, .duration), (.list, .list): true
    case (.map, .map), (.record, .map), (.optional, .optional), (.type, .type): true
    case (.nullable(let type), _): if case .null = value { true } else { type.admits(value) }
    case (.opaque(let name, _), .opaque(let value)): value.typeName == name
    default: false
    }
  }
}

extension CELType: CustomStringConvertible {
  /// As people write it: `list(string)`, `map(string, int)`; a record by its name.
  package var description: String {
    switch self {
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .optional(let type): "optional(\(type))"
    case .type(let type): type.map { "type(\($0))" } ?? "type"
    case .opaque(let name, let parameters):
      parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
    case .nullable(let type): "nullable(\(type))"
    case .record(let record): record.name
    case .enumeration(let values): Self.describe(values)
    case .parameter(let name): name
    case .variable: "_"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .null: "null"
    case .dyn, .bool, .int, .uint, .double, .string, .bytes: runtimeName
    }
  }

  private static func describe(_ values: [String]) -> String {
    let shown = values.prefix(6).map { "\"\($0)\"" }.joined(separator: " | ")
    return values.count > 6 ? "enum(\(shown) | …)" : "enum(\(shown))"
  }
}
