package import Diagnostics

/// A scalar as written and as resolved by the core schema of YAML 1.2.2, section 10.3.
package struct YAMLScalar: Sendable {
  package enum Style: Sendable, Hashable {
    case plain
    case singleQuoted
    case doubleQuoted
    case literal
    case folded
  }

  /// The characters after unquoting and folding; for numbers as written (`0x1F`).
  package let text: String
  package let value: YAMLScalarValue
  package let style: Style
  /// The scalar in the file: quotes included, for block scalars from the `|` or `>` to the last line of content.
  package let location: Location
  /// Column of the block collection around it, -1 at the top: what the indentation of a block scalar is counted from.
  let blockIndent: Int

  init(text: String, value: YAMLScalarValue, style: Style, location: Location, blockIndent: Int) {
    self.text = text
    self.value = value
    self.style = style
    self.location = location
    self.blockIndent = blockIndent
  }

  /// Where a part of `text` stands in the file, so that an error inside an embedded expression is drawn under the
  /// right character.
  ///
  /// `range` counts UTF-8 bytes of `text` and is clamped to it. Exact for plain, quoted (an escape is marked whole)
  /// and block scalars; a blank that stands for a folded line break is marked from the end of its line to the start
  /// of the next.
  package func location(ofValueRange range: Range<Int>) -> Location {
    guard let decoded = try? ScalarText.decode(location.source.bytes, location.span, style, blockIndent) else {
      return location
    }
    let count = decoded.bytes.count
    let lower = min(max(range.lowerBound, 0), count)
    let upper = min(max(range.upperBound, lower), count)
    let span = decoded.sourceSpan(lower, upper, of: location.span)
    // The line break after the last line of a block scalar is in the value but not in the span.
    return Location(
      location.source, Span(min(span.lower, location.span.upper), min(span.upper, location.span.upper)))
  }
}

/// What the core schema makes of a scalar.
package enum YAMLScalarValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Floats, and integers outside `Int64`.
  case float(YAMLFloat)
  case string(String)
}

/// A number that need not fit a machine word.
package struct YAMLFloat: Sendable, Hashable {
  /// The nearest double; infinite where the text is `.inf` or beyond the range.
  package let double: Double
  /// The exact value in the grammar of JSON numbers (RFC 8259, section 6), such as `0.10` or `1e400`; nil for `.inf`
  /// and `.nan`, which JSON cannot say.
  package let exact: String?
}
