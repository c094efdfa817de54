import Diagnostics
package import Workflows

extension Diagram {
  /// Graphviz's language. What authors wrote is quoted, its backslashes and entities too, since labels expand both.
  ///
  /// - Parameter counts: items a state now; nil leaves them out.
  package func dot(_ wording: Wording, counts: [StateName: Int]? = nil) -> String {
    var lines = [
      "digraph \(Dot.quoted(definition.name.text)) {", "  graph [\(Dot.attributes(graphAttributes(wording)))];",
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", color=\"#44546a\", fontname=\(Dot.fonts), fontsize=11, margin=\"0.14,0.07\"];",
      "  edge [color=\"#44546a\", fontname=\(Dot.fonts), fontsize=9, arrowsize=0.7];",
      "  \"(start)\" [shape=circle, style=filled, fillcolor=\"#222222\", label=\"\", width=0.16, fixedsize=true, tooltip=\"start\"];",
    ]
    lines += nodes.map { node($0, wording, counts) }
    lines += gatherings.map { gathering in
      let attributes = [
        ("shape", "note"), ("style", "filled"), ("fillcolor", "#f4f4f4"), ("color", "#999999"), ("fontsize", "9"),
        ("label", Dot.lines(gatheredLines(gathering, wording))),
        ("tooltip", Dot.text(gathered(gathering, wording).printable)),
      ]
      return "  \(Dot.quoted("any " + gathering.name.text)) [\(Dot.attributes(attributes))];"
    }
    if arrows.contains(where: { $0.to == .resumed }) {
      lines.append(
        "  \"(resumed)\" [shape=circle, label=\"H\", fontsize=10, margin=0.02, tooltip=\(Dot.quoted(name(.resumed, wording)))];"
      )
    }
    if !everywhere.isEmpty {
      let attributes = [
        ("shape", "note"), ("style", "filled"), ("fillcolor", "#fffbe6"), ("color", "#999999"), ("fontsize", "9"),
        ("label", everywhereLines(wording).map { Dot.text($0) + "\\l" }.joined()),
      ]
      lines.append("  \"(everywhere)\" [\(Dot.attributes(attributes))];")
    }
    lines.append("  \"(start)\" -> \(Dot.quoted(definition.initial.text));")
    lines += arrows.map { arrow($0, wording) }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  private func graphAttributes(_ wording: Wording) -> [(String, String)] {
    let legend = wording(
      Text(
        en:
          "solid: a person acts, dashed ⇒: by itself, dotted ※: deadline or result, ◎ review, ▽ child item, ◆ deadline",
        ja: "実線：人の操作　破線 ⇒：自動　点線 ※：期限・結果　◎ 審査　▽ 子案件　◆ 期限"))
    return [
      ("rankdir", "TB"), ("ranksep", "0.45"), ("nodesep", "0.3"), ("fontname", Dot.fontNames), ("fontsize", "14"),
      ("labelloc", "t"), ("bgcolor", "#ffffff"),
      ("label", Dot.lines([wording(definition.title).printable, legend])),
    ]
  }

  private func node(_ node: Node, _ wording: Wording, _ counts: [StateName: Int]?) -> String {
    var label = [wording(node.title).printable]
    if let counts { label[0] += "  ● \(counts[node.name] ?? 0)" }
    label += node.lines.flatMap { $0.pieces(wording, guards: 0, width: 40) }
    var attributes = [("label", Dot.lines(label)), ("tooltip", Dot.text("\(node.name.text)"))]
    switch node.kind {
    case .plain: break
    case .initial: attributes.append(("penwidth", "2"))
    case .final: attributes += [("peripheries", "2"), ("fillcolor", "#e2efda")]
    case .review: attributes.append(("fillcolor", "#ddebf7"))
    case .child: attributes.append(("fillcolor", "#ece4f4"))
    }
    if let counts, (counts[node.name] ?? 0) > 0 { attributes += [("color", "#c00000"), ("penwidth", "2")] }
    return "  \(Dot.quoted(node.name.text)) [\(Dot.attributes(attributes))];"
  }

  private func arrow(_ arrow: Arrow, _ wording: Wording) -> String {
    let short = arrow.lines.flatMap { $0.pieces(wording, guards: 1, width: 32) }
    let full = arrow.lines.flatMap { $0.pieces(wording, guards: 20, width: 400) }
    var attributes = [
      ("label", Dot.lines(short)), ("tooltip", Dot.lines(full)), ("labeltooltip", Dot.lines(full)),
    ]
    let marks = arrow.lines.map(\.mark)
    if marks.allSatisfy({ $0 == .automatic }) { attributes.append(("style", "dashed")) }
    if marks.allSatisfy({ $0 == .system }) { attributes.append(("style", "dotted")) }
    if marks.allSatisfy({ $0 == .child }) { attributes.append(("color", "#7030a0")) }
    if marks.allSatisfy({ $0 == .review }) { attributes.append(("color", "#2e75b6")) }
    return "  \(Dot.id(arrow.from)) -> \(Dot.id(arrow.to)) [\(Dot.attributes(attributes))];"
  }
}

/// Quoting for Graphviz.
enum Dot {
  /// The first family that is installed is taken; the last one is never Japanese.
  static let fontNames = "IPAexGothic,Noto Sans CJK JP,Noto Sans JP,sans-serif"
  static let fonts = "\"\(fontNames)\""

  static func id(_ end: Diagram.Arrow.End) -> String {
    switch end {
    case .state(let name): quoted(name.text)
    case .gathered(let name): quoted("any " + name.text)
    case .resumed: "\"(resumed)\""
    }
  }

  static func attributes(_ pairs: [(String, String)]) -> String {
    pairs.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ", ")
  }

  /// Text for inside quotes; several lines are joined by Graphviz's own escape.
  static func lines(_ lines: [String]) -> String { lines.map(text).joined(separator: "\\n") }

  static func text(_ text: String) -> String {
    text.printable.replacing("&", with: "&amp;").replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  static func quoted(_ text: String) -> String { "\"" + self.text(text) + "\"" }
}
