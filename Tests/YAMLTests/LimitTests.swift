import Diagnostics
import Testing

@testable import YAML

/// Hostile files: each is refused by a bound, before the work that it asks for.
@Suite struct LimitTests {
  static func bomb(_ levels: Int) -> String {
    var text = "a0: &a0 x\n"
    for level in 1...levels {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    return text
  }

  static func chain(_ length: Int) -> String {
    "a0: &a0 [x]\n" + (1..<length).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
  }

  struct Hostile: CustomTestStringConvertible {
    let testDescription: String
    let yaml: String
    let code: YAMLCode

    init(_ name: String, _ yaml: String, _ code: YAMLCode) {
      testDescription = name
      self.yaml = yaml
      self.code = code
    }
  }

  @Test(arguments: [
    Hostile("flow", String(repeating: "[", count: 100_000), .tooDeep),
    Hostile("flow lines", String(repeating: "[\n", count: 100_000), .tooDeep),
    Hostile("flow mappings", String(repeating: "{a: ", count: 100_000), .tooDeep),
    Hostile("block sequences", String(repeating: "- ", count: 100_000), .tooDeep),
    Hostile("explicit keys", String(repeating: "? ", count: 100_000), .tooDeep),
    Hostile("sequences in mappings", (0..<100).map { String(repeating: " ", count: $0) + "- a:\n" }.joined(), .tooDeep),
    Hostile("alias bomb", bomb(26), .tooManyNodes),
    Hostile("aliases in aliases", chain(5_000), .tooDeep),
    Hostile("many values", String(repeating: "- a\n", count: 250_001), .tooManyNodes),
    Hostile("many documents", String(repeating: "--- a\n", count: 100_001), .severalDocuments),
    Hostile("blanks", "a: '" + String(repeating: " ", count: 1_025) + "'", .whitespaceRun),
    Hostile("line breaks", "a: b" + String(repeating: "\n", count: 1_025), .whitespaceRun),
    Hostile("digits", "a: " + String(repeating: "9", count: 1_025), .numberTooLong),
    Hostile("scalar of 10 MiB", "a: '" + String(repeating: "x", count: 10 << 20) + "'", .tooLarge),
  ])
  func refuses(_ file: Hostile) {
    #expect(Loaded(file.yaml).codes == [file.code.rawValue])
  }

  @Test func depthIsCountedExactly() {
    let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(Loaded(deep(64)).codes == [])
    #expect(Loaded(deep(65)).codes == ["Y111"])
    let block = { (depth: Int) in String(repeating: "- ", count: depth) + "x" }
    #expect(Loaded(block(64)).codes == [])
    #expect(Loaded(block(65)).codes == ["Y111"])
    let aliased = "- &a [[x]]\n- " + String(repeating: "[", count: 61) + "*a" + String(repeating: "]", count: 61)
    #expect(Loaded(aliased).codes == [])
    #expect(Loaded(aliased.replacing("*a", with: "[*a]")).codes == ["Y111"])
  }

  @Test func nodesAreCountedWithAliases() {
    let limits = YAMLLimits(nodes: 11)
    // The document, the list, and three times a list of two numbers.
    #expect(Loaded("- &a [1, 2]\n- *a\n- *a", limits: limits).codes == [])
    #expect(Loaded("- &a [1, 2]\n- *a\n- *a\n- 1", limits: limits).codes == ["Y112"])
  }

  @Test func aFileTooLargeIsShownWhereItGrowsTooLarge() throws {
    let limits = YAMLLimits(bytes: 100)
    let finding = try #require(
      Loaded("件名: a\n  note: '" + String(repeating: "長", count: 60) + "'", limits: limits).diagnostics.first)
    #expect(finding.code == "Y101")
    #expect(finding.rendered(.ja).contains("2:9"))
    #expect(Loaded("a: " + String(repeating: "x", count: 97), limits: limits).codes == [])
  }

  @Test func messagesStayShort() throws {
    let long = String(repeating: "長", count: 100_000)
    for yaml in [
      "a: !\(String(repeating: "t", count: 500_000)) b", "? \(long)\n: a\n? \(long)\n: b\n", "- !!int \(long)",
    ] {
      let first = try #require(Loaded(yaml).diagnostics.first)
      #expect(first.message.en.utf8.count < 1_000)
      #expect(first.rendered(.ja).utf8.count < 5_000)
    }
  }

  @Test func mistakesWithoutNumberAreCutOff() {
    let loaded = Loaded(String(repeating: "a: *b\n", count: 50_000))
    #expect(loaded.diagnostics.count == 101)
    #expect(loaded.codes.contains("Y599"))
  }
}
