import Diagnostics
import Workflows

/// Guards written to run for ever: each ends soon, with an error that refuses the transition.
enum CostBombs {
  static let guards: [(name: String, expression: String)] = [
    ("nested loops", loops(levels: 7)),
    ("text that doubles", doubling("\"0123456789\"", levels: 30, "size(x30) >= 0")),
    ("list that doubles", doubling("[1, 2, 3, 4, 5, 6, 7, 8]", levels: 30, "size(x30) >= 0")),
    ("pattern on a long text", doubling(subject, levels: 18, #"x18.matches("^(a|aa|aaa|a?a?a?a?)*b$")"#)),
    ("loops over data", "\(list).all(a, \(list).all(b, \(list).all(c, a + b + c >= 0)))"),
  ]

  // The only state is the initial one, where nothing of the data is certain.
  private static let subject = #"data.?subject.orValue("")"#
  private static let list = "data.?list.orValue([])"

  private static func loops(levels: Int) -> String {
    let list = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
    return (0..<levels).reversed().reduce("v0 >= 0") { inner, level in "\(list).all(v\(level), \(inner))" }
  }

  private static func doubling(_ start: String, levels: Int, _ last: String) -> String {
    let inner = (1...levels).reversed().reduce(last) { inner, level in
      "cel.bind(x\(level), x\(level - 1) + x\(level - 1), \(inner))"
    }
    return "cel.bind(x0, \(start), \(inner))"
  }

  /// A definition with that guard on its only transition.
  static func definition(_ expression: String) -> String {
    let quoted = expression.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return SmallFlow.text
      .replacing("require: data.amount <= 1000", with: "require: \"\(quoted)\"")
      .replacing(
        "roles:\n",
        with: "    list: {type: array, maxItems: 1000, items: {type: integer}, title: {en: List, ja: 一覧}}\nroles:\n"
      )
      .replacing("required: [subject, amount]", with: "required: [subject, amount, list]")
  }
}
