import JSON

/// Pieces of JSON Schema 2020-12, as the API document and the checks of bodies share them.
enum Schema {
  /// A closed object: an unknown member is a mistake that the client should hear of.
  static func object(_ required: [String: JSONValue], optional: [String: JSONValue] = [:]) -> JSONValue {
    var schema = open(required, optional: optional)
    schema["additionalProperties"] = false
    return .object(schema)
  }

  /// An object that later versions may give more members.
  static func open(_ required: [String: JSONValue], optional: [String: JSONValue] = [:]) -> [String: JSONValue] {
    var schema: [String: JSONValue] = [
      "type": "object", "properties": .object(required.merging(optional) { first, _ in first }),
    ]
    if !required.isEmpty { schema["required"] = .array(required.keys.sorted().map { .string($0) }) }
    return schema
  }

  /// What the server sends: clients must bear new members.
  static func answer(_ required: [String: JSONValue], optional: [String: JSONValue] = [:]) -> JSONValue {
    .object(open(required, optional: optional))
  }

  static func list(_ element: JSONValue, max: Int64? = nil) -> JSONValue {
    var schema: [String: JSONValue] = ["type": "array", "items": element]
    if let max { schema["maxItems"] = .number(.init(max)) }
    return .object(schema)
  }

  static func map(_ value: JSONValue) -> JSONValue { ["type": "object", "additionalProperties": value] }

  static func ref(_ name: SchemaName) -> JSONValue { ["$ref": .string("#/components/schemas/" + name.rawValue)] }

  static func text(max: Int64, min: Int64 = 0) -> JSONValue {
    ["type": "string", "maxLength": .number(.init(max)), "minLength": .number(.init(min))]
  }

  /// A name from a definition or the directory.
  static let name: JSONValue = ["type": "string", "minLength": 1, "maxLength": 200]
  static let string: JSONValue = ["type": "string"]
  static let flag: JSONValue = ["type": "boolean"]
  static let integer: JSONValue = ["type": "integer"]
  static let number: JSONValue = ["type": "number"]
  static let day: JSONValue = ["type": "string", "format": "date"]
  static let moment: JSONValue = ["type": "string", "format": "date-time"]
  static let uuid: JSONValue = ["type": "string", "format": "uuid"]
  static let hash: JSONValue = ["type": "string", "pattern": "^[0-9a-f]{64}$"]
  /// Amounts and quantities keep every digit.
  static let decimal: JSONValue = ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"]
  static let anything: JSONValue = true
  static let data: JSONValue = ["type": "object"]

  static func integer(_ range: ClosedRange<Int64>) -> JSONValue {
    [
      "type": "integer", "minimum": .number(.init(range.lowerBound)), "maximum": .number(.init(range.upperBound)),
    ]
  }

  static func choice(_ values: some Sequence<String>) -> JSONValue {
    ["type": "string", "enum": .array(values.map { .string($0) })]
  }

  static func nullable(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, ["type": "null"]]] }
}
