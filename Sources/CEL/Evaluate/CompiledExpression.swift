package import Diagnostics

/// An expression ready to be evaluated, any number of times and on any thread.
package struct CompiledExpression: Sendable {
  package let source: ExpressionSource
  /// The syntax tree; `types` gives the type of each node by `Expr.id`.
  package let root: Expr
  package let types: [CELType]
  package let resultType: CELType
  /// Mistakes that do not keep the expression from being used.
  package let warnings: [Diagnostic]
  /// What the expression was compiled in.
  package let environment: CELEnvironment
  let step: any Step
  let localCount: Int

  package func type(of expr: Expr) -> CELType { types[expr.id] }

  /// The value of the expression. Evaluation reads no clock and does no I/O; it ends within the budget, and the size of
  /// the value, shared parts counted as often as they appear, is bounded by it too.
  package func evaluate(
    _ activation: Activation, budget: Int = Limits.costUnits
  ) throws(EvaluationError) -> CELValue {
    var context = EvaluationContext(activation, layout: environment.layout, locals: localCount, budget: budget)
    let value = try step.evaluate(&context)
    try context.chargeTree(value)
    return value
  }

  /// The answer of a condition. An error is neither true nor false: the caller refuses and says why.
  package func test(_ activation: Activation, budget: Int = Limits.costUnits) throws(EvaluationError) -> Bool {
    var context = EvaluationContext(activation, layout: environment.layout, locals: localCount, budget: budget)
    return try step.test(&context)
  }
}

extension EvaluationContext {
  /// Pays for every node of a result.
  fileprivate mutating func chargeTree(_ value: CELValue) throws(EvaluationError) {
    switch value {
    case .list(let list):
      try charge(list.count)
      for element in list { try chargeTree(element) }
    case .map(let map):
      try charge(2 * map.count)
      for entry in map.entries { try chargeTree(entry.value) }
    case .optional(let inner?):
      try charge(1)
      try chargeTree(inner)
    case .optional(nil), .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type, .opaque:
      break
    }
  }
}
