import Foundation

/// A folder that the database's account may enter, gone when the last user lets go of it.
final class TemporaryFolder: Sendable {
  let url: URL

  init(_ name: String) throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "sekisho-bench-\(name)-\(String(UInt64.random(in: 0 ... .max), radix: 36))")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path(percentEncoded: false) }

  /// Runs a program to its end; its output is kept here.
  func output(of program: String, _ arguments: [String]) throws -> (code: Int32, text: String) {
    let file = path + "/output"
    guard let run = MeasuredRun.of(program, arguments, output: file) else {
      throw BenchError("\(program) could not be started")
    }
    return (run.code, Machine.text(file))
  }

  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path(percentEncoded: false)
  }
}
