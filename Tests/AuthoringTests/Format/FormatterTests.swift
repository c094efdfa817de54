import Diagnostics
import Foundation
import Testing
import Workflows
import YAML

@testable import Authoring

@Suite struct FormatterTests {
  private static func formatted(_ text: String) throws -> String {
    guard case .formatted(let result) = Formatter.format(SourceFile(name: "f.yaml", text: text)) else {
      throw Refused()
    }
    return result
  }

  private struct Refused: Error {}

  @Test(arguments: [
    // Indentation, spaces, blank lines, quotes as they are.
    ("a:\n    b:   1\n\n\n\n    c: 'x'\n", "a:\n  b: 1\n\n  c: 'x'\n"),
    ("a:\n- 1\n-   b: 2\n    c: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n"),
    ("a: { b : 1,c: [ 1,2 ] }\n", "a: {b: 1, c: [1, 2]}\n"), ("a: {b: 1,\n  c: 2}\n", "a: {b: 1, c: 2}\n"),
    ("a: {}\nb: []\nc:\n", "a: {}\nb: []\nc:\n"), ("a: [x, {b: }]\n", "a: [x, {b: }]\n"),
    // Comments.
    (
      "# head\n\n# more\na: 1   # one\n# before b\nb: 2\n# end\n",
      "# head\n\n# more\na: 1  # one\n# before b\nb: 2\n# end\n"
    ),
    ("a:\n  b: 1\n  # in a\nc: 2\n", "a:\n  b: 1\n  # in a\nc: 2\n"),
    ("a:\n    # first\n    b: 1\n", "a:\n  # first\n  b: 1\n"), ("a:   # of a\n   b: 1\n", "a:  # of a\n  b: 1\n"),
    ("a:\n  - 1 # one\n  # two\n  - 2\n", "a:\n  - 1  # one\n  # two\n  - 2\n"),
    ("a: {b: 1, # one\n  c: 2}\n", "a:\n  b: 1  # one\n  c: 2\n"),
    ("a: [1, # one\n  2] # all\n", "a:\n  - 1  # one\n  - 2  # all\n"),
    // Scalars of several lines.
    ("a: |\n     x\n       y\n\n     z\nb: 1\n", "a: |\n  x\n    y\n\n  z\nb: 1\n"),
    ("a: >-\n  x\n  y\n", "a: >-\n  x\n  y\n"), ("a: | # header\n   x\n", "a: | # header\n  x\n"),
    ("a: x\n  y\n", "a: x y\n"), ("a: 'x\n  y''z'\n", "a: 'x y''z'\n"), ("a: \"x\n\n  y\"\n", "a: \"x\\ny\"\n"),
    // Anchors, aliases, tags.
    ("a: &x   {b: 1}\nc:  *x\n", "a: &x {b: 1}\nc: *x\n"), ("a: &x\n    b: 1\nc: *x\n", "a: &x\n  b: 1\nc: *x\n"),
    ("a: !!str  1\n", "a: !!str 1\n"), ("- - 1\n  - 2\n- 3\n", "- - 1\n  - 2\n- 3\n"),
    ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"), ("a: 1", "a: 1\n"),
  ])
  func layout(text: String, expected: String) throws {
    #expect(try Self.formatted(text) == expected)
    #expect(try Self.formatted(expected) == expected)
  }

  @Test func longFlowBecomesBlock() throws {
    let long = String(repeating: "長", count: 40)
    #expect(
      try Self.formatted("a: {b: {c: 1, d: 2}, e: \(long), f: \(long)}\n")
        == "a:\n  b: {c: 1, d: 2}\n  e: \(long)\n  f: \(long)\n")
    #expect(try Self.formatted("a: [\(long), \(long)]\n") == "a:\n  - \(long)\n  - \(long)\n")
    #expect(
      try Self.formatted("a:\n  - {b: \(long), c: \(long)}\n") == "a:\n  - b: \(long)\n    c: \(long)\n")
  }

  /// Keys of the language come in its order, those of the author stay.
  @Test func keysComeInTheOrderOfTheLanguage() throws {
    let text = """
      title: {ja: 見, en: S}
      # the name
      workflow: sample
      states:
        z: {final: true, title: {en: Z, ja: 末}}
        # first
        a: {initial: true, title: {en: A, ja: 頭}}
      roles: {r: {held_by: creator, title: {ja: 役, en: R}}}
      """
    #expect(
      try Self.formatted(text)
        == """
        # the name
        workflow: sample
        title: {en: S, ja: 見}
        roles: {r: {title: {en: R, ja: 役}, held_by: creator}}
        states:
          z: {title: {en: Z, ja: 末}, final: true}
          # first
          a: {title: {en: A, ja: 頭}, initial: true}

        """)
  }

  @Test(arguments: ["a: 1\n---\nb: 2\n", "%YAML 1.2\n---\na: 1\n", "a: [1\n", "a: 1\na: 2\n"])
  func whatCannotBeKeptIsLeftAlone(text: String) {
    guard case .refused(let diagnostics) = Formatter.format(SourceFile(name: "f", text: text)) else {
      Issue.record("formatted")
      return
    }
    #expect(diagnostics.hasErrors)
  }

  /// Every shipped file is in the one layout.
  @Test(arguments: LanguageSchemaTests.folders.map(\.folder))
  func shippedFilesAreFormatted(folder: String) throws {
    for file in try Samples.files(folder) {
      let text = file.text(Span(0, file.bytes.count))
      let result = try Self.formatted(text)
      if result != text, ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try Data(result.utf8).write(to: Samples.root.appending(path: file.name))
      } else {
        #expect(result == text, "\(file.name): run sekisho workflow fmt")
      }
    }
  }

  /// Random layout of random trees: formatting ends, is stable, and keeps value and comments (it refuses else).
  @Test func randomDocumentsKeepTheirMeaning() throws {
    let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_261_121
    var numbers = SeededNumbers(seed)
    var refused = 0
    for round in 0..<400 {
      let text = RandomYAML.document(&numbers)
      let source = SourceFile(name: "r", text: text)
      guard let before = YAMLReader().document(source, Findings())?.value else {
        Issue.record("seed \(seed), round \(round): not YAML:\n\(text)")
        continue
      }
      switch Formatter.format(source) {
      case .refused: refused += 1
      case .formatted(let once):
        #expect(YAMLReader().document(SourceFile(name: "r", text: once), Findings())?.value == before, "seed \(seed)")
        guard case .formatted(let twice) = Formatter.format(SourceFile(name: "r", text: once)) else {
          Issue.record("seed \(seed), round \(round): not formatted twice:\n\(text)\n\(once)")
          continue
        }
        #expect(twice == once, "seed \(seed), round \(round):\n\(text)\n\(once)")
      }
    }
    #expect(refused < 20)
  }
}

