import Diagnostics
import JSON

/// The shape of a value of the language: what JSON Schema says of it, with the order in which keys are written.
indirect enum Shape: Sendable {
  /// Anything.
  case any
  case string(pattern: String? = nil, least: Int = 0, most: Int? = nil)
  case integer(ClosedRange<Int>?)
  case flag
  case word([String])
  /// A single value that is not null: an expression, whatever YAML takes it for.
  case scalar
  /// A closed record.
  case record([Key])
  /// Names that the author chooses; `names` is their pattern.
  case map(Shape, names: String? = nil)
  /// A record whose other keys are names of the author's.
  case open([Key], others: Shape)
  case list(Shape, atLeast: Int = 0)
  /// One, or a list of them.
  case some(Shape)
  case oneOf([Shape])
  /// A definition that is used in several places.
  case named(String)

  struct Key: Sendable {
    let name: String
    let text: Text
    let isRequired: Bool
    let shape: Shape
  }
}

/// `required("title", "…", "…", .named("text"))`
func required(_ name: String, _ en: String, _ ja: String, _ shape: Shape) -> Shape.Key {
  Shape.Key(name: name, text: Text(en: en, ja: ja), isRequired: true, shape: shape)
}

func optional(_ name: String, _ en: String, _ ja: String, _ shape: Shape) -> Shape.Key {
  Shape.Key(name: name, text: Text(en: en, ja: ja), isRequired: false, shape: shape)
}

extension Shape {
  /// As a JSON Schema of draft-07, which is what editors understand.
  var json: JSONValue {
    switch self {
    case .any: return .object([:])
    case .string(let pattern, let least, let most):
      var members: [String: JSONValue] = ["type": "string"]
      if let pattern { members["pattern"] = .string(pattern) }
      if least > 0 { members["minLength"] = .number(.init(Int64(least))) }
      if let most { members["maxLength"] = .number(.init(Int64(most))) }
      return .object(members)
    case .integer(let range):
      var members: [String: JSONValue] = ["type": "integer"]
      if let range {
        members["minimum"] = .number(.init(Int64(range.lowerBound)))
        if range.upperBound < Int.max { members["maximum"] = .number(.init(Int64(range.upperBound))) }
      }
      return .object(members)
    case .flag: return ["type": "boolean"]
    case .word(let words): return ["enum": .array(words.map { .string($0) })]
    case .scalar: return ["type": ["string", "number", "boolean"]]
    case .record(let keys): return Self.record(keys, others: false)
    case .open(let keys, let others): return Self.record(keys, others: others.json)
    case .map(let shape, let names):
      var members: [String: JSONValue] = ["type": "object", "additionalProperties": shape.json]
      if let names { members["propertyNames"] = ["pattern": .string(names)] }
      return .object(members)
    case .list(let shape, let count):
      var members: [String: JSONValue] = ["type": "array", "items": shape.json]
      if count > 0 { members["minItems"] = .number(.init(Int64(count))) }
      return .object(members)
    case .some(let shape):
      return ["anyOf": [shape.json, ["type": "array", "minItems": 1, "items": shape.json]]]
    case .oneOf(let shapes): return ["anyOf": .array(shapes.map(\.json))]
    case .named(let name): return ["$ref": .string("#/definitions/" + name)]
    }
  }

  private static func record(_ keys: [Key], others: JSONValue) -> JSONValue {
    var properties: [String: JSONValue] = [:]
    for key in keys {
      let description = JSONValue.string(key.text.en + "\n\n" + key.text.ja)
      switch key.shape.json {
      case .object(let members) where members["$ref"] != nil:
        // In draft-07 nothing beside a reference counts.
        properties[key.name] = ["description": description, "allOf": [.object(members)]]
      case .object(var members):
        members["description"] = description
        properties[key.name] = .object(members)
      case let other: properties[key.name] = other
      }
    }
    var members: [String: JSONValue] = [
      "type": "object", "additionalProperties": others, "properties": .object(properties),
    ]
    let needed = keys.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !needed.isEmpty { members["required"] = .array(needed) }
    return .object(members)
  }
}
