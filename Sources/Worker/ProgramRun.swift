import FoundationEssentials
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// One run of a local program: input in, output out, no shell, a time limit, a bound on what is kept.
///
/// Of the library's ways in and out only one is used, the stream of the output. Everywhere else it traps with
/// "FileDescriptor … was not closed" and takes the worker along: its input is dropped unclosed where a program ends
/// without reading it (`write` throws before `finish`), and its first pipe where there is no descriptor for the next.
/// The stream gives its descriptor up to be closed on every way; what is lent to the library it never closes. So the
/// input is a file, and errors go where the worker's own go, into the journal.
struct ProgramRun {
  let command: Endpoints.Command

  static let maxOutput = 64 * 1024

  /// - Returns: the whole output of a program that ended with 0.
  /// - Throws: `TaskPerformer.Failure`. 75 (EX_TEMPFAIL of sysexits.h), a signal and the time limit ask for another
  ///   attempt.
  func output(for input: [UInt8]) async throws -> [UInt8] {
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask { try await finished(input) }
      group.addTask {
        try await Task.sleep(for: command.timeout)
        throw TaskPerformer.Failure.temporary("the program took longer than allowed")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? []
    }
  }

  private func finished(_ input: [UInt8]) async throws -> [UInt8] {
    let (status, output) = try await run(input)
    switch status {
    case .exited(0):
      guard output.count <= Self.maxOutput else { throw TaskPerformer.Failure.permanent("the program wrote too much") }
      return output
    case .exited(75): throw TaskPerformer.Failure.temporary("the program asked for another attempt")
    case .exited(let code): throw TaskPerformer.Failure.permanent("the program ended with \(code)")
    case .signaled(let signal): throw TaskPerformer.Failure.temporary("the program was killed by signal \(signal)")
    }
  }

  private func run(_ input: [UInt8]) async throws -> (status: TerminationStatus, output: [UInt8]) {
    guard let program = command.arguments.first else { throw TaskPerformer.Failure.permanent("empty command") }
    try Self.requireDescriptors()
    let file = try Self.nameless(holding: input)
    defer { try? file.close() }
    do {
      let result = try await Subprocess.run(
        .path(FilePath(program)), arguments: Arguments(Array(command.arguments.dropFirst())),
        environment: environment, workingDirectory: "/", platformOptions: Self.ownGroup,
        input: .fileDescriptor(file, closeAfterSpawningProcess: false), output: .sequence,
        error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
      ) { execution in
        // What goes beyond the bound is read and dropped, so that the program may end by itself.
        var kept: [UInt8] = []
        for try await buffer in execution.standardOutput where kept.count <= Self.maxOutput {
          kept += unsafe buffer.withUnsafeBytes { unsafe Array($0.prefix(Self.maxOutput + 1 - kept.count)) }
        }
        return kept
      }
      return (result.terminationStatus, result.closureResult)
    } catch let error as SubprocessError {
      throw Self.failure(error)
    }
  }

  private var environment: Environment {
    .custom(
      Dictionary(command.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }) { first, _ in first })
  }

  /// A group of its own, and when it is to stop, SIGKILL for all of it at once: after a gentler signal the program could
  /// be gone and what it started not. What a kill leaves behind, a crash would too, and the task comes again after both.
  private static let ownGroup: PlatformOptions = {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
    return options
  }()

  /// Where the library gets no descriptor to watch its child by, it waits for it in a system call that no time limit
  /// ends. So there must be more of them than a run takes, and others that begin at the same moment.
  private static func requireDescriptors() throws {
    var probes: [FileDescriptor] = []
    defer { for probe in probes { try? probe.close() } }
    do {
      for _ in 0..<32 {
        probes.append(try FileDescriptor.open(FilePath("/dev/null"), .readOnly, options: .closeOnExec))
      }
    } catch {
      throw TaskPerformer.Failure.temporary("the worker has too few file descriptors left")
    }
  }

  /// A file that has no name any more: a program reads it as slowly as it likes, or not at all. It loses its name before
  /// anything is in it, so that a crash leaves nothing to read.
  private static func nameless(holding bytes: [UInt8]) throws -> FileDescriptor {
    let path = FileManager.default.temporaryDirectory.appending(path: "sekisho-\(UUID().uuidString)")
      .path(percentEncoded: false)
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
      do {
        try FileManager.default.removeItem(atPath: path)
        try file.writeAll(bytes)
        try file.seek(offset: 0, from: .start)
        return file
      } catch {
        try? file.close()
        throw error
      }
    } catch {
      throw TaskPerformer.Failure.temporary("there is no room for the program's input")
    }
  }

  private static func failure(_ error: SubprocessError) -> TaskPerformer.Failure {
    if error.code == .executableNotFound {
      return .permanent("the program or its interpreter is not there, or may not be run")
    }
    guard error.code == .spawnFailed else { return .temporary("the program could not be followed to its end") }
    // Too many processes, too little memory, too many files; being replaced just now: all of these pass.
    let passing: [Errno] = [
      .resourceTemporarilyUnavailable, .noMemory, .tooManyOpenFiles, .tooManyOpenFilesInSystem, .textFileBusy,
    ]
    if let code = error.underlyingError, passing.contains(code) {
      return .temporary("the program could not be started now")
    }
    return .permanent("the program could not be started")
  }
}
