import CEL
import Testing

/// Numbers from a printed seed (SplitMix64, public domain).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A smoke run: whatever stands in an expression, the answer is a value or an error, within the budget.
@Suite struct FuzzTests {
  static let words = [
    "a", "b", "s", "l", "m", "o", "data", "data.note", "data.lines", "1", "0", "-1", "2u", "1.5", "9223372036854775807",
    "\"x\"", "'%s %d %f'", "b'\\xff'", "true", "false", "null", "[", "]", "{", "}", "(", ")", ".", ",", ":", "?", "+",
    "-",
    "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", "in", ".?", "[?", "has(", "size(", ".map(x,",
    ".all(x,",
    ".exists(x, y,", ".filter(x,", ".exists_one(x,", ".transformMap(k, v,", ".transformMapEntry(k, v,", "x", "y", "k",
    "v",
    "cel.bind(x,", "optional.of(", "optional.none()", ".orValue(", ".or(", ".hasValue()", ".value()", ".optMap(x,",
    "int(",
    "uint(", "string(", "double(", "bytes(", "type(", "dyn(", "timestamp(", "duration('1h')", ".format([",
    ".split('x')",
    ".substring(1)", ".matches(", ".indexOf('x')", "math.greatest(", "math.bitShiftLeft(", "base64.encode(",
    ".getHours('+09:00')",
    "{'a': 1}", "[1, 2, 3]", " ", "//", "\n", "`a`", ".`b-c`", "r'\\'", "'''", "\"", "é", "😀", "\u{0}",
  ]

  static let environment = CELEnvironment(variables: [
    "a": .int, "b": .dyn, "s": .string, "l": .list(.int), "m": .map(.string, .dyn), "o": .optional(.int),
    "data": .record(Examples.contract),
  ])

  static let activation: Activation = {
    var activation = Activation(environment)
    activation["a"] = .int(3)
    activation["b"] = .map(CELMap(record: [("c", .double(.nan)), ("d", .list([.null, .uint(7)]))]))
    activation["s"] = .string("aé😀 text")
    activation["l"] = .list([.int(1), .int(Int.min), .int(Int.max)])
    activation["m"] = .record([("a", .int(1)), ("b-c", .string("z"))])
    activation["o"] = .optional(nil)
    activation["data"] = .record([("amount", .int(1)), ("lines", .list([]))])
    return activation
  }()

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func tokens(_ seed: UInt64) {
    var generator = Seeded(seed: seed)
    var evaluated = 0
    for _ in 0..<4_000 {
      let count = Int.random(in: 1...14, using: &generator)
      let text = (0..<count).map { _ in Self.words.randomElement(using: &generator) ?? "" }.joined()
      if Self.run(text) { evaluated += 1 }
    }
    print("fuzz tokens, seed \(seed): \(evaluated) of 4000 gave a value")
  }

  /// Grown by the grammar, so that most of them reach the evaluator.
  @Test(arguments: [5, 6, 7, 8] as [UInt64]) func trees(_ seed: UInt64) {
    var generator = Seeded(seed: seed)
    var evaluated = 0
    for _ in 0..<3_000 where Self.run(Self.grow(4, &generator)) { evaluated += 1 }
    print("fuzz trees, seed \(seed): \(evaluated) of 3000 gave a value")
    #expect(evaluated > 100)
  }

  @Test(arguments: [9, 10] as [UInt64]) func bytes(_ seed: UInt64) {
    var generator = Seeded(seed: seed)
    for _ in 0..<4_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = Self.run(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Whether the expression gave a value; checked and unchecked it must give the same one.
  static func run(_ text: String) -> Bool {
    let source = ExpressionSource(text)
    let unchecked = environment.compileUnchecked(source)
    let loose = try? (try? unchecked.get())?.evaluate(activation, budget: 20_000)
    guard case .success(let expression) = environment.compile(source) else { return loose != nil }
    let value = try? expression.evaluate(activation, budget: 20_000)
    #expect(value?.tagged == loose?.tagged, "\(text)")
    if let value, !conforms(value, expression.resultType) {
      Issue.record("\(text): \(value) is no \(expression.resultType)")
    }
    return value != nil
  }

  /// Soundness: what the checker promises is what the evaluator gives.
  private static func conforms(_ value: CELValue, _ type: CELType) -> Bool {
    switch (type, value) {
    case (.dyn, _), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double): true
    case (.string, .string), (.enumeration, .string), (.bytes, .bytes), (.timestamp, .timestamp): true
    case (.duration, .duration), (.type, .type), (.record, .map), (.nullable, .null): true
    case (.nullable(let type), let value): conforms(value, type)
    case (.list(let element), .list(let values)): values.allSatisfy { conforms($0, element) }
    case (.map(let key, let element), .map(let map)):
      map.entries.allSatisfy { conforms($0.key, key) && conforms($0.value, element) }
    case (.optional(let inner), .optional(let value)): value.map { conforms($0, inner) } ?? true
    // Null may stand for an absent value of these.
    case (.optional, .null), (.timestamp, .null), (.duration, .null): true
    default: false
    }
  }

  private static func grow(_ depth: Int, _ generator: inout Seeded) -> String {
    let leaves = [
      "a", "s", "l", "m", "o", "b", "1", "2", "-7", "3u", "1.5", "\"x\"", "true", "false", "null", "[1, 2]",
      "{\"k\": 2}", "data.amount",
    ]
    guard depth > 0, Int.random(in: 0..<5, using: &generator) > 0 else {
      return leaves.randomElement(using: &generator) ?? "1"
    }
    let operators = ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "in"]
    let calls = [
      "size(_)", "_.size()", "string(_)", "int(_)", "double(_)", "dyn(_)", "type(_)", "_ ? _ : _", "[_, _]",
      "{\"q\": _}", "{_: _}", "_[_]", "_[?_]",
      "_.all(x, _)", "_.exists(x, x == _)", "_.map(x, x)", "_.map(x, [x, _])", "_.filter(x, x != _)", "optional.of(_)",
      "_.orValue(_)", "_.?k", "_.k",
      "has(_.k)", "_.optMap(x, x)", "cel.bind(x, _, [x, x])", "math.greatest(_, _)", "!_", "-(_)",
      "_.transformMap(k, v, v)", "\"%s\".format([_])",
      "_.transformList(i, v, [i, v])", "_.startsWith(_)", "_.split(_)", "_.join(_)", "_ == null", "[_, ?_]",
      "{?\"a\": _}", "_.first()", "_.or(_)",
    ]
    if Int.random(in: 0..<2, using: &generator) == 0 {
      let left = grow(depth - 1, &generator)
      let right = grow(depth - 1, &generator)
      return "(\(left) \(operators.randomElement(using: &generator) ?? "+") \(right))"
    }
    var text = ""
    for character in calls.randomElement(using: &generator) ?? "_" {
      if character == "_" { text += "(" + grow(depth - 1, &generator) + ")" } else { text.append(character) }
    }
    return text
  }
}
