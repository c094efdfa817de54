extension Library {
  static let matches: Binary = { text, pattern, context throws(EvaluationError) in
    throw EvaluationError(.noSuchOverload("matches", [text, pattern]))
  }
}
