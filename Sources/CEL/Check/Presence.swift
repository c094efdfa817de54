/// The way to a part of a variable: `data.contract.amount`, `l.price` where `l` is bound by a macro.
struct AccessPath: Hashable {
  enum Root: Hashable {
    case variable(String)
    /// A name bound by a macro, told apart from others of the same spelling.
    case local(Int)
  }

  let root: Root
  var segments: [String] = []

  func appending(_ segment: String) -> AccessPath {
    var path = self
    path.segments.append(segment)
    return path
  }
}

/// What conditions tell about the presence of fields.
///
/// `whenTrue(c)` are the paths that are present wherever `c` holds, `whenFalse(c)` where it does not. So
/// `has(x.f) && …`, `!has(x.f) || …`, `has(x.f) ? … : …`, `"f" in x`, `x.?f.hasValue()` and their nestings all guard.
extension Checker {
  func whenTrue(_ expr: Expr) -> Set<AccessPath> {
    switch expr.kind {
    case .has(let operand, let field): return present(operand, field)
    case .unary(.not, let operand): return whenFalse(operand)
    case .logical(.and, let operands): return operands.reduce(into: []) { $0.formUnion(whenTrue($1)) }
    case .logical(.or, let operands): return intersection(operands.map { whenTrue($0) })
    case .conditional(let condition, let then, let otherwise):
      let first = whenTrue(condition).union(whenTrue(then))
      let second = whenFalse(condition).union(whenTrue(otherwise))
      if otherwise.isLiteral(false) { return first }
      if then.isLiteral(false) { return second }
      return first.intersection(second)
    case .binary(.in, let key, let container):
      guard case .literal(.string(let field)) = key.kind else { return [] }
      return present(container, field)
    case .call(let target?, "hasValue", _):
      guard case .select(let operand, let field, isOptional: true) = target.kind else { return [] }
      return present(operand, field)
    default: return []
    }
  }

  func whenFalse(_ expr: Expr) -> Set<AccessPath> {
    switch expr.kind {
    case .unary(.not, let operand): return whenTrue(operand)
    case .logical(.or, let operands): return operands.reduce(into: []) { $0.formUnion(whenFalse($1)) }
    case .logical(.and, let operands): return intersection(operands.map { whenFalse($0) })
    case .conditional(let condition, let then, let otherwise):
      let first = whenTrue(condition).union(whenFalse(then))
      let second = whenFalse(condition).union(whenFalse(otherwise))
      if otherwise.isLiteral(true) { return first }
      if then.isLiteral(true) { return second }
      return first.intersection(second)
    default: return []
    }
  }

  private func present(_ operand: Expr, _ field: String) -> Set<AccessPath> {
    path(operand).map { [$0.appending(field)] } ?? []
  }

  private func intersection(_ sets: [Set<AccessPath>]) -> Set<AccessPath> {
    guard let first = sets.first else { return [] }
    return sets.dropFirst().reduce(first) { $0.intersection($1) }
  }

  /// The way to a part of a variable, where the expression is one.
  func path(_ expr: Expr) -> AccessPath? {
    if let name = Resolution.qualified(expr, environment, scope) { return AccessPath(root: .variable(name)) }
    switch expr.kind {
    case .identifier(let name, let isAbsolute): return isAbsolute ? nil : scope[name]?.path
    case .select(let operand, let field, _): return path(operand)?.appending(field)
    case .index(let operand, let key, _):
      switch key.kind {
      case .literal(.string(let field)): return path(operand)?.appending(field)
      case .literal(.int(let index)): return path(operand)?.appending("[\(index)]")
      default: return nil
      }
    default: return nil
    }
  }
}

extension Expr {
  fileprivate func isLiteral(_ flag: Bool) -> Bool {
    if case .literal(.bool(flag)) = kind { true } else { false }
  }
}
