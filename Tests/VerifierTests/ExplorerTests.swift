import Foundation
import Testing
import Verifier
import Workflows

/// The verifier beside an explorer that shares nothing with it but `step` and the model: random small definitions, walked
/// through situation by situation. Every day a few small ones; `make explorer` (`SEKISHO_CAMPAIGN=long`) compares ten
/// thousand. `SEKISHO_SEED` begins with another seed, `SEKISHO_SEEDS` says how many.
@Suite struct ExplorerTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let isLong = environment["SEKISHO_CAMPAIGN"] == "long"
  private static let first = environment["SEKISHO_SEED"].flatMap { UInt64($0) } ?? 1
  /// Definitions that are to be compared.
  private static let wanted = environment["SEKISHO_SEEDS"].flatMap { Int($0) } ?? (isLong ? 10_000 : 100)
  /// Situations of a seed: beyond that it is left out.
  private static let limit = isLong ? 1_500 : 150

  @Test func agreesWithTheVerifier() async {
    var tally = Tally()
    var next = Self.first
    while tally.compared < Self.wanted {
      let slice = next..<(next + UInt64(Self.isLong ? 500 : Self.wanted))
      tally.add(await Self.compare(slice))
      next = slice.upperBound
      print("explorer: seeds \(Self.first) to \(next - 1): \(tally.summary)")
    }
    for line in tally.table { print("explorer: \(line)") }
    #expect(tally.disagreements.isEmpty, "\(tally.disagreements.prefix(20).joined(separator: "\n"))")
    // A generator that makes nothing comparable would agree with anything.
    for (rule, sides) in tally.sides {
      for verdict in [Verdict.proved, .refuted] {
        // Runs in which it matters who acted are many: most seeds that are left out for their size are such.
        let least = [.dutiesCannotBeKept, .dutiesCanBeMixed].contains(rule) ? 12 : 20
        let share = sides[verdict, default: 0] * 100 / max(1, tally.compared)
        #expect(
          share >= (Self.isLong ? least : 1), "\(rule.rawValue) is \(verdict.rawValue) in \(share) % of the seeds")
      }
    }
    #expect(tally.sides.count >= (Self.isLong ? 13 : 11))
  }

  /// Slices of the seeds beside one another, as many as there are processors.
  private static func compare(_ seeds: Range<UInt64>) async -> Tally {
    let workers = UInt64(ProcessInfo.processInfo.activeProcessorCount)
    return await withTaskGroup(of: Tally.self) { group in
      for worker in 0..<workers {
        group.addTask {
          var tally = Tally()
          for seed in seeds where seed % workers == worker { tally.add(Comparison(seed: seed, limit: limit)) }
          return tally
        }
      }
      return await group.reduce(into: Tally()) { $0.add($1) }
    }
  }

  /// Mistakes built into the verifier on purpose, each with a seed at which the explorer contradicts the verifier that
  /// makes it and not the sound one: a comparison that finds none of them is worth nothing. Of the two that are missing
  /// one makes the verifier leave questions open only (`ignoreExcept`), and the other wants acts that are possible in
  /// linked items and never in one (`forgetLinkedItems`); the rules' own tests have them.
  @Test(arguments: Self.telling) func findsDefect(_ defect: VerifierDefect, at seed: UInt64) {
    #expect(Comparison.exposed([defect], seed: seed) == [defect])
  }

  private static let telling: [(VerifierDefect, UInt64)] = [
    (.ignoreDeadlines, 1), (.intervalOffByOne, 2), (.quorumAboveElectorate, 2), (.ignoreChildOutcomes, 7),
    (.skipDelegation, 9), (.optionalIsPresent, 38), (.unknownIsFalse, 40), (.ignoreEdits, 81), (.ignoreInput, 114),
    (.ignoreEffects, 325),
  ]
}
