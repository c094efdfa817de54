import Testing

@Suite struct SwiftTokenTests {
  /// Kinds as letters: w(ord), m(ark), l(iteral), c(omment).
  @Test(arguments: [
    ("let a = 1", "w:let w:a m:= w:1"),
    ("a // b \"c\"\nd", "w:a c:// b \"c\" w:d"),
    ("a /* b /* c */ d */ e", "w:a c:/* b /* c */ d */ w:e"),
    (#""a // b" c"#, "l:a // b w:c"),
    (#""a \" b" c"#, #"l:a \" b w:c"#),
    (#""a \(b("c")) d" e"#, #"l:a \() d w:b m:( l:c m:) w:e"#),
    (##"#"a " \n \(b)"# c"##, ##"l:a " \n \(b) w:c"##),
    (##"#"a \#(b) "# c"##, ##"l:a \()  w:b w:c"##),
    ("\"\"\"\na \"\" b\n\"\"\" c", "l:\na \"\" b\n w:c"),
    ("`class` #if x", "w:`class` m:# w:if w:x"),
    ("#/ \" \\/ /# a", "w:a"),
    ("\"never closed\na", "l:never closed w:a"),
    ("/* never closed", "c:/* never closed"),
    ("日本 = 1", "w:日本 m:= w:1"),
  ])
  func `splits Swift`(_ text: String, _ expected: String) {
    let names: [SwiftToken.Kind: String] = [.word: "w", .mark: "m", .literal: "l", .comment: "c"]
    let seen = SwiftToken.pieces(of: text).map { "\(names[$0.kind] ?? "?"):\($0.text)" }.joined(separator: " ")
    #expect(seen == expected)
  }

  @Test func `lines are counted through strings and comments`() {
    let text = "a\n/* b\n*/ c \"\"\"\n\\(d)\n\"\"\"\ne"
    let lines = SwiftToken.pieces(of: text).map { "\($0.text.prefix(1))\($0.line)" }
    #expect(lines == ["a1", "/2", "c3", "\n3", "d4", "e6"])
  }
}
