package import Workflows

extension Diagram {
  /// Mermaid's `stateDiagram-v2`. States are called by their names with a prefix, so that none is a word of the language;
  /// what authors wrote appears in labels only, in which everything but letters, digits and blanks is a numbered entity.
  package func mermaid(_ wording: Wording, counts: [StateName: Int]? = nil) -> String {
    var lines = ["stateDiagram-v2", "  direction TB"]
    for node in nodes {
      var label = [wording(node.title)]
      if let counts { label[0] += " ● \(counts[node.name] ?? 0)" }
      label += node.lines.flatMap { $0.pieces(wording, guards: 0, width: 40) }
      lines.append("  state \"\(Mermaid.label(label))\" as \(Mermaid.id(.state(node.name)))")
    }
    for gathering in gatherings {
      let label = Mermaid.label(gatheredLines(gathering, wording))
      lines.append("  state \"\(label)\" as \(Mermaid.id(.gathered(gathering.name)))")
    }
    if arrows.contains(where: { $0.to == .resumed }) {
      lines.append("  state \"\(Mermaid.label([name(.resumed, wording)]))\" as \(Mermaid.id(.resumed))")
    }
    if !everywhere.isEmpty {
      lines.append("  state \"\(Mermaid.label(everywhereLines(wording)))\" as everywhere")
    }
    lines.append("  [*] --> \(Mermaid.id(.state(definition.initial)))")
    for arrow in arrows {
      let label = Mermaid.label(arrow.lines.flatMap { $0.pieces(wording, guards: 1, width: 32) })
      lines.append("  \(Mermaid.id(arrow.from)) --> \(Mermaid.id(arrow.to)) : \(label)")
    }
    for node in nodes where node.kind == .final { lines.append("  \(Mermaid.id(.state(node.name))) --> [*]") }
    lines += Self.classes
    for node in nodes {
      let name: String? =
        switch node.kind {
        case .plain, .initial: nil
        case .final: "ended"
        case .review: "review"
        case .child: "child"
        }
      if let name { lines.append("  class \(Mermaid.id(.state(node.name))) \(name)") }
    }
    return (lines + [""]).joined(separator: "\n")
  }

  private static let classes = [
    "  classDef ended fill:#e2efda,stroke-width:3px", "  classDef review fill:#ddebf7", "  classDef child fill:#ece4f4",
  ]
}

/// Escaping for Mermaid.
enum Mermaid {
  static func id(_ end: Diagram.Arrow.End) -> String {
    switch end {
    case .state(let name): "s_" + plain(name.text)
    case .gathered(let name): "any_" + plain(name.text)
    case .resumed: "resumed"
    }
  }

  static func label(_ lines: [String]) -> String { lines.map(text).joined(separator: "<br/>") }

  private static func text(_ text: String) -> String {
    var result = ""
    for scalar in text.printable.unicodeScalars {
      let isSafe = scalar == " " || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      if isSafe { result.unicodeScalars.append(scalar) } else { result += "#\(scalar.value);" }
    }
    return result
  }

  /// Names have this form already; whatever else comes is made so.
  private static func plain(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }
}
