import Patterns

/// Turns a syntax tree into steps: names become slots, constants are computed, calls keep the overloads that can apply.
struct Planner {
  private let environment: CELEnvironment
  private var scope = Scope<Int>()
  /// The most local variables that are alive at once.
  private(set) var localCount = 0

  init(_ environment: CELEnvironment) { self.environment = environment }

  mutating func plan(_ expr: Expr) -> any Step {
    let step = step(expr)
    return step is ConstantStep ? step : folded(expr, step)
  }

  private mutating func step(_ expr: Expr) -> any Step {
    let range = expr.range
    switch expr.kind {
    case .literal(let value): return ConstantStep(value: value, range: range)
    case .invalid: return FailingStep(reason: .unbound("?"), range: range)
    case .identifier(let name, let isAbsolute): return identifier(expr, name, isAbsolute)
    case .select(let operand, let field, let isOptional): return select(expr, operand, field, isOptional)
    case .has(let operand, let field): return HasStep(operand: plan(operand), key: .string(field), range: range)
    case .index(let operand, let key, let isOptional):
      return IndexStep(operand: plan(operand), key: plan(key), isOptional: isOptional, range: range)
    case .call(let target, let function, let arguments): return call(expr, target, function, arguments)
    case .unary(.not, let operand): return NotStep(operand: plan(operand), range: range)
    case .unary(.negate, let operand): return NegateStep(operand: plan(operand), range: range)
    case .binary(let operation, let left, let right): return binary(operation, plan(left), plan(right), range)
    case .logical(.and, let operands): return AndStep(operands: operands.map { plan($0) }, range: range)
    case .logical(.or, let operands): return OrStep(operands: operands.map { plan($0) }, range: range)
    case .conditional(let condition, let then, let otherwise):
      return ConditionalStep(
        condition: plan(condition), then: plan(then), otherwise: plan(otherwise), range: range)
    case .list(let elements):
      return ListStep(elements: elements.map { (step: plan($0.value), isOptional: $0.isOptional) }, range: range)
    case .map(let entries):
      return MapStep(
        entries: entries.map { MapStep.Entry(key: plan($0.key), value: plan($0.value), isOptional: $0.isOptional) },
        range: range)
    case .comprehension(let macro): return comprehension(macro, range)
    case .bind(let name, let value, let body): return bind(name, value, body, range)
    case .optionalMap(let target, let name, let body, let isFlat):
      let target = plan(target)
      let slot = push(name)
      defer { scope.pop() }
      return OptionalMapStep(target: target, slot: slot, body: plan(body), isFlat: isFlat, range: range)
    }
  }

  // MARK: Names

  private func identifier(_ expr: Expr, _ name: String, _ isAbsolute: Bool) -> any Step {
    if !isAbsolute, let slot = scope[name] { return VariableStep(slot: slot, name: name, range: expr.range) }
    return global(name, expr.range)
  }

  private func global(_ name: String, _ range: Range<Int>) -> any Step {
    if let slot = environment.layout.slots[name] { return VariableStep(slot: slot, name: name, range: range) }
    if let type = CELEnvironment.typeNames[name] { return ConstantStep(value: .type(type), range: range) }
    return FailingStep(reason: .unbound(name), range: range)
  }

  private mutating func select(_ expr: Expr, _ operand: Expr, _ field: String, _ isOptional: Bool) -> any Step {
    if let name = Resolution.qualified(expr, environment, scope) { return global(name, expr.range) }
    let key = MapKey.string(field)
    let operand = plan(operand)
    if isOptional { return OptionalSelectStep(operand: operand, key: key, range: expr.range) }
    if let variable = operand as? VariableStep {
      return VariableFieldStep(variable: variable, key: key, field: field, range: expr.range)
    }
    return SelectStep(operand: operand, key: key, field: field, range: expr.range)
  }

  /// Locals live behind the environment's variables, one slot a level of nesting.
  private mutating func push(_ name: String) -> Int {
    let slot = environment.layout.names.count + scope.count
    scope.push(name, slot)
    localCount = max(localCount, scope.count)
    return slot
  }

  // MARK: Operators and calls

  private func binary(
    _ operation: Expr.BinaryOperator, _ left: any Step, _ right: any Step, _ range: Range<Int>
  ) -> any Step {
    switch operation {
    case .equal, .notEqual: EqualityStep(left: left, right: right, isNegated: operation == .notEqual, range: range)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      OrderStep(operation: operation, left: left, right: right, range: range)
    case .in: MembershipStep(element: left, container: right, range: range)
    case .add, .subtract, .multiply, .divide, .modulo:
      ArithmeticStep(operation: operation, left: left, right: right, range: range)
    }
  }

  private mutating func call(_ expr: Expr, _ target: Expr?, _ function: String, _ arguments: [Expr]) -> any Step {
    if let target, arguments.count == 1, function == "or" || function == "orValue" {
      return OptionalOrStep(
        target: plan(target), alternative: plan(arguments[0]), givesValue: function == "orValue", range: expr.range)
    }
    let found = Resolution.function(target, function, arguments, environment, scope)
    guard let declaration = found.declaration else {
      return FailingStep(reason: .unbound(found.name), range: expr.range)
    }
    let overloads = declaration.overloads.filter {
      $0.style == found.style && $0.parameters.count == found.arguments.count
    }
    let steps = found.arguments.map { plan($0) }
    if found.name == "matches", steps.count == 2, let constant = steps[1] as? ConstantStep,
      case .string(let source) = constant.value, let pattern = try? LinearPattern(re2: source)
    {
      return PatternStep(text: steps[0], pattern: pattern, range: expr.range)
    }
    return CallStep(
      name: found.name, overloads: overloads, arguments: steps, cost: declaration.cost,
      isPure: declaration.isPure, range: expr.range)
  }

  // MARK: Macros

  private mutating func comprehension(_ macro: Comprehension, _ range: Range<Int>) -> any Step {
    let list = plan(macro.range)
    let first = push(macro.first)
    let second = macro.second.map { push($0) }
    defer { scope.pop(second == nil ? 1 : 2) }
    let variables = IterationVariables(first: first, second: second)
    let filter = macro.filter.map { plan($0) }
    let body = macro.body.map { plan($0) }
    let condition = body ?? FailingStep(reason: .unbound(macro.macro.rawValue), range: range)
    switch macro.macro {
    case .all, .exists:
      return QuantifierStep(
        list: list, variables: variables, condition: condition, decisive: macro.macro == .exists, range: range)
    case .existsOne: return ExistsOneStep(list: list, variables: variables, condition: condition, range: range)
    case .map, .filter, .transformList:
      return TransformListStep(list: list, variables: variables, filter: filter, transform: body, range: range)
    case .transformMap, .transformMapEntry:
      return TransformMapStep(
        map: list, variables: variables, filter: filter, transform: condition,
        givesEntries: macro.macro == .transformMapEntry, range: range)
    }
  }

  private mutating func bind(_ name: String, _ value: Expr, _ body: Expr, _ range: Range<Int>) -> any Step {
    let value = plan(value)
    let slot = push(name)
    defer { scope.pop() }
    return BindStep(slot: slot, value: value, body: plan(body), range: range)
  }
}
