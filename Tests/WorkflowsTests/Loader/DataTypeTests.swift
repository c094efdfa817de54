import CEL
import Diagnostics
import JSON
import Testing
import YAML

@testable import Workflows

/// What schemas and sizes mean.
@Suite struct DataTypeTests {
  static func shape(_ yaml: String) throws -> DataShape {
    let node = try #require(YAMLReader().document(SourceFile(name: "schema.yaml", text: yaml), Findings()))
    return SchemaShape.shape(of: node.json(Findings()), name: "data")
  }

  @Test(arguments: [
    ("{type: string}", DataShape.text), ("{type: boolean}", .flag), ("{type: integer}", .integer),
    ("{type: number}", .number), ("{type: string, format: date}", .date),
    ("{type: string, format: date-time}", .dateTime), ("{type: string, format: email}", .text),
    ("{enum: [a, b]}", .choice(["a", "b"])), ("{const: a}", .choice(["a"])), ("{enum: [1, 2]}", .integer),
    ("{enum: [a, null]}", .nullable(.choice(["a"]))), ("{enum: [a, 1]}", .anything),
    ("{type: [integer, 'null']}", .nullable(.integer)), ("{type: [integer, string]}", .anything),
    ("{type: array, items: {type: string}}", .list(.text)), ("{type: array}", .list(.anything)),
    ("{anyOf: [{type: string}]}", .anything), ("{}", .anything),
    ("{$ref: '#/$defs/day', $defs: {day: {type: string, format: date}}}", .date),
    ("{$ref: '#/$defs/none'}", .anything), ("{$ref: 'https://example.jp/x'}", .anything),
    (
      "{type: object, required: [a], additionalProperties: false, properties: {a: {type: integer}, b: {type: string}}}",
      .record(
        name: "data", fields: ["a": .init(.integer, isRequired: true), "b": .init(.text, isRequired: false)],
        isOpen: false)
    ),
  ])
  func aSchemaGivesAShape(yaml: String, shape: DataShape) throws {
    #expect(try Self.shape(yaml) == shape)
  }

  /// A schema that refers to itself gets a type of finite depth.
  @Test func recursionEnds() throws {
    let shape = try Self.shape("{$ref: '#/$defs/a', $defs: {a: {type: array, items: {$ref: '#/$defs/a'}}}}")
    var current = shape
    var depth = 0
    while case .list(let inner) = current {
      current = inner
      depth += 1
    }
    #expect(depth > 3 && depth < 40)
    #expect(current == .anything)
  }

  /// Numbers keep every digit on their way into a schema or a case.
  @Test(arguments: [
    ("9000000000000000001", "9000000000000000001"), ("0.1", "0.1"), ("1e400", "1e+400"), ("0x10", "16"),
  ])
  func numbersStayExact(yaml: String, json: String) throws {
    let node = try #require(YAMLReader().document(SourceFile(name: "n.yaml", text: yaml), Findings()))
    #expect(node.json(Findings()).canonicalText == json)
  }

  @Test(arguments: [
    ("20MiB", 20 << 20), ("500 KiB", 500 << 10), ("1", 1), ("1GiB", 1 << 30), ("2GiB", nil), ("0", nil), ("5MB", nil),
    ("MiB", nil), ("-1", nil), ("99999999999999999999", nil),
  ])
  func sizes(text: String, bytes: Int?) {
    #expect(ByteSize.parse(text) == bytes)
  }

  @Test(arguments: [
    (NameForm.kebab, "contract-request", true), (.kebab, "contract_request", false), (.kebab, "a--b", false),
    (.kebab, "a-", false), (.kebab, "-a", false), (.kebab, "a1-2b", true), (.kebab, "1a", false), (.snake, "a_b", true),
    (.snake, "a-b", false), (.snake, "A", false), (.snake, "", false), (.snake, "状態", false),
    (.snake, String(repeating: "a", count: 65), false),
  ])
  func names(form: NameForm, name: String, isValid: Bool) {
    #expect(form.admits(name) == isValid)
  }

  /// What may become a value of a field, by the text of the expression.
  @Test(arguments: [
    ("1", DataShape.integer, true), ("1.5", .integer, false), ("1", .number, true), ("\"a\"", .text, true),
    ("true ? \"a\" : \"b\"", .choice(["a", "b"]), true), ("true ? \"a\" : \"c\"", .choice(["a", "b"]), false),
    ("[]", .list(.text), true), ("[\"a\", 1]", .list(.text), false), ("[\"a\"] + [\"b\"]", .list(.choice(["a"])), true),
    ("timestamp(\"2026-04-01T00:00:00Z\")", .date, true), ("\"2026-04-01\"", .date, false),
    ("null", .nullable(.text), true), ("null", .text, false), ("optional.of(\"a\")", .text, false),
    ("optional.of(\"a\")", .nullable(.text), true), ("b\"a\"", .anything, false),
    ("{\"a\": 1}", .record(name: "r", fields: ["a": .init(.integer, isRequired: true)], isOpen: false), true),
    ("{\"a\": \"x\"}", .record(name: "r", fields: ["a": .init(.integer, isRequired: true)], isOpen: false), false),
    ("{\"b\": 1}", .record(name: "r", fields: ["a": .init(.integer, isRequired: true)], isOpen: false), false),
    (
      "{\"a\": 1, \"b\": 1}", .record(name: "r", fields: ["a": .init(.integer, isRequired: true)], isOpen: false), false
    ),
  ])
  func whatMayBeAssigned(text: String, shape: DataShape, fits: Bool) throws {
    let compiled = try CELEnvironment(variables: [:]).compile(ExpressionSource(text)).get()
    #expect((ShapeCheck(compiled, states: []).mismatch(compiled.root, shape) == nil) == fits)
  }

  @Test(arguments: [
    ("data.a > 1 && has(data.b)", ["a", "b"], false), ("data[\"a\"] == data.?c.orValue(1)", ["a", "c"], false),
    ("size(family.x) > 0", [], true), ("parent.?data.?a.orValue(1) > 0", [], true), ("acted(\"r\") == []", [], true),
    ("duty_open(\"d\")", [], false), ("item.state == \"data\"", [], false),
  ])
  func whatAnExpressionReads(text: String, fields: [String], readsFamily: Bool) throws {
    let compiled = try CELEnvironment(variables: [:]).compileUnchecked(ExpressionSource(text)).get()
    let references = ExpressionReferences(compiled.root)
    #expect(references.dataFields == fields)
    #expect(references.readsFamily == readsFamily)
    #expect(!references.readsWholeData)
  }
}
