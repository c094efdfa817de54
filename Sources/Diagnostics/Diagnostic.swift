package enum Severity: String, Sendable, Hashable, Comparable {
  case note
  case warning
  case error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A span in a file.
package struct Location: Sendable {
  package let source: SourceFile
  package let span: Span

  package init(_ source: SourceFile, _ span: Span) {
    self.source = source
    self.span = span
  }

  package var position: Position { source.position(of: span.lower) }
}

/// A mistake of an author, as a value: what was wrong, where, what was expected, what to do next.
///
/// Codes are open strings that never change meaning: `Y…` YAML, `C…` CEL, `E…`/`W…` definitions,
/// rule identifiers for invoices. `sekisho explain CODE` has a page for each.
package struct Diagnostic: Sendable {
  package struct Note: Sendable {
    package let message: Text
    package let location: Location?

    package init(_ message: Text, at location: Location? = nil) {
      self.message = message
      self.location = location
    }
  }

  package var code: String
  package var severity: Severity
  package var message: Text
  package var location: Location?
  package var notes: [Note]
  package var help: Text?

  package init(
    _ code: String, _ severity: Severity = .error, _ message: Text, at location: Location? = nil,
    notes: [Note] = [], help: Text? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.location = location
    self.notes = notes
    self.help = help
  }
}

extension Sequence where Element == Diagnostic {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// By file, then position, then code: the order in which a reader meets them.
  package func inReadingOrder() -> [Diagnostic] {
    sorted { left, right in
      let leftKey = (left.location?.source.name ?? "", left.location?.span.lower ?? -1, left.code)
      let rightKey = (right.location?.source.name ?? "", right.location?.span.lower ?? -1, right.code)
      return leftKey < rightKey
    }
  }
}
