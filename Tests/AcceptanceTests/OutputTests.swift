import ArgumentParser
import Diagnostics
import JSON
import Testing

@testable import sekisho

@Suite struct OutputTests {
  static let csv: [(String, String)] = [
    ("plain", "plain"), ("", ""), ("日本語", "日本語"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
    ("=1", "\"'=1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@x", "\"'@x\""), ("\t=1", "\"'\\u{9}=1\""),
    ("\r=1", "\"'\\u{D}=1\""), ("＝1", "\"'＝1\""), ("a=1", "a=1"), ("\u{1B}[0m", "\\u{1B}[0m"),
  ]

  @Test(arguments: Self.csv)
  func `fields of csv`(_ text: String, _ field: String) {
    #expect(CSVText.field(text) == field)
  }

  @Test func `columns line up by display width`() {
    let lines = TableText.lines(
      titles: ["番号", "名"], rows: [["1", "端末"], ["1234567", "é"]], rightAligned: [true, false], Style(isOn: false))
    #expect(lines == ["   番号  名", "      1  端末", "1234567  é"])
  }

  static let amounts: [(String, String)] = [
    ("1234567", "1,234,567"), ("-1000", "-1,000"), ("999", "999"), ("1234.5", "1,234.5"), ("", ""),
  ]

  @Test(arguments: Self.amounts)
  func `amounts are grouped`(_ digits: String, _ shown: String) {
    #expect(Shown.grouped(digits) == shown)
  }

  @Test func `escapes of JSON keep its value`() throws {
    let value: JSONValue = ["a": "\u{1B}\u{9B}\u{202E}\u{7F}日本語\n"]
    let text = Output.harmless(value.prettyText)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)) })
    #expect(try JSONValue(parsing: text) == value)
  }

  static let assignmentTable: [(String, String, JSONValue)] = [
    ("a=1", "a", JSONValue.string("1")), ("a:=1", "a", 1), ("a=", "a", ""), ("a==", "a", "="), ("a=b:=c", "a", "b:=c"),
    ("件名=端末=2", "件名", "端末=2"), ("a:=null", "a", .null), ("a:=[1,2]", "a", [1, 2]),
    ("a:=1.10", "a", .number(JSONNumber(text: "1.10") ?? 0)),
  ]

  @Test(arguments: Self.assignmentTable)
  func `assignments`(_ text: String, _ name: String, _ value: JSONValue) throws {
    let read = try DataOptions.assignment(text)
    #expect(read.name == name && read.value == value)
  }

  @Test(arguments: ["a", "=1", ":=1", "", "a:=", "a:={"])
  func `assignments that are none`(_ text: String) {
    #expect(throws: CommandFailure.self) { try DataOptions.assignment(text) }
  }

  static let names: [(String, String)] = [
    ("report.pdf", "report.pdf"), ("../../etc/passwd", "passwd"), ("a\\b.txt", "b.txt"), (".bashrc", "bashrc"),
    ("-rf", "rf"), ("", "document"), ("..", "document"), ("仕様書.pdf", "仕様書.pdf"), ("a\u{1B}b", "a_b"),
  ]

  @Test(arguments: Self.names)
  func `names of documents lead nowhere`(_ name: String, _ file: String) {
    #expect(DocumentGet.harmlessName(name) == file)
  }

  static let addressTable: [(String, String)] = [
    ("https://sekisho.example.lg.jp/", "https://sekisho.example.lg.jp"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://localhost:1", "http://localhost:1"), ("https://h/base/", "https://h/base"),
  ]

  @Test(arguments: Self.addressTable)
  func `addresses`(_ text: String, _ url: String) throws {
    #expect(try Site.checked(text, isPlainAllowed: false) == url)
  }

  @Test(arguments: [
    "", "sekisho", "ftp://h", "http://h", "https://user:pass@h", "https://h?x=1", "https://h#f", "unix:/run/s",
    "http://127.example.com", "http://localhost.example.com",
  ])
  func `addresses that are refused`(_ text: String) {
    #expect(throws: CommandFailure.self) { try Site.checked(text, isPlainAllowed: false) }
  }

  @Test func `names become one segment of a path`() {
    let name = "a/b?c#日"
    let path: APIPath = "/v1/items/\(name)/history"
    #expect(path.text == "/v1/items/a%2Fb%3Fc%23%E6%97%A5/history" && !path.hasEmptyName)
    for name in ["", ".", ".."] {
      let path: APIPath = "/v1/items/\(name)"
      #expect(path.hasEmptyName)
    }
  }

  static let problems: [(String, Int64, Int32)] = [
    ("denied", 403, 3), ("blocked", 409, 3), ("forbidden", 403, 3), ("sign_in", 401, 4), ("scope_missing", 403, 4),
    ("not_found", 404, 5), ("stale", 412, 6), ("conflict", 409, 6), ("invalid", 422, 7), ("invalid_file", 422, 7),
    ("unsound_file", 422, 7), ("undecided_file", 422, 7),
    ("body_too_large", 413, 7), ("idempotency_key_reused", 422, 7), ("try_again", 503, 75), ("not_ready", 503, 75),
    ("outcome_unknown", 504, 75), ("too_many_sign_ins", 429, 75), ("request_timeout", 408, 124), ("internal", 500, 1),
    ("corrupt", 500, 1), ("method_not_allowed", 405, 1),
  ]

  @Test(arguments: Self.problems)
  func `each problem has its exit code`(_ code: String, _ status: Int64, _ exit: Int32) {
    let problem = RemoteProblem(["code": .string(code), "status": .number(.init(status))])
    #expect(problem.exit.rawValue == exit)
  }

  static let proxies: [(Int, Int32)] = [
    (502, 75), (503, 75), (404, 5), (401, 4), (500, 1), (301, 1), (413, 7),
  ]

  @Test(arguments: Self.proxies)
  func `answers of proxies are judged by status`(_ status: Int, _ exit: Int32) {
    let problem = RemoteProblem(status: status, media: "text/html", bytes: Array("<html>".utf8))
    #expect(problem.exit.rawValue == exit)
    #expect(problem.lines(.en).count == 1 && problem.lines(.en)[0].contains("HTTP \(status)"))
  }
}
