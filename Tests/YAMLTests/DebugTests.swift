import Diagnostics
import Testing

@testable import YAML

@Suite struct DebugTests {
  @Test func answersWithTheValuesOfTheDocuments() throws {
    #expect(try YAMLDebug.documents("").get() == [])
    #expect(try YAMLDebug.documents("a: 1\n").get() == [.mapping([YAMLValue.Pair("a", .int(1))])])
    #expect(
      try YAMLDebug.documents("a\n--- [b]\n...\n--- ~\n").get() == [.string("a"), .sequence([.string("b")]), .null])
  }

  @Test func anchorsBelongToTheirDocument() {
    #expect(throws: YAMLDebug.Failure.self) { try YAMLDebug.documents("--- &a x\n--- *a\n").get() }
  }

  @Test func answersWithTheFirstMistake() throws {
    let failure = #expect(throws: YAMLDebug.Failure.self) {
      try YAMLDebug.documents("日: {a: 1,\n   a: 2}\n日: 3\n").get()
    }
    #expect(failure?.line == 2)
    #expect(failure?.column == 4)
    #expect(failure?.message.en == "the key \"a\" stands twice in this mapping")
  }

  @Test func theLastLineNeedsNoLineBreak() throws {
    for text in ["a: |\n  b", "a: |\n  b\n"] {
      #expect(try YAMLDebug.documents(text).get() == [.mapping([YAMLValue.Pair("a", .string("b\n"))])])
    }
  }
}
