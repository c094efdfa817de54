import ArgumentParser
import Foundation
import JSON

/// Measures what is promised: how fast the engine writes beside what the same database does without it, how small and
/// quick the program is, and how it bears bad definitions. One run, one machine, one private cluster.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sekisho-bench",
    abstract: "Measure the engine beside the ceiling that the same database reaches without it.")

  /// The parts of a run, in their order: programs are started first, while this process is small, because the kernel
  /// counts the starter's memory into what a new process has used at most.
  enum Section: String, CaseIterable, ExpressibleByArgument {
    case checks
    case programs
    case definitions
    case database
  }

  @Option(help: "Only these sections (repeatable).")
  var only: [Section] = []
  @Flag(help: "Short: one round, one second a measurement.")
  var quick = false
  @Option(help: "Seconds a measurement of the database takes.")
  var seconds: Double?
  @Option(help: "Rounds of the database section; figures are medians of them.")
  var rounds: Int?
  @Option(help: "Items in the database.")
  var items = 20_000
  @Option(help: "Write all figures to this file.")
  var json: String?
  @Flag(help: "Exit 1 when an aim is missed.")
  var strict = false
  @Option(help: "The sekisho program; by default the one beside this one.")
  var sekisho: String?
  @Option(help: "Folder of shipped definitions.")
  var workflows = "workflows"

  mutating func validate() throws {
    guard seconds ?? 1 > 0, rounds ?? 1 > 0, items >= 2_000 else {
      throw ValidationError("seconds and rounds are positive, items at least 2000")
    }
  }

  func run() async throws {
    let report = Report()
    let program = sekisho ?? Self.sibling("sekisho")
    let chosen = only.isEmpty ? Section.allCases : Section.allCases.filter(only.contains)
    let needsProgram = chosen.contains(.checks) || chosen.contains(.programs)
    guard !needsProgram || FileManager.default.isExecutableFile(atPath: program) else {
      throw ValidationError("\(program) is not there: build it, or name it with --sekisho")
    }
    report.header(Machine.facts(rounds: databaseSettings.rounds))
    for section in chosen {
      switch section {
      case .checks: try BadInputs(program: program).run(report)
      case .programs: try await Programs(program: program, workflows: workflows, runs: quick ? 7 : 21).run(report)
      case .definitions: try DefinitionBench(program: program, runs: quick ? 1 : 3).run(report)
      case .database: try await DatabaseBench(settings: databaseSettings).run(report)
      }
    }
    let missed = report.conclude()
    if let json { try Data(report.json.canonicalBytes).write(to: URL(filePath: json)) }
    if strict, missed > 0 { throw ExitCode.failure }
  }

  private var databaseSettings: DatabaseBench.Settings {
    DatabaseBench.Settings(
      seconds: seconds ?? (quick ? 1 : 3), rounds: rounds ?? (quick ? 1 : 3), items: items, isQuick: quick)
  }

  /// Beside this program, wherever it was started from.
  private static func sibling(_ name: String) -> String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(filePath: own).deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
  }
}
