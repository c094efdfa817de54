import Diagnostics

/// Recursive descent over the grammar of the language (langdef, "Syntax"). Binary operators climb precedence, so one
/// level of nesting costs few stack frames; depth is bounded by `Limits.depth`.
struct Parser {
  /// Thrown at the first mistake of grammar, after it was noted: what follows it would be guesswork.
  struct Stop: Error {}

  let expandsMacros: Bool
  private let tokens: [Token]
  private var position = 0
  private var depth = 0
  private var nextID = 0
  private(set) var problems: [Problem] = []

  init(_ tokens: [Token], expandsMacros: Bool = true) {
    self.tokens = tokens
    self.expandsMacros = expandsMacros
  }

  /// How many ids the tree uses.
  var nodeCount: Int { nextID }

  /// The tree, or nil with `problems` saying why not.
  mutating func parse() -> Expr? {
    do throws(Stop) {
      let root = try expression()
      if case .end = current.kind { return problems.isEmpty ? root : nil }
      try unexpected(Text(en: "an operator or the end of the expression", ja: "演算子か式の終わり"))
    } catch {}
    return nil
  }

  // MARK: Tokens

  var current: Token { tokens[position] }
  var previous: Token { tokens[max(0, position - 1)] }

  mutating func advance() { position = min(position + 1, tokens.count - 1) }

  func isNext(_ symbol: Token.Symbol) -> Bool { current.kind == .symbol(symbol) }

  mutating func accept(_ symbol: Token.Symbol) -> Bool {
    guard isNext(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(Stop) {
    guard accept(symbol) else { try unexpected(Text(verbatim: "\"\(symbol.rawValue)\"")) }
  }

  mutating func note(_ problem: Problem) { problems.append(problem) }

  mutating func unexpected(_ expected: Text) throws(Stop) -> Never {
    let found =
      switch current.kind {
      case .end: Text(en: "the end of the expression", ja: "式の終わり")
      case .identifier(let name), .quotedField(let name): Text(verbatim: "\"\(name)\"")
      case .symbol(let symbol): Text(verbatim: "\"\(symbol.rawValue)\"")
      case .int, .uint, .double: Text(en: "a number", ja: "数値")
      case .string, .bytes: Text(en: "a text", ja: "文字列")
      }
    note(
      Problem(
        .unexpectedToken, current.range,
        Text(en: "found \(found.en), expected \(expected.en)", ja: "\(found.ja)がありますが、\(expected.ja)が必要です")))
    throw Stop()
  }

  // MARK: Nodes

  mutating func make(
    _ kind: Expr.Kind, from start: Int, focus: Range<Int>? = nil, height below: Int
  ) throws(Stop) -> Expr {
    let range = start..<max(start, previous.range.upperBound)
    if below >= Limits.depth { try tooDeep(range) }
    defer { nextID += 1 }
    return Expr(id: nextID, range: range, focus: focus ?? range, kind: kind, height: below + 1)
  }

  private mutating func tooDeep(_ range: Range<Int>) throws(Stop) -> Never {
    note(
      Problem(
        .tooDeep, range,
        Text(
          en: "the expression nests more than \(Limits.depth) levels", ja: "式の入れ子が\(Limits.depth)段を超えています"),
        help: Text(en: "split it into several conditions", ja: "複数の条件に分けてください")))
    throw Stop()
  }

  // MARK: Operators

  /// Expr = Or ["?" Or ":" Expr]
  mutating func expression() throws(Stop) -> Expr {
    depth += 1
    defer { depth -= 1 }
    if depth > Limits.depth { try tooDeep(current.range) }
    let start = current.range.lowerBound
    let condition = try binary(Precedence.or)
    let mark = current.range
    guard accept(.question) else { return condition }
    let then = try binary(Precedence.or)
    try expect(.colon)
    let otherwise = try expression()
    return try make(
      .conditional(condition, then: then, otherwise: otherwise), from: start, focus: mark,
      height: max(condition.height, then.height, otherwise.height))
  }

  private enum Precedence {
    static let or = 1
    static let and = 2
    static let relation = 3
    static let sum = 4
    static let product = 5
  }

  private enum Infix {
    case logical(Expr.LogicalOperator)
    case binary(Expr.BinaryOperator)
  }

  private func infix() -> (operation: Infix, precedence: Int)? {
    switch current.kind {
    case .identifier("in"): return (.binary(.in), Precedence.relation)
    case .symbol(let symbol):
      switch symbol {
      case .or: return (.logical(.or), Precedence.or)
      case .and: return (.logical(.and), Precedence.and)
      default: break
      }
      guard let operation = Expr.BinaryOperator(rawValue: symbol.rawValue) else { return nil }
      switch operation {
      case .add, .subtract: return (.binary(operation), Precedence.sum)
      case .multiply, .divide, .modulo: return (.binary(operation), Precedence.product)
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in:
        return (.binary(operation), Precedence.relation)
      }
    default: return nil
    }
  }

  private mutating func binary(_ minimum: Int) throws(Stop) -> Expr {
    let start = current.range.lowerBound
    var left = try unary()
    while let (operation, precedence) = infix(), precedence >= minimum {
      let mark = current
      switch operation {
      case .logical(let logical):
        var operands = [left]
        while current.kind == mark.kind {
          advance()
          operands.append(try binary(precedence + 1))
        }
        left = try make(
          .logical(logical, operands), from: start, focus: mark.range, height: operands.map(\.height).max() ?? 0)
      case .binary(let binaryOperator):
        advance()
        let right = try binary(precedence + 1)
        left = try make(
          .binary(binaryOperator, left, right), from: start, focus: mark.range, height: max(left.height, right.height))
      }
    }
    return left
  }

  /// Unary = Member | "!" {"!"} Member | "-" {"-"} Member
  private mutating func unary() throws(Stop) -> Expr {
    var marks: [Token] = []
    while isNext(.not) || (isNext(.minus) && !startsNumber) {
      if let first = marks.first, first.kind != current.kind { break }
      marks.append(current)
      advance()
    }
    var operand = try member()
    for mark in marks.reversed() {
      operand = try make(
        .unary(mark.kind == .symbol(.not) ? .not : .negate, operand), from: mark.range.lowerBound, focus: mark.range,
        height: operand.height)
    }
    return operand
  }

  /// A minus right before a number belongs to the literal: only so can the lowest int be written.
  private var startsNumber: Bool {
    switch tokens[min(position + 1, tokens.count - 1)].kind {
    case .int, .double: true
    case .uint, .identifier, .quotedField, .string, .bytes, .symbol, .end: false
    }
  }
}
