import CEL
import Diagnostics
import JSON
import Verifier
import Workflows

/// How fast definitions are checked and guards answered.
struct DefinitionBench {
  let program: String
  let runs: Int

  static let large = LargeDefinition(states: 1_000, transitions: 5_000)
  static let sound = LargeDefinition(states: 1_000, transitions: 5_000, isEditable: true)

  func run(_ report: Report) throws {
    report.begin("definitions", "Definitions and guards")
    try checkLarge(report, Self.large, "")
    try checkLarge(report, Self.sound, ", all provable")
    try evaluateGuards(report)
    try measureStep(report)
    try explode(report)
  }

  private func checkLarge(_ report: Report, _ large: LargeDefinition, _ kind: String) throws {
    let file = SourceFile(name: "large-flow.yaml", text: large.text)
    var (loading, verifying, both) = (Sample(), Sample(), Sample())
    var (questions, proved) = (0, 0)
    for _ in 0..<runs {
      let start = ContinuousClock.now
      let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: [file]))
      let loaded = ContinuousClock.now
      guard library.definitions.count == 1 else {
        throw BenchError("the large definition is wrong: \(diagnostics.prefix(3).map(\.message.en))")
      }
      let answers = verify(library).questions
      let end = ContinuousClock.now
      (questions, proved) = (answers.count, answers.count { $0.verdict == .proved })
      loading.add((loaded - start).milliseconds)
      verifying.add((end - loaded).milliseconds)
      both.add((end - start).milliseconds)
    }
    let size = "\(large.states) states, \(large.transitions) transitions\(kind)"
    report.add("\(size): loaded and verified", both.median, "ms", aim: .below(1_000))
    report.add("  loaded: names, shapes, types", loading.median, "ms")
    report.add("  verified: all rules, \(proved) of \(questions) questions proved", verifying.median, "ms")
  }

  /// Each guard of the large definition in turn, over one item's data; the clock is read around a hundred evaluations.
  private func evaluateGuards(_ report: Report) throws {
    let file = SourceFile(name: "large-flow.yaml", text: Self.large.text)
    guard let definition = loadLibrary(LibraryFiles(workflows: [file])).library.definitions.values.first else { return }
    let data: JSONValue = ["subject": .string(String(repeating: "件", count: 60)), "amount": 8_000_000, "kind": "works"]
    let value = definition.data.shape.celValue(data)
    var nanoseconds = Sample()
    for transition in definition.transitions.values.prefix(2_000) {
      for rule in transition.guards {
        var activation = Activation(rule.require.environment)
        activation["data"] = value
        let start = ContinuousClock.now
        for _ in 0..<100 {
          guard try rule.require.compiled.test(activation) else { throw BenchError("a guard did not hold") }
        }
        nanoseconds.add((ContinuousClock.now - start).microseconds * 10)
      }
    }
    report.add("a guard evaluates, median", nanoseconds.median / 1_000, "µs", aim: .below(2))
    report.add("a guard evaluates, p99", nanoseconds.quantile(0.99) / 1_000, "µs")
  }

  /// What one move costs before any database: authority, guards, effects, entry.
  private func measureStep(_ report: Report) throws {
    var move = try OneStep(BenchFlow.manual, BenchFlow.forth, data: BenchFlow.data(1))
    var times = Sample()
    for _ in 0..<200 {
      let start = ContinuousClock.now
      for _ in 0..<20 {
        guard case .accepted = move.run() else { throw BenchError("the benchmark's own move was refused") }
      }
      times.add((ContinuousClock.now - start).microseconds / 20)
    }
    report.add("a step in memory (authority, two guards, effects, entry), median", times.median, "µs")
  }

  private func explode(_ report: Report) throws {
    for (name, expression) in CostBombs.guards {
      var bomb = try OneStep(
        CostBombs.definition(expression), "close",
        data: [
          "subject": .string(String(repeating: "a", count: 200)), "amount": 1,
          "list": .array((0..<1_000).map { .number(JSONNumber(Int64($0))) }),
        ])
      let start = ContinuousClock.now
      let result = bomb.run()
      let time = (ContinuousClock.now - start).milliseconds
      var refuses = false
      if case .refused(let refusal) = result { refuses = refusal.reasons.contains { $0.code == .guardError } }
      report.add("cost bomb, \(name): ends", time, "ms", aim: .below(100))
      report.add("cost bomb, \(name): an error refuses the transition", refuses ? 1 : 0, "yes = 1", aim: .atLeast(1))
    }
  }
}
