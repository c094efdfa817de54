import Foundation
import Testing

@testable import Worker

/// A program may do what it likes: the worker lives, and knows what became of it.
@Suite(.timeLimit(.minutes(3))) struct ProgramTests {
  private static func inFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sekisho-program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  /// The shell is the program: these scripts are its argument.
  private static func output(
    _ script: String, _ input: [UInt8] = [], in folder: URL? = nil, timeout: Duration = .seconds(60)
  ) async throws -> String {
    let start = folder.map { "cd '\($0.path(percentEncoded: false))'; " } ?? ""
    let command = Endpoints.Command(arguments: ["/bin/sh", "-c", start + script], timeout: timeout)
    return String(decoding: try await ProgramRun(command: command).output(for: input), as: UTF8.self)
  }

  private static func failure(_ body: () async throws -> Void) async -> (text: String, isTemporary: Bool)? {
    do {
      try await body()
      return nil
    } catch let failure as TaskPerformer.Failure {
      switch failure {
      case .temporary(let text), .permanent(let text): return (text, failure.isTemporary)
      }
    } catch {
      return ("\(error)", false)
    }
  }

  // MARK: Starting

  /// A file that is no program, with its mode.
  static let noPrograms: [(content: String, mode: Int)] = [
    ("#!/bin/sh\nexit 0\n", 0o644), ("#!/nonexistent/interpreter\n", 0o755), ("\u{7f}ELF is what this is not", 0o755),
    ("", 0o755), ("#!/tmp\n", 0o755),
  ]

  @Test(arguments: noPrograms)
  func whatIsNoProgramIsAPermanentFault(_ file: (content: String, mode: Int)) async throws {
    try await Self.inFolder { folder in
      let place = folder.appending(path: "program").path(percentEncoded: false)
      try Data(file.content.utf8).write(to: URL(filePath: place))
      try FileManager.default.setAttributes([.posixPermissions: file.mode], ofItemAtPath: place)
      for path in [place, folder.path(percentEncoded: false), place + "/below", place + "-missing"] {
        let failure = await Self.failure {
          _ = try await ProgramRun(command: .init(arguments: [path], timeout: .seconds(60))).output(for: [1])
        }
        #expect(failure?.isTemporary == false, "\(path): \(String(describing: failure))")
      }
    }
  }

  @Test func argumentsAndEnvironmentAreWhatIsConfiguredAndNothingElse() async throws {
    let command = Endpoints.Command(
      arguments: ["/bin/sh", "-c", "printf '%s;' \"$@\"; pwd; env | sort", "sh", "two words", "$HOME", "東京"],
      timeout: .seconds(60), environment: ["A": "1", "B": "ü"])
    let text = String(decoding: try await ProgramRun(command: command).output(for: []), as: UTF8.self)
    #expect(text.hasPrefix("two words;$HOME;東京;/\nA=1\nB=ü\n") && !text.contains("SEKISHO"), "\(text)")
  }

  // MARK: Input

  static let large = [UInt8](repeating: 0x61, count: 1 << 20)

  @Test(arguments: [
    ("wc -c", "1048576"), ("exec <&-; echo closed", "closed"), ("head -c 3", "aaa"), ("echo unread", "unread"),
  ])
  func inputIsReadOrNot(script: String, output: String) async throws {
    #expect(try await Self.output(script, Self.large).trimmingCharacters(in: .whitespacesAndNewlines) == output)
  }

  // MARK: Endings

  static let endings: [(script: String, says: String, isTemporary: Bool)] = [
    ("exit 1", "ended with 1", false), ("exit 255", "ended with 255", false), ("exit 75", "another attempt", true),
    ("kill -9 $$", "killed by signal 9", true), ("kill -15 $$", "killed by signal 15", true),
    ("exec <&-; exit 3", "ended with 3", false), ("exec >&-; exit 4", "ended with 4", false),
    ("head -c 104857600 /dev/zero", "wrote too much", false), ("head -c 65537 /dev/zero", "wrote too much", false),
    // Its own failure is what counts, not what it wrote.
    ("head -c 104857600 /dev/zero; exit 5", "ended with 5", false),
    ("head -c 1000000 /dev/zero >&2; exit 6", "ended with 6", false),
  ]

  @Test(arguments: endings)
  func aBadEndIsSaid(_ ending: (script: String, says: String, isTemporary: Bool)) async throws {
    let failure = await Self.failure { _ = try await Self.output(ending.script + " 2>/dev/null", Self.large) }
    #expect(
      failure?.text.contains(ending.says) == true && failure?.isTemporary == ending.isTemporary, "\(failure as Any)")
  }

  @Test func exactlyTheBoundIsTaken() async throws {
    #expect(try await Self.output("head -c \(ProgramRun.maxOutput) /dev/zero").utf8.count == ProgramRun.maxOutput)
  }

  /// What a program says that is no JSON object; nil: an empty result.
  @Test(arguments: [
    ("", true), (" \n", true), ("{}", true), (#"{"a":{"b":1}}"#, true), ("[1]", false), ("{", false),
    (#"{"a":1,"a":2}"#, false), ("\u{feff}{}", false), ("{}{}", false), ("\u{0}", false),
    (String(repeating: "[", count: 60_000), false),
  ])
  func onlyAnObjectIsAResult(text: String, isTaken: Bool) {
    #expect(((try? CommandRun.result(Array(text.utf8))) != nil) == isTaken)
  }

  @Test(arguments: [[0xFF], [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D], [0xED, 0xA0, 0x80]] as [[UInt8]])
  func invalidUTF8IsNoResult(bytes: [UInt8]) async throws {
    let escapes = bytes.map { "\\\(String($0, radix: 8))" }.joined()
    let written = try await ProgramRun(
      command: .init(arguments: ["/bin/sh", "-c", "printf '\(escapes)'"], timeout: .seconds(60))
    ).output(for: [])
    #expect(written == bytes)
    #expect(throws: TaskPerformer.Failure.self) { try CommandRun.result(written) }
  }

  // MARK: What hangs

  /// The program, its child and its grandchild; some deaf to gentle signals, some with their output closed.
  @Test(arguments: ["", "trap '' TERM HUP INT; ", "exec >&- 2>&-; ", "exec </dev/null; "])
  func whatTakesTooLongIsKilledWithAllItStarted(before: String) async throws {
    try await Self.inFolder { folder in
      let script = before + "sh -c 'sleep 100000 & echo $! >> pids; wait' & echo $! >> pids; echo $$ >> pids; wait"
      let failure = await Self.failure { _ = try await Self.output(script, in: folder, timeout: .milliseconds(1_500)) }
      #expect(failure?.text == "the program took longer than allowed" && failure?.isTemporary == true)
      let text = try String(contentsOf: folder.appending(path: "pids"), encoding: .utf8)
      let pids = text.split(separator: "\n").compactMap { Int32($0) }
      #expect(pids.count == 3)
      for pid in pids { while Self.isAlive(pid) { await Task.yield() } }
    }
  }

  @Test func whatIsLeftBehindByAProgramThatEndedIsNotWaitedFor() async throws {
    try await Self.inFolder { folder in
      let text = try await Self.output("sleep 100000 & echo $! > pid; echo said", in: folder)
      #expect(text == "said\n")
      let pid = try #require(Int32(try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8).dropLast()))
      #expect(Self.isAlive(pid))
      kill(pid, SIGKILL)
    }
  }

  @Test func cancellingKillsTheProgram() async throws {
    try await Self.inFolder { folder in
      let run = Task { try await Self.output("echo $$ > part; mv part pid; exec sleep 100000", in: folder) }
      let file = folder.appending(path: "pid")
      while !FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) { await Task.yield() }
      let pid = try #require(Int32(try String(contentsOf: file, encoding: .utf8).dropLast()))
      run.cancel()
      #expect(await (run.result).failed)
      while Self.isAlive(pid) { await Task.yield() }
    }
  }

  /// A zombie that nobody reaps is dead too.
  private static func isAlive(_ pid: Int32) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let state = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].dropFirst(2).first
    else { return false }
    return state != "Z" && state != "X"
  }

  @Test func manyAtOnceKeepTheirOutputsApart() async throws {
    try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<40 {
        group.addTask { (number, try await Self.output("cat; echo ' \(number)'", Array("in \(number)".utf8))) }
      }
      for try await (number, text) in group { #expect(text == "in \(number) \(number)\n") }
    }
  }
}

extension Result {
  fileprivate var failed: Bool {
    switch self {
    case .success: false
    case .failure: true
    }
  }
}
