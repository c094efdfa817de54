import CEL
import Diagnostics
import Foundation
import Synchronization
import Testing

/// Expressions of 10 KiB that nest or chain as far as they can, on a small stack. Each must give a value or a
/// diagnostic; an overflow would end the process.
@Suite struct DepthTests {
  /// Half of what a thread of the concurrency pool has. Frames that are not optimised take four times as much.
  #if DEBUG
    static let stackSize = 1_024 * 1_024
  #else
    static let stackSize = 256 * 1_024
  #endif

  static let repeated: [String] = [
    "(", "[", "{1:", "!", "-", "-1-", "!!(", "a[", "f(", "a.", "a.b(", "a ? ", "a ? b : ", "true && ", "true || ",
    "1 + ",
    "1 * 2 + ", "1 < ", "[1] + ", "a.?b", "[?", "{?a:", "has(a.", "[1].map(x, ", "[1].all(x, ", "cel.bind(x, 1, ",
    "optional.of(", "a.optMap(x, ", "math.greatest(1, 2, ", "\"", "'''", "`", "1 in ", "true ? (", "a && (", "[[1],",
  ]

  @Test(arguments: repeated) func openEnded(_ part: String) throws {
    let count = Limits.expressionBytes / part.utf8.count
    try Self.run(String(repeating: part, count: count))
    try Self.run(String(repeating: part, count: count - 1) + "1")
  }

  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("size(", "[]", ")"), ("[1].map(x, ", "x", ")"),
    ("cel.bind(x, 1, ", "x", ")"), ("dyn(", "1", ")"), ("[1, 2].exists(x, ", "true", ")"), ("!(", "true", ")"),
    ("", "[1]", "[0]"), ("", "a", ".b"), ("", "1", " + 1"), ("", "true", " && true"), ("", "false", " || false"),
    ("true ? 1 : ", "2", ""), ("", "'a'", " + 'a'"), ("optional.of(", "1", ")"), ("", "a", ".?b"), ("-", "1", ""),
    ("!", "true", ""), ("", "1", " == 1"), ("[", "", "]"),
  ]) func balanced(_ before: String, _ core: String, _ after: String) throws {
    let room = Limits.expressionBytes - core.utf8.count
    for count in [20, 55, 62, 63, 64, 65, room / (before.utf8.count + after.utf8.count)] {
      try Self.run(String(repeating: before, count: count) + core + String(repeating: after, count: count))
    }
  }

  @Test func longFlatChainsEvaluate() throws {
    let conjunction = Array(repeating: "true", count: 1_200).joined(separator: " && ")
    #expect(try Self.run(conjunction) == .bool(true))
    let disjunction = Array(repeating: "false", count: 1_100).joined(separator: " || ")
    #expect(try Self.run(disjunction) == .bool(false))
  }

  /// Values that nest far deeper than the tree, conditions that are asked about twice on each level.
  @Test func chainsThatMultiply() throws {
    for (count, nest) in [(30, 30), (55, 5), (25, 4), (3, 40)] {
      var text = "v\(count)"
      for level in (1...count).reversed() {
        let value = String(repeating: "[", count: nest) + (level == 1 ? "1" : "v\(level - 1)")
        text = "cel.bind(v\(level), \(value)\(String(repeating: "]", count: nest)), \(text))"
      }
      let value = try Self.run(text)
      #expect((value == nil) == (count * nest > Limits.valueDepth))
      try Self.run("'%s'.format([\(text)])")
      try Self.run("\(text) == \(text)")
    }
    var condition = "has(a.b)"
    for _ in 0..<60 { condition = "(\(condition) ? has(a.c) : has(a.d))" }
    try Self.run(condition)
    var negation = "has(a.b)"
    for _ in 0..<60 { negation = "!(\(negation))" }
    try Self.run(negation)
  }

  @Test func tooDeepIsSaidAtItsPlace() throws {
    let text = String(repeating: "(", count: 500) + "1" + String(repeating: ")", count: 500)
    let failure = try #require(Examples.failure(CELEnvironment(variables: [:]), text))
    #expect(failure.map(\.code) == [Code.tooDeep.rawValue])
    #expect(failure[0].location?.span.lower == Limits.depth)
  }

  @Test func tooLongIsRefusedUnread() throws {
    let text = String(repeating: " ", count: Limits.expressionBytes) + "1"
    #expect(try #require(Examples.failure(CELEnvironment(variables: [:]), text)).map(\.code) == ["C301"])
  }

  /// The value, or nil where the expression is refused or fails.
  @discardableResult static func run(_ text: String) throws -> CELValue? {
    let result = Mutex<CELValue?>(nil)
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let value = Self.evaluate(text)
      result.withLock { $0 = value }
      done.signal()
    }
    thread.stackSize = stackSize
    thread.start()
    done.wait()
    return result.withLock { $0 }
  }

  private static func evaluate(_ text: String) -> CELValue? {
    let environment = CELEnvironment(variables: ["a": .dyn])
    var value: CELValue?
    for outcome in [environment.compile(ExpressionSource(text)), environment.compileUnchecked(ExpressionSource(text))] {
      guard case .success(let expression) = outcome else { continue }
      value = try? expression.evaluate(Activation(environment))
      _ = value?.tagged
    }
    return value
  }
}