/// Documents with odd layout: indentations, flow and block, comments, blank lines.
enum RandomYAML {
  static func document(_ numbers: inout SeededNumbers) -> String {
    var lines: [String] = []
    mapping(0, 3, &lines, &numbers)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func mapping(_ indent: Int, _ depth: Int, _ lines: inout [String], _ numbers: inout SeededNumbers) {
    for index in 0..<Int.random(in: 1...4, using: &numbers) {
      noise(indent, &lines, &numbers)
      let head = String(repeating: " ", count: indent) + "k\(index):"
      let inner = indent + Int.random(in: 1...5, using: &numbers)
      switch depth == 0 ? 0 : Int.random(in: 0...4, using: &numbers) {
      case 1:
        lines.append(head + comment(&numbers))
        mapping(inner, depth - 1, &lines, &numbers)
      case 2:
        lines.append(head + comment(&numbers))
        sequence(Bool.random(using: &numbers) ? indent : inner, depth - 1, &lines, &numbers)
      case 3:
        lines.append(head + " |")
        for _ in 0..<2 { lines.append(String(repeating: " ", count: inner) + scalar(&numbers)) }
      default: lines.append(head + " " + flow(depth, &numbers) + comment(&numbers))
      }
    }
    if Int.random(in: 0...3, using: &numbers) == 0 { lines.append(String(repeating: " ", count: indent) + "# end") }
  }

  private static func sequence(_ indent: Int, _ depth: Int, _ lines: inout [String], _ numbers: inout SeededNumbers) {
    for _ in 0..<Int.random(in: 1...3, using: &numbers) {
      noise(indent, &lines, &numbers)
      lines.append(String(repeating: " ", count: indent) + "- " + flow(depth, &numbers) + comment(&numbers))
    }
  }

  private static func noise(_ indent: Int, _ lines: inout [String], _ numbers: inout SeededNumbers) {
    if Int.random(in: 0...4, using: &numbers) == 0 { lines.append("") }
    if Int.random(in: 0...3, using: &numbers) == 0 {
      lines.append(String(repeating: " ", count: indent) + "# note \(Int.random(in: 0...9, using: &numbers))")
    }
  }

  private static func comment(_ numbers: inout SeededNumbers) -> String {
    Int.random(in: 0...4, using: &numbers) == 0 ? " # c\(Int.random(in: 0...9, using: &numbers))" : ""
  }

  private static func flow(_ depth: Int, _ numbers: inout SeededNumbers) -> String {
    guard depth > 0 else { return scalar(&numbers) }
    switch Int.random(in: 0...3, using: &numbers) {
    case 0:
      return "["
        + (0..<Int.random(in: 0...3, using: &numbers)).map { _ in flow(depth - 1, &numbers) }.joined(separator: " , ")
        + "]"
    case 1:
      return "{"
        + (0..<Int.random(in: 0...3, using: &numbers)).map { "f\($0): " + flow(depth - 1, &numbers) }.joined(
          separator: ",") + "}"
    default: return scalar(&numbers)
    }
  }

  private static func scalar(_ numbers: inout SeededNumbers) -> String {
    ["1", "true", "'a b'", "\"x: y # z\"", "長い文", "plain text", "null", "data.x > 0", "-1.5e3", "''"].randomElement(
      using: &numbers) ?? "1"
  }
}
