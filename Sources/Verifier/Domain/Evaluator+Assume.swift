import CEL
import Workflows

extension Evaluator {
  /// Boxes that together hold every situation of `box` in which the condition evaluates to `want`.
  func assume(
    _ expr: Expr, _ want: Bool, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals = [:]
  ) -> [Box] {
    // Of what must all hold each part is looked at by itself.
    if case .logical(let operation, let operands) = expr.kind, (operation == .and) == want, locals.isEmpty,
      box.facts.isEmpty
    {
      return all(operands, want, compiled, box, locals)
    }
    let known = evaluate(expr, compiled, box, locals)
    guard case .bool(let yes, let no) = known.value else { return defect == .unknownIsFalse && want ? [] : [box] }
    if want ? !yes : !no { return [] }
    // Already sure. In a constructive search a condition over lists may still want elements.
    if want ? !no : !yes, !known.canFail { return [box] }
    switch expr.kind {
    case .unary(.not, let operand): return assume(operand, !want, compiled, box, locals)
    case .logical(let operation, let operands):
      return (operation == .and) == want
        ? all(operands, want, compiled, box, locals) : any(operands, want, compiled, box, locals)
    case .conditional(let condition, let then, let otherwise):
      return bounded(
        assume(condition, true, compiled, box, locals).flatMap { assume(then, want, compiled, $0, locals) }
          + assume(condition, false, compiled, box, locals).flatMap { assume(otherwise, want, compiled, $0, locals) },
        box)
    case .has(let operand, let field):
      guard let place = member(field, of: operand, by: expr, compiled, locals) else {
        return note(expr, want, compiled, box, locals)
      }
      return present(place, want, box)
    case .call(let target?, "hasValue", _):
      guard let place = place(target, compiled, locals) else { return note(expr, want, compiled, box, locals) }
      return present(place, want, box)
    case .bind(let name, let value, let body):
      var inner = locals
      inner[name] = bind(value, compiled, box, locals).local
      return assume(body, want, compiled, box, inner)
    case .binary(.in, let left, let right):
      return membership(left, right, want, expr, compiled, box, locals)
    case .binary(let operation, let left, let right):
      guard let operation = want ? operation : operation.inverse else { return note(expr, want, compiled, box, locals) }
      return compare(operation, left, right, compiled, box, locals)
    case .comprehension(let macro) where isConstructive:
      return construct(macro, want, compiled, box, locals) ?? note(expr, want, compiled, box, locals)
    default: break
    }
    if let refined = refine(expr, .equal, .bool(want), compiled, box, locals) { return refined }
    return note(expr, want, compiled, box, locals)
  }

  /// Boxes of every situation in which the condition is not true: false, or an error.
  func assumeNotTrue(_ expr: Expr, _ compiled: CompiledExpression, _ box: Box) -> [Box] {
    evaluate(expr, compiled, box).canFail ? [box] : assume(expr, false, compiled, box)
  }

