import Foundation

/// Where and on what a run was made.
enum Machine {
  static func facts(rounds: Int) -> [(name: String, value: String)] {
    let memory = line(of: "/proc/meminfo", "MemTotal:").flatMap { Int($0.filter(\.isNumber)) } ?? 0
    let load = text("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ")
    return [
      ("date", Date.now.ISO8601Format()), ("commit", commit), ("build", build),
      ("processor", line(of: "/proc/cpuinfo", "model name\t:") ?? "unknown"),
      ("cores", "\(ProcessInfo.processInfo.activeProcessorCount)"), ("memory", "\(memory / 1024) MiB"),
      ("kernel", text("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines)),
      ("load before", load), ("rounds", "\(rounds); figures of the database are medians of them"),
    ]
  }

  private static var build: String {
    #if DEBUG
      "debug: figures say nothing"
    #else
      "release"
    #endif
  }

  private static var commit: String {
    let here = FileManager.default.currentDirectoryPath
    guard let folder = try? TemporaryFolder("git"),
      let found = try? folder.output(of: "/usr/bin/git", ["-C", here, "describe", "--always", "--dirty"]),
      found.code == 0
    else { return "unknown" }
    return found.text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  /// What follows `name` on its line.
  static func line(of path: String, _ name: String) -> String? {
    text(path).split(separator: "\n").first { $0.hasPrefix(name) }.map {
      $0.dropFirst(name.count).trimmingCharacters(in: .whitespaces)
    }
  }
}
