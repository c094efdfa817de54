import Foundation
import Synchronization

/// A program that is started again whenever it is killed: what systemd does with `Restart=always`.
final class Supervised: Sendable {
  private struct State {
    var process: Process?
    var isStopping = false
    var kills = 0
    var falls: [Int32] = []
  }

  let name: String
  private let arguments: [String]
  private let environment: [String: String]
  private let log: String
  private let state: Mutex<State> = Mutex(State())

  init(name: String, arguments: [String], environment: [String: String], log: String) {
    self.name = name
    self.arguments = arguments
    self.environment = environment
    self.log = log
  }

  var kills: Int { state.withLock(\.kills) }

  var processID: Int32 { state.withLock { $0.process?.processIdentifier ?? 0 } }

  /// How it ended when nobody had killed or stopped it: never, if all is well.
  var falls: [Int32] { state.withLock(\.falls) }

  func start() throws {
    try state.withLock { state in
      guard !state.isStopping else { return }
      state.process = try launched()
    }
  }

  /// SIGKILL, and another start at once.
  func kill() throws {
    guard let process = state.withLock(\.process) else { return }
    if process.isRunning {
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      state.withLock { $0.kills += 1 }
    } else {
      state.withLock { $0.falls.append(process.terminationStatus) }
    }
    try start()
  }

  /// SIGTERM, as an operator stops it; the status with which it ended.
  @discardableResult
  func stop() -> Int32 {
    let process = state.withLock { state in
      state.isStopping = true
      return state.process
    }
    guard let process else { return 0 }
    if process.isRunning {
      process.terminate()
    } else {
      state.withLock { $0.falls.append(process.terminationStatus) }
    }
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func launched() throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Repository.sekisho)
    process.arguments = arguments
    process.environment = environment
    if !FileManager.default.fileExists(atPath: log) { try Data().write(to: URL(filePath: log)) }
    let output = try FileHandle(forWritingTo: URL(filePath: log))
    try output.seekToEnd()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    return process
  }
}
