import CEL
import Workflows

/// What an edge asks of the item's fields, each by itself: alternatives that any situation is cut with, so that the
/// conditions need not be evaluated anew for every situation of every state.
struct Demand {
  /// The situations that meet the conditions, whatever was before.
  let alternatives: [Box]
  let isStrict: Bool
}

extension Regions {
  /// As `taking`, for edges whose conditions compare single fields with constants and which change no data; nil for
  /// others. Both give the same situations.
  mutating func readily(_ number: Int, from boxes: [Box]) -> [Box]? {
    if demands[number] == nil { demands[number] = .some(demand(of: number)) }
    guard case .some(.some(let demand)) = demands[number] else { return nil }
    var met: [Box] = []
    for box in boxes {
      guard let start = demand.isStrict ? strengthened(box) : box else { continue }
      var mine: [Box] = []
      for alternative in demand.alternatives {
        guard let cut = cut(start, with: alternative), !mine.contains(where: { $0.covers(cut, evaluator) }) else {
          continue
        }
        mine.removeAll { cut.covers($0, evaluator) }
        mine.append(cut)
      }
      met += mine
    }
    return evaluator.bounded(met, Box())
  }

  private func demand(of number: Int) -> Demand? {
    let edge = view.flow.edges[number]
    guard view.defect == .none, let transition = edge.transition, !transition.isAutomatic, transition.effects.isEmpty,
      transition.input.required.isEmpty, transition.input.optional.isEmpty
    else { return nil }
    let isStrict = view.isStrict(edge)
    guard view.couldBeTriggered(transition, in: edge.from), view.couldBeEntered(edge) else {
      return Demand(alternatives: [], isStrict: isStrict)
    }
    let conditions = view.conditions(of: transition)
    guard conditions.allSatisfy({ asksOfFields($0.compiled.root) }) else { return nil }
    // Cut with the strict box of all situations: what is required is there, as it will be.
    var all = Box()
    all.isStrict = isStrict
    let alternatives = assumeAll(conditions, all)
    guard alternatives.allSatisfy({ $0.facts.isEmpty && $0.cells.keys.allSatisfy(isField) }) else { return nil }
    return Demand(alternatives: alternatives, isStrict: isStrict)
  }

  private func isField(_ path: String) -> Bool {
    path.hasPrefix("data.") && read.contains(String(path.dropFirst(5)))
  }

  private func cut(_ box: Box, with alternative: Box) -> Box? {
    var result = box
    for (path, wanted) in alternative.cells {
      var cell = evaluator.cell(Place(path: path, kind: .type(.dyn), presence: .maybe), box)
      switch (cell.presence, wanted.presence) {
      case (.yes, .no), (.no, .yes): return nil
      case (.maybe, _): cell.presence = wanted.presence
      case (.yes, _), (.no, _): break
      }
      if cell.presence != .no {
        cell.value = cell.value.intersection(wanted.value)
        if cell.value.isEmpty { return nil }
      }
      result.cells[path] = cell
    }
    return result
  }

  /// Comparisons of fields with constants, and what can be made of them by and, or and not.
  private func asksOfFields(_ expr: Expr) -> Bool {
    switch expr.kind {
    case .literal(.bool): true
    case .unary(.not, let operand): asksOfFields(operand)
    case .logical(_, let operands): operands.allSatisfy(asksOfFields)
    case .has(let operand, _): isData(operand)
    case .binary(.in, let left, let right): isTerm(left) && isConstantList(right)
    case .binary(let operation, let left, let right):
      operation.inverse != nil && (isTerm(left) && right.isConstant || left.isConstant && isTerm(right))
    case .literal, .identifier, .select, .index, .call, .unary, .conditional, .list, .map, .comprehension, .bind,
      .optionalMap, .invalid:
      false
    }
  }

  private func isConstantList(_ expr: Expr) -> Bool {
    if case .list(let elements) = expr.kind {
      elements.allSatisfy { $0.value.isConstant && !$0.isOptional }
    } else {
      false
    }
  }

  private func isTerm(_ expr: Expr) -> Bool {
    switch expr.kind {
    case .select(let operand, _, isOptional: false): isData(operand)
    case .call(.some(let target), "orValue", let arguments):
      if case .select(let operand, _, isOptional: true) = target.kind {
        isData(operand) && arguments.allSatisfy(\.isConstant)
      } else {
        false
      }
    case .call(let target, "size", let arguments): (target.map { [$0] } ?? arguments).allSatisfy(isTerm)
    case .literal, .identifier, .select, .has, .index, .call, .unary, .binary, .logical, .conditional, .list, .map,
      .comprehension, .bind, .optionalMap, .invalid:
      false
    }
  }

  private func isData(_ expr: Expr) -> Bool {
    if case .identifier("data", _) = expr.kind { true } else { false }
  }
}
