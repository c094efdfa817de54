package import Diagnostics

/// Why a pattern was refused, and where.
package struct PatternError: Error, Sendable, Hashable {
  /// What is wrong, in words for the author of the pattern.
  package let message: Text
  /// What to write instead, where there is an answer.
  package let help: Text?
  /// UTF-8 bytes of the pattern that are at fault; nil where the whole pattern is.
  package let span: Span?

  /// UTF-8 offset in the pattern, where known.
  package var offset: Int? { span?.lower }

  init(_ message: Text, at span: Span? = nil, help: Text? = nil) {
    self.message = message
    self.span = span
    self.help = help
  }
}
