import Diagnostics
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Graphviz's `dot` as a child process: text in, SVG out, within bounds.
enum GraphvizRun {
  private static let maxOutput = 32 << 20
  private static let limit = Duration.seconds(60)

  static func svg(_ dot: String) async throws -> String {
    try await withThrowingTaskGroup(of: String.self) { group in
      group.addTask { try await run(dot) }
      group.addTask {
        try await Task.sleep(for: limit)
        throw CommandFailure(
          Exit.timedOut, Text(en: "dot took longer than a minute", ja: "dot が 1 分以内に終わりませんでした"),
          hint: Text(en: "--format dot writes the text alone", ja: "--format dot ならテキストだけを出力します"))
      }
      defer { group.cancelAll() }
      return try await group.next() ?? ""
    }
  }

  private static func run(_ dot: String) async throws -> String {
    do {
      let result = try await Subprocess.run(
        .name("dot"), arguments: ["-Tsvg"], input: .string(dot), output: .string(limit: maxOutput),
        error: .string(limit: 4096))
      if case .exited(0) = result.terminationStatus { return result.standardOutput }
      let said = result.standardError.split(separator: "\n").first.map(String.init) ?? ""
      throw CommandFailure(Exit.failure, Text(en: "dot failed: \(said)", ja: "dot が失敗しました：\(said)"))
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw CommandFailure(
        Exit.failure, Text(en: "Graphviz's program dot is not installed", ja: "Graphviz のプログラム dot がありません"),
        hint: Text(
          en: "apt-get install graphviz (or make set-up); --format dot and --format mermaid need nothing",
          ja: "apt-get install graphviz（または make set-up）。--format dot と --format mermaid には不要です"))
    }
  }
}
