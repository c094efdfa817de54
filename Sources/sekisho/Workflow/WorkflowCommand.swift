import ArgumentParser
import CEL
import Diagnostics
import Foundation
import Verifier
import Workflows

struct WorkflowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workflow", abstract: "Definitions: check, test, draw, deploy, approve. 定義の検査・試験・作図・登録・承認。",
    subcommands: [
      WorkflowCheck.self, WorkflowTest.self, WorkflowFunctions.self,
      WorkflowDiagram.self, WorkflowDocs.self, WorkflowDiff.self, WorkflowSchema.self, WorkflowFormat.self,
      WorkflowReplay.self, MutantsCommand.self, SimulateCommand.self, WorkflowDeploy.self, WorkflowApprove.self,
      WorkflowList.self, WorkflowShow.self, WorkflowPlan.self, WorkflowApply.self,
    ])
}

struct WorkflowCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check and prove definitions among their folder's calendars, parameters and neighbours. 定義を検査・検証する。",
    discussion: """
      What the verifier refutes is an error with the shortest path to it, and ends with exit code 7; what it can neither \
      prove nor refute is a warning. `sekisho explain CODE` tells more.
      """)

  @Argument(help: "Definition files, or a folder.")
  var paths: [String]
  @Flag(help: "Write corrections of misspelt names that leave no doubt. 明らかな名前の誤りを直す。")
  var fix = false
  @Flag(help: "List every question of the verifier with its verdict and run. 検証の質問と判定をすべて示す。")
  var proof = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    var failed = false
    for path in paths { failed = try common.presenting { try check(path) } || failed }
    if failed { throw Exit.invalid }
  }

  /// Whether something is wrong.
  private func check(_ path: String) throws -> Bool {
    let language = common.language
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    if kind == .typeDirectory {
      let files = WorkflowFiles(folder: path, language: language)
      if fix {
        let library = try files.library().library
        for file in try files.sources("") { _ = try NameRepair.repaired(file, against: library, language) }
      }
      let (library, diagnostics) = try files.library()
      Terminal.show(diagnostics, language)
      guard !diagnostics.hasErrors else { return true }
      let isSound = prove(library, nil)
      for name in library.current.keys.sorted() where isSound { Terminal.out("\(path)/\(name): ok") }
      return !isSound
    }
    var file = SourceFile(name: path, bytes: try InputFile.readStart(path, limit: WorkflowFiles.limit, language))
    let neighbours = WorkflowFiles.home(of: path).map { WorkflowFiles(folder: $0, language: language) }
    let base = (try? neighbours?.library().library) ?? Library()
    if fix, path != "-" { file = try NameRepair.repaired(file, against: base, language) }
    let (definition, diagnostics) = checkDefinition(file, against: base)
    Terminal.show(diagnostics, language)
    guard let definition, !diagnostics.hasErrors else { return true }
    var library = base
    library.add(definition)
    guard prove(library, definition.name) else { return true }
    Terminal.out("\(path): ok  \(definition.name) \(definition.hash.description.prefix(12))")
    return false
  }

  /// Whether the verifier refutes nothing; what it refutes or leaves undecided is shown.
  private func prove(_ library: Library, _ name: WorkflowName?) -> Bool {
    let today = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)).day
    let report = verify(
      library, VerifierOptions(workflows: name.map { [$0] }, today: today, witnesses: proof))
    Terminal.show(report.diagnostics, common.language)
    if proof { list(report) }
    return report.refuted.isEmpty
  }

  private func list(_ report: VerificationReport) {
    for question in report.questions {
      let path = question.path.isEmpty ? "" : "  \(question.path.shown)"
      Terminal.out(
        "\(question.verdict.rawValue)  \(question.rule.rawValue)  \(question.workflow): \(question.subject)\(path)")
    }
    for assumption in Set(report.questions.flatMap(\.assumptions)).sorted(by: { $0.en < $1.en }) {
      Terminal.out(Text(en: "given: \(assumption.en)", ja: "前提: \(assumption.ja)")[common.language])
    }
  }
}

struct WorkflowTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Play scenario cases in the simulator.")

  @Argument(help: "A workflow's name; without one, all.")
  var workflow: String?
  @Option(help: "Folder of definitions, with calendars, parameters and cases.")
  var folder = Environment.workflows ?? "workflows"
  @Flag(help: "Also say which states, transitions, guards and roles the cases visit.")
  var coverage = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    let language = common.language
    let files = WorkflowFiles(folder: folder, language: language)
    let (library, diagnostics) = try files.library()
    Terminal.show(diagnostics, language)
    guard !diagnostics.hasErrors else { throw Exit.invalid }
    let directory = try files.cast()
    var visited = Coverage()
    var failed = 0
    let cases = try files.cases(workflow)
    for file in cases {
      let (scenario, found) = loadCase(file, library: library, directory: directory)
      Terminal.show(found, language)
      guard let scenario else {
        failed += 1
        continue
      }
      let (failures, coverage) = Self.play(scenario, library, directory)
      visited.merge(coverage)
      Terminal.show(failures, language)
      if !failures.isEmpty { failed += 1 }
      Terminal.out("\(failures.isEmpty ? "ok    " : "FAILED") \(file.name)")
    }
    if coverage { report(visited, library) }
    Terminal.out("\(cases.count - failed) passed, \(failed) failed")
    if failed > 0 { throw ExitCode.failure }
  }

  private static func play(
    _ scenario: ScenarioCase, _ library: Library, _ directory: Directory
  ) -> ([Diagnostic], Coverage) {
    var run = CaseRun(scenario, library: library, directory: directory)
    for step in scenario.steps {
      let played = run.play(step)
      if !played.failures.isEmpty { return (played.failures, run.coverage) }
    }
    return ([], run.coverage)
  }

  private func report(_ visited: Coverage, _ library: Library) {
    for name in library.current.keys.sorted() where workflow == nil || workflow == name.text {
      guard let definition = library.definition(name) else { continue }
      let points = Coverage.points(of: definition)
      let missing = points.filter { !visited.visited.contains($0) }
      let percent = points.isEmpty ? 100 : (points.count - missing.count) * 100 / points.count
      Terminal.out("\(name): \(percent) % (\(points.count - missing.count) of \(points.count))")
      for point in missing { Terminal.out("  not visited: \(point)") }
    }
  }
}

struct WorkflowFunctions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "functions", abstract: "List the functions that expressions may call.")

  @OptionGroup var common: CommonOptions

  func run() {
    for function in documentedFunctions() {
      for signature in function.signatures { Terminal.out(signature) }
      Terminal.out("    " + function.documentation[common.language])
    }
  }
}
