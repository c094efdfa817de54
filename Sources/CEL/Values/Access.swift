/// Reading a part of a value by field name, key or index.
enum Access {
  /// `value.field`; nil where a map (or an optional one) lacks the key.
  static func field(_ key: MapKey, of value: CELValue) throws(EvaluationError) -> CELValue? {
    switch value {
    case .map(let map): return map[key]
    case .optional(let inner):
      guard let inner else { return nil }
      return try field(key, of: inner)
    default: throw EvaluationError(.noFields(value))
    }
  }

  /// `value[key]`; nil where the map lacks the key or the index is outside the list.
  static func element(_ key: CELValue, of value: CELValue) throws(EvaluationError) -> CELValue? {
    switch value {
    case .map(let map): return MapKey(lookup: key).flatMap { map[$0] }
    case .list(let list):
      guard case .int(let index)? = MapKey(lookup: key) else {
        if case .uint? = MapKey(lookup: key) { return nil }
        throw EvaluationError(.noSuchOverload("[…]", [value, key]))
      }
      if case .bool = key { throw EvaluationError(.noSuchOverload("[…]", [value, key])) }
      return list.indices.contains(index) ? list[index] : nil
    case .optional(let inner):
      guard let inner else { return nil }
      return try element(key, of: inner)
    default: throw EvaluationError(.noSuchOverload("[…]", [value, key]))
    }
  }

  static func missing(_ key: CELValue, in value: CELValue) -> EvaluationError.Reason {
    if case .list = value, case .int(let index)? = MapKey(lookup: key) { return .indexOutOfRange(index) }
    return .noSuchKey(key)
  }
}
