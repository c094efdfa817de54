import Diagnostics

/// Operators, functions and macros.
extension Checker {
  mutating func unary(_ expr: Expr, _ operation: Expr.UnaryOperator, _ operand: Expr) -> CELType {
    switch operation {
    case .not:
      condition(operand)
      return .bool
    case .negate:
      let type = check(operand)
      let shallow = substitution.shallow(type)
      if shallow == .dyn { return .dyn }
      for number in [CELType.int, .double] where substitution.fits(type, number) { return number }
      report(
        .noMatchingOverload, expr.focus,
        Text(en: "- does not apply to \(describe(type))", ja: "- は \(describe(type)) に使えません"))
      return .dyn
    }
  }

  mutating func binary(_ expr: Expr, _ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr) -> CELType {
    let types = [check(left), check(right)]
    if operation == .in, case .record = substitution.shallow(types[1]) {
      if substitution.fits(types[0], .string) { return .bool }
    }
    guard let result = resolve(OperatorTable.overloads(operation), types) else {
      mismatch(expr, operation, left, right, types)
      return operation.isCondition ? .bool : .dyn
    }
    checkEnumerations(operation, left, right)
    return result
  }

  private mutating func mismatch(
    _ expr: Expr, _ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr, _ types: [CELType]
  ) {
    let (first, second) = (describe(types[0]), describe(types[1]))
    let message: Text
    switch operation {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      message = Text(en: "\(first) cannot be compared with \(second)", ja: "\(first) と \(second) は比較できません")
    case .in:
      message = Text(en: "\(first) cannot be looked for in \(second)", ja: "\(first) を \(second) の中から探すことはできません")
    case .add, .subtract, .multiply, .divide, .modulo:
      message = Text(
        en: "\(operation.rawValue) does not apply to \(first) and \(second)",
        ja: "\(operation.rawValue) は \(first) と \(second) に使えません")
    }
    report(.noMatchingOverload, expr.focus, message, help: nullable([left, right]) ?? conversion(types))
  }

  private func nullable(_ operands: [Expr]) -> Text? {
    operands.first { if case .nullable = substitution.shallow(type(of: $0)) { true } else { false } }.map(nullHelp)
  }

  /// Which conversion would make the two sides one type.
  private func conversion(_ types: [CELType]) -> Text? {
    let resolved = types.map { substitution.resolved($0) }
    func converting(_ function: String) -> Text {
      Text(en: "convert one side with \(function)(…)", ja: "一方を \(function)(…) で変換してください")
    }
    switch (resolved[0], resolved[1]) {
    case (.int, .uint), (.uint, .int): return converting("int")
    case (.int, .double), (.double, .int), (.uint, .double), (.double, .uint): return converting("double")
    case (.optional, _), (_, .optional):
      return Text(en: "take the value out with .orValue(…)", ja: ".orValue(…) で値を取り出してください")
    case (.string, .timestamp), (.timestamp, .string): return converting("timestamp")
    case (.string, .duration), (.duration, .string): return converting("duration")
    case (.string, .int), (.int, .string): return converting("string")
    default: return nil
    }
  }

  // MARK: Overloads

  /// The result of the overloads that admit the arguments; `dyn` where they disagree, nil where there is none.
  ///
  /// Where the arguments are known entirely the first overload that fits is the one: special forms stand before general.
  mutating func resolve(_ overloads: [Overload], _ arguments: [CELType]) -> CELType? {
    var result: CELType?
    let isKnown = arguments.allSatisfy { substitution.isConcrete($0) }
    for overload in overloads where overload.parameters.count == arguments.count {
      var names: [String: CELType] = [:]
      let parameters = overload.parameters.map { instantiate($0, &names) }
      guard substitution.attempt({ attempt in zip(arguments, parameters).allSatisfy { attempt.fits($0, $1) } })
      else { continue }
      let type = instantiate(overload.result, &names)
      if isKnown { return type }
      guard let before = result else {
        result = type
        continue
      }
      if substitution.resolved(before) != substitution.resolved(type) { return .dyn }
    }
    return result
  }

  /// A declared type with fresh variables for its parameters.
  private mutating func instantiate(_ type: CELType, _ names: inout [String: CELType]) -> CELType {
    switch type {
    case .parameter(let name):
      if let known = names[name] { return known }
      let variable = substitution.fresh()
      names[name] = variable
      return variable
    case .list(let element): return .list(instantiate(element, &names))
    case .map(let key, let value): return .map(instantiate(key, &names), instantiate(value, &names))
    case .optional(let inner): return .optional(instantiate(inner, &names))
    case .nullable(let inner): return .nullable(instantiate(inner, &names))
    case .type(let inner): return .type(inner.map { instantiate($0, &names) })
    case .opaque(let name, let parameters): return .opaque(name, parameters.map { instantiate($0, &names) })
    default: return type
    }
  }

