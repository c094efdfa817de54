import Foundation
import Testing
import Verifier
import Workflows

/// The verifier beside an explorer that shares nothing with it but `step` and the model: random small definitions, walked
/// through situation by situation. `SEKISHO_CAMPAIGN=long` runs ten thousand seeds; `SEED=` repeats from one.
@Suite struct ExplorerTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let isLong = environment["SEKISHO_CAMPAIGN"] == "long"
  private static let first = environment["SEED"].flatMap { UInt64($0) } ?? 1

  @Test func agreesWithTheVerifier() {
    var verdicts: [String: Int] = [:]
    var skipped: [String: Int] = [:]
    var paths = 0
    var disagreements: [String] = []
    let seeds = Self.first..<(Self.first + (Self.isLong ? 10_000 : 40))
    for seed in seeds {
      let comparison = Comparison(seed: seed)
      if case .skipped(let why) = comparison.outcome { skipped[why, default: 0] += 1 }
      verdicts.merge(comparison.verdicts, uniquingKeysWith: +)
      paths += comparison.pathsCompared
      disagreements += comparison.disagreements
    }
    print("explorer: seeds \(seeds), skipped \(skipped), \(paths) paths compared, \(disagreements.count) disagreements")
    for (verdict, count) in verdicts.sorted(by: { $0.key < $1.key }) { print("explorer: \(verdict): \(count)") }
    // A generator that makes nothing comparable would agree with anything.
    #expect(verdicts.values.reduce(0, +) > seeds.count * 5)
    #expect(verdicts["E301 refuted"] ?? 0 > 0 && verdicts["E303 refuted"] ?? 0 > 0)
    withKnownIssue("gaps of the verifier that the explorer has found: see ARCHITECTURE.md, Open", isIntermittent: true)
    {
      #expect(disagreements.isEmpty, "\(disagreements.prefix(20).joined(separator: "\n"))")
    }
  }

  /// Mistakes built into the verifier on purpose: a comparison that finds none of them is worth nothing.
  @Test(.enabled(if: isLong)) func findsDefects() {
    var missing = VerifierDefect.allCases.filter { $0 != .none }
    var found: [VerifierDefect] = []
    for seed in 1...UInt64(400) where !missing.isEmpty {
      for defect in Comparison.exposed(missing, seed: seed) {
        found.append(defect)
        missing.removeAll { $0 == defect }
        print("explorer: defect \(defect.rawValue) found at seed \(seed)")
      }
    }
    print("explorer: defects not found: \(missing.map(\.rawValue))")
    #expect(found.count >= 8)
  }
}
