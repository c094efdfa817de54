import CEL
import Diagnostics
import Testing

/// Host functions, activations, budgets, errors, references.
@Suite struct EvaluationTests {
  struct Ledger: HostContext {
    let balance: Int
  }

  static let functions = [
    FunctionDeclaration(
      "ceiling", Text(en: "The ceiling of a kind.", ja: "種別の限度額。"), cost: 10,
      [
        Overload(
          .global, [.string], .int,
          .unary { kind, _ throws(EvaluationError) in
            guard case .string("works") = kind else {
              throw EvaluationError(.host(code: "E900", Text(en: "no ceiling", ja: "限度額なし")))
            }
            return .int(4_000_000)
          })
      ]),
    FunctionDeclaration(
      "params.balance", Text(en: "The balance.", ja: "残高。"),
      [
        Overload(
          .global, [], .int,
          .variadic { _, context throws(EvaluationError) in .int((context.host as? Ledger)?.balance ?? 0) })
      ]),
    FunctionDeclaration(
      "size", Text(en: "", ja: ""),
      [Overload(.member, [.opaque("party", [])], .int, .unary { _, _ throws(EvaluationError) in .int(7) })]),
  ]

  static let environment = CELEnvironment(
    variables: ["data": .record(Examples.contract), "params": .dyn, "party": .opaque("party", []), "n": .int],
    functions: functions)

  @Test func hostFunctionsAreTypedAndRun() throws {
    #expect(Examples.failure(Self.environment, "ceiling(1)")?.map(\.code) == ["C103"])
    #expect(try Examples.value(Self.environment, "ceiling(\"works\")") == .int(4_000_000))
    let party = CELValue.opaque(OpaqueValue("party", "P-1"))
    #expect(try Examples.value(Self.environment, "party.size() + size(\"ab\")", ["party": party]) == .int(9))
    #expect(try Examples.value(Self.environment, "party == party", ["party": party]) == .bool(true))
    var activation = Activation(Self.environment, host: Ledger(balance: 5))
    activation["n"] = .int(1)
    let expression = try Self.environment.compile(ExpressionSource("params.balance() + n")).get()
    #expect(try expression.evaluate(activation) == .int(6))
  }

  @Test func hostErrorsKeepTheirCodeAndGetAPlace() throws {
    let expression = try Self.environment.compile(ExpressionSource("1 < ceiling(\"x\")")).get()
    let error = try #require(throws: EvaluationError.self) { try expression.test(Activation(Self.environment)) }
    #expect(error.code == "E900")
    #expect(error.range == 4..<16)
    #expect(error.message.ja == "限度額なし")
    let place = error.diagnostic(in: expression.source).location
    #expect(place?.position == Position(line: 1, column: 5))
  }

  @Test(arguments: [
    ("1 / n == 1", "C205", 0..<5), ("[1][n + 5] == 1", "C203", 0..<10), ("data.note == \"\"", "C202", 0..<9),
    ("9223372036854775807 + n + 1 > 0", "C204", 0..<27), ("int(\"a\" + \"b\") == n", "C206", 0..<14),
    ("params == 1", "C207", 0..<6), ("{\"a\": n}.b == 1", "C202", 0..<10), ("dyn(\"a\") + n == n", "C201", 0..<12),
  ]) func errorsNameTheirPlace(_ text: String, _ code: String, _ range: Range<Int>) throws {
    let expression = try Self.environment.compileUnchecked(ExpressionSource(text)).get()
    var activation = Activation(Self.environment)
    activation["n"] = .int(0)
    activation["data"] = .record([])
    let error = try #require(throws: EvaluationError.self) { try expression.test(activation) }
    #expect(error.code == code)
    #expect(error.range == range)
    #expect(!error.message.en.isEmpty && !error.message.ja.isEmpty)
  }

