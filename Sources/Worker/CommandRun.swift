import Engine
import JSON
import Subprocess
import Workflows

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A local program: the task as JSON on standard input, a JSON object as the result on standard output.
struct CommandRun {
  let command: Endpoints.Command

  static let maxOutput = 64 * 1024

  func run(_ task: LeasedTask) async throws -> JSONValue {
    let input: JSONValue = [
      "id": .string(task.idempotencyKey), "item": .string(task.item.description), "name": .string(task.name),
      "attempt": .number(.init(task.attempts)), "data": task.payload,
    ]
    let output = try await execute(input.canonicalText)
    if output.allSatisfy(\.isWhitespace) { return .object([:]) }
    guard let value = try? JSONValue(parsing: output), case .object = value else {
      throw TaskPerformer.Failure.permanent("the program wrote something else than a JSON object")
    }
    return value
  }

  /// Runs the program without a shell and with its time limit; 75 (EX_TEMPFAIL) asks for another attempt.
  func execute(_ input: String) async throws -> String {
    guard let program = command.arguments.first else { throw TaskPerformer.Failure.permanent("empty command") }
    let command = command
    let environment = Dictionary(
      command.environment.map { (Subprocess.Environment.Key(stringLiteral: $0.key), $0.value) }
    ) { first, _ in first }
    return try await withThrowingTaskGroup(of: String.self) { group in
      group.addTask {
        let output: String
        let status: TerminationStatus
        do {
          let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(Array(command.arguments.dropFirst())),
            environment: .custom(environment), workingDirectory: "/", input: .string(input),
            output: .string(limit: Self.maxOutput), error: .string(limit: 4096))
          (output, status) = (result.standardOutput, result.terminationStatus)
        } catch is CancellationError {
          throw TaskPerformer.Failure.temporary("the program was stopped")
        } catch {
          // Not there, not executable, or more output than allowed: another attempt would meet the same.
          throw TaskPerformer.Failure.permanent("the program could not be run, or wrote too much")
        }
        switch status {
        case .exited(0): return output
        case .exited(75): throw TaskPerformer.Failure.temporary("the program asked for another attempt")
        case .exited(let code): throw TaskPerformer.Failure.permanent("the program ended with \(code)")
        default: throw TaskPerformer.Failure.temporary("the program was killed")
        }
      }
      group.addTask {
        try await Task.sleep(for: command.timeout)
        throw TaskPerformer.Failure.temporary("the program took longer than allowed")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? ""
    }
  }
}
