import Diagnostics
import Patterns

/// Why a constant pattern can never match.
struct PatternProblem {
  let message: Text
  let help: Text?

  /// Nil where the pattern is sound.
  init?(_ pattern: String) {
    do {
      _ = try LinearPattern(re2: pattern)
      return nil
    } catch {
      message = error.message
      help = error.help
    }
  }
}

extension Library {
  /// A pattern that is not constant is compiled when met, and kept for the rest of the evaluation.
  static let matches: Binary = { text, pattern, context throws(EvaluationError) in
    let pattern = try context.pattern(pattern.asString)
    return .bool(try pattern.matches(text.asString, &context))
  }
}

extension LinearPattern {
  /// Matching costs at worst the length of the text times the size of the program.
  func matches(_ text: String, _ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    let (cost, overflow) = text.utf8.count.multipliedReportingOverflow(by: programSize)
    try context.charge(bytes: overflow ? Int.max : cost)
    return matches(text)
  }
}

/// `text.matches(pattern)` with a constant pattern, which is compiled once.
struct PatternStep: ConditionStep {
  let text: any Step
  let pattern: LinearPattern
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    let value = try text.evaluate(&context)
    guard case .string(let text) = value else { throw EvaluationError(.noSuchOverload("matches", [value]), range) }
    do { return try pattern.matches(text, &context) } catch { throw error.at(range) }
  }
}

extension EvaluationContext {
  private static let patternLimit = 16
  /// Tighter than for constant patterns: these are compiled within the budget.
  private static let patternLimits = {
    var limits = PatternLimits()
    limits.memory = 1 << 20
    return limits
  }()

  fileprivate mutating func pattern(_ source: String) throws(EvaluationError) -> LinearPattern {
    try charge(bytes: source.utf8.count)
    if let known = patterns[source] { return known }
    try charge(CostModel.compilePattern + source.utf8.count)
    let pattern: LinearPattern
    do { pattern = try LinearPattern(re2: source, limits: Self.patternLimits) } catch {
      throw EvaluationError(.badArgument(error.message))
    }
    try charge(pattern.programSize)
    if patterns.count >= Self.patternLimit { patterns = [:] }
    patterns[source] = pattern
    return pattern
  }
}
