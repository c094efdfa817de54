extension Diagnostic {
  /// Draws the diagnostic for a terminal or a log:
  ///
  ///     error[E201]: state "aproved" does not exist
  ///       --> workflows/loan.yaml:12:11
  ///        |
  ///     12 |       to: aproved
  ///        |           ^^^^^^^
  ///        = help: did you mean "approved"?
  ///
  /// The caret stands right under wide characters because columns are counted by display width.
  package func rendered(_ language: Language) -> String {
    var lines = ["\(Labels.severity(severity, language))[\(code)]: \(message[language].safeForTerminal())"]
    var gutter = 1
    if let location {
      gutter = max(gutter, String(location.position.line).count)
      lines += Self.excerpt(location, gutter: gutter)
    }
    for note in notes {
      lines.append(Self.margin(gutter) + "= \(Labels.note(language)): \(note.message[language].safeForTerminal())")
      if let place = note.location {
        lines += Self.excerpt(place, gutter: max(gutter, String(place.position.line).count))
      }
    }
    if let help {
      lines.append(Self.margin(gutter) + "= \(Labels.help(language)): \(help[language].safeForTerminal())")
    }
    return lines.joined(separator: "\n")
  }

  private static func margin(_ gutter: Int) -> String { String(repeating: " ", count: gutter + 1) }

  /// Long lines are cut to a window around the span: a 10 MiB scalar must not become a 10 MiB message.
  private static let window = 160

  private static func excerpt(_ location: Location, gutter: Int) -> [String] {
    let source = location.source
    let position = location.position
    let line = source.lineRange(position.line - 1)
    let start = min(max(location.span.lower, line.lower), line.upper)
    let from = max(line.lower, start - window / 2)
    let to = min(line.upper, from + window)
    let end = max(start, min(location.span.upper, to))
    let before = source.text(Span(from, start)).tabsAsSpaces.safeForTerminal()
    let marked = source.text(Span(start, end)).tabsAsSpaces.safeForTerminal()
    let after = source.text(Span(end, max(end, to))).tabsAsSpaces.safeForTerminal()
    let lead = from > line.lower ? "…" : ""
    let tail = to < line.upper ? "…" : ""
    let caret =
      String(repeating: " ", count: DisplayWidth.of(lead + before))
      + String(repeating: "^", count: max(1, DisplayWidth.of(marked)))
    let number = String(position.line)
    let padding = String(repeating: " ", count: gutter - min(gutter, number.count))
    return [
      margin(gutter) + "--> \(source.name.safeForTerminal()):\(position.line):\(position.column)",
      margin(gutter) + "|",
      "\(padding)\(number) | \(lead)\(before)\(marked)\(after)\(tail)",
      margin(gutter) + "| " + caret,
    ]
  }
}

private enum Labels {
  static func severity(_ severity: Severity, _ language: Language) -> String {
    switch (severity, language) {
    case (.error, .en): "error"
    case (.error, .ja): "エラー"
    case (.warning, .en): "warning"
    case (.warning, .ja): "警告"
    case (.note, .en): "note"
    case (.note, .ja): "注記"
    }
  }

  static func note(_ language: Language) -> String { language == .en ? "note" : "注記" }
  static func help(_ language: Language) -> String { language == .en ? "help" : "対処" }
}

extension String {
  fileprivate var tabsAsSpaces: String { String(map { $0 == "\t" ? " " : $0 }) }
}
