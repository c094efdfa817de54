import Diagnostics
import Testing

@testable import JSON

@Suite struct ParserTests {
  static let documents: [(text: String, value: JSONValue)] = [
    ("null", JSONValue.null), (" true\n", true), ("\t[false]\r\n", [false]), ("0", 0), ("-0", 0), ("-12", -12),
    ("9223372036854775807", .number(JSONNumber(Int64.max))), ("-9223372036854775808", .number(JSONNumber(Int64.min))),
    ("1.0", 1), ("1e2", 100), ("100E-2", 1), ("1.50e+1", 15), ("\"\"", ""), ("{}", [:]), ("[]", []),
    ("[[],{},[[]]]", [[], [:], [[]]]),
    ("{\"a\":{\"b\":[1,2,{\"c\":null}]},\"\":3}", ["a": ["b": [1, 2, ["c": nil]]], "": 3]),
    (#""\u3042\n\t\"\\\/\b\f\r\u0000""#, .string("あ\n\t\"\\/\u{8}\u{C}\r\0")), (#""\ud83d\ude00""#, "\u{1F600}"),
    ("\"東京都\u{1F600}\u{7F}\"", "東京都\u{1F600}\u{7F}"), (#""a\u00e9b""#, "aéb"),
  ]

  @Test(arguments: documents)
  func reads(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
    #expect(try JSONValue(parsing: Array(text.utf8)) == value)
  }

  /// Text; code, offset and pointer of the refusal.
  static let refusals: [(text: String, code: JSONError.Code, offset: Int, pointer: String)] = [
    ("", .syntax, 0, ""), ("  ", .syntax, 2, ""), ("nul", .syntax, 0, ""), ("NaN", .syntax, 0, ""),
    ("Infinity", .syntax, 0, ""), ("-Infinity", .syntax, 1, ""), ("+1", .syntax, 0, ""), ("01", .syntax, 2, ""),
    ("-", .syntax, 1, ""), ("1.", .syntax, 2, ""), (".5", .syntax, 0, ""), ("1e", .syntax, 2, ""),
    ("1e+", .syntax, 3, ""), ("0x10", .syntax, 1, ""), ("1 2", .syntax, 2, ""), ("{} []", .syntax, 3, ""),
    ("[1,]", .syntax, 3, "/1"), ("[1 2]", .syntax, 3, "/0"), ("[1", .syntax, 2, "/0"), ("[", .syntax, 1, "/0"),
    ("{\"a\"}", .syntax, 4, "/a"), ("{\"a\":}", .syntax, 5, "/a"), ("{\"a\":1,}", .syntax, 7, ""),
    ("{a:1}", .syntax, 1, ""), ("{'a':1}", .syntax, 1, ""), ("{\"a\":1", .syntax, 6, "/a"), ("]", .syntax, 0, ""),
    ("[1}", .syntax, 2, "/0"), ("\"a", .syntax, 0, ""), ("\"a\\", .syntax, 2, ""), ("\"\\x\"", .syntax, 1, ""),
    ("\"\\u12\"", .syntax, 1, ""), ("\"\\u12G4\"", .syntax, 1, ""), ("\"a\tb\"", .syntax, 2, ""),
    ("\"\\n\n\"", .syntax, 3, ""),
    ("// c\n1", .syntax, 0, ""), ("\u{FEFF}1", .syntax, 0, ""), ("\u{A0}1", .syntax, 0, ""), ("[1]\0", .syntax, 3, ""),
    ("\"\\ud800\"", .encoding, 1, ""), ("\"\\udc00\\ud800\"", .encoding, 1, ""),
    ("\"\\ud800\\u0041\"", .encoding, 1, ""),
    ("{\"a\":1,\"b\":2,\"a\":3}", .duplicateName, 13, "/a"), ("{\"a\":1,\"\\u0061\":3}", .duplicateName, 7, "/a"),
    ("{\"x\":[0,{\"a/b\":{\"~\":tru}}]}", .syntax, 20, "/x/1/a~1b/~0"), ("1e10000", .limit, 0, ""),
    ("[0.\(String(repeating: "1", count: 1000))]", .limit, 1, "/0"),
  ]

  @Test(arguments: refusals)
  func refuses(_ text: String, _ code: JSONError.Code, _ offset: Int, _ pointer: String) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error.code == code, "\(text): \(error.message.en)")
    #expect(error.offset == offset, "\(text): \(error.message.en)")
    #expect(error.pointer == pointer, "\(text)")
    #expect(!error.message.ja.isEmpty)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE3, 0x81, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0x80, 0x22],
    ] as [[UInt8]])
  func refusesInvalidUTF8(_ bytes: [UInt8]) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error.code == .encoding)
  }

  @Test func boundsDepthAndSize() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try JSONValue(parsing: nested(64)) }
    let deep = try #require(throws: JSONError.self) { try JSONValue(parsing: nested(100_000)) }
    #expect(deep.code == .limit && deep.offset == 64)
    #expect(throws: Never.self) { try JSONValue(parsing: nested(512), limits: JSONLimits(depth: 1_000_000)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(513), limits: JSONLimits(depth: 1_000_000)) }
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: objects) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[1, 2]", limits: JSONLimits(bytes: 5)) }
  }

  @Test func faultsHaveLineAndColumn() throws {
    let source = SourceFile(name: "body.json", text: "{\n  \"件名\": \"道路\",\n  \"額\": 1.\n}")
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: source.bytes) }
    let diagnostic = error.diagnostic(in: source)
    #expect(diagnostic.code == "J101")
    #expect(diagnostic.location?.position == Position(line: 3, column: 10))
    #expect(diagnostic.notes.first?.message.en == "while reading /額")
  }

  @Test func placesOfValues() {
    let text = "{\"a\": [1, {\"b/c\": \"x,]\\\"\"}], \"d\": -1.5e3 , \"e\":{}}"
    let bytes = Array(text.utf8)
    let spans = JSONPlaces.spans(in: bytes)
    let shown = spans.mapValues { String(decoding: bytes[$0.lower..<$0.upper], as: UTF8.self) }
    #expect(
      shown == [
        "": text, "/a": "[1, {\"b/c\": \"x,]\\\"\"}]", "/a/0": "1", "/a/1": "{\"b/c\": \"x,]\\\"\"}",
        "/a/1/b~1c": "\"x,]\\\"\"", "/d": "-1.5e3", "/e": "{}",
      ])
  }

  @Test func pointers() throws {
    // The examples of RFC 6901, section 5.
    let document = try JSONValue(
      parsing: #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#)
    let expected: [(String, JSONValue?)] = [
      ("", document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3),
      ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8), ("/foo/2", nil), ("/foo/00", nil),
      ("/foo/-", nil), ("/foo/bar", nil), ("foo", nil), ("/none/x", nil),
    ]
    for (pointer, value) in expected { #expect(document.value(at: pointer) == value, "\(pointer)") }
  }
}
