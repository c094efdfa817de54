import Diagnostics

/// Why a constant pattern can never match.
struct PatternProblem {
  let message: Text
  let help: Text?

  /// Nil where the pattern is sound.
  init?(_ pattern: String) { return nil }
}

extension Library {
  static let matches: Binary = { text, pattern, context throws(EvaluationError) in
    throw EvaluationError(.noSuchOverload("matches", [text, pattern]))
  }
}
