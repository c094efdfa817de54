import Workflows

/// Many trials, on a few threads.
package struct MutantRun: Sendable {
  package struct Result: Sendable {
    package let mutant: Mutant
    package let verdict: MutantVerdict
  }

  private let trial: MutantTrial

  package init(_ trial: MutantTrial) { self.trial = trial }

  /// In the order of `mutants`. Each worker takes every n-th: neighbours cost about the same, so that all end together.
  package func results(
    of mutants: [Mutant], workers: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async -> [Result] {
    let workers = max(1, workers)
    let trial = trial
    return await withTaskGroup(of: [(Int, Result)].self) { group in
      for worker in 0..<workers {
        group.addTask {
          var done: [(Int, Result)] = []
          for index in stride(from: worker, to: mutants.count, by: workers) where !Task.isCancelled {
            done.append((index, Result(mutant: mutants[index], verdict: trial.verdict(on: mutants[index]))))
            progress(index)
          }
          return done
        }
      }
      var all: [(Int, Result)] = []
      for await part in group { all += part }
      return all.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// `count` mutants that a seed picks, spread over all of them.
  package static func sample(_ mutants: [Mutant], _ count: Int, seed: UInt64) -> [Mutant] {
    guard count < mutants.count else { return mutants }
    var random = SplitMix64(state: seed)
    return mutants.indices.shuffled(using: &random).prefix(count).sorted().map { mutants[$0] }
  }
}
