package import Diagnostics

/// How one kind of value is read from a node. Readings are put together like types; each reports what is wrong and
/// gives nil, so that one run over a file finds all mistakes:
///
///     .list(of: .record(Step.self))      .dictionary(of: .string)      .located(.string)      .from(.string, Effect.note)
package struct YAMLReading<Value> {
  /// What is expected, as it reads after "expected": "a string", "a list".
  package let expected: Text
  private let body: (YAMLNode, ReadingContext) -> Value?

  package init(_ expected: Text, _ body: @escaping (YAMLNode, ReadingContext) -> Value?) {
    self.expected = expected
    self.body = body
  }

  /// Nil after at least one report.
  package func read(_ node: YAMLNode, _ context: ReadingContext) -> Value? { body(node, context) }

  /// Reads a whole document.
  package func read(document node: YAMLNode, _ findings: Findings) -> Value? {
    let start = node.location.span.lower
    let line = node.location.source.lineRange(node.location.source.lineIndex(of: start))
    let owner = Location(node.location.source, Span(start, max(start, line.upper)))
    return read(node, ReadingContext(findings, owner: owner))
  }

  /// Another reading's value, made into this one: `.from(.string, Effect.note)`.
  package static func from<Base>(_ base: YAMLReading<Base>, _ transform: @escaping (Base) -> Value) -> YAMLReading {
    YAMLReading(base.expected) { node, context in base.read(node, context).map(transform) }
  }

  /// The value and the place it came from, for what is checked later: `.located(.string)`.
  package static func located<Base>(_ base: YAMLReading<Base>) -> YAMLReading where Value == Located<Base> {
    YAMLReading(base.expected) { node, context in
      base.read(node, context).map { Located($0, at: node.location) }
    }
  }

  /// Refuses values that `isValid` refuses, naming what was expected.
  package func checked(_ expected: Text, _ isValid: @escaping (Value) -> Bool) -> YAMLReading<Value> {
    YAMLReading(expected) { node, context in
      guard let value = body(node, context) else { return nil }
      if isValid(value) { return value }
      context.refuse(node, expected, code: .outOfRange)
      return nil
    }
  }
}

/// A value and its place in the file.
package struct Located<Value> {
  package let value: Value
  package let location: Location

  package init(_ value: Value, at location: Location) {
    self.value = value
    self.location = location
  }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {
  /// Places do not count.
  package static func == (left: Located, right: Located) -> Bool { left.value == right.value }
}
extension Located: Hashable where Value: Hashable {
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// A named value of a mapping whose keys are the author's choice.
package struct YAMLField<Value> {
  package let name: Located<String>
  package let value: Value
}

extension YAMLField: Sendable where Value: Sendable {}

/// A part of a definition that is a mapping with known fields.
package protocol YAMLRecord {
  /// Reads every field, then gives nil if a required one was missing or wrong (it has been reported). Keys that were
  /// not asked for are reported afterwards.
  init?(_ fields: FieldReader)
}
