package import Diagnostics

/// A rule that a document breaks, and where.
///
/// As JSON: `{"rule", "severity", "source", "topic", "path", "line", "column", "message": {"en","ja"}, "found",
/// "expected": {"en","ja"}, "help": {"en","ja"}, "reason", "action"}`; `found` and `expected` may be null.
package struct Finding: Sendable {
  package let rule: Rule
  /// `/Invoice/cac:InvoiceLine[2]/cbc:ID`; where an element is missing, the path it should have. `/` for the whole file.
  package let path: String
  /// Of the element's start tag, or of the nearest enclosing one where it is missing.
  package private(set) var position: Position
  package let span: Span
  package let message: Text
  /// As the document has it, cut to a length fit for messages. Data: not to be shown without neutralising escapes.
  package let found: String?
  package let expected: Text?

  package var severity: Severity { rule.severity }

  init(
    rule: Rule, path: String, position: Position, span: Span, message: Text, found: String?, expected: Text?
  ) {
    self.rule = rule
    self.path = path
    self.position = position
    self.span = span
    self.message = message
    self.found = found
    self.expected = expected
  }

  func placed(at position: Position) -> Finding {
    var copy = self
    copy.position = position
    return copy
  }

  /// The finding for a terminal: caret, what was found and expected, path and response codes as notes, help.
  package func diagnostic(in source: SourceFile) -> Diagnostic {
    var notes: [Diagnostic.Note] = []
    if let found { notes.append(.init(Text(en: "found: \(found)", ja: "検出: \(found)"))) }
    if let expected { notes.append(.init(Text(en: "expected: \(expected.en)", ja: "期待: \(expected.ja)"))) }
    notes.append(.init(Text(en: "path: \(path)", ja: "位置: \(path)")))
    let codes = "\(rule.reason.rawValue)/\(rule.action.rawValue)"
    notes.append(
      .init(
        Text(
          en: "reason and action codes: \(codes) (\(rule.reason.title.en))",
          ja: "理由・対応コード: \(codes)(\(rule.reason.title.ja))")))
    return Diagnostic(rule.id, rule.severity, message, at: Location(source, span), notes: notes, help: rule.help)
  }
}
