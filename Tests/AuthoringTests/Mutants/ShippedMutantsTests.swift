import Diagnostics
import Foundation
import Testing
import Workflows

@testable import Authoring

/// A sample of what `make mutants` does in full.
@Suite struct ShippedMutantsTests {
  private static let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_261_121

  @Test func aSampleIsCaught() async throws {
    let world = try #require(ShippedWorld.shared)
    let (equivalents, found) = EquivalentMutants.load(try ShippedWorld.file("cases/equivalent-mutants.yaml"))
    #expect(found.isEmpty)
    let all = world.files.flatMap { mutants(of: $0) }
    #expect(equivalents.stale(among: all, []).isEmpty)
    // Approvals and canvases have the shortest cases; the long ones are the campaign's.
    let short = all.filter { ["approval", "service-canvas"].contains($0.workflow) }
    let scenarios = world.scenarios.filter {
      $0.source.name.hasPrefix("cases/approval/") || $0.source.name.hasPrefix("cases/service-canvas/")
    }
    let trial = MutantTrial(library: world.library, scenarios: scenarios, directory: world.directory)
    let results = await MutantRun(trial).results(of: MutantRun.sample(short, 24, seed: Self.seed), workers: 2)
    print("mutants: seed \(Self.seed), \(results.count { $0.verdict.isCaught }) of \(results.count) caught")
    let missed = results.filter { !$0.verdict.isCaught && equivalents.reasons[$0.mutant.id] == nil }
    // 95 % of all: of so few, one may be among the rest.
    #expect(missed.count <= 1, "\(missed.map(\.mutant.id))")
  }

  /// The shape that the figures rest on: a mutant that no case comes by survives.
  @Test func withoutCasesNothingIsCaughtButWhatDoesNotLoad() async throws {
    let world = try #require(ShippedWorld.shared)
    let trial = MutantTrial(library: world.library, scenarios: [], directory: world.directory)
    let some = MutantRun.sample(world.files.flatMap { mutants(of: $0) }, 12, seed: Self.seed)
    for result in await MutantRun(trial).results(of: some, workers: 2) {
      switch result.verdict {
      case .loader, .survived: break
      case .verifier, .scenario: Issue.record("\(result.mutant.id): \(result.verdict)")
      }
    }
  }
}
