import Diagnostics
import Workflows

/// A bar a state: the median of the days spent in it, and a line to the ninth decile. A plain SVG that needs no script.
package struct LeadTimeChart {
  private let report: MonteCarloReport
  private let wording: Wording

  package init(_ report: MonteCarloReport, _ wording: Wording = .both) {
    self.report = report
    self.wording = wording
  }

  private static let width = 960
  private static let left = 380
  private static let row = 28
  private static let top = 76

  package var svg: String {
    let lines = Array(report.states.prefix(60))
    let longest = max(1, lines.map(\.days.p90).max() ?? 1)
    let height = Self.top + lines.count * Self.row + 40
    let scale = Double(Self.width - Self.left - 90) / longest
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\" "
        + "aria-labelledby=\"chart-title chart-desc\" font-family=\"'Noto Sans CJK JP', 'Noto Sans JP', sans-serif\">",
      "<title id=\"chart-title\">\(escaped(title))</title>", "<desc id=\"chart-desc\">\(escaped(description))</desc>",
      "<rect width=\"\(Self.width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
      text(title, x: 16, y: 28, size: 18), text(legend, x: 16, y: 52, size: 13),
    ]
    for (index, line) in lines.enumerated() {
      parts += bar(line, y: Self.top + index * Self.row, scale: scale)
    }
    parts.append("</svg>")
    return parts.joined(separator: "\n") + "\n"
  }

  private var title: String {
    wording(Text(en: "Days in each state: \(report.workflow)", ja: "状態ごとの日数：\(report.workflow)"))
  }

  private var legend: String {
    wording(Text(en: "bar: median, line: 90th percentile", ja: "棒：中央値、線：90パーセンタイル"))
  }

  private var description: String {
    let shown = report.states.map { line in
      "\(wording(line.title)) \(number(line.days.median)) / \(number(line.days.p90))"
    }
    return wording(
      Text(
        en:
          "\(report.items) simulated items, \(report.finished) finished, seed \(report.seed). Median and p90 in days:",
        ja: "模擬案件\(report.items)件、完了\(report.finished)件、乱数の種\(report.seed)。中央値とp90（日）：")) + " "
      + shown.joined(separator: "; ")
  }

  private func bar(_ line: MonteCarloReport.StateLine, y: Int, scale: Double) -> [String] {
    let (median, p90) = (Int(line.days.median * scale), Int(line.days.p90 * scale))
    let prefix = line.workflow == report.workflow ? "" : "\(line.workflow): "
    let label = (prefix + wording(line.title)).shortened(toWidth: 44)
    let middle = y + Self.row / 2
    return [
      text(label, x: Self.left - 10, y: middle + 5, size: 13, anchor: "end"),
      "<rect x=\"\(Self.left)\" y=\"\(y + 5)\" width=\"\(max(1, median))\" height=\"\(Self.row - 10)\" fill=\"#1f5f8b\"/>",
      "<line x1=\"\(Self.left + median)\" y1=\"\(middle)\" x2=\"\(Self.left + p90)\" y2=\"\(middle)\" "
        + "stroke=\"#b35c00\" stroke-width=\"3\"/>",
      text(
        "\(number(line.days.median)) / \(number(line.days.p90))", x: Self.left + max(median, p90) + 8, y: middle + 5,
        size: 12),
    ]
  }

  private func text(_ content: String, x: Int, y: Int, size: Int, anchor: String = "start") -> String {
    "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor)\" fill=\"#1a1a1a\">\(escaped(content))</text>"
  }

  private func escaped(_ text: String) -> String { AccessibleSVG.escaped(text) }

  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