  private func all(
    _ operands: [Expr], _ want: Bool, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> [Box] {
    var boxes = [box]
    // Conditions over all elements come last: what others add must meet them too.
    let ordered = isConstructive ? operands.filter { !$0.isForAll } + operands.filter(\.isForAll) : operands
    for operand in ordered {
      boxes = bounded(boxes.flatMap { assume(operand, want, compiled, $0, locals) }, box)
      if boxes.isEmpty { return [] }
    }
    // A second pass: what was narrowed later may contradict what was only noted before.
    return boxes.filter { narrowed in
      operands.allSatisfy { operand in
        guard case .bool(let yes, let no) = evaluate(operand, compiled, narrowed, locals).value else { return true }
        return want ? yes : no
      }
    }
  }

  private func any(
    _ operands: [Expr], _ want: Bool, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> [Box] {
    bounded(operands.flatMap { assume($0, want, compiled, box, locals) }, box)
  }

  func bounded(_ boxes: [Box], _ box: Box) -> [Box] {
    guard boxes.count > 4 else { return boxes }
    var seen: Set<Box> = []
    let different = boxes.filter { seen.insert($0).inserted }
    if different.count <= Self.limit { return different }
    return isConstructive ? Array(different.prefix(Self.limit)) : [box]
  }

  /// Remembers the truth of a condition that cells cannot say.
  private func note(
    _ expr: Expr, _ want: Bool, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> [Box] {
    if defect == .unknownIsFalse, want { return [] }
    guard locals.isEmpty else { return [box] }
    let key = key(expr, compiled)
    if let known = box.facts[key] { return known == want ? [box] : [] }
    var noted = box
    noted.facts[key] = want
    return [noted]
  }

  func present(_ place: Place, _ want: Bool, _ box: Box) -> [Box] {
    var cell = cell(place, box)
    if cell.presence == (want ? .no : .yes) { return [] }
    if cell.presence == (want ? .yes : .no) { return [box] }
    var narrowed = box
    cell.presence = want ? .yes : .no
    narrowed.cells[place.path] = cell
    return [narrowed]
  }

  private func membership(
    _ left: Expr, _ right: Expr, _ want: Bool, _ expr: Expr, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> [Box] {
    if case .literal(.string(let name)) = left.kind, let place = place(right, compiled, locals),
      case .record = place.full(schema)
    {
      return present(place.member(name, schema), want, box)
    }
    if isConstructive, let boxes = constructMembership(left, right, want, compiled, box, locals) { return boxes }
    guard case .list(let elements) = right.kind else { return note(expr, want, compiled, box, locals) }
    let constants = elements.compactMap { element -> Value? in
      if case .literal(let value) = element.value.kind { Self.constant(value) } else { nil }
    }
    guard constants.count == elements.count else { return note(expr, want, compiled, box, locals) }
    if let texts = Self.texts(constants) {
      let wanted: Value = .text(want ? .of(texts) : .except(texts))
      return refine(left, .equal, wanted, compiled, box, locals) ?? note(expr, want, compiled, box, locals)
    }
    guard want else {
      var boxes = [box]
      for constant in constants {
        boxes = boxes.flatMap { refine(left, .notEqual, constant, compiled, $0, locals) ?? [$0] }
      }
      return boxes
    }
    return bounded(
      constants.flatMap { refine(left, .equal, $0, compiled, box, locals) ?? [box] }, box)
  }

  private static func texts(_ values: [Value]) -> Set<String>? {
    var texts: Set<String> = []
    for value in values {
      guard case .text(.of(let set)) = value else { return nil }
      texts.formUnion(set)
    }
    return texts
  }

  // MARK: Comparisons

  private func compare(
    _ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> [Box] {
    let first = evaluate(left, compiled, box, locals).value
    let second = evaluate(right, compiled, box, locals).value
    var boxes = refine(left, operation, second, compiled, box, locals)
    boxes = (boxes ?? [box]).flatMap { narrowed -> [Box] in
      refine(right, operation.mirrored, first, compiled, narrowed, locals) ?? [narrowed]
    }
    guard locals.isEmpty, !left.isConstant, !right.isConstant else { return boxes ?? [box] }
    return (boxes ?? [box]).compactMap { noted(operation, left, right, compiled, $0) }
  }

  /// Whether facts say how two expressions stand to one another.
  func relation(
    _ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr, _ compiled: CompiledExpression, _ box: Box
  ) -> Bool? {
    guard !box.facts.isEmpty else { return nil }
    let (a, b) = (key(left, compiled), key(right, compiled))
    func less(_ a: String, _ b: String) -> Bool? {
      if let known = box.facts["\(a) < \(b)"] { return known }
      if box.facts["\(b) < \(a)"] == true || equal(a, b, deep: false) == true { return false }
      return nil
    }
    func equal(_ a: String, _ b: String, deep: Bool = true) -> Bool? {
      if let known = box.facts["\(a) == \(b)"] ?? box.facts["\(b) == \(a)"] { return known }
      guard deep else { return nil }
      if box.facts["\(a) < \(b)"] == true || box.facts["\(b) < \(a)"] == true { return false }
      return nil
    }
    return switch operation {
    case .less: less(a, b)
    case .greater: less(b, a)
    case .lessOrEqual: less(b, a).map { !$0 }
    case .greaterOrEqual: less(a, b).map { !$0 }
    case .equal: equal(a, b)
    case .notEqual: equal(a, b).map { !$0 }
    case .in, .add, .subtract, .multiply, .divide, .modulo: nil
    }
  }

  private func noted(
    _ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr, _ compiled: CompiledExpression, _ box: Box
  ) -> Box? {
    if let known = relation(operation, left, right, compiled, box) { return known ? box : nil }
    let (a, b) = (key(left, compiled), key(right, compiled))
    var noted = box
    switch operation {
    case .less: noted.facts["\(a) < \(b)"] = true
    case .greater: noted.facts["\(b) < \(a)"] = true
    case .lessOrEqual: noted.facts["\(b) < \(a)"] = false
    case .greaterOrEqual: noted.facts["\(a) < \(b)"] = false
    case .equal: noted.facts["\(a) == \(b)"] = true
    case .notEqual: noted.facts["\(a) == \(b)"] = false
    case .in, .add, .subtract, .multiply, .divide, .modulo: break
    }
    return noted
  }

  /// Narrows the places behind an expression so that it stands in the relation to some value of `bound`; nil where the
  /// expression has no places that can be narrowed.
  func refine(
    _ expr: Expr, _ operation: Expr.BinaryOperator, _ bound: Value, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> [Box]? {
    switch expr.kind {
    case .identifier, .select, .index:
      guard let place = place(expr, compiled, locals), !place.path.contains("*") else { return nil }
      var cell = cell(place, box)
      guard cell.presence != .no else { return [] }
      guard let values = parts(cell.value, operation, bound) else { return nil }
      return values.map { value in
        var narrowed = box
        cell.value = value
        cell.presence = .yes
        narrowed.cells[place.path] = cell
        return narrowed
      }
    case .call(let target?, "orValue", let arguments):
      return refineOptional(target, arguments.first, operation, bound, compiled, box, locals)
    case .call(let target, "size", let arguments):
      guard let operand = target ?? arguments.first, case .int(let size) = bound else { return nil }
      let wanted = narrow(.int(.sizes), operation, .int(size))
      guard case .int(let sizes)? = wanted else { return wanted == nil ? nil : [] }
      return refine(operand, .equal, .list(sizes), compiled, box, locals)
    case .call(nil, "sum", let arguments) where isConstructive:
      return arguments.first.flatMap { constructSum($0, operation, bound, compiled, box, locals) }
    case .binary(.add, let left, let right):
      guard case .int(let limit) = bound else { return nil }
      for (side, other) in [(left, right), (right, left)] {
        guard case .literal(.int(let constant)) = other.kind else { continue }
        return refine(side, operation, .int(limit.adding(Interval(constant).negated).sum), compiled, box, locals)
      }
      return nil
    case .binary(.subtract, let left, let right):
      guard case .int(let limit) = bound, case .literal(.int(let constant)) = right.kind else { return nil }
      return refine(left, operation, .int(limit.adding(Interval(constant)).sum), compiled, box, locals)
    case .conditional(let condition, let then, let otherwise):
      return bounded(
        [(true, then), (false, otherwise)].flatMap { truth, branch -> [Box] in
          assume(condition, truth, compiled, box, locals).flatMap { narrowed -> [Box] in
            let value = evaluate(branch, compiled, narrowed, locals).value
            guard case .bool(let yes, _) = Self.compare(operation, value, bound), yes else { return [] }
            return refine(branch, operation, bound, compiled, narrowed, locals) ?? [narrowed]
          }
        }, box)
    default: return nil
    }
  }

  /// `x.?f.orValue(c)`: there and in the relation, or absent while `c` is.
  private func refineOptional(
    _ target: Expr, _ fallback: Expr?, _ operation: Expr.BinaryOperator, _ bound: Value,
    _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> [Box]? {
    guard let place = place(target, compiled, locals), !place.path.contains("*"), let fallback else { return nil }
    let cell = cell(place, box)
    var boxes: [Box] = []
    if cell.presence != .no {
      for value in parts(cell.value, operation, bound) ?? [cell.value] {
        var there = box
        there.cells[place.path] = Cell(presence: .yes, value: value)
        boxes.append(there)
      }
    }
    if cell.presence != .yes {
      let other = evaluate(fallback, compiled, box, locals).value
      if case .bool(let yes, _) = Self.compare(operation, other, bound), yes {
        var absent = box
        absent.cells[place.path] = Cell(presence: .no, value: cell.value)
        boxes += refine(fallback, operation, bound, compiled, absent, locals) ?? [absent]
      } else if case .list(let size) = other, case .list(let wanted) = bound, !size.intersection(wanted).isEmpty {
        var absent = box
        absent.cells[place.path] = Cell(presence: .no, value: cell.value)
        boxes.append(absent)
      }
    }
    return boxes
  }
}

extension Expr.BinaryOperator {
  /// What holds where this does not.
  var inverse: Expr.BinaryOperator? {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    case .add, .subtract, .multiply, .divide, .modulo, .in: nil
    }
  }

  /// The same relation read from the right.
  var mirrored: Expr.BinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual, .add, .subtract, .multiply, .divide, .modulo, .in: self
    }
  }
}
