/// A file of the project as rules see it.
struct SourceText: Sendable {
  /// Relative to the project's root, with `/`: `Sources/CEL/Lexer.swift`.
  let path: String
  let text: String
  /// All pieces of a Swift file; empty for other files.
  let pieces: [SwiftToken]
  /// The pieces without comments and string literals.
  let code: [SwiftToken]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    pieces = path.hasSuffix(".swift") ? SwiftToken.pieces(of: text) : []
    code = pieces.filter { $0.kind == .word || $0.kind == .mark }
  }

  /// The room of a file in `Sources`: the folder below it.
  var room: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  var isSource: Bool { path.hasPrefix("Sources/") && path.hasSuffix(".swift") }
  var isTest: Bool { path.hasPrefix("Tests/") && path.hasSuffix(".swift") }
  /// Written by a script: read for what it says, not for how long it is.
  var isGenerated: Bool { path.hasSuffix(".generated.swift") }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The places in the code where these pieces stand one after the other.
  func places(of sequence: [String]) -> [Int] {
    guard let first = sequence.first, code.count >= sequence.count else { return [] }
    return code.indices.dropLast(sequence.count - 1).filter { index in
      code[index].text == first && sequence.indices.allSatisfy { code[index + $0].text == sequence[$0] }
    }
  }

  /// True where the word at this place is called as a free function: neither `x.print(…)` nor `func print(…)`.
  func isFreeCall(at place: Int) -> Bool {
    guard place + 1 < code.count, code[place + 1].text == "(" else { return false }
    guard place > 0 else { return true }
    return code[place - 1].text != "." && code[place - 1].text != "func"
  }
}
