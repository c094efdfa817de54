import AsyncHTTPClient
import Diagnostics
import Engine
import JSON
import Logging
import Workflows

/// Carries out one leased task and reports how it went. At least once: receivers deduplicate by the task's key.
struct TaskPerformer: Sendable {
  let endpoints: Endpoints
  let engine: WorkflowEngine
  let client: HTTPClient
  let logger: Logger

  enum Failure: Error {
    /// Worth another attempt.
    case temporary(String)
    /// Trying again cannot help: no such endpoint, a refusal by the receiver.
    case permanent(String)

    var isTemporary: Bool {
      switch self {
      case .temporary: true
      case .permanent: false
      }
    }
  }

  func perform(_ task: LeasedTask, leaseSeconds: Int64) async {
    do {
      try await keepingLease(task, leaseSeconds) {
        if task.kind == "notify" {
          try await MailDelivery(mail: endpoints.mail, engine: engine).deliver(task)
        } else {
          try await conclude(task, try await act(task))
        }
      }
    } catch let failure as Failure {
      await report(task, failure)
    } catch {
      logger.warning("task not reported", metadata: ["task": "\(task.id)", "code": "\(EngineFailure.code(error))"])
    }
  }

  private func conclude(_ task: LeasedTask, _ result: JSONValue) async throws {
    let outcome = try await Patience.reporting { () async throws(EngineError) in
      try await engine.complete(task.id, fence: task.fence, result: result)
    }
    guard case .refused(let refusal) = outcome else { return }
    let error = refusal.reasons.map(\.message.en).joined(separator: "; ")
    try await Patience.reporting { () async throws(EngineError) in
      try await engine.fail(task.id, fence: task.fence, error: error, fate: .dead)
    }
  }

  private func act(_ task: LeasedTask) async throws -> JSONValue {
    switch task.kind {
    case "webhook":
      guard let name = task.endpoint, let endpoint = endpoints.webhooks[name] else {
        throw Failure.permanent("no webhook endpoint of this name is configured: \(task.endpoint ?? "")")
      }
      return try await WebhookDelivery(endpoint: endpoint, client: client).deliver(task)
    case "command":
      guard let name = task.endpoint, let command = endpoints.commands[name] else {
        throw Failure.permanent("no command of this name is configured: \(task.endpoint ?? "")")
      }
      return try await CommandRun(command: command).run(task)
    default: throw Failure.permanent("unknown kind of task")
    }
  }

  /// Renews the lease while the work runs; a lost lease ends the work. A database that cannot be asked for a moment does
  /// not: the fence says in the end whose result counts.
  private func keepingLease<Value: Sendable>(
    _ task: LeasedTask, _ seconds: Int64, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        while true {
          try await Task.sleep(for: .seconds(max(1, seconds / 3)))
          do throws(EngineError) {
            try await engine.heartbeat(task.id, fence: task.fence, leaseSeconds: seconds)
          } catch {
            if error.code == .leaseLost { throw error }
            logger.warning(
              "lease not renewed", metadata: ["task": "\(task.id)", "code": "\(error.code.rawValue)"])
          }
        }
      }
      defer { group.cancelAll() }
      while let value = try await group.next() {
        if let value { return value }
      }
      throw Failure.temporary("interrupted")
    }
  }

  private func report(_ task: LeasedTask, _ failure: Failure) async {
    var random = SystemRandomNumberGenerator()
    let (text, fate): (String, TaskFate)
    switch failure {
    case .temporary(let message):
      text = message
      fate = Backoff.delay(afterAttempt: task.attempts, using: &random).map { .retry(afterMilliseconds: $0) } ?? .dead
    case .permanent(let message): (text, fate) = (message, .dead)
    }
    do {
      try await Patience.reporting { () async throws(EngineError) in
        try await engine.fail(task.id, fence: task.fence, error: text, fate: fate)
      }
    } catch {
      logger.warning("failure not reported", metadata: ["task": "\(task.id)", "code": "\(EngineFailure.code(error))"])
    }
  }
}

enum EngineFailure {
  static func code(_ error: any Error) -> String { (error as? EngineError)?.code.rawValue ?? "interrupted" }
}
