/// Values with their type beside them: `{"int": "1"}`, `{"double": 1.5}` or `{"double": "NaN"}`,
/// `{"bytes": base64}`, `{"list": […]}`, `{"map": [[key, value], …]}`, `{"timestamp": RFC 3339}`, `{"duration": "1s"}`,
/// `{"type": name}`, `{"null": true}`; an optional is `{"optional": value}` or `{"optional": null}`.
extension CELValue {
  /// Nil where the document is no such value.
  package init?(tagged: TaggedValue) {
    guard let member = tagged.onlyMember else { return nil }
    switch (member.name, member.value) {
    case ("null", _): self = .null
    case ("bool", .bool(let value)): self = .bool(value)
    case ("int", .text(let text)):
      guard let value = Int(text) else { return nil }
      self = .int(value)
    case ("uint", .text(let text)):
      guard let value = UInt(text) else { return nil }
      self = .uint(value)
    case ("double", .number(let value)): self = .double(value)
    case ("double", .text(let text)):
      guard let value = Double(text) else { return nil }
      self = .double(value)
    case ("string", .text(let text)): self = .string(text)
    case ("bytes", .text(let text)):
      guard let bytes = Base64.decode(text) else { return nil }
      self = .bytes(bytes)
    case ("timestamp", .text(let text)):
      guard let time = Timestamp(text: text) else { return nil }
      self = .timestamp(time)
    case ("duration", .text(let text)):
      guard let span = CELDuration(text: text) else { return nil }
      self = .duration(span)
    case ("type", .text(let text)): self = .type(CELEnvironment.typeNames[text] ?? .opaque(text, []))
    case ("optional", .null): self = .optional(nil)
    case ("optional", let inner):
      guard let value = CELValue(tagged: inner) else { return nil }
      self = .optional(value)
    case ("list", .list(let elements)):
      let values = elements.compactMap(CELValue.init(tagged:))
      guard values.count == elements.count else { return nil }
      self = .list(values)
    case ("map", .list(let entries)):
      guard let map = CELMap(tagged: entries) else { return nil }
      self = .map(map)
    default: return nil
    }
  }

  package var tagged: TaggedValue {
    switch self {
    case .null: .tag("null", .bool(true))
    case .bool(let value): .tag("bool", .bool(value))
    case .int(let value): .tag("int", String(value))
    case .uint(let value): .tag("uint", String(value))
    case .double(let value):
      .tag("double", value.isFinite ? .number(value) : .text(DoubleText.special(value)))
    case .string(let value): .tag("string", value)
    case .bytes(let value): .tag("bytes", Base64.encode(value))
    case .list(let values): .tag("list", .list(values.map(\.tagged)))
    case .map(let map): .tag("map", .list(map.entries.map { .list([$0.key.tagged, $0.value.tagged]) }))
    case .timestamp(let value): .tag("timestamp", value.description)
    case .duration(let value): .tag("duration", value.description)
    case .type(let type): .tag("type", type.runtimeName)
    case .optional(let value): .tag("optional", value?.tagged ?? .null)
    case .opaque(let value): .tag("opaque", value.typeName)
    }
  }
}

extension CELMap {
  fileprivate init?(tagged entries: [TaggedValue]) {
    var builder = CELMapBuilder(capacity: entries.count)
    for entry in entries {
      guard let pair = entry.list, pair.count == 2, let key = CELValue(tagged: pair[0]),
        let value = CELValue(tagged: pair[1]), let mapKey = MapKey(lookup: key), builder.insert(mapKey, key, value)
      else { return nil }
    }
    self = builder.build()
  }
}
