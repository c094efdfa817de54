import CEL
import JSON
import Workflows

extension Evaluator {
  func binary(
    _ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr, _ expr: Expr, _ compiled: CompiledExpression,
    _ box: Box, _ locals: Locals
  ) -> Outcome {
    let a = evaluate(left, compiled, box, locals)
    let b = evaluate(right, compiled, box, locals)
    let canFail = a.canFail || b.canFail
    switch operation {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      if locals.isEmpty, let known = relation(operation, left, right, compiled, box) {
        return Outcome(.bool(known), canFail: canFail)
      }
      return Outcome(Self.compare(operation, a.value, b.value), canFail: canFail)
    case .in: return Outcome(membership(left, right, a.value, compiled, box, locals), canFail: canFail)
    case .add:
      switch (a.value, b.value) {
      case (.int(let x), .int(let y)):
        let (sum, over) = x.adding(y)
        return Outcome(.int(sum), canFail: canFail || over)
      case (.list(let x), .list(let y)): return Outcome(.list(x.adding(y).sum), canFail: canFail)
      case (.text(let x), .text(let y)):
        if let x = x.single, let y = y.single { return Outcome(.text(.of([x + y])), canFail: canFail) }
        return Outcome(.text(.all), canFail: canFail)
      default: return Outcome(extent(expr, compiled), canFail: true)
      }
    case .subtract:
      guard case .int(let x) = a.value, case .int(let y) = b.value else {
        return Outcome(extent(expr, compiled), canFail: true)
      }
      let (difference, over) = x.adding(y.negated)
      return Outcome(.int(difference), canFail: canFail || over || y.lower == Int.min)
    case .multiply:
      guard case .int(let x) = a.value, case .int(let y) = b.value else {
        return Outcome(extent(expr, compiled), canFail: true)
      }
      let (product, over) = Self.product(x, y)
      return Outcome(.int(product), canFail: canFail || over)
    case .divide, .modulo: return Outcome(extent(expr, compiled), canFail: true)
    }
  }

  private static func product(_ x: Interval, _ y: Interval) -> (Interval, canOverflow: Bool) {
    var low = Int.max
    var high = Int.min
    for a in [x.lower, x.upper] {
      for b in [y.lower, y.upper] {
        let (value, over) = a.multipliedReportingOverflow(by: b)
        if over { return (.full, true) }
        low = min(low, value)
        high = max(high, value)
      }
    }
    return (Interval(low, high), false)
  }

  static func compare(_ operation: Expr.BinaryOperator, _ a: Value, _ b: Value) -> Value {
    if a.isEmpty || b.isEmpty { return .bool(canBeTrue: false, canBeFalse: false) }
    switch operation {
    case .equal: return equal(a, b)
    case .notEqual: return flip(equal(a, b))
    case .less: return less(a, b)
    case .greater: return less(b, a)
    case .greaterOrEqual: return flip(less(a, b))
    case .lessOrEqual: return flip(less(b, a))
    case .in, .add, .subtract, .multiply, .divide, .modulo: return .either
    }
  }

  private static func flip(_ value: Value) -> Value {
    if case .bool(let yes, let no) = value { .bool(canBeTrue: no, canBeFalse: yes) } else { value }
  }

  private static func equal(_ a: Value, _ b: Value) -> Value {
    switch (a, b) {
    case (.int(let x), .int(let y)), (.time(let x), .time(let y)):
      if x.intersection(y).isEmpty { return .falsehood }
      // Times have fractions that seconds do not show.
      if case .int = a, let one = x.single, one == y.single { return .truth }
      return .either
    case (.bool(let p, let q), .bool(let r, let s)):
      return .bool(canBeTrue: (p && r) || (q && s), canBeFalse: (p && s) || (q && r))
    case (.text(let x), .text(let y)):
      if x.intersection(y).isEmpty { return .falsehood }
      if let one = x.single, one == y.single { return .truth }
      return .either
    case (.double(let x), .double(let y)):
      if max(x.lower, y.lower) > min(x.upper, y.upper) { return .falsehood }
      return x.lower == x.upper && x == y ? .truth : .either
    case (.list(let x), .list(let y)): return x.intersection(y).isEmpty ? .falsehood : .either
    default: return .either
    }
  }

  private static func less(_ a: Value, _ b: Value) -> Value {
    switch (a, b) {
    case (.int(let x), .int(let y)):
      if x.upper < y.lower { return .truth }
      return x.lower >= y.upper ? .falsehood : .either
    case (.time(let x), .time(let y)):
      if x.upper < y.lower { return .truth }
      return x.lower > y.upper ? .falsehood : .either
    case (.double(let x), .double(let y)):
      if x.upper < y.lower { return .truth }
      return x.lower >= y.upper ? .falsehood : .either
    default: return .either
    }
  }