  mutating func call(_ expr: Expr, _ target: Expr?, _ function: String, _ arguments: [Expr]) -> CELType {
    let found = Resolution.function(target, function, arguments, environment, scope)
    guard let declaration = found.declaration else {
      unknown(expr, target, found.name)
      // The receiver may be a mere part of the unknown name; it is looked at only where it is a value.
      if target.flatMap(path) != nil || target?.qualifiedName == nil { target.map { _ = check($0) } }
      for argument in arguments { check(argument) }
      return .dyn
    }
    let types = found.arguments.map { check($0) }
    let overloads = declaration.overloads.filter { $0.style == found.style }
    guard let result = resolve(overloads, types) else {
      noMatch(expr, declaration, found, types)
      return .dyn
    }
    checkLiterals(found.name, found.arguments)
    if found.name == "orValue", found.arguments.count == 2, case .optional(let inner) = substitution.shallow(types[0]) {
      return keptEnumeration(inner, found.arguments[1]) ?? result
    }
    return result
  }

  private mutating func unknown(_ expr: Expr, _ target: Expr?, _ name: String) {
    let style: Overload.Style = target == nil ? .global : .member
    var names: [String] = []
    for (name, function) in environment.functions where function.overloads.contains(where: { $0.style == style }) {
      names.append(name)
    }
    if let target, let qualifier = target.qualifiedName?.joined(separator: ".") {
      let nearest = Suggestion.nearest(
        to: "\(qualifier).\(name)", in: environment.functions.keys.filter { $0.contains(".") })
      if let nearest {
        report(.unknownFunction, expr.focus, Self.noFunction("\(qualifier).\(name)"), help: Self.didYouMean(nearest))
        return
      }
    }
    let nearest = Suggestion.nearest(to: name, in: names)
    report(.unknownFunction, expr.focus, Self.noFunction(name), help: nearest.map(Self.didYouMean))
  }

  private static func noFunction(_ name: String) -> Text {
    Text(en: "there is no function \"\(name)\"", ja: "「\(name)」という関数はありません")
  }

  private mutating func noMatch(
    _ expr: Expr, _ declaration: FunctionDeclaration, _ call: Resolution.Call, _ types: [CELType]
  ) {
    let given = types.map { describe($0) }
    let name = declaration.name
    let written =
      call.style == .member && !given.isEmpty
      ? "\(given[0]).\(name)(\(given.dropFirst().joined(separator: ", ")))"
      : "\(name)(\(given.joined(separator: ", ")))"
    let forms = declaration.signatures.prefix(6).joined(separator: "; ")
    report(
      .noMatchingOverload, expr.focus,
      Text(en: "there is no form \(written)", ja: "\(written) という形はありません"),
      help: nullable(call.arguments) ?? Text(en: "its forms: \(forms)", ja: "使える形: \(forms)"))
  }

  // MARK: Macros

  mutating func comprehension(_ macro: Comprehension) -> CELType {
    let range = check(macro.range)
    let (key, value) = iterated(macro.range, range)
    let isMap: Bool = if case .list = substitution.shallow(range) { false } else { true }
    guard let second = macro.second else {
      let element = isMap ? key : value
      return with(macro.first, element) { $0.body(macro, element, key) }
    }
    return with(macro.first, key) { checker in
      checker.with(second, value) { $0.body(macro, value, key) }
    }
  }

  /// What a macro's one or two variables hold: index and element of a list, key and value of a map.
  private mutating func iterated(_ expr: Expr, _ type: CELType) -> (key: CELType, value: CELType) {
    let shallow = substitution.shallow(type)
    switch shallow {
    case .list(let element): return (.int, element)
    case .map(let key, let value): return (key, value)
    case .record: return (.string, .dyn)
    case .dyn: return (.dyn, .dyn)
    case .variable:
      _ = substitution.fits(.dyn, shallow)
      return (.dyn, .dyn)
    case .nullable(let inner):
      guardNull(expr)
      return iterated(expr, inner)
    default:
      report(
        .notIterable, expr.range,
        Text(
          en: "a macro walks over a list or map, but this is \(describe(type))",
          ja: "マクロで繰り返せるのはリストかマップですが、型は \(describe(type)) です"))
      return (.dyn, .dyn)
    }
  }

  private mutating func body(_ macro: Comprehension, _ element: CELType, _ key: CELType) -> CELType {
    if let filter = macro.filter { condition(filter) }
    let known = macro.filter.map { presence($0).whenTrue } ?? []
    guard let body = macro.body else { return .list(element) }
    return knowing(known) { checker in
      switch macro.macro {
      case .all, .exists, .existsOne:
        checker.condition(body)
        return .bool
      case .map, .transformList, .filter: return .list(checker.check(body))
      case .transformMap: return .map(key, checker.check(body))
      case .transformMapEntry: return checker.entries(body)
      }
    }
  }

  private mutating func entries(_ body: Expr) -> CELType {
    let type = check(body)
    let (key, value) = (substitution.fresh(), substitution.fresh())
    if substitution.fits(type, .map(key, value)) { return .map(key, value) }
    report(
      .noMatchingOverload, body.range,
      Text(
        en: "transformMapEntry needs a map of entries, but this is \(describe(type))",
        ja: "transformMapEntry にはマップが必要ですが、型は \(describe(type)) です"))
    return .dyn
  }
}

extension Expr.BinaryOperator {
  fileprivate var isCondition: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in: true
    case .add, .subtract, .multiply, .divide, .modulo: false
    }
  }
}
