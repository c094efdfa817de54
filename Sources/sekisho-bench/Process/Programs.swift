import Foundation

/// The program as its users start it.
struct Programs {
  let program: String
  let workflows: String
  let runs: Int

  static let helpLimit = 50.0
  static let serverLimit = 128.0

  func run(_ report: Report) async throws {
    report.begin("programs", "The program")
    let help = Sample(
      (0..<runs).compactMap { _ in MeasuredRun.of(program, ["--help"]) }.filter { $0.code == 0 }.map(
        \.wall.milliseconds))
    report.add("sekisho --help, median of \(help.count) runs", help.median, "ms", aim: .below(Self.helpLimit))
    let memory = try await idleServer()
    report.add("idle server with workers: resident memory", memory.now, "MiB", aim: .below(Self.serverLimit))
    report.add("idle server with workers: most since its start", memory.peak, "MiB")
  }

  /// Starts everything on a private cluster, lets it come to rest, and reads what it holds.
  private func idleServer() async throws -> (now: Double, peak: Double) {
    let folder = try TemporaryFolder("idle")
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["dev", "--data", folder.path, "--folder", workflows, "--port", "0"]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    var said = ""
    while !said.contains("://") {
      let more = errors.fileHandleForReading.availableData
      guard !more.isEmpty else { throw BenchError("`sekisho dev` ended instead of starting:\n\(said)") }
      said += String(decoding: more, as: UTF8.self)
    }
    // The first polls and the first sealing are over by then.
    try await Task.sleep(for: .seconds(4))
    let status = "/proc/\(process.processIdentifier)/status"
    return (Self.mebibytes(status, "VmRSS:"), Self.mebibytes(status, "VmHWM:"))
  }

  private static func mebibytes(_ file: String, _ name: String) -> Double {
    Double(Machine.line(of: file, name).flatMap { Int($0.filter(\.isNumber)) } ?? 0) / 1024
  }
}

/// Why a measurement could not be made.
struct BenchError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
