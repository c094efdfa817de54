import Foundation
import PostgresTesting
import Testing

/// Where this package lies.
enum Repository {
  static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the built programs: that of the running test bundle.
  static let programs: URL = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent()
  }()

  static var sekisho: String { programs.appending(path: "sekisho").path(percentEncoded: false) }
}

/// A running `sekisho dev` with a folder of its own.
struct House {
  let folder: String

  /// What a person's shell knows: the programs, a home of their own, where the house keeps its tokens.
  var environment: [String: String] {
    let programs = Repository.programs.path(percentEncoded: false)
    return [
      "PATH": programs + ":/usr/local/bin:/usr/bin:/bin", "HOME": folder + "/home", "LC_ALL": "C.UTF-8",
      "DEV": folder + "/dev", "SEKISHO_URL": url,
    ]
  }

  var url: String {
    ((try? String(contentsOfFile: folder + "/dev/url", encoding: .utf8)) ?? "")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func running<Value>(_ body: (House) throws -> Value) async throws -> Value {
    let folder = TestCluster.makeDirectory()
    defer { TestCluster.remove(folder) }
    try FileManager.default.createDirectory(atPath: folder + "/home", withIntermediateDirectories: true)
    let house = House(folder: folder)
    let process = Process()
    process.executableURL = URL(filePath: Repository.sekisho)
    process.arguments = [
      "dev", "--data", folder + "/dev", "--port", "0",
      "--folder", Repository.top.appending(path: "workflows").path(percentEncoded: false),
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    let ready = try BashRun.run(
      "for i in $(seq 300); do curl -sf \"$(cat '\(folder)/dev/url' 2>/dev/null)/readyz\" && exit 0; sleep 0.1; done; exit 1",
      environment: house.environment, timeout: 60)
    try #require(ready.status == 0, "sekisho dev does not answer")
    return try body(house)
  }
}

/// A script run by bash, with its whole output.
struct BashRun {
  let output: String
  let status: Int32

  static func run(_ script: String, environment: [String: String], timeout: Int) throws -> BashRun {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["\(timeout)", "bash", "-c", script]
    process.environment = environment
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    // CSV ends its lines as RFC 4180 asks; a page does not show it.
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    return BashRun(output: text, status: process.terminationStatus)
  }

  /// The same in a thread of its own: the test's threads are few, and others need them meanwhile.
  static func aside(_ script: String, environment: [String: String], timeout: Int) async throws -> BashRun {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try run(script, environment: environment, timeout: timeout) })
      }
    }
  }
}
