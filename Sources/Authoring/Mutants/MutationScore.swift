/// What the trials of one workflow came to.
package struct MutationScore: Sendable {
  /// Of one kind of mistake.
  package struct Tally: Sendable {
    package fileprivate(set) var caught = 0
    package fileprivate(set) var survived = 0
    package fileprivate(set) var equivalent = 0
  }

  package let workflow: String
  package private(set) var loader = 0
  package private(set) var verifier = 0
  package private(set) var scenarios = 0
  package private(set) var equivalent = 0
  package private(set) var survivors: [Mutant] = []
  package private(set) var operators: [MutationOperator: Tally] = [:]

  package init(_ workflow: String, _ results: [MutantRun.Result], _ equivalents: EquivalentMutants) {
    self.workflow = workflow
    for result in results where result.mutant.workflow == workflow {
      let kind = result.mutant.kind
      switch result.verdict {
      case .loader: loader += 1
      case .verifier: verifier += 1
      case .scenario: scenarios += 1
      case .survived where equivalents.reasons[result.mutant.id] != nil:
        equivalent += 1
        operators[kind, default: Tally()].equivalent += 1
        continue
      case .survived:
        survivors.append(result.mutant)
        operators[kind, default: Tally()].survived += 1
        continue
      }
      operators[kind, default: Tally()].caught += 1
    }
  }

  /// Mutants that behave otherwise than the definition.
  package var count: Int { caught + survivors.count }
  package var caught: Int { loader + verifier + scenarios }

  /// In per cent. Nothing to catch is everything caught.
  package var percent: Double { count == 0 ? 100 : Double(caught) * 100 / Double(count) }

  /// Without those that no file of the language can hold: what verifier and cases do of themselves.
  package var percentOfLoading: Double {
    count == loader ? 100 : Double(verifier + scenarios) * 100 / Double(count - loader)
  }
}
