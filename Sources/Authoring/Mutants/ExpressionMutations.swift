import CEL

/// The small mistakes that an expression can hold, found on its syntax tree and made in its text.
struct ExpressionMutations {
  struct Mutation {
    let kind: MutationOperator
    /// Byte offset in the text: tells the sites of one expression apart.
    let offset: Int
    let before: String
    let after: String
    let text: String
  }

  private let text: [UInt8]
  private(set) var found: [Mutation] = []

  /// Nothing for a text that is no expression: the loader says what is wrong with it.
  init(condition text: String) {
    self.text = Array(text.utf8)
    guard let root = Self.parse(text) else { return }
    // `!x` negated and `x == y` negated are what the operators below make of them.
    if !Self.isOwnNegation(root) {
      add(.conditionNegated, root.range, "!(" + slice(root.range) + ")")
    }
    walk(root)
  }

  private static func parse(_ text: String) -> Expr? {
    guard case .success(let compiled) = CELEnvironment(variables: [:]).compileUnchecked(ExpressionSource(text)) else {
      return nil
    }
    return compiled.root
  }

  private static func isOwnNegation(_ expr: Expr) -> Bool {
    switch expr.kind {
    case .unary(.not, _), .binary(.equal, _, _), .binary(.notEqual, _, _), .binary(.in, _, _): true
    case .literal, .identifier, .select, .has, .index, .call, .unary, .binary, .logical, .conditional, .list, .map,
      .comprehension, .bind, .optionalMap, .invalid:
      false
    }
  }

  private func slice(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

  private mutating func add(_ kind: MutationOperator, _ range: Range<Int>, _ replacement: String) {
    let mutated = Array(text[..<range.lowerBound]) + Array(replacement.utf8) + Array(text[range.upperBound...])
    found.append(
      Mutation(
        kind: kind, offset: range.lowerBound, before: slice(range), after: replacement,
        text: String(decoding: mutated, as: UTF8.self)))
  }

  /// The parser bounds the depth (`Limits.depth`).
  private mutating func walk(_ expr: Expr) {
    switch expr.kind {
    case .literal(.int(let number)):
      // `x > 5` with 4 is `x >= 5`, which the comparison makes already.
      if !covered.contains(.init(id: expr.id, isUp: true)) { add(.constantChanged, expr.range, String(number + 1)) }
      if !covered.contains(.init(id: expr.id, isUp: false)) {
        add(.constantChanged, expr.range, number > 0 ? String(number - 1) : "(\(number - 1))")
      }
    case .literal(.bool(let flag)): add(.constantChanged, expr.range, flag ? "false" : "true")
    case .unary(.not, let operand): add(.negationDropped, expr.range, "(" + slice(operand.range) + ")")
    case .binary(let operation, let left, let right): compare(operation, left, right, in: expr)
    case .logical(let operation, let operands):
      for index in operands.indices {
        let rest = operands.indices.filter { $0 != index }.map { "(" + slice(operands[$0].range) + ")" }
        add(.operandDropped, expr.range, "(" + rest.joined(separator: " \(operation.rawValue) ") + ")", at: index)
      }
    case .list(let elements) where elements.count > 1:
      for index in elements.indices {
        let rest = elements.indices.filter { $0 != index }.map { slice(elements[$0].value.range) }
        add(.elementDropped, expr.range, "[" + rest.joined(separator: ", ") + "]", at: index)
      }
    case .comprehension(let macro) where macro.macro == .all || macro.macro == .exists:
      let other: Comprehension.Macro = macro.macro == .all ? .exists : .all
      add(.quantifierChanged, expr.focus, other.rawValue)
    case .literal, .identifier, .select, .has, .index, .call, .unary, .conditional, .list, .map, .comprehension, .bind,
      .optionalMap, .invalid:
      break
    }
    for child in expr.children { walk(child) }
  }

  /// As above, for several mutations of one range.
  private mutating func add(_ kind: MutationOperator, _ range: Range<Int>, _ replacement: String, at index: Int) {
    add(kind, range, replacement)
    guard let last = found.popLast() else { return }
    found.append(
      Mutation(
        kind: kind, offset: range.lowerBound + index, before: last.before, after: last.after, text: last.text))
  }

  private struct Nudge: Hashable {
    let id: Int
    let isUp: Bool
  }

  /// Numbers and directions that a changed comparison stands for.
  private var covered: Set<Nudge> = []

  private mutating func cover(_ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr) {
    let towards: (left: Bool, right: Bool)
    switch operation {
    case .less, .greaterOrEqual: towards = (false, true)
    case .lessOrEqual, .greater: towards = (true, false)
    case .equal, .notEqual, .in, .add, .subtract, .multiply, .divide, .modulo: return
    }
    if case .literal(.int) = left.kind { covered.insert(Nudge(id: left.id, isUp: towards.left)) }
    if case .literal(.int) = right.kind { covered.insert(Nudge(id: right.id, isUp: towards.right)) }
  }

  private mutating func compare(_ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr, in expr: Expr) {
    cover(operation, left, right)
    switch operation {
    case .less: add(.comparisonChanged, expr.focus, "<=")
    case .lessOrEqual: add(.comparisonChanged, expr.focus, "<")
    case .greater: add(.comparisonChanged, expr.focus, ">=")
    case .greaterOrEqual: add(.comparisonChanged, expr.focus, ">")
    case .equal: add(.comparisonChanged, expr.focus, "!=")
    case .notEqual: add(.comparisonChanged, expr.focus, "==")
    case .in: add(.comparisonChanged, expr.range, "!(" + slice(expr.range) + ")")
    case .add: add(.comparisonChanged, expr.focus, "-")
    case .subtract: add(.comparisonChanged, expr.focus, "+")
    case .multiply, .divide, .modulo: break
    }
  }
}
