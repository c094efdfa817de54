/// `operand.field`. On an optional the result is optional too (optional chaining goes on).
struct SelectStep: Step {
  let operand: any Step
  let key: MapKey
  let field: String
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    let value = try operand.evaluate(&context)
    if case .map(let map) = value {
      if let found = map[key] { return found }
      throw EvaluationError(.noSuchKey(.string(field)), range)
    }
    guard case .optional = value else { throw EvaluationError(.noFields(value), range) }
    do { return .optional(try Access.field(key, of: value)) } catch { throw error.at(range) }
  }
}

/// The most frequent read of a guard: a field of a variable, without copying the variable.
struct VariableFieldStep: Step {
  let variable: VariableStep
  let key: MapKey
  let field: String
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    if case .map(let map)? = context.slots[variable.slot] {
      try context.charge(2 * CostModel.step)
      if let found = map[key] { return found }
      throw EvaluationError(.noSuchKey(.string(field)), range)
    }
    return try SelectStep(operand: variable, key: key, field: field, range: range).evaluate(&context)
  }
}

/// `operand.?field`.
struct OptionalSelectStep: Step {
  let operand: any Step
  let key: MapKey
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    let value = try operand.evaluate(&context)
    do { return .optional(try Access.field(key, of: value)) } catch { throw error.at(range) }
  }
}

/// `has(operand.field)`.
struct HasStep: ConditionStep {
  let operand: any Step
  let key: MapKey
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    let value = try operand.evaluate(&context)
    do { return try Access.field(key, of: value) != nil } catch { throw error.at(range) }
  }
}

/// `operand[key]`, or `operand[?key]` where `isOptional`.
struct IndexStep: Step {
  let operand: any Step
  let key: any Step
  let isOptional: Bool
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    let value = try operand.evaluate(&context)
    let key = try key.evaluate(&context)
    do throws(EvaluationError) {
      let found = try Access.element(key, of: value)
      if isOptional { return .optional(found) }
      if case .optional = value { return .optional(found) }
      guard let found else { throw EvaluationError(Access.missing(key, in: value)) }
      return found
    } catch { throw error.at(range) }
  }
}
