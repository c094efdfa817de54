/// Types in the JSON form of `cel.expr.Type`: `{"primitive": "INT64"}`, `{"listType": {"elemType": …}}`,
/// `{"abstractType": {"name": …, "parameterTypes": […]}}` and so on.
extension CELType {
  /// Nil where the document is no type this room knows.
  init?(tagged: TaggedValue) {
    guard let member = tagged.onlyMember else { return nil }
    let value = member.value
    switch member.name {
    case "dyn", "error": self = .dyn
    case "null": self = .null
    case "primitive":
      guard let type = value.text.flatMap({ Self.primitives[$0] }) else { return nil }
      self = type
    case "wrapper":
      guard let type = value.text.flatMap({ Self.primitives[$0] }) else { return nil }
      self = .nullable(type)
    case "wellKnown":
      switch value.text {
      case "TIMESTAMP": self = .timestamp
      case "DURATION": self = .duration
      default: self = .dyn
      }
    case "listType": self = .list(value["elemType"].flatMap(CELType.init(tagged:)) ?? .dyn)
    case "mapType":
      self = .map(
        value["keyType"].flatMap(CELType.init(tagged:)) ?? .dyn,
        value["valueType"].flatMap(CELType.init(tagged:)) ?? .dyn)
    case "typeParam":
      guard let name = value.text else { return nil }
      self = .parameter(name)
    case "type": self = .type(CELType(tagged: value))
    case "messageType":
      guard let name = value.text else { return nil }
      self = CELEnvironment.typeNames[name] ?? .opaque(name, [])
    case "abstractType":
      guard let name = value["name"]?.text else { return nil }
      let parameters = value["parameterTypes"]?.list ?? []
      let types = parameters.compactMap(CELType.init(tagged:))
      guard types.count == parameters.count else { return nil }
      self = name == "optional_type" && types.count == 1 ? .optional(types[0]) : .opaque(name, types)
    default: return nil
    }
  }

  private static let primitives: [String: CELType] = [
    "BOOL": .bool, "INT64": .int, "UINT64": .uint, "DOUBLE": .double, "STRING": .string, "BYTES": .bytes,
  ]

  var tagged: TaggedValue {
    switch self {
    case .dyn, .variable: .tag("dyn", .object([]))
    case .null: .tag("null", .null)
    case .bool: .tag("primitive", "BOOL")
    case .int: .tag("primitive", "INT64")
    case .uint: .tag("primitive", "UINT64")
    case .double: .tag("primitive", "DOUBLE")
    case .string, .enumeration: .tag("primitive", "STRING")
    case .bytes: .tag("primitive", "BYTES")
    case .timestamp: .tag("wellKnown", "TIMESTAMP")
    case .duration: .tag("wellKnown", "DURATION")
    case .list(let element): .tag("listType", .tag("elemType", element.tagged))
    case .map(let key, let value):
      .tag("mapType", .object([.init("keyType", key.tagged), .init("valueType", value.tagged)]))
    case .record: CELType.map(.string, .dyn).tagged
    case .optional(let type): Self.abstract("optional_type", [type])
    case .opaque(let name, let parameters): Self.abstract(name, parameters)
    case .type(let type): .tag("type", type?.tagged ?? .object([]))
    case .nullable(let type): .tag("wrapper", type.tagged.onlyMember?.value ?? .null)
    case .parameter(let name): .tag("typeParam", name)
    }
  }

  private static func abstract(_ name: String, _ parameters: [CELType]) -> TaggedValue {
    var members: [TaggedValue.Member] = [.init("name", .text(name))]
    if !parameters.isEmpty { members.append(.init("parameterTypes", .list(parameters.map(\.tagged)))) }
    return .tag("abstractType", .object(members))
  }
}
