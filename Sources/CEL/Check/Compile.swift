package import Diagnostics

/// Why an expression cannot be used: every mistake found, in reading order.
package struct CompilationFailure: Error, Sendable {
  package let diagnostics: [Diagnostic]
}

extension CELEnvironment {
  /// Parses without checking types: names and types are then only met at evaluation.
  package func compileUnchecked(_ source: ExpressionSource) -> Result<CompiledExpression, CompilationFailure> {
    switch parse(source) {
    case .failure(let failure): .failure(failure)
    case .success(let (root, count)):
      .success(plan(source, root, types: Array(repeating: .dyn, count: count), warnings: []))
    }
  }

  /// Parses and checks. `expecting`: the type that the result must fit, `bool` for a guard.
  package func compile(
    _ source: ExpressionSource, expecting: CELType? = nil
  ) -> Result<CompiledExpression, CompilationFailure> {
    switch parse(source) {
    case .failure(let failure): return .failure(failure)
    case .success(let (root, count)):
      var checker = Checker(self, nodeCount: count)
      let type = checker.check(root)
      if let expecting, !checker.substitution.fits(type, expecting) {
        let found = checker.describe(type)
        checker.report(
          .wrongResult, root.range,
          Text(
            en: "the expression must give \(expecting), but it gives \(found)",
            ja: "式の結果は \(expecting) でなければなりませんが、\(found) です"))
      }
      guard !checker.problems.contains(where: { $0.severity == .error }) else {
        return .failure(failure(source, checker.problems))
      }
      let warnings = checker.problems.map { $0.diagnostic(in: source) }.inReadingOrder()
      return .success(plan(source, root, types: checker.resolvedTypes, warnings: warnings))
    }
  }

  private func parse(_ source: ExpressionSource) -> Result<(root: Expr, count: Int), CompilationFailure> {
    let length = source.text.utf8.count
    guard length <= Limits.expressionBytes else {
      let problem = Problem(
        .tooLong, 0..<min(length, 1),
        Text(
          en: "the expression has \(length) bytes; at most \(Limits.expressionBytes) are allowed",
          ja: "式が\(length)バイトあります。上限は\(Limits.expressionBytes)バイトです"),
        help: Text(en: "split it into several conditions", ja: "複数の条件に分けてください"))
      return .failure(failure(source, [problem]))
    }
    var lexer = Lexer(source.text)
    let tokens = lexer.scan()
    guard lexer.problems.isEmpty else { return .failure(failure(source, lexer.problems)) }
    var parser = Parser(tokens, expandsMacros: expandsMacros)
    guard let root = parser.parse() else { return .failure(failure(source, parser.problems)) }
    var depth = ValueDepth()
    guard depth.levels(root) <= Limits.valueDepth else {
      let problem = Problem(
        .tooDeep, root.range,
        Text(
          en: "the expression builds a value of more than \(Limits.valueDepth) levels",
          ja: "式が\(Limits.valueDepth)段を超える入れ子の値を作ります"))
      return .failure(failure(source, [problem]))
    }
    return .success((root, parser.nodeCount))
  }

  private func plan(
    _ source: ExpressionSource, _ root: Expr, types: [CELType], warnings: [Diagnostic]
  ) -> CompiledExpression {
    var planner = Planner(self)
    let step = planner.plan(root)
    return CompiledExpression(
      source: source, root: root, types: types, resultType: types[root.id], warnings: warnings,
      environment: self, step: step, localCount: planner.localCount)
  }

  private func failure(_ source: ExpressionSource, _ problems: [Problem]) -> CompilationFailure {
    CompilationFailure(
      diagnostics: problems.prefix(Limits.diagnostics).map { $0.diagnostic(in: source) }.inReadingOrder())
  }
}
