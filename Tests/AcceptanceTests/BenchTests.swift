import Diagnostics
import Foundation
import JSON
import Testing
import Workflows

@testable import sekisho_bench

/// The benchmark's own reckoning, and its shortest run.
struct BenchTests {
  @Test(arguments: [([3.0, 1, 2], 0.5, 2.0), ([1, 2, 3, 4], 0.99, 4), ([7], 0.5, 7)])
  func quantilesAreValuesThatWereMeasured(values: [Double], share: Double, expected: Double) {
    #expect(Sample(values).quantile(share) == expected)
  }

  @Test func anAimWithoutAValueIsMissed() {
    #expect(Aim.below(3).holds(2.9) && !Aim.below(3).holds(3) && !Aim.below(3).holds(.nan))
    #expect(Aim.atLeast(0.5).holds(0.5) && !Aim.atLeast(0.5).holds(0.49) && !Aim.atLeast(0.5).holds(.nan))
  }

  @Test func theLargeDefinitionHasWhatItSays() {
    let file = SourceFile(name: "large-flow.yaml", text: LargeDefinition(states: 12, transitions: 60).text)
    let definition = loadLibrary(LibraryFiles(workflows: [file])).library.definitions.values.first
    #expect(definition?.states.count == 12)
    #expect(definition?.transitions.count == 60)
    #expect(Set(definition?.transitions.values.flatMap { $0.guards.map(\.require.text) } ?? []).count == 60)
  }

  @Test(arguments: [(BenchFlow.manual, "forth"), (BenchFlow.manual, "finish")])
  func theBenchmarksOwnMoveIsAccepted(text: String, transition: String) throws {
    var move = try OneStep(text, TransitionName(transition), data: BenchFlow.data(1))
    guard case .accepted(let changes) = move.run() else {
      Issue.record("refused")
      return
    }
    #expect(changes.entries.count == 1)
  }

  @Test(arguments: CostBombs.guards.map(\.expression))
  func aCostBombIsRefusedWithAnError(expression: String) throws {
    var bomb = try OneStep(
      CostBombs.definition(expression), "close",
      data: [
        "subject": .string(String(repeating: "a", count: 200)), "amount": 1,
        "list": .array((0..<1_000).map { .number(JSONNumber(Int64($0))) }),
      ])
    guard case .refused(let refusal) = bomb.run() else {
      Issue.record("accepted")
      return
    }
    #expect(refusal.reasons.contains { $0.code == .guardError })
  }

  /// Every bad input is refused in the way that the figures are about; how long it took says nothing in a debug build.
  @Test func theShortestRunWritesItsFigures() throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = URL(filePath: own).deletingLastPathComponent().appending(path: "sekisho-bench")
    try #require(FileManager.default.isExecutableFile(atPath: program.path(percentEncoded: false)))
    let folder = try TemporaryFolder("test")
    let file = folder.path + "/figures.json"
    let run = try folder.output(
      of: program.path(percentEncoded: false), ["--quick", "--only", "checks", "--json", file])
    #expect(run.code == 0, "\(run.text)")
    let figures = try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: file))))["figures"]?.arrayValue ?? []
    let refused = figures.filter { $0["name"]?.stringValue?.contains("exit code 7") ?? false }
    #expect(refused.count == BadInputs.files.count)
    #expect(refused.allSatisfy { $0["met"] == true })
  }
}
