import Diagnostics

/// Finds the type of every node, and every mistake of types; it never stops at the first.
struct Checker {
  /// A name bound by a macro.
  struct Local {
    let type: CELType
    let path: AccessPath
  }

  let environment: CELEnvironment
  var scope = Scope<Local>()
  var substitution = Substitution()
  /// What is known where the checker stands.
  var facts: Set<Fact> = []
  private var types: [CELType]
  private(set) var problems: [Problem] = []
  private var localCount = 0

  init(_ environment: CELEnvironment, nodeCount: Int) {
    self.environment = environment
    types = Array(repeating: .dyn, count: nodeCount)
    substitution.isLenientAboutNull = environment.isLenientAboutNull
  }

  /// The types of all nodes by id, nothing left unknown.
  var resolvedTypes: [CELType] { types.map { substitution.resolved($0) } }

  /// The type of a node that was checked already.
  func type(of expr: Expr) -> CELType { types[expr.id] }

  mutating func report(
    _ code: Code, _ range: Range<Int>, _ message: Text, severity: Severity = .error, help: Text? = nil
  ) {
    guard problems.count < Limits.diagnostics else { return }
    problems.append(Problem(code, range, message, severity: severity, help: help))
  }

  func describe(_ type: CELType) -> String { substitution.resolved(type).description }

  // MARK: Nodes

  /// Checks a node and remembers its type. After a mistake the type is `dyn`, so that one mistake gives one message.
  @discardableResult mutating func check(_ expr: Expr) -> CELType {
    let type = withoutNull(expr, type(expr))
    types[expr.id] = type
    return type
  }

  /// What remains of a nullable type behind `x != null`.
  private func withoutNull(_ expr: Expr, _ type: CELType) -> CELType {
    guard case .nullable(let inner) = type, let path = path(expr), facts.contains(.notNull(path)) else { return type }
    return inner
  }

  private mutating func type(_ expr: Expr) -> CELType {
    switch expr.kind {
    case .literal(let value): return value.runtimeType
    case .invalid: return .dyn
    case .identifier(let name, let isAbsolute): return identifier(expr, name, isAbsolute)
    case .select(let operand, let field, let isOptional): return select(expr, operand, field, isOptional)
    case .has(let operand, let field): return has(expr, operand, field)
    case .index(let operand, let key, let isOptional): return index(expr, operand, key, isOptional)
    case .call(let target, let function, let arguments): return call(expr, target, function, arguments)
    case .unary(let operation, let operand): return unary(expr, operation, operand)
    case .binary(let operation, let left, let right): return binary(expr, operation, left, right)
    case .logical(let operation, let operands): return logical(operation, operands)
    case .conditional(let condition, let then, let otherwise): return conditional(expr, condition, then, otherwise)
    case .list(let elements): return list(elements)
    case .map(let entries): return map(entries)
    case .comprehension(let macro): return comprehension(macro)
    case .bind(let name, let value, let body):
      let type = check(value)
      let known = path(value)
      return with(name, type, path: known) { $0.check(body) }
    case .optionalMap(let target, let name, let body, let isFlat):
      return optionalMap(target, name, body, isFlat: isFlat)
    }
  }

  /// Binds a name while `body` is checked.
  mutating func with<Result>(
    _ name: String, _ type: CELType, path: AccessPath? = nil, _ body: (inout Checker) -> Result
  ) -> Result {
    localCount += 1
    scope.push(name, Local(type: type, path: path ?? AccessPath(root: .local(localCount))))
    defer { scope.pop() }
    return body(&self)
  }

  /// Checks `body` knowing more.
  mutating func knowing<Result>(_ more: Set<Fact>, _ body: (inout Checker) -> Result) -> Result {
    guard !more.isEmpty else { return body(&self) }
    let before = facts
    facts.formUnion(more)
    defer { facts = before }
    return body(&self)
  }

  /// A condition must be `bool`.
  mutating func condition(_ expr: Expr) {
    let type = check(expr)
    if substitution.fits(type, .bool) { return }
    report(
      .noMatchingOverload, expr.range,
      Text(
        en: "this must be true or false, but it is \(describe(type))",
        ja: "ここには真偽値が必要ですが、型は \(describe(type)) です"),
      help: Text(en: "compare it with something", ja: "何かと比較する式にしてください"))
  }

  // MARK: Logic

