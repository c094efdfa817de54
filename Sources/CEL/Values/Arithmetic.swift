/// The arithmetic operators. Integers that overflow are errors; doubles follow IEEE 754.
enum Arithmetic {
  static func apply(
    _ operation: Expr.BinaryOperator, _ left: CELValue, _ right: CELValue, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> CELValue {
    switch (left, right) {
    case (.int(let left), .int(let right)): return .int(try whole(operation, left, right))
    case (.uint(let left), .uint(let right)): return .uint(try whole(operation, left, right))
    case (.double(let left), .double(let right)): if let value = real(operation, left, right) { return .double(value) }
    case (.string(let left), .string(let right)):
      if operation == .add {
        try context.charge(bytes: left.utf8.count + right.utf8.count)
        return .string(left + right)
      }
    case (.bytes(let left), .bytes(let right)):
      if operation == .add {
        try context.charge(bytes: left.count + right.count)
        return .bytes(left + right)
      }
    case (.list(let left), .list(let right)):
      if operation == .add {
        try context.charge(left.count + right.count)
        return .list(left + right)
      }
    default: if let value = try time(operation, left, right) { return value }
    }
    throw EvaluationError(.noSuchOverload(operation.rawValue, [left, right]))
  }

  private static func whole<Number: FixedWidthInteger>(
    _ operation: Expr.BinaryOperator, _ left: Number, _ right: Number
  ) throws(EvaluationError) -> Number {
    let result: (partialValue: Number, overflow: Bool)
    switch operation {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    case .divide, .modulo:
      if right == 0 { throw EvaluationError(.divisionByZero) }
      result =
        operation == .divide
        ? left.dividedReportingOverflow(by: right) : left.remainderReportingOverflow(dividingBy: right)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in: result = (left, true)
    }
    if result.overflow { throw EvaluationError(.overflow(operation.rawValue)) }
    return result.partialValue
  }

  private static func real(_ operation: Expr.BinaryOperator, _ left: Double, _ right: Double) -> Double? {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .modulo, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in: nil
    }
  }

  private static func time(
    _ operation: Expr.BinaryOperator, _ left: CELValue, _ right: CELValue
  ) throws(EvaluationError) -> CELValue? {
    let result: CELValue?
    switch (operation, left, right) {
    case (.add, .timestamp(let time), .duration(let span)), (.add, .duration(let span), .timestamp(let time)):
      result = time.adding(span).map { .timestamp($0) }
    case (.add, .duration(let left), .duration(let right)): result = left.adding(right).map { .duration($0) }
    case (.subtract, .duration(let left), .duration(let right)):
      result = left.subtracting(right).map { .duration($0) }
    case (.subtract, .timestamp(let left), .timestamp(let right)):
      result = left.duration(since: right).map { .duration($0) }
    case (.subtract, .timestamp(let time), .duration(let span)): result = time.subtracting(span).map { .timestamp($0) }
    default: return nil
    }
    guard let result else { throw EvaluationError(.overflow(operation.rawValue)) }
    return result
  }
}
