import Diagnostics
import Testing

@testable import Patterns

@Suite struct LinearPatternTests {
  @Test(arguments: [
    ("a+", "caab", true), ("^a+$", "caab", false), ("", "", true), ("^$", "", true), ("^$", "\n", false),
    ("a$", "a\n", false), ("^.$", "界", true), ("^\\p{Greek}+$", "αβγ", true), ("(?i)STRASSE", "strasse", true),
    ("\\bb", "a b", true), ("é", "cafe\u{301}", false), ("x", "", false), ("a\0b", "a\0b", true),
  ])
  func search(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try LinearPattern(re2: pattern).matches(text) == expected)
  }

  @Test func groups() throws {
    let pattern = try LinearPattern(re2: "(?P<year>\\d+)(-(\\d+))?年")
    let text = "東京 2026年 2027-04年"
    #expect(pattern.groupNames == ["year", nil, nil])
    let matches = pattern.allMatches(in: text)
    #expect(matches.map { $0.text(of: 0, in: text) } == ["2026年", "2027-04年"])
    #expect(matches.map { $0.text(of: 3, in: text) } == [nil, "04"])
    #expect(matches[0].groups[3] == nil)
    #expect(matches[0].text(of: 4, in: text) == nil)
    #expect(pattern.firstMatch(in: text, from: 8)?.range == 8..<14)
    #expect(pattern.firstMatch(in: text, from: 1000) == nil)
    #expect(pattern.allMatches(in: text, limit: 1).count == 1)
  }

  @Test(arguments: [
    ("a*", "baac", [0..<0, 1..<3, 4..<4]), ("", "日本", [0..<0, 3..<3, 6..<6]), ("^a", "aaa", [0..<1]),
    ("()", "", [0..<0]), ("x*", "xx", [0..<2]),
  ])
  func emptyMatches(_ pattern: String, _ text: String, _ expected: [Range<Int>]) throws {
    #expect(try LinearPattern(re2: pattern).allMatches(in: text).map(\.range) == expected)
  }

  @Test func anEmptyGroupIsNotAMissingOne() throws {
    let match = try #require(try LinearPattern(re2: "(a*)(b)?").firstMatch(in: ""))
    #expect(match.groups == [0..<0, 0..<0, nil])
  }

  @Test(arguments: [
    ("a(b", nil, "\")\" is missing"), ("a)", nil, "\")\" without \"(\""), ("[a", nil, "\"]\" is missing"),
    ("a**", 1, "a repetition of a repetition"), ("x(?=y)", 1, "this group is not supported"),
    ("\\1", nil, "unknown escape"), ("[z-a]", 1, "the range runs backwards"), ("*a", 0, "nothing to repeat"),
    ("a{1001}", 1, "repetition is backwards or over 1000"), ("\\", nil, "the pattern ends with a backslash"),
  ])
  func refusals(_ pattern: String, _ offset: Int?, _ message: String) {
    let error = #expect(throws: PatternError.self) { try LinearPattern(re2: pattern) }
    #expect(error?.offset == offset, "\(pattern)")
    #expect(error?.message.en.hasPrefix(message) == true, "\(error?.message.en ?? "")")
  }

  @Test func limits() {
    #expect(throws: PatternError.self) { try LinearPattern(re2: String(repeating: "a", count: 1_001)) }
    #expect(throws: Never.self) { try LinearPattern(re2: String(repeating: "界", count: 1_000)) }
    #expect(throws: PatternError.self) { try LinearPattern(re2: "((a{100}){100}){100}") }
    #expect(throws: PatternError.self) { try LinearPattern(re2: "(?:\\pL{200}\\pN{200}){5}") }
    #expect(throws: Never.self) {
      try LinearPattern(re2: String(repeating: "(", count: 500) + String(repeating: ")", count: 500))
    }
  }

  /// Patterns on which a backtracking engine takes exponential time.
  @Test(arguments: ["(a+)+$", "(a|aa)+$", "(.*a){20}", "(x+x+)+y", "(a|b)*a(a|b){14}$"])
  func hostilePatternsStayLinear(_ pattern: String) throws {
    let text = String(repeating: "ax", count: 10_000) + "!"
    let compiled = try LinearPattern(re2: pattern)
    let clock = ContinuousClock()
    #expect(clock.measure { _ = compiled.matches(text) } < .seconds(2))
  }

  @Test func usableFromManyTasks() async throws {
    let pattern = try LinearPattern(re2: "^[a-z]+([0-9]+)$")
    let found = await withTaskGroup(of: Bool.self) { tasks in
      for index in 0..<64 { tasks.addTask { pattern.firstMatch(in: "abc\(index)")?.groups[1] != nil } }
      return await tasks.allSatisfy { $0 }
    }
    #expect(found)
  }
}
