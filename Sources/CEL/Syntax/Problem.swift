import Diagnostics

/// A mistake found in an expression, before it is known where the expression stands.
struct Problem: Sendable {
  let code: Code
  let severity: Severity
  let range: Range<Int>
  let message: Text
  let help: Text?

  init(_ code: Code, _ range: Range<Int>, _ message: Text, severity: Severity = .error, help: Text? = nil) {
    self.code = code
    self.severity = severity
    self.range = range
    self.message = message
    self.help = help
  }

  func diagnostic(in source: ExpressionSource) -> Diagnostic {
    Diagnostic(code.rawValue, severity, message, at: source.locate(range), help: help)
  }
}
