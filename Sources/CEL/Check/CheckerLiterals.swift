import Diagnostics

/// Constants that can be judged before anything is evaluated.
extension Checker {
  /// A text compared with an enumeration must be one of its values: else the comparison can never hold.
  mutating func checkEnumerations(_ operation: Expr.BinaryOperator, _ left: Expr, _ right: Expr) {
    switch operation {
    case .equal, .notEqual:
      compare(left, against: right)
      compare(right, against: left)
    case .in:
      guard let allowed = enumeration(left), case .list(let elements) = right.kind else { return }
      for element in elements { literals(element.value, allowed) }
    case .add, .subtract, .multiply, .divide, .modulo, .less, .lessOrEqual, .greater, .greaterOrEqual: return
    }
  }

  /// The enumeration that stays one when a text literal stands beside it, as in `x.?kind.orValue("other")`; nil where
  /// the literal is none of its values or there is no enumeration.
  func keptEnumeration(_ type: CELType, _ other: Expr) -> CELType? {
    guard case .enumeration(let allowed) = substitution.shallow(type), case .literal(.string(let text)) = other.kind,
      allowed.contains(where: { $0.hasSameCodePoints(as: text) })
    else { return nil }
    return substitution.shallow(type)
  }

  private func enumeration(_ expr: Expr) -> [String]? {
    switch substitution.shallow(type(of: expr)) {
    case .enumeration(let values): values
    case .nullable(let inner): if case .enumeration(let values) = substitution.shallow(inner) { values } else { nil }
    case .optional(let inner): if case .enumeration(let values) = substitution.shallow(inner) { values } else { nil }
    default: nil
    }
  }

  private mutating func compare(_ expr: Expr, against other: Expr) {
    guard let allowed = enumeration(expr) else { return }
    literals(other, allowed)
    if expr.id < other.id, let others = enumeration(other), Set(allowed).isDisjoint(with: others) {
      report(
        .notInEnumeration, other.range,
        Text(en: "the two have no value in common", ja: "両辺に共通する値がありません"))
    }
  }

  /// The text literals that an expression may give: also through `? :`.
  private mutating func literals(_ expr: Expr, _ allowed: [String]) {
    switch expr.kind {
    case .literal(.string(let text)):
      guard !allowed.contains(where: { $0.hasSameCodePoints(as: text) }) else { return }
      let nearest = Suggestion.nearest(to: text, in: allowed)
      let values = allowed.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
      report(
        .notInEnumeration, expr.range,
        Text(en: "\"\(text)\" is not one of the allowed values", ja: "「\(text)」は許された値ではありません"),
        help: nearest.map(Self.didYouMean) ?? Text(en: "allowed: \(values)", ja: "許された値: \(values)"))
    case .conditional(_, let then, let otherwise):
      literals(then, allowed)
      literals(otherwise, allowed)
    default: return
    }
  }

  /// Constant patterns, moments and spans are tried at once, so that a slip is found before the guard is ever asked.
  mutating func checkLiterals(_ function: String, _ arguments: [Expr]) {
    guard environment.validatesLiterals, let last = arguments.last, case .literal(.string(let text)) = last.kind
    else { return }
    switch function {
    case "matches" where arguments.count == 2:
      if let problem = PatternProblem(text) { report(.badLiteral, last.range, problem.message, help: problem.help) }
    case "timestamp":
      if Timestamp(text: text) != nil { return }
      report(
        .badLiteral, last.range, Text(en: "this is no date-time", ja: "日時として読めません"),
        help: Text(
          en: "RFC 3339: \"2026-04-01T09:00:00+09:00\"", ja: "RFC 3339の形式: \"2026-04-01T09:00:00+09:00\""))
    case "duration":
      if CELDuration(text: text) != nil { return }
      report(
        .badLiteral, last.range, Text(en: "this is no duration", ja: "期間として読めません"),
        help: Text(
          en: "numbers with the units h, m, s, ms, us, ns: \"36h\", \"1h30m\"",
          ja: "数と単位 h, m, s, ms, us, ns で書きます: \"36h\"、\"1h30m\""))
    default: return
    }
  }
}
