/// `==` and `!=`.
struct EqualityStep: ConditionStep {
  let left: any Step
  let right: any Step
  let isNegated: Bool
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    let left = try left.evaluate(&context)
    let right = try right.evaluate(&context)
    return try context.equal(left, right) != isNegated
  }
}

/// `<`, `<=`, `>`, `>=`.
struct OrderStep: ConditionStep {
  let operation: Expr.BinaryOperator
  let left: any Step
  let right: any Step
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    let left = try left.evaluate(&context)
    let right = try right.evaluate(&context)
    guard let order = try Ordering.order(left, right, &context) else {
      throw EvaluationError(.noSuchOverload(operation.rawValue, [left, right]), range)
    }
    switch operation {
    case .less: return order == .less
    case .lessOrEqual: return order == .less || order == .same
    case .greater: return order == .greater
    case .greaterOrEqual: return order == .greater || order == .same
    case .add, .subtract, .multiply, .divide, .modulo, .equal, .notEqual, .in: return false
    }
  }
}

/// `+`, `-`, `*`, `/`, `%`.
struct ArithmeticStep: Step {
  let operation: Expr.BinaryOperator
  let left: any Step
  let right: any Step
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    let left = try left.evaluate(&context)
    let right = try right.evaluate(&context)
    do { return try Arithmetic.apply(operation, left, right, &context) } catch { throw error.at(range) }
  }
}

struct NegateStep: Step {
  let operand: any Step
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    let value = try operand.evaluate(&context)
    switch value {
    case .int(let number):
      guard number != Int.min else { throw EvaluationError(.overflow("-"), range) }
      return .int(-number)
    case .double(let number): return .double(-number)
    default: throw EvaluationError(.noSuchOverload("-", [value]), range)
    }
  }
}

/// `element in list`, `key in map`.
struct MembershipStep: ConditionStep {
  let element: any Step
  let container: any Step
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    let element = try element.evaluate(&context)
    let container = try container.evaluate(&context)
    switch container {
    case .list(let list):
      for candidate in list {
        try context.charge(CostModel.step)
        if try context.equal(element, candidate) { return true }
      }
      return false
    case .map(let map): return MapKey(lookup: element).map { map[$0] != nil } ?? false
    default: throw EvaluationError(.noSuchOverload("in", [element, container]), range)
    }
  }
}
