import Patterns

/// A compiled schema: its keywords in the order in which they are checked, or a plain yes or no.
enum SchemaNode: Sendable {
  case always(Bool, location: String)
  case keywords([SchemaKeyword], SchemaScope)
}

/// What a schema adds to the state of checking.
struct SchemaScope: Sendable {
  /// The resource (a document or an embedded `$id`) that the schema belongs to.
  let resource: Int
  /// Has `unevaluatedProperties` or `unevaluatedItems`, so what other keywords looked at must be noted.
  let tracksEvaluation: Bool
}

/// One keyword with its value, ready to check. A class, so that handing it on costs one reference count.
final class SchemaKeyword: Sendable {
  /// JSON pointer of the keyword in its document.
  let location: String
  let rule: SchemaRule

  init(location: String, rule: SchemaRule) {
    self.location = location
    self.rule = rule
  }
}

/// Index of a node.
typealias SchemaIndex = Int

indirect enum SchemaRule: Sendable {
  // any value
  case type(JSONTypeSet)
  case enumeration(Set<JSONValue>, ordered: [JSONValue])
  case constant(JSONValue)
  // numbers
  case minimum(JSONNumber)
  case maximum(JSONNumber)
  case exclusiveMinimum(JSONNumber)
  case exclusiveMaximum(JSONNumber)
  case multipleOf(JSONNumber)
  // strings
  case minLength(Int)
  case maxLength(Int)
  case pattern(LinearPattern)
  case format(SchemaFormat)
  // arrays
  case minItems(Int)
  case maxItems(Int)
  case uniqueItems
  case prefixItems([SchemaIndex])
  case items(SchemaIndex, from: Int)
  case contains(SchemaIndex, atLeast: Int, atMost: Int?)
  case unevaluatedItems(SchemaIndex)
  // objects
  case minProperties(Int)
  case maxProperties(Int)
  case required([String])
  case dependentRequired([String: [String]])
  case members(MemberRules)
  case propertyNames(SchemaIndex)
  case dependentSchemas([String: SchemaIndex])
  case unevaluatedProperties(SchemaIndex)
  // in place
  case reference(SchemaIndex)
  /// Looks for the outermost resource in scope with this dynamic anchor; `initial` is where it is found without scope.
  case dynamicReference(anchor: String, initial: SchemaIndex)
  case allOf([SchemaIndex])
  case anyOf([SchemaIndex])
  case oneOf([SchemaIndex])
  case not(SchemaIndex)
  case conditional(`if`: SchemaIndex, then: SchemaIndex?, else: SchemaIndex?)
}

/// `properties`, `patternProperties` and `additionalProperties`, which decide together which schema a member meets.
struct MemberRules: Sendable {
  var named: [String: SchemaIndex] = [:]
  var patterned: [(pattern: LinearPattern, schema: SchemaIndex)] = []
  var additional: SchemaIndex?
  /// `additionalProperties: false`: said in its own words.
  var refusesAdditional = false
  /// Location of `additionalProperties`.
  var additionalLocation = ""
}

/// Types of JSON Schema; an integer is a number whose fraction is zero.
struct JSONTypeSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let null = JSONTypeSet(rawValue: 1)
  static let boolean = JSONTypeSet(rawValue: 2)
  static let integer = JSONTypeSet(rawValue: 4)
  static let number = JSONTypeSet(rawValue: 8)
  static let string = JSONTypeSet(rawValue: 16)
  static let array = JSONTypeSet(rawValue: 32)
  static let object = JSONTypeSet(rawValue: 64)

  static let names: [(name: String, type: JSONTypeSet)] = [
    ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string),
    ("array", .array), ("object", .object),
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init?(name: String) {
    guard let found = Self.names.first(where: { $0.name == name }) else { return nil }
    self = found.type
  }

  func admits(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .number(let number): contains(.number) || (contains(.integer) && number.isInteger)
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    }
  }

  var members: [JSONTypeSet] { Self.names.map(\.type).filter { contains($0) } }
}
