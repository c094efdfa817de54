/// `target.optMap(name, body)` and `target.optFlatMap(name, body)`.
struct OptionalMapStep: Step {
  let target: any Step
  let slot: Int
  let body: any Step
  let isFlat: Bool
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    let value = try target.evaluate(&context)
    guard case .optional(let inner) = value else { throw EvaluationError(.noSuchOverload("optMap", [value]), range) }
    guard let inner else { return .optional(nil) }
    context.slots[slot] = inner
    let result = try body.evaluate(&context)
    guard isFlat else { return .optional(result) }
    guard case .optional = result else { throw EvaluationError(.noSuchOverload("optFlatMap", [result]), body.range) }
    return result
  }
}

/// `target.or(optional)` and `target.orValue(value)`: the alternative is evaluated only if it is needed.
struct OptionalOrStep: Step {
  let target: any Step
  let alternative: any Step
  let givesValue: Bool
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    let value = try target.evaluate(&context)
    guard case .optional(let inner) = value else {
      throw EvaluationError(.noSuchOverload(givesValue ? "orValue" : "or", [value]), range)
    }
    if let inner { return givesValue ? inner : value }
    let other = try alternative.evaluate(&context)
    if givesValue { return other }
    guard case .optional = other else { throw EvaluationError(.noSuchOverload("or", [other]), alternative.range) }
    return other
  }
}
