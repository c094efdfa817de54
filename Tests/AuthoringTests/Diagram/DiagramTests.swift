import Diagnostics
import Testing
import Workflows

@testable import Authoring

@Suite struct DiagramTests {
  private static let hostile = #"a"b\N&lt;<script>--> ;#|`[x](y)*"#

  private static func sample() throws -> Definition {
    try Samples.load(
      Samples.text(
        """
        one: {title: {en: One, ja: 一}, initial: true}
        two:
          title: {en: '\(hostile)', ja: 二}
          deadlines: {soon: {after: 3, escalate: [{after: 0, to: [clerk]}]}}
        three: {title: {en: Three, ja: 三}}
        four: {title: {en: Four, ja: 四}}
        five: {title: {en: Five, ja: 五}}
        end: {title: {en: End, ja: 終}, final: true, outcome: done}
        """,
        """
        go: {title: {en: Go, ja: 進む}, from: one, to: two, by: [clerk, chief], guard: [{require: 'has(data.note) && data.note != "&lt;"', else: {en: Note, ja: メモ}}]}
        also: {title: {en: Also, ja: 同じく}, from: one, to: two, by: chief}
        note: {title: {en: Note it, ja: 記録}, from: two, to: $same, by: clerk}
        by_itself: {title: {en: By itself, ja: 自動}, from: two, to: three, when: item.opened}
        onward: {title: {en: Onward, ja: 次へ}, from: three, to: four, by: system}
        hold: {title: {en: Hold, ja: 保留}, from: four, to: five, by: clerk, suspends: true}
        resume: {title: {en: Resume, ja: 再開}, from: five, to: $resume, by: clerk}
        drop: {title: {en: Drop, ja: 中止}, from: any, except: [one], to: end, by: chief}
        close: {title: {en: Close, ja: 完了}, from: any, to: end, by: chief}
        """))
  }

  @Test func arrowsAreSharedGatheredAndStayInside() throws {
    let diagram = Diagram(try Self.sample())
    #expect(diagram.arrows.first?.lines.map(\.text.en) == ["Go", "Also"])
    #expect(diagram.gatherings.map(\.name) == ["close"])
    #expect(diagram.gatherings.first?.except == [])
    #expect(diagram.nodes[1].lines.map(\.text.en) == ["soon", "Note it"])
    #expect(diagram.arrows.contains { $0.to == .resumed })
    #expect(diagram.arrows.filter { $0.lines.contains { $0.text.en == "Drop" } }.count == 4)
    let words = diagram.description(.en)
    #expect(words.hasPrefix("6 states and 9 transitions. It begins with One and ends with End."))
    #expect(words.contains("any open state → End: Close."))
    #expect(diagram.description(.ja).contains("未完了のすべての状態 → 終: 完了."))
  }

  @Test func dotQuotesWhatAuthorsWrote() throws {
    let dot = Diagram(try Self.sample()).dot(.en, counts: ["one": 7])
    #expect(dot.contains(#"label="a\"b\\N&amp;lt;<script>--> ;#|`[x](y)*  ● 0\n◆ soon\nNote it (Clerk)""#))
    #expect(dot.contains("One  ● 7"))
    #expect(dot.contains(#""one" -> "two" [label="Go (Clerk, Chief)\n[has(data.note) && data.note"#) == false)
    #expect(dot.contains(#""two" -> "three" [label="⇒ By itself\n[item.opened]""#))
    #expect(dot.contains("style=\"dashed\""))
    #expect(dot.contains("style=\"dotted\""))
    // Every quote that is not escaped opens or closes an attribute.
    for line in dot.split(separator: "\n") {
      #expect(line.replacing("\\\\", with: "").replacing("\\\"", with: "").count { $0 == "\"" } % 2 == 0, "\(line)")
    }
  }

  @Test func mermaidKeepsOnlyLettersAndDigits() throws {
    let text = Diagram(try Self.sample()).mermaid(.both)
    #expect(text.hasPrefix("stateDiagram-v2\n"))
    #expect(text.contains("  [*] --> s_one\n"))
    #expect(text.contains("  s_end --> [*]\n"))
    #expect(text.contains(#"  state "二 #47; a#34;b#92;N#38;lt#59;#60;script#62;#45;#45;#62; #59;#35;#124;"#))
    #expect(text.contains("any_close --> s_end : 完了 #47; Close #40;課長 #47; Chief#41;"))
    for line in text.split(separator: "\n") where line.contains(" : ") {
      let label = line.split(separator: " : ", maxSplits: 1)[1].replacing("<br/>", with: "")
      #expect(label.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "#" || $0 == ";" }, "\(label)")
    }
  }

  @Test func svgIsAccessibleAndStill() throws {
    let drawn = """
      <?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "y">
      <!-- graphviz -->
      <svg width="8pt" xmlns="http://www.w3.org/2000/svg">
      <g/></svg>
      """
    let svg = try AccessibleSVG.finished(drawn, title: "a <b> & \"c\"", description: "d", language: .ja)
    #expect(
      svg.hasPrefix(
        """
        <svg width="8pt" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="diagram-title diagram-desc" xml:lang="ja" lang="ja">
        <title id="diagram-title">a &lt;b&gt; &amp; &quot;c&quot;</title>
        <desc id="diagram-desc">d</desc>
        <g/></svg>
        """))
    #expect(throws: AccessibleSVG.Fault.notSVG) {
      try AccessibleSVG.finished("<svg><script>x</script></svg>", title: "", description: "", language: nil)
    }
    #expect(throws: AccessibleSVG.Fault.notSVG) {
      try AccessibleSVG.finished("nothing", title: "", description: "", language: nil)
    }
  }
}
