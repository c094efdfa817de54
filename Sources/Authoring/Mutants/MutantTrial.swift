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

/// Tries mutants against everything that should notice them: loader, verifier, scenario cases.
package struct MutantTrial: Sendable {
  /// Codes of what the verifier finds in a workflow of a library.
  package typealias Verify = @Sendable (Library, WorkflowName) -> [String]

  private let library: Library
  private let files: [WorkflowName: SourceFile]
  private let directory: Directory
  private let cases: [SurveyedCase]
  private let verify: Verify
  private let known: [WorkflowName: [String: Int]]

  /// - Parameters:
  ///   - library: loaded without mistakes.
  ///   - scenarios: cases that pass.
  package init(
    library: Library, scenarios: [ScenarioCase], directory: Directory, verify: @escaping Verify = { _, _ in [] }
  ) {
    self.library = library
    self.directory = directory
    self.verify = verify
    var files: [WorkflowName: SourceFile] = [:]
    var known: [WorkflowName: [String: Int]] = [:]
    for name in library.current.keys {
      files[name] = library.definition(name)?.source
      known[name] = Self.counts(verify(library, name))
    }
    self.files = files
    self.known = known
    cases = scenarios.map { SurveyedCase($0, library, directory) }
  }

  private static func counts(_ codes: [String]) -> [String: Int] {
    codes.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  package func verdict(on mutant: Mutant) -> MutantVerdict {
    let name = WorkflowName(mutant.workflow)
    switch load(mutant.source, as: name) {
    case .failure(let fault): return .loader(fault.code)
    case .success(let mutated):
      let usual = known[name] ?? [:]
      for (code, count) in Self.counts(verify(mutated, name)).sorted(by: { $0.key < $1.key })
      where count > usual[code] ?? 0 {
        return .verifier(code)
      }
      return play(mutant, name, mutated)
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

  private func play(_ mutant: Mutant, _ name: WorkflowName, _ mutated: Library) -> MutantVerdict {
    guard let original = library.definition(name), let definition = mutated.definition(name) else { return .survived }
    var served = mutated
    served.substitute(definition, for: original.hash)
    // The shortest ways first: most mutants fall at once.
    let ways = cases.compactMap { item in item.start(for: mutant, of: original).map { (item, $0) } }
      .sorted { $0.0.scenario.steps.count - $0.1 < $1.0.scenario.steps.count - $1.1 }
    for (item, start) in ways {
      var run = item.snapshots[start]
      run.use(served)
      for step in item.scenario.steps[start...] {
        guard let failure = run.play(step).failures.first else { continue }
        return .scenario(item.scenario.source.name, line: failure.location?.position.line ?? 0)
      }
    }
    return .survived
  }
}
