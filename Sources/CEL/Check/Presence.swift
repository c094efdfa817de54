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

/// Something that a condition proves about a part of a variable.
enum Fact: Hashable {
  /// The field is there.
  case present(AccessPath)
  case notNull(AccessPath)
}

/// What a condition proves: where it holds, and where it does not.
struct Presence {
  var whenTrue: Set<Fact> = []
  var whenFalse: Set<Fact> = []

  var negated: Presence { Presence(whenTrue: whenFalse, whenFalse: whenTrue) }
}

/// What conditions tell about the presence of fields: `has(x.f) && …`, `!has(x.f) || …`, `has(x.f) ? … : …`,
/// `"f" in x`, `x.?f.hasValue()`, `x.f != null` and their nestings all guard. Operands are read from left to right, as people do:
/// the guard stands before what it guards.
extension Checker {
  func presence(_ expr: Expr) -> Presence {
    switch expr.kind {
    case .has(let operand, let field): return present(operand, field)
    case .unary(.not, let operand): return presence(operand).negated
    case .logical(.and, let operands): return conjunction(operands.map { presence($0) })
    case .logical(.or, let operands): return conjunction(operands.map { presence($0).negated }).negated
    case .conditional(let condition, let then, let otherwise):
      return conditional(presence(condition), then, otherwise)
    case .binary(.in, let key, let container):
      guard case .literal(.string(let field)) = key.kind else { return Presence() }
      return present(container, field)
    case .binary(let operation, let left, let right) where operation == .equal || operation == .notEqual:
      return comparison(operation, left, right)
    case .call(let target?, "hasValue", _):
      guard case .select(let operand, let field, isOptional: true) = target.kind else { return Presence() }
      return present(operand, field)
    default: return Presence()
    }
  }

  private func present(_ operand: Expr, _ field: String) -> Presence {
    Presence(whenTrue: path(operand).map { [.present($0.appending(field))] } ?? [])
  }

  /// `x != null`, and `x == 1`, which no null makes true.
  private func comparison(_ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr) -> Presence {
    for (side, other) in [(left, right), (right, left)] {
      guard case .literal(let literal) = other.kind, let path = path(side) else { continue }
      if case .null = literal {
        let unequal = Presence(whenTrue: [.notNull(path)])
        return operation == .notEqual ? unequal : unequal.negated
      }
      let equal = Presence(whenTrue: [.notNull(path)])
      return operation == .equal ? equal : equal.negated
    }
    return Presence()
  }

  /// All hold: everything that any of them proves. Not all hold: what every one proves by failing.
  private func conjunction(_ parts: [Presence]) -> Presence {
    guard var whole = parts.first else { return Presence() }
    for part in parts.dropFirst() {
      whole.whenTrue.formUnion(part.whenTrue)
      whole.whenFalse.formIntersection(part.whenFalse)
    }
    return whole
  }

  private func conditional(_ condition: Presence, _ then: Expr, _ otherwise: Expr) -> Presence {
    let (first, second) = (presence(then), presence(otherwise))
    func either(
      _ first: Set<Fact>, _ second: Set<Fact>, _ impossible: Bool
    ) -> Set<Fact> {
      let left = condition.whenTrue.union(first)
      let right = condition.whenFalse.union(second)
      if otherwise.isLiteral(impossible) { return left }
      return then.isLiteral(impossible) ? right : left.intersection(right)
    }
    return Presence(
      whenTrue: either(first.whenTrue, second.whenTrue, false),
      whenFalse: either(first.whenFalse, second.whenFalse, true))
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
