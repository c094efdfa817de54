import Foundation
import Synchronization
import Testing

/// The built command, run as an operator's shell runs it.
enum OperatorBinary {
  static let url = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "sekisho")

  struct Ended: Sendable {
    let code: Int32
    let output: String
    let errors: String
  }

  /// Runs to the end. The environment holds nothing but what is given.
  static func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Ended {
    let running = try RunningBinary(arguments, environment)
    return await running.ended()
  }

  static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let workflows = project.appending(path: "workflows").path(percentEncoded: false)

  /// A new folder, open to PostgreSQL's account, removed afterwards.
  static func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = URL(filePath: "/tmp/sekisho-operator-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
    do {
      let value = try await body(folder)
      try? FileManager.default.removeItem(at: folder)
      return value
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
  }
}

/// A command under way.
final class RunningBinary: Sendable {
  private struct State {
    var output = Data()
    var errors = Data()
    /// Ends that are still to come: both pipes and the process.
    var open = 3
    var code: Int32 = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let process = Process()

  init(_ arguments: [String], _ environment: [String: String] = [:]) throws {
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = OperatorBinary.url
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C"].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    process.terminationHandler = { [weak self] process in
      let signalled = process.terminationReason == .uncaughtSignal
      self?.change { state in
        state.code = signalled ? 128 + process.terminationStatus : process.terminationStatus
        state.open -= 1
      }
    }
    try process.run()
    read(output) { state, data in state.output.append(data) }
    read(errors) { state, data in state.errors.append(data) }
  }

  /// In a thread of its own: the handlers of Foundation's pipes leave dispatch sources on descriptors that are closed
  /// and used anew, which crashes the process where other tests start programs meanwhile.
  private func read(_ pipe: Pipe, _ body: @escaping @Sendable (inout State, Data) -> Void) {
    let handle = pipe.fileHandleForReading
    Thread.detachNewThread { [self] in
      while case let data = handle.availableData, !data.isEmpty { change { body(&$0, data) } }
      change { $0.open -= 1 }
    }
  }

  private func change(_ body: (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private func changed(unless isDone: (State) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if isDone(state) { return true }
        state.waiting.append(continuation)
        return false
      }
      if isReady { continuation.resume() }
    }
  }

  /// The first line of standard error with these words; the test fails where the command ends without it.
  func line(with words: String) async throws -> String {
    while true {
      let (text, isOver) = state.withLock { (String(decoding: $0.errors, as: UTF8.self), $0.open == 0) }
      if let line = text.split(separator: "\n").first(where: { $0.contains(words) }) { return String(line) }
      try #require(!isOver, "ended without “\(words)”: \(text)")
      let size = text.utf8.count
      await changed { $0.errors.count != size || $0.open == 0 }
    }
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  var hasEnded: Bool { state.withLock { $0.open == 0 } }

  func ended() async -> OperatorBinary.Ended {
    while state.withLock({ $0.open }) > 0 { await changed { $0.open == 0 } }
    return state.withLock { state in
      OperatorBinary.Ended(
        code: state.code, output: String(decoding: state.output, as: UTF8.self),
        errors: String(decoding: state.errors, as: UTF8.self))
    }
  }
}
