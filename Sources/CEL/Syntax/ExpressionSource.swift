package import Diagnostics

/// The text of one expression and where it stands in its file.
///
/// An expression is usually a scalar inside a YAML file, where folding and escapes move bytes about; `locate` maps a
/// range of UTF-8 offsets in `text` to the place that people should look at.
package struct ExpressionSource: Sendable {
  package let text: String
  package let locate: @Sendable (Range<Int>) -> Location

  package init(text: String, locate: @escaping @Sendable (Range<Int>) -> Location) {
    self.text = text
    self.locate = locate
  }

  /// An expression whose text stands unchanged in `file` from byte `offset` on.
  package init(text: String, in file: SourceFile, at offset: Int = 0) {
    self.init(text: text) { Location(file, Span(offset + $0.lowerBound, offset + $0.upperBound)) }
  }

  /// An expression that is in no file: tests, the command line.
  package init(_ text: String, name: String = "<expression>") {
    self.init(text: text, in: SourceFile(name: name, text: text))
  }
}

/// What an expression may not exceed (the figures of Kubernetes where it has them).
package enum Limits {
  /// UTF-8 bytes of one expression.
  package static let expressionBytes = 10 * 1_024
  /// Levels of the syntax tree. Chains of `&&` and `||` are one level however long, because they are kept flat.
  package static let depth = 64
  /// Levels that an expression may add to a value: `[[1]]` adds two. Names bound by macros count with their value.
  package static let valueDepth = 128
  /// Cost units of one evaluation.
  package static let costUnits = 1_000_000
  /// Diagnostics reported for one expression.
  package static let diagnostics = 50
}
