import CEL
import Foundation
import Testing

/// Expressions that would run or grow without end stop at their budget, and soon.
@Suite struct BudgetTests {
  static let environment = CELEnvironment(variables: ["s": .string, "l": .list(.int), "m": .map(.string, .int)])

  static func nested(_ macro: String, _ depth: Int, _ body: String) -> String {
    depth == 0 ? body : "[0,1,2,3,4,5,6,7,8,9].\(macro)(x\(depth), \(nested(macro, depth - 1, body)))"
  }

  /// `cel.bind` in a chain, each name made of the one before.
  static func chained(_ depth: Int, _ start: String, _ step: (String) -> String, _ last: (String) -> String) -> String {
    (1...depth).reversed().reduce(last("v\(depth)")) { body, level in
      "cel.bind(v\(level), \(step(level == 1 ? start : "v\(level - 1)")), \(body))"
    }
  }

  static let bombs: [String] = [
    nested("map", 8, "1"), nested("all", 8, "true"), nested("map", 8, "{'a': x1}"),
    chained(40, "s", { "\($0) + \($0)" }, { "size(\($0))" }), chained(40, "l", { "\($0) + \($0)" }, { "size(\($0))" }),
    chained(40, "1", { "[\($0), \($0)]" }, { $0 }), chained(40, "1", { "[\($0), \($0)]" }, { "\($0) == \($0)" }),
    chained(40, "1", { "[\($0), \($0)]" }, { "'%s'.format([\($0)])" }), nested("map", 8, "'%.1000f'.format([1e308])"),
    nested("map", 8, "'%.3f'.format([5e-324])"), nested("map", 6, "s.matches('(a*)*b' + string(x1))"),
    nested("map", 8, "'a'.matches('(x{1,50}){1,19}' + string(x1) + string(x2) + string(x3))"),
    nested("map", 6, "s.split('')"), nested("map", 6, "s.replace('', s)"), nested("map", 6, "s.indexOf('ab')"),
    nested("map", 6, "m == m"), nested("map", 6, "m.transformMap(k, v, v + 1)"), nested("map", 8, "-1 in l"),
    nested("map", 8, "string(timestamp(x1))"), nested("map", 6, "strings.quote(s)"), "l.map(x, l.map(y, [x, y]))",
  ]

  @Test(arguments: bombs) func bombsEndInAnError(_ text: String) throws {
    let bindings: [String: CELValue] = [
      "s": .string(String(repeating: "a", count: 50_000)), "l": .list((0..<5_000).map { .int($0) }),
      "m": .record((0..<5_000).map { ("k\($0)", .int($0)) }),
    ]
    let start = Self.processorTime()
    let error = try #require(throws: EvaluationError.self) {
      try Examples.value(Self.environment, text, bindings, budget: Self.budget)
    }
    #expect(error.code == "C303")
    let elapsed = Self.processorTime() - start
    #expect(elapsed < Self.allowedSeconds)
  }

  /// Seconds of this thread on a processor: other work on the machine does not count.
  private static func processorTime() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Unoptimised code is some thirty times slower: there only the error counts, and a smaller budget will do.
  #if DEBUG
    static let allowedSeconds = 60.0
    static let budget = Limits.costUnits / 20
  #else
    static let allowedSeconds = 0.1
    static let budget = Limits.costUnits
  #endif

  /// Many absorbed errors. Not timed here: the test library takes a backtrace at every throw.
  @Test func errorsThatAreAbsorbedCostToo() throws {
    let error = try #require(throws: EvaluationError.self) {
      try Examples.value(Self.environment, Self.nested("exists", 8, "[0][1] == 1"), budget: Limits.costUnits / 20)
    }
    #expect(error.code == "C303")
  }

  @Test func noOperatorAbsorbsAnExhaustedBudget() throws {
    for text in ["l.all(x, l.all(y, y < 9)) || true", "l.exists(x, l.exists(y, y > 9000)) && false"] {
      let list = CELValue.list((0..<2_000).map { _ in .int(1) })
      let error = try #require(throws: EvaluationError.self) {
        try Examples.value(Self.environment, text, ["l": list])
      }
      #expect(error.code == "C303")
    }
  }

  @Test func aSmallerBudgetCountsSteps() throws {
    #expect(try Examples.value(Self.environment, "size(s) + 1", ["s": .string("ab")], budget: 10) == .int(3))
    let error = try #require(throws: EvaluationError.self) {
      try Examples.value(Self.environment, "size(s) + 1", ["s": .string("ab")], budget: 2)
    }
    #expect(error.code == "C303")
  }
}
