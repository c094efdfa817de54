/// Order of values: numbers across their kinds, texts by code points, `false` before `true`.
enum Ordering {
  /// Nil where the two have no order.
  static func order(
    _ left: CELValue, _ right: CELValue, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> Numbers.Order? {
    switch (left, right) {
    case (.int(let left), .int(let right)): return left < right ? .less : left == right ? .same : .greater
    case (.string(let left), .string(let right)):
      try context.charge(bytes: min(left.utf8.count, right.utf8.count))
      if left.precedes(right) { return .less }
      return left.hasSameCodePoints(as: right) ? .same : .greater
    case (.bytes(let left), .bytes(let right)):
      try context.charge(bytes: min(left.count, right.count))
      if left.lexicographicallyPrecedes(right) { return .less }
      return left == right ? .same : .greater
    case (.bool(let left), .bool(let right)): return left == right ? .same : right ? .less : .greater
    case (.timestamp(let left), .timestamp(let right)): return left < right ? .less : left == right ? .same : .greater
    case (.duration(let left), .duration(let right)): return left < right ? .less : left == right ? .same : .greater
    default: return Numbers.order(left, right)
    }
  }
}