  private mutating func logical(_ operation: Expr.LogicalOperator, _ operands: [Expr]) -> CELType {
    let before = facts
    for operand in operands {
      condition(operand)
      facts.formUnion(operation == .and ? presence(operand).whenTrue : presence(operand).whenFalse)
    }
    facts = before
    return .bool
  }

  private mutating func conditional(_ expr: Expr, _ test: Expr, _ then: Expr, _ otherwise: Expr) -> CELType {
    condition(test)
    let known = presence(test)
    let first = knowing(known.whenTrue) { $0.check(then) }
    let second = knowing(known.whenFalse) { $0.check(otherwise) }
    if let kept = keptEnumeration(first, otherwise) ?? keptEnumeration(second, then) { return kept }
    let result = substitution.fresh()
    if substitution.attempt({ $0.fits(first, result) && $0.fits(second, result) }) { return result }
    report(
      .noMatchingOverload, expr.focus,
      Text(
        en: "both results must have one type, but they are \(describe(first)) and \(describe(second))",
        ja: "二つの結果の型は同じでなければなりませんが、\(describe(first)) と \(describe(second)) です"))
    return .dyn
  }

  // MARK: Aggregates

  private mutating func list(_ elements: [Expr.Element]) -> CELType {
    var common: CELType?
    for element in elements {
      let type = optionalContent(element.value, element.isOptional)
      common = common.map { substitution.joined($0, type) } ?? type
    }
    return .list(common ?? substitution.fresh())
  }

  private mutating func map(_ entries: [Expr.Entry]) -> CELType {
    var keys: CELType?
    var values: CELType?
    var seen: Set<MapKey> = []
    for entry in entries {
      let key = checkedKey(entry.key)
      if case .literal(let literal) = entry.key.kind, let mapKey = MapKey(lookup: literal),
        !seen.insert(mapKey).inserted
      {
        report(
          .badKey, entry.key.range,
          Text(en: "the key \(literal.excerpt) is given twice", ja: "キー \(literal.excerpt) が重複しています"))
      }
      let value = optionalContent(entry.value, entry.isOptional)
      keys = keys.map { substitution.joined($0, key) } ?? key
      values = values.map { substitution.joined($0, value) } ?? value
    }
    return .map(keys ?? substitution.fresh(), values ?? substitution.fresh())
  }

  private mutating func checkedKey(_ expr: Expr) -> CELType {
    let type = check(expr)
    switch substitution.shallow(type) {
    case .bool, .int, .uint, .string, .enumeration, .dyn, .variable: return type
    default:
      report(
        .badKey, expr.range,
        Text(
          en: "a map key is a bool, int, uint or string, not \(describe(type))",
          ja: "マップのキーは bool・int・uint・string です。\(describe(type)) は使えません"))
      return .dyn
    }
  }

  /// The type of an element, or of what the optional of an element marked `?` holds.
  private mutating func optionalContent(_ expr: Expr, _ isOptional: Bool) -> CELType {
    let type = check(expr)
    guard isOptional else { return type }
    let inner = substitution.fresh()
    if substitution.fits(type, .optional(inner)) { return substitution.shallow(type) == .dyn ? .dyn : inner }
    report(
      .noMatchingOverload, expr.range,
      Text(
        en: "an entry marked ? needs an optional, but this is \(describe(type))",
        ja: "? を付けた要素にはoptionalが必要ですが、型は \(describe(type)) です"))
    return .dyn
  }

  private mutating func optionalMap(_ target: Expr, _ name: String, _ body: Expr, isFlat: Bool) -> CELType {
    let type = check(target)
    let inner = substitution.fresh()
    if !substitution.fits(type, .optional(inner)) {
      report(
        .noMatchingOverload, target.range,
        Text(
          en: "optMap needs an optional, but this is \(describe(type))",
          ja: "optMap にはoptionalが必要ですが、型は \(describe(type)) です"))
    }
    let known = path(target)
    let result = with(name, inner, path: known) { $0.check(body) }
    guard isFlat else { return .optional(result) }
    let content = substitution.fresh()
    if substitution.fits(result, .optional(content)) { return .optional(content) }
    report(
      .noMatchingOverload, body.range,
      Text(
        en: "optFlatMap needs an optional as its result, but this is \(describe(result))",
        ja: "optFlatMap の結果はoptionalでなければなりませんが、型は \(describe(result)) です"))
    return .dyn
  }
}
