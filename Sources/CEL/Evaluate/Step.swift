/// A piece of a compiled expression. Steps are values that hold their children; each evaluation carries its state in
/// the context, so one compiled expression serves any number of threads.
protocol Step: Sendable {
  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue
  /// The same for a condition, without wrapping the answer.
  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool
  var range: Range<Int> { get }
}

extension Step {
  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    let value = try evaluate(&context)
    guard case .bool(let answer) = value else { throw EvaluationError(.noSuchOverload("a condition", [value]), range) }
    return answer
  }
}

/// A step whose natural answer is a truth value.
protocol ConditionStep: Step {}

extension ConditionStep {
  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    .bool(try test(&context))
  }
}

struct ConstantStep: Step {
  let value: CELValue
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue { value }
}

/// Always fails: a name or function that an unchecked expression cannot resolve.
struct FailingStep: Step {
  let reason: EvaluationError.Reason
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    throw EvaluationError(reason, range)
  }
}

struct VariableStep: Step {
  let slot: Int
  let name: String
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    if let value = context.slots[slot] { return value }
    do { return try context.variable(slot, name) } catch { throw error.at(range) }
  }
}
