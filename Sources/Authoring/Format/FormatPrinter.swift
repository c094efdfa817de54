import Diagnostics
import YAML

/// Prints a tree in the one layout: two blanks a level, flow collections that fit on their line, blank lines and
/// comments where they were.
struct FormatPrinter {
  static let width = 120

  private let syntax: YAMLSyntax
  private(set) var lines: [String] = []

  init(_ syntax: YAMLSyntax) { self.syntax = syntax }

  mutating func document(_ root: FormatNode, _ header: [(text: String, isApart: Bool)]) -> String {
    comments(header, 0)
    switch root.content {
    case .inline, .flow:
      if let text = inline(root), DisplayWidth.of(text) <= Self.width {
        lines.append(text)
      } else {
        collection(root, 0)
      }
    case .block: collection(root, 0)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Blocks

  private mutating func collection(_ node: FormatNode, _ indent: Int) {
    switch node.content {
    case .inline(let scalar): lines.append(blanks(indent) + (text(of: scalar) ?? ""))
    case .flow(let entries, let isMapping, _), .block(let entries, let isMapping):
      if !node.properties.isEmpty, indent == 0 { lines.append(node.properties) }
      for entry in entries { self.entry(entry, isMapping, indent) }
    }
  }

  private mutating func entry(_ entry: FormatEntry, _ isMapping: Bool, _ indent: Int) {
    comments(entry.before, indent)
    if entry.isApart { blankLine() }
    let head = blanks(indent) + (isMapping ? (entry.key.flatMap { text(of: $0) } ?? "") + ":" : "-")
    value(entry.value, head, indent, entry.trailing, isItem: !isMapping)
    comments(entry.after, indent)
  }

  private mutating func value(
    _ node: FormatNode, _ head: String, _ indent: Int, _ trailing: String?, isItem: Bool
  ) {
    let tail = trailing.map { "  " + $0 } ?? ""
    if case .inline(let scalar) = node.content, case .scalar(let span, let style, _) = scalar.content,
      style == .literal || style == .folded
    {
      block(span, head, scalar.properties, indent)
      return
    }
    if let text = inline(node) {
      let line = text.isEmpty ? head : head + " " + text
      var isAlone = true
      switch node.content {
      case .inline: break
      case .flow(let entries, _, _), .block(let entries, _): isAlone = entries.isEmpty
      }
      if isAlone || DisplayWidth.of(line) <= Self.width {
        lines.append(line + tail)
        return
      }
    }
    let properties = node.properties.isEmpty ? "" : " " + node.properties
    let start = lines.count
    collection(FormatNode(properties: "", content: node.content), indent + 2)
    // `- key: value` shares its line with the dash, unless something must stand there first.
    let inner = blanks(indent + 2)
    if isItem, tail.isEmpty, properties.isEmpty, lines.count > start, lines[start].hasPrefix(inner),
      !lines[start].dropFirst(indent + 2).hasPrefix("#")
    {
      lines[start] = head + " " + lines[start].dropFirst(indent + 2)
    } else {
      lines.insert(head + properties + tail, at: start)
    }
  }

  /// A block scalar, its lines moved to the new indentation.
  private mutating func block(_ span: Span, _ head: String, _ properties: String, _ indent: Int) {
    let all = syntax.source.text(span).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasSuffix("\r") ? line.dropLast() : line
    }
    let header = all.first.map(String.init) ?? "|"
    let body = all.dropFirst()
    let explicit = header.first { $0.isNumber } != nil
    let old = body.filter { !$0.allSatisfy { $0 == " " } }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    let margin = blanks(indent + 2)
    lines.append(head + " " + (properties.isEmpty ? "" : properties + " ") + header)
    // With an indentation of its own the text's first blanks mean something: it stays, and the result is compared.
    for line in body { lines.append(explicit ? String(line) : line.isEmpty ? "" : margin + line.dropFirst(old)) }
  }

  // MARK: Lines

  /// The value on one line; nil where it cannot be.
  private func inline(_ node: FormatNode) -> String? {
    let body: String
    switch node.content {
    case .inline(let scalar): return text(of: scalar)
    case .block(let entries, let isMapping):
      guard entries.isEmpty else { return nil }
      body = isMapping ? "{}" : "[]"
    case .flow(let entries, let isMapping, let mustBreak):
      guard !mustBreak else { return nil }
      var parts: [String] = []
      for entry in entries {
        guard let value = inline(entry.value) else { return nil }
        guard isMapping else {
          parts.append(value)
          continue
        }
        guard let key = entry.key.flatMap({ text(of: $0) }) else { return nil }
        parts.append(key + ": " + value)
      }
      body = (isMapping ? "{" : "[") + parts.joined(separator: ", ") + (isMapping ? "}" : "]")
    }
    return node.properties.isEmpty ? body : node.properties + " " + body
  }

  /// A scalar as written, on one line; nil for block scalars.
  private func text(of node: YAMLSyntax.Node) -> String? {
    let written: String
    switch node.content {
    case .alias(let name): written = name
    case .scalar(let span, let style, let value):
      let raw = syntax.source.text(span)
      switch style {
      case .literal, .folded: return nil
      case .plain, .singleQuoted, .doubleQuoted:
        written = raw.contains { $0.isNewline } ? Self.joined(style, value) : raw
      }
    case .sequence, .mapping: return nil
    }
    return [node.properties, written].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A scalar of several lines, folded into one.
  private static func joined(_ style: YAMLScalar.Style, _ value: String) -> String {
    let isOneLine = !value.contains { $0.isNewline }
    switch style {
    case .plain where isOneLine: return value
    case .singleQuoted where isOneLine: return "'" + value.replacing("'", with: "''") + "'"
    case .plain, .singleQuoted, .doubleQuoted, .literal, .folded: return Quoted.double(value)
    }
  }

  // MARK: Comments

  private mutating func comments(_ comments: [(text: String, isApart: Bool)], _ indent: Int) {
    for comment in comments {
      if comment.isApart { blankLine() }
      lines.append(blanks(indent) + comment.text)
    }
  }

  /// One, and none at the start of the file.
  private mutating func blankLine() {
    if let last = lines.last, !last.isEmpty { lines.append("") }
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}

/// Double-quoted scalars of YAML.
enum Quoted {
  static func double(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x85 || scalar.value == 0x2028
          || scalar.value == 0x2029 || scalar.value == 0xFEFF
        {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
