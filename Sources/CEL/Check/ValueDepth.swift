/// How many levels an expression may add to a value. Walking and releasing a value takes stack for each level, and a
/// chain of `cel.bind` multiplies levels far beyond the depth of the tree.
struct ValueDepth {
  private var scope = Scope<Int>()

  mutating func levels(_ expr: Expr) -> Int {
    switch expr.kind {
    case .literal, .has, .unary, .invalid, .logical: 0
    case .identifier(let name, _): scope[name] ?? 0
    case .select(let operand, _, let isOptional): levels(operand) + (isOptional ? 1 : 0)
    case .index(let operand, _, let isOptional): levels(operand) + (isOptional ? 1 : 0)
    case .call(let target, _, let arguments):
      1 + arguments.reduce(target.map { levels($0) } ?? 0) { max($0, levels($1)) }
    case .binary(_, let left, let right): max(levels(left), levels(right))
    case .conditional(_, let then, let otherwise): max(levels(then), levels(otherwise))
    case .list(let elements): 1 + elements.reduce(0) { max($0, levels($1.value)) }
    case .map(let entries): 1 + entries.reduce(0) { max($0, levels($1.value)) }
    case .comprehension(let macro): comprehension(macro)
    case .bind(let name, let value, let body): with(name, levels(value)) { $0.levels(body) }
    case .optionalMap(let target, let name, let body, _): 1 + with(name, levels(target)) { $0.levels(body) }
    }
  }

  private mutating func comprehension(_ macro: Comprehension) -> Int {
    let range = levels(macro.range)
    guard let body = macro.body else { return range }
    let names = [macro.first] + (macro.second.map { [$0] } ?? [])
    for name in names { scope.push(name, range) }
    defer { scope.pop(names.count) }
    return 1 + levels(body)
  }

  private mutating func with(_ name: String, _ levels: Int, _ body: (inout ValueDepth) -> Int) -> Int {
    scope.push(name, levels)
    defer { scope.pop() }
    return body(&self)
  }
}
