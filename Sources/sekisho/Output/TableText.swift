import Diagnostics

/// Columns that line up, also under wide characters.
enum TableText {
  /// - Parameter rows: cells in one line each, harmless on a terminal.
  static func lines(titles: [String], rows: [[String]], rightAligned: [Bool], _ style: Style) -> [String] {
    let all = [titles] + rows
    let widths = titles.indices.map { column in all.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return all.enumerated().map { index, cells in
      let line = cells.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
        if rightAligned[column] { return blanks + cell }
        return cell + blanks
      }.joined(separator: "  ")
      let trimmed = String(line.reversed().drop { $0 == " " }.reversed())
      return index == 0 ? style.bold(trimmed) : trimmed
    }
  }

  /// Cells that line up, without titles.
  static func rows(_ rows: [[String]]) -> [String] {
    guard let first = rows.first else { return [] }
    let blank = first.map { _ in "" }
    return Array(
      lines(titles: blank, rows: rows, rightAligned: first.map { _ in false }, Style(isOn: false)).dropFirst())
  }

  /// One field a line.
  static func record(_ fields: [(title: String, value: String)], _ style: Style) -> [String] {
    let width = fields.map { DisplayWidth.of($0.title) }.max() ?? 0
    return fields.map { field in
      style.bold(field.title) + String(repeating: " ", count: width - DisplayWidth.of(field.title)) + "  " + field.value
    }
  }
}

/// Emphasis, where standard output is a terminal that wants it.
struct Style: Sendable {
  let isOn: Bool

  static let ofOutput = Style(isOn: Terminal.outputIsTerminal && Environment.wantsColor)

  func bold(_ text: String) -> String { wrap(text, "1") }
  func green(_ text: String) -> String { wrap(text, "32") }
  func red(_ text: String) -> String { wrap(text, "31") }
  func dim(_ text: String) -> String { wrap(text, "2") }

  private func wrap(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
