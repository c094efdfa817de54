import Diagnostics
import Testing

@testable import Patterns

@Suite struct ECMATests {
  static let matching: [(pattern: String, yes: [String], no: [String])] = [
    ("^a*$", ["", "aaa"], ["b", "a\n"]),
    ("a+", ["xxaayy"], ["x"]),
    ("^\\p{Letter}+$", ["漢字", "abc", "é"], ["1", "a1"]),
    ("^\\d$", ["7"], ["٣", "７"]),
    ("^\\D$", ["٣", "a"], ["7"]),
    ("^\\w+$", ["a_9"], ["é"]),
    ("^\\W$", ["é", "\u{1F600}"], ["a"]),
    ("^\\s$", [" ", "\u{0B}", "\u{FEFF}", "\u{3000}", "\u{2028}", "\u{A0}", "\n"], ["a", "\u{180E}", "\u{85}"]),
    ("^\\S$", ["a", "\u{85}"], ["\u{FEFF}", "\u{3000}"]),
    ("^[^\\S]$", ["\u{FEFF}"], ["a"]),
    ("^[\\S\\n]$", ["a", "\n"], [" "]),
    ("^.$", ["界", "\u{1F600}", "\u{85}"], ["\n", "\r", "\u{2028}", "\u{2029}", ""]),
    ("^\\cC$", ["\u{3}"], ["C", "\\cC"]),
    ("^\\ca$", ["\u{1}"], []),
    ("^\\u3042$", ["あ"], ["い"]),
    ("^\\uD83D\\uDE00$", ["\u{1F600}"], []),
    ("^\\u{1F600}\\u{000041}$", ["\u{1F600}A"], []),
    ("^[\\u{1F600}-\\u{1F64F}]$", ["\u{1F610}"], ["a"]),
    ("^\\x41\\0$", ["A\0"], ["A0"]),
    ("^[\\b]$", ["\u{8}"], ["b"]),
    ("^\\bfoo\\b", ["foo bar"], ["foobar"]),
    ("^a\\Bb$", ["ab"], []),
    ("[]", [], ["", "a"]),
    ("^[^]$", ["a", "\n"], [""]),
    ("^[[:alpha:]$", ["[", ":", "a"], ["b"]),
    ("^[a\\-c]+$", ["-", "a-c"], ["b"]),
    ("^[-a]+$", ["-a"], ["b"]),
    ("^[a-]+$", ["-a"], ["b"]),
    ("^[&&|~\\]^]+$", ["&&", "|", "^]~"], ["a"]),
    ("^\\/\\^\\$\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\\\$", ["/^$.*+?()[]{}|\\"], []),
    ("^(?<年>\\d{4})-(?<month>\\d\\d)$", ["2026-04"], ["26-04"]),
    ("^(?:ab){2,3}?$", ["abab", "ababab"], ["ab"]),
    ("^a{0}b{2,}$", ["bb", "bbb"], ["ab", "b"]),
    ("^(|a)*$", ["", "aa"], ["b"]),
    ("^\\p{L}\\P{L}$", ["a1"], ["aa"]),
    ("^\\p{Lu}\\p{gc=Ll}\\p{General_Category=Decimal_Number}$", ["Aa1", "Éé٣"], ["aA1"]),
    ("^\\p{Script=Hiragana}\\p{sc=Kana}\\p{Script=Han}\\P{sc=Latn}$", ["あア漢9"], ["アあ漢9", "あア漢a"]),
    ("^[\\p{sc=Hira}\\p{sc=Kana}ー]+$", ["スーパーまん"], ["漢"]),
    ("^\\p{Alphabetic}\\p{White_Space}\\p{ASCII}\\p{Any}$", ["é\u{3000}a\n"], ["é\u{3000}éa"]),
    ("^[^\\p{Alpha}\\P{ASCII}]$", ["1", "-"], ["a", "é"]),
    ("^\\p{C}\\P{C}\\p{LC}\\p{Cn}$", ["\u{1}aa\u{378}"], ["aaaa"]),
    ("^\\p{Assigned}\\P{Assigned}$", ["a\u{378}"], ["aa"]),
    ("^\\P{Cs}$", ["a"], []),
    ("^\\p{Cs}|\\P{Any}$", [], ["a"]),
    ("^\\p{RI}+$", ["\u{1F1EF}\u{1F1F5}"], ["JP"]),
    ("^\\p{Emoji_Presentation}$", ["\u{1F600}"], ["1"]),
    ("^日本[語国]$", ["日本語"], ["日本人"]),
    ("#[A-F]\\.(?:a|b)", ["x#B.a"], ["#B.c"]),
  ]

