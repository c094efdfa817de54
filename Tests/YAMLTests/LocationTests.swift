import Diagnostics
import Foundation
import Testing

@testable import YAML

@Suite struct LocationTests {
  /// The value, and what the file shows under the part of the value that reads `part`.
  @Test(arguments: [
    ("k: data.額 > 10", "額", "額"),
    ("題: 'it''s data.額'", "額", "額"),
    ("題: 'it''s data.額'", "'s", "''s"),
    (#"k: "a\tb\u984D c""#, "額 c", #"\u984D c"#),
    (#"k: "a\tb\u984D c""#, "b", "b"),
    (#"k: "a\tb\u984D c""#, "額", #"\u984D"#),
    (#"k: "a\tb\u984D c""#, "\tb", #"\tb"#),
    ("k: |\n  日本\n  data.額 > 1\n", "data.額", "data.額"),
    ("k: |2-\n    x\n  y\n", "x\ny", "x\n  y"),
    ("k: >\n  a\n  bc\n\n  d\n", "bc", "bc"),
    ("k: >\n  a\n  bc\n\n  d\n", "d", "d"),
    ("k: |\r\n  ab\r\n  cd\r\n", "cd", "cd"),
    ("k: first\n   second\n   third", "third", "third"),
    ("k: \"one\n\n  two \\\n  three\"", "three", "three"),
    ("- - - [a, 'b', 日本語のcel]", "cel", "cel"),
  ])
  func partsOfScalars(_ yaml: String, _ part: String, _ shown: String) throws {
    let loaded = Loaded(yaml)
    let scalar = try #require(loaded.node.flatMap { Self.lastScalar($0) }, "\(loaded.codes)")
    let range = try #require(scalar.text.range(of: part))
    let lower = scalar.text.utf8.distance(from: scalar.text.startIndex, to: range.lowerBound)
    let upper = scalar.text.utf8.distance(from: scalar.text.startIndex, to: range.upperBound)
    #expect(loaded.text(scalar.location(ofValueRange: lower..<upper)) == shown)
  }

  static func lastScalar(_ node: YAMLNode) -> YAMLScalar? {
    switch node.content {
    case .scalar(let scalar): scalar
    case .sequence(let items): items.last.flatMap { lastScalar($0) }
    case .mapping(let mapping): mapping.entries.last.flatMap { lastScalar($0.value) }
    }
  }

  @Test func emptyRangesAndRangesBeyondAreClamped() throws {
    let loaded = Loaded("k: 'abc'\nempty:\nquoted: ''")
    let scalar = try #require(loaded.node?["k"]?.scalar)
    #expect(scalar.location(ofValueRange: 1..<1).span == Span(5, 5))
    #expect(scalar.location(ofValueRange: 3..<3).span == Span(7, 7))
    #expect(scalar.location(ofValueRange: 2..<99).span == Span(6, 7))
    for key in ["empty", "quoted"] {
      let empty = try #require(loaded.node?[key]?.scalar)
      let span = empty.location(ofValueRange: 0..<5).span
      #expect(span.lower == span.upper)
    }
  }

  @Test func nodesCoverTheirContentWithoutProperties() throws {
    let yaml = """
      # 注釈
      件名: &x !!str 契約  # 後
      list: &l
        - a
        - {b: [c, d]}   # end
      same: *l
      text: |
        一行目
        二行目

      last: 'q'
      """
    let loaded = Loaded(yaml)
    #expect(loaded.codes == [])
    let root = try #require(loaded.node)
    let mapping = try #require(root.mapping)
    #expect(mapping.entries.map { loaded.text($0.key.location) } == ["件名", "list", "same", "text", "last"])
    let shown = mapping.entries.map { loaded.text($0.value.location) }
    #expect(shown == ["契約", "- a\n  - {b: [c, d]}", "- a\n  - {b: [c, d]}", "|\n  一行目\n  二行目", "'q'"])
    #expect(loaded.text(root.location).hasPrefix("件名:"))
    #expect(root["list"]?.sequence?[1]["b"].map { loaded.text($0.location) } == "[c, d]")
    #expect(loaded.node?["件名"]?.location.position == Position(line: 2, column: 14))
  }

  @Test func aByteOrderMarkShiftsNothing() throws {
    let loaded = Loaded(bytes: [0xEF, 0xBB, 0xBF] + Array("額: 値".utf8))
    #expect(loaded.codes == [])
    #expect(loaded.node?["額"].map { loaded.text($0.location) } == "値")
  }
}
