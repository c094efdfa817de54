import Engine
import JSON
import Workflows

/// A local program: the task as JSON on standard input, a JSON object as the result on standard output.
struct CommandRun {
  let command: Endpoints.Command

  func run(_ task: LeasedTask) async throws -> JSONValue {
    let input: JSONValue = [
      "id": .string(task.idempotencyKey), "item": .string(task.item.description), "name": .string(task.name),
      "attempt": .number(.init(task.attempts)), "data": task.payload,
    ]
    return try Self.result(try await ProgramRun(command: command).output(for: input.canonicalBytes))
  }

  /// Nothing but white space (RFC 8259, section 2) is a result without fields.
  static func result(_ output: [UInt8]) throws -> JSONValue {
    if output.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return .object([:]) }
    guard let value = try? JSONValue(parsing: output), case .object = value else {
      throw TaskPerformer.Failure.permanent("the program wrote something else than a JSON object")
    }
    return value
  }
}
