/// `a && b && …`: false if any operand is false, whatever fails beside it (langdef, "Logical Operators").
struct AndStep: ConditionStep {
  let operands: [any Step]
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    var failure: EvaluationError?
    for operand in operands {
      do throws(EvaluationError) {
        if try !operand.test(&context) { return false }
      } catch {
        if error.isFatal { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return true
  }
}

/// `a || b || …`: true if any operand is true, whatever fails beside it.
struct OrStep: ConditionStep {
  let operands: [any Step]
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    var failure: EvaluationError?
    for operand in operands {
      do throws(EvaluationError) {
        if try operand.test(&context) { return true }
      } catch {
        if error.isFatal { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return false
  }
}

struct NotStep: ConditionStep {
  let operand: any Step
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    return try !operand.test(&context)
  }
}

struct ConditionalStep: Step {
  let condition: any Step
  let then: any Step
  let otherwise: any Step
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    return try condition.test(&context) ? then.evaluate(&context) : otherwise.evaluate(&context)
  }
}
