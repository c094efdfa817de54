import Diagnostics

/// CSV after RFC 4180, harmless in spreadsheets.
enum CSVText {
  static func row(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }

  /// What a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection); full-width forms
  /// count, since Japanese editions take them too. Control characters other than line breaks become visible escapes.
  static func field(_ text: String) -> String {
    let formula: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠"]
    let isFormula = text.first.map { formula.contains($0) } ?? false
    var safe = (isFormula ? "'" : "") + text.replacing("\r\n", with: "\n").safeForTerminal(keepingLineBreaks: true)
    let needsQuotes = isFormula || safe.contains { $0 == "," || $0 == "\"" || $0.isNewline } || safe.hasPrefix(" ")
    if needsQuotes { safe = "\"" + safe.replacing("\"", with: "\"\"") + "\"" }
    return safe
  }
}
