import Diagnostics
package import Workflows

/// How a mutant was caught, or that it was not.
package enum MutantVerdict: Sendable, Hashable {
  /// The file does not load; the code of the first error.
  case loader(String)
  /// A finding that the definition itself does not have.
  case verifier(String)
  /// The first scenario case that goes otherwise than expected, and the line of the step.
  case scenario(String, line: Int)
  case survived

  package var isCaught: Bool { self != .survived }
}

/// Tries mutants against everything that should notice them: loader, scenario cases, verifier.
package struct MutantTrial: Sendable {
  /// What the verifier does not prove of a library: the code of each question, what it is about, its verdict.
  package typealias Verify = @Sendable (Library) -> Set<Finding>

  package struct Finding: Sendable, Hashable {
    let code: String
    let question: String

    package init(code: String, question: String) {
      self.code = code
      self.question = question
    }
  }

  private let library: Library
  private let files: [WorkflowName: SourceFile]
  private let directory: Directory
  private let cases: [SurveyedCase]
  private let verify: Verify?
  private let known: Set<Finding>

  /// - Parameters:
  ///   - library: loaded without mistakes.
  ///   - scenarios: cases that pass.
  ///   - verify: asked of the mutants that the cases let live only, because a proof takes much longer than a case.
  package init(library: Library, scenarios: [ScenarioCase], directory: Directory, verify: Verify? = nil) {
    self.library = library
    self.directory = directory
    self.verify = verify
    var files: [WorkflowName: SourceFile] = [:]
    for name in library.current.keys { files[name] = library.definition(name)?.source }
    self.files = files
    known = verify?(library) ?? []
    cases = scenarios.map { SurveyedCase($0, library, directory) }
  }

  package func verdict(on mutant: Mutant) -> MutantVerdict {
    let name = WorkflowName(mutant.workflow)
    switch load(mutant.source, as: name) {
    case .failure(let fault): return .loader(fault.code)
    case .success(let mutated):
      if let caught = play(mutant, name, mutated) { return caught }
      let found = verify?(mutated).subtracting(known).map(\.code).min()
      return found.map { .verifier($0) } ?? .survived
    }
  }

  // MARK: Loader

  private struct Fault: Error {
    let code: String
  }

  private func load(_ file: SourceFile, as name: WorkflowName) -> Result<Library, Fault> {
    let (definition, diagnostics) = checkDefinition(file, against: library)
    if let error = diagnostics.first(where: { $0.severity == .error }) { return .failure(Fault(code: error.code)) }
    guard let definition, let original = library.definition(name) else { return .failure(Fault(code: "-")) }
    guard Self.looksDifferent(definition, original) else {
      var mutated = library
      mutated.add(definition)
      return .success(mutated)
    }
    // Others see another face of it: they are to load too.
    let all = files.map { $0.key == name ? file : $0.value }.sorted { $0.name < $1.name }
    let (mutated, found) = loadLibrary(LibraryFiles(workflows: all), base: library)
    if let error = found.first(where: { $0.severity == .error }) { return .failure(Fault(code: error.code)) }
    return .success(mutated)
  }

  private static func looksDifferent(_ one: Definition, _ two: Definition) -> Bool {
    let (left, right) = (one.neighbour, two.neighbour)
    return left.states != right.states || left.outcomes != right.outcomes || left.roles != right.roles
      || left.data != right.data
  }

  // MARK: Cases

  /// nil: every case goes as expected.
  private func play(_ mutant: Mutant, _ name: WorkflowName, _ mutated: Library) -> MutantVerdict? {
    guard let original = library.definition(name), let definition = mutated.definition(name) else { return nil }
    var served = mutated
    served.substitute(definition, for: original.hash)
    // The flow's own cases first, and the shortest ways: most mutants fall at once.
    let ways = cases.compactMap { item -> (SurveyedCase, Int, Int)? in
      item.start(for: mutant, of: original).map { start in
        let isOwn = item.scenario.source.name.contains("/\(name)/")
        return (item, start, item.scenario.steps.count - start + (isOwn ? 0 : 100_000))
      }
    }.sorted { $0.2 < $1.2 }
    for (item, start, _) in ways {
      var run = item.snapshots[start]
      run.use(served)
      for step in item.scenario.steps[start...] {
        guard let failure = run.play(step).failures.first else { continue }
        return .scenario(item.scenario.source.name, line: failure.location?.position.line ?? 0)
      }
    }
    return nil
  }
}
