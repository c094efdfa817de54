package import JSON

/// The types that a JSON Schema gives to expressions.
///
/// It understands what shapes a value: `type`, `enum`, `const`, `format` of days and moments, `properties`, `required`,
/// `additionalProperties`, `items` and `$ref` into `$defs`. What it cannot tell (`anyOf`, `if`, …) is `.anything`:
/// the validator still holds it, expressions look at run time.
package enum SchemaShape {
  /// References inside references further than this are given up: a schema may refer to itself.
  private static let depth = 32
  /// Shapes made of one schema; the rest is `.anything`: references may fan out without end.
  private static let limit = 10_000

  package static func shape(of schema: JSONValue, name: String) -> DataShape {
    var reader = Reader(root: schema, remaining: limit)
    return reader.shape(of: schema, name: name, depth: depth)
  }

  private struct Reader {
    let root: JSONValue
    var remaining: Int

    mutating func shape(of schema: JSONValue, name: String, depth: Int) -> DataShape {
      remaining -= 1
      guard depth > 0, remaining > 0, case .object(let keywords) = schema else { return .anything }
      if let reference = keywords["$ref"]?.stringValue {
        guard reference.hasPrefix("#"), let target = root.value(at: String(reference.dropFirst())) else {
          return .anything
        }
        let last = reference.split(separator: "/").last.map(String.init) ?? name
        return shape(of: target, name: last, depth: depth - 1)
      }
      if let values = keywords["enum"]?.arrayValue { return choice(values) }
      if let value = keywords["const"] { return choice([value]) }
      switch keywords["type"] {
      case .string(let type): return typed(type, keywords, name: name, depth: depth)
      case .array(let types): return union(types.compactMap(\.stringValue), keywords, name: name, depth: depth)
      case .null, .bool, .number, .object, nil: return .anything
      }
    }

    private func choice(_ values: [JSONValue]) -> DataShape {
      let texts = values.compactMap(\.stringValue)
      if texts.count == values.count, !texts.isEmpty { return .choice(texts) }
      if !texts.isEmpty, texts.count + 1 == values.count, values.contains(.null) { return .nullable(.choice(texts)) }
      if values.allSatisfy({ $0.int64 != nil }), !values.isEmpty { return .integer }
      return .anything
    }

    /// `[integer, "null"]` is an integer that may be null; other unions are not told apart.
    private mutating func union(
      _ types: [String], _ keywords: [String: JSONValue], name: String, depth: Int
    ) -> DataShape {
      let others = types.filter { $0 != "null" }
      guard others.count == 1, let type = others.first else { return .anything }
      let shape = typed(type, keywords, name: name, depth: depth)
      return others.count == types.count ? shape : .nullable(shape)
    }

    private mutating func typed(
      _ type: String, _ keywords: [String: JSONValue], name: String, depth: Int
    ) -> DataShape {
      switch type {
      case "boolean": return .flag
      case "integer": return .integer
      case "number": return .number
      case "string":
        switch keywords["format"]?.stringValue {
        case "date": return .date
        case "date-time": return .dateTime
        default: return .text
        }
      case "array":
        guard let items = keywords["items"] else { return .list(.anything) }
        return .list(shape(of: items, name: name + " item", depth: depth - 1))
      case "object": return record(keywords, name: name, depth: depth)
      default: return .anything
      }
    }

    private mutating func record(_ keywords: [String: JSONValue], name: String, depth: Int) -> DataShape {
      let required = Set((keywords["required"]?.arrayValue ?? []).compactMap(\.stringValue))
      var fields: [String: DataShape.Member] = [:]
      for (key, schema) in (keywords["properties"]?.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
        let shape = shape(of: schema, name: key, depth: depth - 1)
        fields[key] = DataShape.Member(shape, isRequired: required.contains(key))
      }
      let isOpen = keywords["additionalProperties"]?.boolValue != false
      return .record(name: name, fields: fields, isOpen: isOpen)
    }
  }
}