  private func membership(
    _ left: Expr, _ right: Expr, _ value: Value, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> Value {
    if case .literal(.string(let name)) = left.kind, let place = place(right, compiled, locals) {
      if case .record = place.full(schema) {
        switch cell(place.member(name, schema), box).presence {
        case .yes: return .truth
        case .no: return .falsehood
        case .maybe: return .either
        }
      }
    }
    guard case .list(let elements) = right.kind, elements.allSatisfy({ !$0.isOptional }) else { return .either }
    var canBeTrue = false
    for element in elements {
      let outcome = evaluate(element.value, compiled, box, locals)
      guard case .bool(let yes, let no) = Self.compare(.equal, value, outcome.value) else { return .either }
      if yes, !no { return .truth }
      canBeTrue = canBeTrue || yes
    }
    if canBeTrue, case .text(.of(let set)) = value {
      let constants = elements.compactMap { element -> String? in
        if case .literal(.string(let text)) = element.value.kind { text } else { nil }
      }
      if set.isSubset(of: constants) { return .truth }
    }
    return canBeTrue ? .either : .falsehood
  }

  func call(
    _ target: Expr?, _ function: String, _ arguments: [Expr], _ expr: Expr, _ compiled: CompiledExpression,
    _ box: Box, _ locals: Locals
  ) -> Outcome {
    let type = extent(expr, compiled)
    if function == "size", let operand = target ?? arguments.first {
      let inner = evaluate(operand, compiled, box, locals)
      guard case .list(let size) = inner.value else { return Outcome(.int(.sizes), canFail: inner.canFail) }
      return Outcome(.int(size), canFail: inner.canFail)
    }
    if function == "orValue", let target, let fallback = arguments.first {
      let other = evaluate(fallback, compiled, box, locals)
      guard case .optional(let presence, let value) = evaluate(target, compiled, box, locals).value else {
        return Outcome(type, canFail: true)
      }
      switch presence {
      case .yes: return Outcome(value)
      case .no: return other
      case .maybe: return Outcome(value.union(other.value), canFail: other.canFail)
      }
    }
    if function == "hasValue", let target,
      case .optional(let presence, _) = evaluate(target, compiled, box, locals).value
    {
      return Outcome(
        .bool(canBeTrue: presence != .no, canBeFalse: presence != .yes))
    }
    if let target, case .identifier("params", _) = target.kind, locals["params"] == nil {
      return Outcome(parameter(function, arguments, type, compiled, box, locals), canFail: true)
    }
    if target == nil { return hostCall(function, arguments, type, compiled, box, locals) }
    return Outcome(type, canFail: true)
  }

  private func hostCall(
    _ function: String, _ arguments: [Expr], _ type: Value, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> Outcome {
    switch function {
    case "date":
      if case .literal(.string(let text)) = arguments.first?.kind, let day = Day(text) {
        return Outcome(.time(Interval(Int(day.start.microseconds / 1_000_000))))
      }
    case "add_days":
      guard arguments.count == 2, case .time(let moment) = evaluate(arguments[0], compiled, box, locals).value,
        case .int(let days) = evaluate(arguments[1], compiled, box, locals).value
      else { break }
      if let second = moment.single, let count = days.single, abs(count) <= 10_000 {
        let day = Instant(microseconds: Int64(second) * 1_000_000).day.adding(days: count)
        return Outcome(.time(Interval(Int(day.start.microseconds / 1_000_000))), canFail: true)
      }
      // The start of the day that many days on: up to a day less than the moment itself.
      let (shift, over) = Self.product(days, Interval(86_400))
      let (sum, far) = moment.adding(shift)
      let lower = sum.lower == Int.min ? Int.min : sum.lower &- 86_400
      return Outcome(.time(over || far ? .full : Interval(lower, sum.upper)), canFail: true)
    case "duty_open": return Outcome(.either)
    case "int", "double", "string": return Outcome(type, canFail: true)
    default: break
    }
    return Outcome(type, canFail: true)
  }

  /// The values of a table that the arguments can pick, on any day that has one.
  private func parameter(
    _ function: String, _ arguments: [Expr], _ type: Value, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> Value {
    guard let name = definition.parameters.first(where: { $0.text.replacing("-", with: "_") == function }),
      let parameter = library.parameters[name]
    else { return type }
    var values: [JSONValue] = parameter.periods.map(\.table)
    for index in parameter.keys.indices where index < arguments.count {
      let texts: Texts =
        if case .text(let texts) = evaluate(arguments[index], compiled, box, locals).value { texts } else { .all }
      values = values.flatMap { table in
        (table.objectValue ?? [:]).filter { texts.contains($0.key) }.map(\.value)
      }
    }
    var result = Value.nothing
    for value in values {
      switch (type, value) {
      case (.int, .number(let number)):
        guard let whole = number.int64 else { return type }
        result = result.union(.int(Interval(Int(whole))))
      case (.double, .number(let number)):
        result = result.union(.double(Span64(lower: number.double, upper: number.double)))
      case (.bool, .bool(let flag)): result = result.union(.bool(flag))
      case (.text, .string(let text)): result = result.union(.text(.of([text])))
      case (.list, .array(let elements)): result = result.union(.list(Interval(elements.count)))
      default: return type
      }
    }
    return result
  }
}
