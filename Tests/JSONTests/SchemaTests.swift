import Diagnostics
import Testing

@testable import JSON

@Suite struct SchemaTests {
  static func schema(_ text: String, _ options: SchemaOptions = .definition) throws -> JSONSchema {
    try JSONSchema(try JSONValue(parsing: text), options: options)
  }

  static let contract = """
    {"type": "object", "required": ["subject", "kind"], "additionalProperties": false, "properties": {
      "subject": {"type": "string", "minLength": 1, "maxLength": 5, "title": {"en": "Subject", "ja": "件名"}},
      "kind": {"enum": ["works", "purchase", "lease_in"]}, "estimate": {"type": "integer", "minimum": 0, "x-unit": "JPY"},
      "decided_on": {"type": "string", "format": "date"}, "code": {"type": "string", "pattern": "^[A-Z]{2}-\\\\d+$"},
      "lines": {"type": "array", "maxItems": 2, "uniqueItems": true, "items": {"type": "object",
        "required": ["price"], "properties": {"price": {"multipleOf": 0.01, "exclusiveMaximum": 100}}}},
      "contact": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["mail"],
        "properties": {"mail": {"type": "string", "format": "email"}}}]},
      "level": {"oneOf": [{"minimum": 1}, {"maximum": 3}]}}}
    """