  @Test(arguments: matching)
  func meaning(_ pattern: String, _ yes: [String], _ no: [String]) throws {
    let compiled = try LinearPattern(ecma: pattern)
    for text in yes { #expect(compiled.matches(text), "\(pattern) must match \(text.debugDescription)") }
    for text in no { #expect(!compiled.matches(text), "\(pattern) must not match \(text.debugDescription)") }
  }

  @Test(arguments: [
    ("a(?=b)", 1, "lookahead"), ("a(?!b)", 1, "lookahead"), ("(?<=a)b", 0, "lookahead"), ("(?<!a)b", 0, "lookahead"),
    ("(a)\\1", 3, "backreferences"), ("(?<n>a)\\k<n>", 7, "backreferences"), ("(?i:a)", 0, "unknown kind of group"),
    ("(?", 0, "unknown kind of group"), ("\\a", 0, "unknown escape"), ("日\\-", 3, "unknown escape"),
    ("\\", 0, "the pattern ends"), ("\\c1", 0, "\\c needs"), ("\\01", 0, "octal"), ("\\xG1", 0, "bad hexadecimal"),
    ("\\u12", 0, "bad hexadecimal"), ("\\u{110000}", 0, "bad hexadecimal"), ("\\u{}", 0, "bad hexadecimal"),
    ("\\uD800", 0, "half a surrogate"), ("\\uD83D\\u0041", 0, "half a surrogate"), ("\\pL", 0, "\\p needs"),
    ("\\p{letter}", 0, "unknown Unicode property"), ("\\p{Script=Klingon}", 0, "unknown Unicode property"),
    ("\\p{scx=Hira}", 0, "Script_Extensions"), ("\\p{}", 0, "unknown Unicode property"), ("a)", 1, "\")\" without"),
    ("x(a", 1, "\")\" is missing"), ("x[a", 1, "\"]\" is missing"), ("a]", 1, "this bracket"), ("}", 0, "this bracket"),
    ("a{", 1, "this bracket"), ("a{x}", 1, "this bracket"), ("a{1", 1, "this bracket"), ("a{,5}", 1, "this bracket"),
    ("(?<1>a)", 0, "bad or repeated"), ("(?<a>x)(?<a>y)", 7, "bad or repeated"), ("*", 0, "nothing to repeat"),
    ("^*", 1, "nothing to repeat"), ("a**", 2, "nothing to repeat"), ("a+?+", 3, "nothing to repeat"),
    ("(|?)", 2, "nothing to repeat"), ("\\b+", 2, "nothing to repeat"), ("a{3,2}", 1, "the counts"),
    ("a{1001}", 1, "more than 1000"), ("a{99999999999999999999}", 1, "more than 1000"), ("[\\d-x]", 1, "a range needs"),
    ("[a-\\w]", 1, "a range needs"), ("[z-a]", 1, "the range runs"), ("[\\B]", 1, "unknown escape"),
  ])
  func refusals(_ pattern: String, _ offset: Int, _ message: String) {
    let error = #expect(throws: PatternError.self) { try LinearPattern(ecma: pattern) }
    #expect(error?.offset == offset, "\(pattern)")
    #expect(error?.message.en.hasPrefix(message) == true, "\(pattern): \(error?.message.en ?? "")")
    #expect(error?.message.ja.isEmpty == false)
  }

  @Test func everyScriptAndPropertyCompiles() throws {
    for name in ["Adlm", "Copt", "Qaac", "Zinh", "Nkoo", "Zyyy", "Hani", "Egyptian_Hieroglyphs"] {
      _ = try LinearPattern(ecma: "^\\p{sc=\(name)}$")
    }
  }
}
