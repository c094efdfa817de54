import CEL
import Workflows

extension Evaluator {
  /// The parts of a value that stand in the relation to some value of the bound; nil: not representable.
  func parts(_ value: Value, _ operation: Expr.BinaryOperator, _ bound: Value) -> [Value]? {
    if operation == .notEqual, case .int(let range) = value, case .int(let limit) = bound, let single = limit.single,
      range.lower < single, single < range.upper
    {
      return [.int(Interval(range.lower, single - 1)), .int(Interval(single + 1, range.upper))]
    }
    return narrow(value, operation, bound).map { $0.isEmpty ? [] : [$0] }
  }

  /// The part of a value that stands in the relation to some value of the bound; nil: not representable.
  func narrow(_ value: Value, _ operation: Expr.BinaryOperator, _ bound: Value) -> Value? {
    let slack = defect == .intervalOffByOne ? -1 : 0
    switch (value, bound) {
    case (.int(let range), .int(let limit)):
      return limited(range, operation, limit, strict: 1, slack).map { .int($0) }
    case (.list(let range), .list(let limit)):
      return operation == .equal ? .list(range.intersection(limit)) : nil
    case (.time(let range), .time(let limit)):
      return limited(range, operation, limit, strict: isConstructive ? 1 : 0, slack).map { .time($0) }
    case (.double(let range), .double(let limit)): return limited(range, operation, limit)
    case (.double(let range), .int(let limit)):
      return limited(range, operation, Span64(lower: Double(limit.lower), upper: Double(limit.upper)))
    case (.text(let texts), .text(let limit)):
      switch operation {
      case .equal: return .text(texts.intersection(limit))
      case .notEqual:
        guard let single = limit.single else { return nil }
        return .text(texts.intersection(.except([single])))
      default: return nil
      }
    case (.bool(let yes, let no), .bool(let wantYes, let wantNo)):
      switch operation {
      case .equal: return .bool(canBeTrue: yes && wantYes, canBeFalse: no && wantNo)
      case .notEqual: return .bool(canBeTrue: yes && wantNo, canBeFalse: no && wantYes)
      default: return nil
      }
    default: return nil
    }
  }

  private func limited(
    _ range: Interval, _ operation: Expr.BinaryOperator, _ limit: Interval, strict: Int, _ slack: Int
  ) -> Interval? {
    switch operation {
    case .equal: return range.intersection(limit)
    case .less:
      let top = limit.upper == Int.max ? Int.max : limit.upper - strict + slack
      return range.intersection(Interval(Int.min, top))
    case .lessOrEqual: return range.intersection(Interval(Int.min, limit.upper))
    case .greater:
      let bottom = limit.lower == Int.min ? Int.min : limit.lower + strict
      return range.intersection(Interval(bottom, Int.max))
    case .greaterOrEqual: return range.intersection(Interval(limit.lower, Int.max))
    case .notEqual:
      guard strict == 1, let single = limit.single else { return nil }
      if range.single == single { return Interval(1, 0) }
      if range.lower == single { return Interval(single + 1, range.upper) }
      if range.upper == single { return Interval(range.lower, single - 1) }
      return nil
    case .in, .add, .subtract, .multiply, .divide, .modulo: return nil
    }
  }

  private func limited(_ range: Span64, _ operation: Expr.BinaryOperator, _ limit: Span64) -> Value? {
    switch operation {
    case .equal: .double(Span64(lower: max(range.lower, limit.lower), upper: min(range.upper, limit.upper)))
    case .less, .lessOrEqual:
      operation == .less && range.lower >= limit.upper
        ? .nothing : .double(Span64(lower: range.lower, upper: min(range.upper, limit.upper)))
    case .greater, .greaterOrEqual:
      operation == .greater && range.upper <= limit.lower
        ? .nothing : .double(Span64(lower: max(range.lower, limit.lower), upper: range.upper))
    case .notEqual, .in, .add, .subtract, .multiply, .divide, .modulo: nil
    }
  }
}
