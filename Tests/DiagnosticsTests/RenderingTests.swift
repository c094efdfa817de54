import Diagnostics
import Testing

@Suite struct RenderingTests {
  @Test func caretStandsUnderJapaneseText() {
    let source = SourceFile(name: "貸出.yaml", text: "states:\n  件名: {to: 承認済}\n")
    let start = Array("states:\n  件名: {to: ".utf8).count
    let diagnostic = Diagnostic(
      "E201", .error, Text(en: "no such state", ja: "状態がありません"),
      at: Location(source, Span(start, start + Array("承認済".utf8).count)),
      help: Text(en: "did you mean \"承認\"?", ja: "「承認」ではありませんか"))
    #expect(
      diagnostic.rendered(.en) == """
        error[E201]: no such state
          --> 貸出.yaml:2:12
          |
        2 |   件名: {to: 承認済}
          |              ^^^^^^
          = help: did you mean "承認"?
        """)
    #expect(diagnostic.rendered(.ja).hasPrefix("エラー[E201]: 状態がありません"))
  }

  @Test func hugeLinesAreCut() {
    let source = SourceFile(name: "big", text: String(repeating: "x", count: 1_000_000))
    let diagnostic = Diagnostic("Y1", .error, Text(verbatim: "big"), at: Location(source, Span(500_000, 1_000_000)))
    #expect(diagnostic.rendered(.en).utf8.count < 1_000)
  }

  @Test(arguments: [("\u{1B}[2J", "\\u{1B}[2J"), ("a\u{202E}b", "a\\u{202E}b"), ("正常", "正常")])
  func hostileTextIsNeutralised(raw: String, safe: String) {
    #expect(raw.safeForTerminal() == safe)
  }

  @Test(arguments: [("abc", 3), ("東京", 4), ("e\u{301}", 1), ("ｶﾞ", 2), ("✅", 2)])
  func widths(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func suggestions() {
    #expect(Suggestion.nearest(to: "aproved", in: ["approved", "draft"]) == "approved")
    #expect(Suggestion.nearest(to: "zzz", in: ["approved", "draft"]) == nil)
  }
}
