import Testing

@testable import JSON

@Suite struct WriterTests {
  /// RFC 8785, section 3.2.2 to 3.2.4, with the numbers in their double's form.
  @Test func exampleOfTheStandard() throws {
    let text = #"""
      {"numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
       "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}
      """#
    let expected =
      #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
      + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
    #expect(try JSONValue(parsing: text).canonicalText == expected)
  }

  /// RFC 8785, section 3.2.3: the order of UTF-16 units, which is not that of code points.
  @Test func orderOfNames() throws {
    let names = ["\r", "1", "\u{80}", "ö", "€", "\u{1F600}", "\u{FB33}"]
    let value = JSONValue.object(Dictionary(uniqueKeysWithValues: names.map { ($0, .null) }))
    let expected = "{" + names.map { JSONValue.string($0).canonicalText + ":null" }.joined(separator: ",") + "}"
    #expect(value.canonicalText == expected)
    for left in names.indices {
      for right in names.indices {
        let precedes = JSONText.precedes(names[left].utf8.span, names[right].utf8.span)
        #expect(precedes == names[left].utf16.lexicographicallyPrecedes(names[right].utf16))
      }
    }
  }

  @Test func controlCharacters() {
    let text = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar(UInt32($0)) }))
    #expect(
      JSONValue.string(text).canonicalText
        == #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
        + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#)
    #expect(JSONValue.string("\u{7F}\u{2028}").canonicalText == "\"\u{7F}\u{2028}\"")
  }

  @Test func pretty() {
    let value: JSONValue = ["b": [1, [], [:]], "a": ["x": nil], "c": "y"]
    #expect(
      value.prettyText == """
        {
          "a": {
            "x": null
          },
          "b": [
            1,
            [],
            {}
          ],
          "c": "y"
        }
        """)
  }

  @Test func equality() {
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    #expect(JSONValue.object(["\u{E9}": 1]) != .object(["e\u{301}": 1]))
    #expect(JSONValue.bool(false) != 0)
    #expect((["a": 1, "b": [nil]] as JSONValue) == ["b": [nil], "a": 1])
    #expect((["a": nil] as JSONValue) != ["b": nil])
  }
}
