/// `[a, ?b]`.
struct ListStep: Step {
  let elements: [(step: any Step, isOptional: Bool)]
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.newList + elements.count)
    var values: [CELValue] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      let value = try element.step.evaluate(&context)
      guard element.isOptional else {
        values.append(value)
        continue
      }
      guard case .optional(let inner) = value else { throw EvaluationError(.notOptional, element.step.range) }
      if let inner { values.append(inner) }
    }
    return .list(values)
  }
}

/// `{key: value, ?key: value}`.
struct MapStep: Step {
  struct Entry: Sendable {
    let key: any Step
    let value: any Step
    let isOptional: Bool
  }

  let entries: [Entry]
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.newMap + CostModel.mapEntry * entries.count)
    var builder = CELMapBuilder(capacity: entries.count)
    for entry in entries {
      let key = try entry.key.evaluate(&context)
      var value = try entry.value.evaluate(&context)
      if entry.isOptional {
        guard case .optional(let inner) = value else { throw EvaluationError(.notOptional, entry.value.range) }
        guard let inner else { continue }
        value = inner
      }
      try builder.insertLiteral(key, value, entry.key.range)
    }
    return .map(builder.build())
  }
}

extension CELMapBuilder {
  /// An entry of a literal or of a transforming macro: the key must be a bool, an integer or a string, and new.
  mutating func insertLiteral(
    _ key: CELValue, _ value: CELValue, _ range: Range<Int>
  ) throws(EvaluationError) {
    if case .double = key { throw EvaluationError(.noSuchOverload("{…}", [key]), range) }
    guard let mapKey = MapKey(lookup: key) else { throw EvaluationError(.noSuchOverload("{…}", [key]), range) }
    guard insert(mapKey, key, value) else { throw EvaluationError(.repeatedKey(key), range) }
  }
}