  /// Value; then pointer, keyword and English message of each violation.
  static let violations: [(value: String, found: [(String, String, String)])] = [
    (#"{"subject": "道路", "kind": "works", "estimate": 5.0}"#, []),
    (
      #"{"kind": "work"}"#,
      [
        ("/subject", "/required", #""subject" is required"#),
        (
          "/kind", "/properties/kind/enum",
          #"must be one of "works", "purchase", "lease_in"; found "work" (did you mean "works"?)"#
        ),
      ]
    ),
    (
      #"{"subject": "一二三四五六", "kind": "works", "estimate": -1, "sbject": 1}"#,
      [
        ("/estimate", "/properties/estimate/minimum", "must be at least 0; found -1"),
        ("/sbject", "/additionalProperties", #""sbject" is not known here; did you mean "subject"?"#),
        ("/subject", "/properties/subject/maxLength", "must have at most 5 characters; found 6"),
      ]
    ),
    (
      #"{"subject": 1, "kind": "works", "decided_on": "2026-02-30", "code": "x-1", "estimate": 1.5}"#,
      [
        ("/code", "/properties/code/pattern", #"must match the pattern ^[A-Z]{2}-\d+$; found "x-1""#),
        (
          "/decided_on", "/properties/decided_on/format",
          #"must be a date that exists, such as 2026-04-01; found "2026-02-30""#
        ),
        ("/estimate", "/properties/estimate/type", "must be an integer; found 1.5"),
        ("/subject", "/properties/subject/type", "must be a string; found 1"),
      ]
    ),
    (
      #"{"subject": "a", "kind": "works", "lines": [{"price": 0.001}, {}, {"price": 100}, {}]}"#,
      [
        ("/lines", "/properties/lines/maxItems", "must have at most 2 items; found 4"),
        (
          "/lines/0/price", "/properties/lines/items/properties/price/multipleOf",
          "must be a multiple of 0.01; found 0.001"
        ),
        ("/lines/1/price", "/properties/lines/items/required", #""price" is required"#),
        (
          "/lines/2/price", "/properties/lines/items/properties/price/exclusiveMaximum",
          "must be less than 100; found 100"
        ),
        ("/lines/3/price", "/properties/lines/items/required", #""price" is required"#),
        ("/lines", "/properties/lines/uniqueItems", "items 1 and 3 are equal: {}"),
      ]
    ),
    (
      #"{"subject": "a", "kind": "works", "level": 2}"#,
      [("/level", "/properties/level/oneOf", "must fit exactly one alternative; fits numbers 1, 2")]
    ),
  ]

  @Test(arguments: violations)
  func everyViolationIsNamed(_ value: String, _ expected: [(String, String, String)]) throws {
    let schema = try Self.schema(Self.contract)
    let value = try JSONValue(parsing: value)
    let found = schema.validate(value)
    #expect(found.map(\.instancePointer) == expected.map(\.0))
    #expect(found.map(\.keywordPointer) == expected.map(\.1))
    #expect(found.map(\.message.en) == expected.map(\.2))
    #expect(found.allSatisfy { !$0.message.ja.isEmpty })
    #expect(schema.isValid(value) == expected.isEmpty)
  }

  @Test func aChoiceTellsItsNearestAlternative() throws {
    let schema = try Self.schema(Self.contract)
    let value = try JSONValue(parsing: #"{"subject": "a", "kind": "works", "contact": {"mail": "x"}}"#)
    let violation = try #require(schema.validate(value).first)
    #expect(violation.instancePointer == "/contact")
    #expect(violation.details.map(\.instancePointer) == ["/contact/mail"])
    #expect(violation.details.map(\.keyword) == ["format"])
  }

  @Test func violationsAreBounded() throws {
    let schema = try Self.schema(#"{"items": {"type": "string"}}"#)
    #expect(schema.validate(.array(Array(repeating: 1, count: 1000))).count == 100)
  }

  /// A schema; then pointer and code of each error.
  static let mistakes: [(schema: String, errors: [(String, SchemaError.Code)])] = [
    ("3", [("", .keywordValue)]),
    (#"{"type": "strng", "minLenght": 1}"#, [("/minLenght", .keyword), ("/type", .keywordValue)]),
    (#"{"type": []}"#, [("/type", .keywordValue)]),
    (#"{"type": ["string", "string"]}"#, [("/type", .keywordValue)]),
    (
      #"{"minLength": -1, "maxLength": 1.5, "multipleOf": 0, "minimum": "1"}"#,
      [
        ("/maxLength", .keywordValue), ("/minLength", .keywordValue), ("/minimum", .keywordValue),
        ("/multipleOf", .keywordValue),
      ]
    ),
    (
      #"{"properties": {"a~/b": {"pattern": "(?=x)"}, "c": 1}}"#,
      [("/properties/a~0~1b/pattern", .pattern), ("/properties/c", .keywordValue)]
    ),
    (#"{"patternProperties": {"(": {}}}"#, [("/patternProperties", .pattern)]),
    (#"{"$defs": {"unused": {"format": "dat"}}}"#, [("/$defs/unused/format", .format)]),
    (##"{"$ref": "#/$defs/none"}"##, [("/$ref", .reference)]),
    (#"{"$ref": "https://example.com/other"}"#, [("/$ref", .reference)]),
    (##"{"items": {"$ref": "#missing"}}"##, [("/items/$ref", .reference)]),
    (#"{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}"#, [("/$defs/b/$anchor", .reference)]),
    (#"{"$id": "https://a.example/#x"}"#, [("/$id", .reference)]),
    (#"{"items": [{}]}"#, [("/items", .keywordValue)]),
    (#"{"allOf": []}"#, [("/allOf", .keywordValue)]),
    (#"{"allOf": [1]}"#, [("/allOf/0", .keywordValue)]),
    (#"{"required": ["a", "a"]}"#, [("/required", .keywordValue)]),
    (#"{"dependentRequired": {"a": "b"}}"#, [("/dependentRequired", .keywordValue)]),
    (#"{"uniqueItems": 1, "title": {"en": "x"}}"#, [("/title", .keywordValue), ("/uniqueItems", .keywordValue)]),
    (#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#, [("/$schema", .dialect)]),
    (#"{"definitions": {}}"#, [("/definitions", .keyword)]),
    (#"{"$vocabulary": {}}"#, [("/$vocabulary", .dialect)]),
    (##"{"$ref": "#"}"##, [("/$ref", .noProgress)]),
    (
      ##"{"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}}"##,
      [("", .noProgress)]
    ),
  ]

  @Test(arguments: mistakes)
  func everyMistakeIsReported(_ schema: String, _ expected: [(String, SchemaError.Code)]) throws {
    let error = try #require(throws: SchemaErrors.self) { try Self.schema(schema) }
    let isCircle = expected.map(\.1) == [.noProgress]
    #expect(error.errors.map(\.code) == expected.map(\.1))
    if !isCircle { #expect(error.errors.map(\.pointer) == expected.map(\.0)) }
    #expect(error.diagnostics { _ in nil }.allSatisfy { $0.code.hasPrefix("J20") && !$0.message.ja.isEmpty })
  }

  @Test func annotationsAndExtensionsAreKept() throws {
    let text = """
      {"title": {"en": "Amount", "ja": "金額"}, "description": "d", "x-unit": "JPY", "default": 1, "examples": [1],
       "$comment": "c", "readOnly": true, "deprecated": false, "contentEncoding": "base64", "contentSchema": {}}
      """
    let schema = try Self.schema(text)
    #expect(schema.isValid("anything"))
    #expect(schema.document["title"]?["ja"] == "金額")
    #expect(throws: SchemaErrors.self) { try Self.schema(text, .conformance) }
  }

  @Test func unknownNamesAreAnnotationsInTheStandard() throws {
    let schema = try Self.schema(#"{"minLenght": 3, "format": "no-such", "type": "string"}"#, .conformance)
    #expect(schema.isValid("a"))
  }

  @Test(arguments: [
    (
      ##"{"unevaluatedProperties": false, "allOf": [{"properties": {"a": true}}], "properties": {"b": true}}"##,
      #"{"a":1,"b":2}"#, true
    ),
    (##"{"unevaluatedProperties": false, "allOf": [{"properties": {"a": true}}]}"##, #"{"a":1,"b":2}"#, false),
    (
      ##"{"unevaluatedProperties": false, "anyOf": [{"properties": {"a": {"type": "string"}}}, true]}"##, #"{"a":1}"#,
      false
    ),
    (
      ##"{"unevaluatedProperties": false, "if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"properties": {"b": true}}, "else": {"properties": {"c": true}}}"##,
      #"{"a":1,"b":1}"#, true
    ),
    (
      ##"{"unevaluatedProperties": false, "if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "else": {"properties": {"c": true}}}"##,
      #"{"a":2,"c":1}"#, false
    ),
    (##"{"unevaluatedProperties": false, "not": {"not": {"properties": {"a": true}}}}"##, #"{"a":1}"#, false),
    (##"{"unevaluatedItems": false, "prefixItems": [true], "contains": {"type": "string"}}"##, #"[1,"a","b"]"#, true),
    (##"{"unevaluatedItems": false, "prefixItems": [true], "contains": {"type": "string"}}"##, #"[1,"a",2]"#, false),
    (##"{"unevaluatedItems": {"type": "null"}, "allOf": [{"prefixItems": [true]}]}"##, "[1, null]", true),
    (##"{"properties": {"x": {"unevaluatedProperties": false}}}"##, #"{"x": {"y": 1}}"#, false),
    (##"{"allOf": [{"unevaluatedProperties": true}], "unevaluatedProperties": false}"##, #"{"y": 1}"#, true),
    (
      ##"{"$ref": "#/$defs/t", "unevaluatedProperties": false, "$defs": {"t": {"patternProperties": {"^x": true}}}}"##,
      #"{"x1": 1}"#, true
    ),
    (
      ##"{"$id": "https://t.example/l", "$ref": "node", "$defs": {"n": {"$id": "node", "$dynamicAnchor": "n", "properties": {"kids": {"items": {"$dynamicRef": "#n"}}}}}}"##,
      #"{"kids": [{"kids": [1]}]}"#, true
    ),
    (
      ##"{"$id": "https://t.example/s", "$dynamicAnchor": "n", "$ref": "node", "required": ["v"], "$defs": {"n": {"$id": "node", "$dynamicAnchor": "n", "properties": {"kids": {"items": {"$dynamicRef": "#n"}}}}}}"##,
      #"{"v": 1, "kids": [{"kids": []}]}"#, false
    ),
    (
      ##"{"$ref": "https://json-schema.org/draft/2020-12/schema"}"##, #"{"properties": {"a": {"type": "strng"}}}"#,
      false
    ),
    (
      ##"{"$ref": "https://json-schema.org/draft/2020-12/schema"}"##,
      #"{"properties": {"a": {"type": "string", "minLength": 2}}}"#, true
    ),
    (##"{"$ref": "https://json-schema.org/draft/2020-12/meta/core"}"##, #"{"$anchor": "1"}"#, false),
    (##"{"const": "\u00e9"}"##, "\"e\u{301}\"", false),
    (##"{"const": {"a": [1.0, 100]}}"##, #"{"a": [1, 1e2]}"#, true),
    (##"{"multipleOf": 0.0001}"##, "0.0075", true), (##"{"multipleOf": 0.0001}"##, "0.00751", false),
    (##"{"multipleOf": 1e-300}"##, "1e300", true), (##"{"maximum": 9007199254740993}"##, "9007199254740994", false),
    (##"{"maxLength": 2}"##, "\"\u{1F600}\u{1F600}\"", true), (##"{"minLength": 3}"##, "\"\u{1F600}\u{1F600}\"", false),
  ])
  func meaning(_ schema: String, _ value: String, _ expected: Bool) throws {
    let schema = try Self.schema(schema, .conformance)
    let value = try JSONValue(parsing: value)
    #expect(schema.isValid(value) == expected)
    #expect(schema.validate(value).isEmpty == expected)
  }
}
