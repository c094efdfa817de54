import Diagnostics
import JSON
import Testing
import Workflows

@testable import Server

@Suite struct NegotiationTests {
  @Test(
    arguments: [
      (nil, Language.en), ("ja", .ja), ("ja-JP,en;q=0.5", .ja), ("en;q=0.4, ja;q=0.9", .ja), ("fr, de;q=0.5", .en),
      ("ja;q=0, en", .en), ("*", .en), ("fr,ja;q=0.1", .ja), ("JA", .ja), ("ja;q=2", .ja), (";;;,,,", .en),
    ] as [(String?, Language)])
  func language(_ header: String?, _ expected: Language) {
    #expect(AcceptLanguage.language(header) == expected)
  }

  @Test(arguments: [("\"7\"", Int64(7)), ("*", nil), (nil, nil), (" \"12\" ", 12)] as [(String?, Int64?)])
  func entityTag(_ header: String?, _ expected: Int64?) throws {
    #expect(try EntityTag.expected(header) == expected)
  }

  @Test(arguments: ["7", "\"\"", "W/\"7\"", "\"7\", \"8\"", "\"-1\"", "\"+1\"", "\"x\"", "\"99999999999999999999\""])
  func entityTagRefused(_ header: String) {
    #expect(throws: Problem.self) { try EntityTag.expected(header) }
  }

  @Test(arguments: [
    ("abc", "abc"), ("\"abc\"", "abc"),
    ("8e03978e-40d5-43e8-bc93-6894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f9324"),
  ])
  func idempotencyKey(_ header: String, _ expected: String) throws {
    #expect(try IdempotencyKey.read(header) == expected)
  }

  @Test(arguments: ["", "\"\"", "a b", "キー", String(repeating: "a", count: 256)])
  func idempotencyKeyRefused(_ header: String) {
    #expect(throws: Problem.self) { try IdempotencyKey.read(header) }
  }

  @Test func cursorComesBack() throws {
    var random = SplitMix64(state: 7)
    for _ in 0..<1_000 {
      let id = ItemID(high: random.next(), low: random.next())
      let text = Cursor.text(.items, after: id)
      #expect(try Cursor.read(.items, text) == id)
      #expect(throws: Problem.self) { let _: ItemID = try Cursor.read(.history, text) }
      #expect(throws: Problem.self) { let _: ItemID = try Cursor.read(.items, text + "A") }
      #expect(throws: Problem.self) { let _: ItemID = try Cursor.read(.items, String(text.dropLast())) }
    }
  }

  @Test(arguments: ["", "=", "!!!!", "AAAA", "日本", String(repeating: "A", count: 5_000)])
  func cursorRefused(_ text: String) {
    #expect(throws: Problem.self) { let _: ItemID = try Cursor.read(.items, text) }
  }

  @Test func base64() {
    for (plain, coded) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
      #expect(Base64URL.encode(Array(plain.utf8)) == coded)
      #expect(Base64URL.decode(coded) == Array(plain.utf8))
    }
    // The last character has bits that mean nothing; another spelling of the same bytes is refused.
    #expect(Base64URL.decode("Zh") == nil)
  }

  @Test(
    arguments: [
      ("a%20b", "a b"), ("%E6%97%A5", "日"), ("a+b", "a+b"), ("%", nil), ("%2", nil), ("%zz", nil), ("%ff", nil),
      ("%00", nil),
    ] as [(String, String?)])
  func percentDecoding(_ text: String, _ expected: String?) {
    #expect(PercentCoding.decode(text[...]) == expected)
    if let expected { #expect(PercentCoding.decode(PercentCoding.encode(expected)[...]) == expected) }
  }

  @Test(
    arguments: [
      ("2026-04-01", "2026-04-01T00:00:00+09:00"), ("2026-04-01T09:30:00+09:00", "2026-04-01T09:30:00+09:00"),
      ("2026-04-01T00:30:00Z", "2026-04-01T09:30:00+09:00"),
      ("2026-04-01T00:30:00.5-01:30", "2026-04-01T11:00:00.500+09:00"),
    ])
  func moment(_ text: String, _ expected: String) {
    #expect(Moment.read(text, isEnd: false)?.tokyoRFC3339 == expected)
  }

  @Test(arguments: [
    "", "2026-02-30", "2026-04-01T25:00:00Z", "2026-04-01T10:00:00", "2026-04-01T10:00:00.Z",
    "2026-04-01T10:00:00+9:00",
  ])
  func momentRefused(_ text: String) { #expect(Moment.read(text, isEnd: false) == nil) }

  @Test func mergePatchOfTheStandard() {
    // RFC 7396, appendix A, for members of an object.
    #expect(MergePatch.changes(["a": "c"], to: ["a": "b"]) == ["a": "c"])
    #expect(MergePatch.changes(["a": .null], to: ["a": "b"]) == ["a": Optional.none])
    #expect(MergePatch.changes(["a": ["b": "d", "c": .null]], to: ["a": ["b": "c", "c": 1]]) == ["a": ["b": "d"]])
    #expect(MergePatch.changes(["a": [1]], to: ["a": ["b": "c"]]) == ["a": [1]])
    #expect(MergePatch.changes(["a": ["bb": ["ccc": .null]]], to: [:]) == ["a": ["bb": [:]]])
  }
}
