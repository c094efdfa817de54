import CEL
import JSON

/// A part of a variable, with what its type says of it.
struct Place {
  indirect enum Kind {
    /// Item data: the schema with all its bounds.
    case schema(JSONValue)
    case type(CELType)
  }

  let path: String
  let kind: Kind
  /// What its record says of its presence.
  var presence: Presence = .yes
  /// Part of the item's own data or documents; else of the surroundings.
  var isOwn: Bool { path.hasPrefix("data") || path.hasPrefix("documents") }
}

extension Place {
  /// `root` resolves references.
  func member(_ name: String, _ root: JSONValue) -> Place {
    switch kind {
    case .schema(let schema):
      let resolved = schema.resolved(root)
      let inner = resolved["properties"]?[name]
      // Of the data itself the box knows whether required fields are there.
      let isRequired = path != "data" && (resolved["required"]?.arrayValue ?? []).contains(.string(name))
      return Place(
        path: path + "." + name, kind: inner.map { .schema($0) } ?? .type(.dyn),
        presence: isRequired ? .yes : .maybe)
    case .type(let type):
      switch type {
      case .record(let record):
        guard let field = record.fields[name] else {
          return Place(path: path + "." + name, kind: .type(.dyn), presence: .maybe)
        }
        return Place(path: path + "." + name, kind: .type(field.type), presence: field.isOptional ? .maybe : .yes)
      case .optional(let inner):
        var place = Place(path: path, kind: .type(inner)).member(name, root)
        place.presence = .maybe
        return place
      case .map(_, let value): return Place(path: path + "." + name, kind: .type(value), presence: .maybe)
      default: return Place(path: path + "." + name, kind: .type(.dyn), presence: .maybe)
      }
    }
  }

  func element(_ index: String, _ root: JSONValue) -> Place {
    switch kind {
    case .schema(let schema):
      let items = schema.resolved(root)["items"]
      return Place(path: path + "[" + index + "]", kind: items.map { .schema($0) } ?? .type(.dyn))
    case .type(.list(let element)): return Place(path: path + "[" + index + "]", kind: .type(element))
    case .type: return Place(path: path + "[" + index + "]", kind: .type(.dyn))
    }
  }

  /// Every value that the type admits.
  func full(_ root: JSONValue) -> Value {
    switch kind {
    case .schema(let schema): Self.full(schema.resolved(root))
    case .type(let type): Self.full(type)
    }
  }

  static func full(_ type: CELType) -> Value {
    switch type {
    case .bool: .either
    case .int: .int(.full)
    case .double: .double(.full)
    case .string: .text(.all)
    case .enumeration(let values): .text(.of(Set(values)))
    case .timestamp: .time(.full)
    case .list: .list(.sizes)
    case .record: .record
    case .optional(let inner): .optional(.maybe, full(inner))
    case .map: .anything
    default: .anything
    }
  }

  private static func full(_ schema: JSONValue) -> Value {
    if let choices = schema["enum"]?.arrayValue ?? schema["const"].map({ [$0] }) { return choice(choices) }
    switch schema["type"]?.stringValue {
    case "boolean": return .either
    case "integer": return .int(bounds(schema))
    case "number":
      let lower = [schema["minimum"], schema["exclusiveMinimum"]].compactMap { $0?.double }.max()
      let upper = [schema["maximum"], schema["exclusiveMaximum"]].compactMap { $0?.double }.min()
      return .double(Span64(lower: lower ?? -.infinity, upper: upper ?? .infinity))
    case "string":
      switch schema["format"]?.stringValue {
      case "date", "date-time": return .time(.full)
      default: return .text((schema["minLength"]?.int64 ?? 0) > 0 ? .except([""]) : .all)
      }
    case "array":
      return .list(
        Interval(
          schema["minItems"]?.int64.flatMap { Int(exactly: $0) } ?? 0,
          schema["maxItems"]?.int64.flatMap { Int(exactly: $0) } ?? Int.max))
    case "object": return .record
    default: return .anything
    }
  }

  private static func choice(_ values: [JSONValue]) -> Value {
    let texts = values.compactMap(\.stringValue)
    if texts.count == values.count { return .text(.of(Set(texts))) }
    let numbers = values.compactMap { $0.int64.flatMap { Int(exactly: $0) } }
    if numbers.count == values.count, let low = numbers.min(), let high = numbers.max() {
      return .int(Interval(low, high))
    }
    let flags = values.compactMap(\.boolValue)
    if flags.count == values.count {
      return .bool(canBeTrue: flags.contains(true), canBeFalse: flags.contains(false))
    }
    return .anything
  }

  private static func bounds(_ schema: JSONValue) -> Interval {
    var range = Interval.full
    if let value = schema["minimum"]?.double { range.lower = max(range.lower, value.roundedUp) }
    if let value = schema["exclusiveMinimum"]?.double { range.lower = max(range.lower, value.roundedDown + 1) }
    if let value = schema["maximum"]?.double { range.upper = min(range.upper, value.roundedDown) }
    if let value = schema["exclusiveMaximum"]?.double { range.upper = min(range.upper, value.roundedUp - 1) }
    return range
  }
}

extension JSONValue {
  /// Follows `$ref` within the document.
  func resolved(_ root: JSONValue) -> JSONValue {
    var schema = self
    for _ in 0..<32 {
      guard let reference = schema["$ref"]?.stringValue, reference.hasPrefix("#"),
        let target = root.value(at: String(reference.dropFirst()))
      else { return schema }
      schema = target
    }
    return .bool(true)
  }

  var double: Double? { if case .number(let number) = self { number.double } else { nil } }
}

extension Double {
  fileprivate var roundedUp: Int { Int(exactly: rounded(.up)) ?? (self < 0 ? Int.min : Int.max) }
  fileprivate var roundedDown: Int { Int(exactly: rounded(.down)) ?? (self < 0 ? Int.min : Int.max) }
}