  @Test func costlyValuesAreAskedForOnceAndOnlyIfRead() throws {
    let expression = try Self.environment.compile(ExpressionSource("n + n + n")).get()
    var activation = Activation(Self.environment)
    activation.provide("n") { .int(2) }
    activation.provide("data") { () throws(EvaluationError) in throw EvaluationError(.unbound("data")) }
    #expect(try expression.evaluate(activation) == .int(6))
  }

  @Test func activationsOfAnotherEnvironmentAreReadByName() throws {
    let other = CELEnvironment(variables: ["a": .int, "n": .int, "z": .int])
    var activation = Activation(other)
    activation["n"] = .int(3)
    activation.provide("z") { .int(1) }
    let expression = try Self.environment.compile(ExpressionSource("n * 2")).get()
    #expect(try expression.evaluate(activation) == .int(6))
  }

  @Test func referencesSayWhatIsRead() throws {
    let text = """
      data.amount > n && has(data.note) && data.lines.all(l, l.price > data.lines[0].price) \
      && cel.bind(v, data.?vendor, v.hasValue()) && "method" in data && math.abs(n) > 1
      """
    let expression = try Self.environment.compile(ExpressionSource(text)).get()
    let spelled = expression.references.map {
      ([$0.variable] + $0.path).joined(separator: ".") + ($0.kind == .presence ? "?" : "")
    }
    #expect(
      spelled == [
        "data.amount", "n", "data.note?", "data.lines", "data.lines.[].price", "data.lines.[].price", "data.vendor?",
        "data.vendor", "data.method?", "n",
      ])
  }

  @Test func pathsAreKnownByNode() throws {
    let expression = try Self.environment.compile(ExpressionSource("data.lines.all(l, l.price > n)")).get()
    let comparison = try #require(expression.root.children.last)
    let paths = expression.paths
    #expect(paths[comparison.children[0].id] == ["data", "lines", "[]", "price"])
    #expect(paths[comparison.children[1].id] == ["n"])
    #expect(paths[expression.root.id] == nil)
  }

  @Test func typesOfNodesAreKnown() throws {
    let expression = try Self.environment.compile(ExpressionSource("data.lines.map(l, l.price)")).get()
    #expect(expression.resultType == .list(.int))
    #expect(expression.type(of: expression.root.children[0]).description == "list(line)")
  }

  @Test func everyFunctionIsDocumentedInBothLanguages() {
    for function in CELEnvironment(variables: [:]).functions.values {
      #expect(!function.documentation.en.isEmpty && !function.documentation.ja.isEmpty, "\(function.name)")
      #expect(!function.signatures.isEmpty)
    }
  }

  /// The examples of the pages are true: the wrong one meets its code, the right one is accepted.
  @Test(arguments: Code.allCases) func codesAreExplained(_ code: Code) throws {
    #expect(!code.summary.ja.isEmpty && !code.repair.ja.isEmpty)
    guard let example = code.example else { return }
    let data = RecordType(
      "data",
      [
        "kind": .init(.enumeration(["works", "purchase"])), "amount": .init(.int), "rate": .init(.double),
        "note": .init(.string, isOptional: true), "subject": .init(.string), "code": .init(.string),
        "total": .init(.int),
        "count": .init(.int), "lines": .init(.list(.record(RecordType("line", ["price": .init(.int)])))),
        "if": .init(.int),
      ])
    let environment = CELEnvironment(variables: ["data": .record(data)])
    let bindings: [String: CELValue] = [
      "data": .record([
        ("kind", .string("works")), ("amount", .int(1)), ("rate", .double(2)), ("subject", .string("x")),
        ("code", .string("12-3")), ("total", .int(1)), ("count", .int(0)), ("lines", .list([])), ("if", .int(1)),
      ])
    ]
    if let failure = Examples.failure(environment, example.wrong, expecting: code == .wrongResult ? .bool : nil) {
      #expect(failure.map(\.code) == [code.rawValue])
    } else {
      let error = try #require(throws: EvaluationError.self) {
        try Examples.value(environment, example.wrong, bindings)
      }
      #expect(error.code == code.rawValue)
    }
    _ = try Examples.value(environment, example.right, bindings)
  }
}
