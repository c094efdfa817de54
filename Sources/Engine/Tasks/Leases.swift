import Diagnostics
package import JSON
import Postgres
package import Workflows

/// Work outside, leased to one worker for a while. The fence grows with every claim: a worker that lost its lease
/// cannot report any more.
package struct LeasedTask: Sendable {
  package let id: TaskID
  package let family: ItemID
  package let item: ItemID
  package let kind: String
  package let name: String
  package let endpoint: String?
  package let payload: JSONValue
  package let attempts: Int
  package let fence: Int64

  /// What receivers deduplicate by: the same however often the task is tried.
  package var idempotencyKey: String { id.description }
}

/// What became of a failed attempt.
package enum TaskFate: Sendable, Hashable {
  case retry(afterMilliseconds: Int64)
  /// Set aside for people to look at.
  case dead
}

extension WorkflowEngine {
  package func claim(
    kinds: [String], endpoint: String? = nil, worker: String, leaseSeconds: Int64 = 60, limit: Int = 10
  ) async throws(EngineError) -> [LeasedTask] {
    try await perform { connection in
      try await connection.query(
        TaskStatements.claim(kinds, worker, leaseSeconds, Int64(min(max(limit, 1), 100)), endpoint)
      ).map(LeasedTask.init(row:))
    }
  }

  package func heartbeat(_ id: TaskID, fence: Int64, leaseSeconds: Int64 = 60) async throws(EngineError) {
    let rows = try await perform { connection in
      try await connection.query(TaskStatements.heartbeat(id.uuid, fence, leaseSeconds))
    }
    if rows.isEmpty { throw .leaseLost }
  }

  /// The task is done: its result moves the item, in the transaction that checks the fence and deletes the task.
  package func complete(_ id: TaskID, fence: Int64, result: JSONValue) async throws(EngineError) -> SubmissionResult {
    try await end(id, fence: fence, result: result, failed: false)
  }

  /// The attempt failed. Beyond the attempts allowed, the definition's `failed` transition is taken, or the task is
  /// set aside.
  package func fail(
    _ id: TaskID, fence: Int64, error: String, fate: TaskFate
  ) async throws(EngineError) {
    switch fate {
    case .retry(let delay):
      let rows = try await perform { connection in
        try await connection.query(
          TaskStatements.retryLater(id.uuid, fence, String(error.prefix(2_000)), delay, false))
      }
      if rows.isEmpty { throw .leaseLost }
    case .dead:
      if try await hasFailureTransition(id) {
        let result: JSONValue = ["error": .string(String(error.prefix(2_000)))]
        if case .done = try await end(id, fence: fence, result: result, failed: true) { return }
      }
      let rows = try await perform { connection in
        try await connection.query(TaskStatements.retryLater(id.uuid, fence, String(error.prefix(2_000)), 0, true))
      }
      if rows.isEmpty { throw .leaseLost }
    }
  }

  private func hasFailureTransition(_ id: TaskID) async throws(EngineError) -> Bool {
    let rows = try await perform { connection in
      try await connection.query(TaskStatements.place(id.uuid))
    }
    do {
      guard let row = rows.first else { return false }
      let world = try await surroundings(of: [ItemID(try row.get(0))])
      guard let item = world.items[ItemID(try row.get(1))] else { return false }
      return world.library.definitions[item.definition]?.task(TaskName(try row.get(2, as: String.self)))?.failed != nil
    } catch {
      throw .from(error)
    }
  }

  private func end(
    _ id: TaskID, fence: Int64, result: JSONValue, failed: Bool
  ) async throws(EngineError) -> SubmissionResult {
    try await perform { [cache] connection in
      do {
        return try await Self.end(id, fence, result, failed, connection, cache)
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
  }

  private static func end(
    _ id: TaskID, _ fence: Int64, _ result: JSONValue, _ failed: Bool, _ connection: PostgresConnection,
    _ cache: WorldCache
  ) async throws -> SubmissionResult {
    guard let row = try await connection.query(TaskStatements.place(id.uuid)).first else { throw EngineError.leaseLost }
    let (family, item) = (ItemID(try row.get(0)), ItemID(try row.get(1)))
    let name = TaskName(try row.get(2, as: String.self))
    let (picture, _, extra) = try await BatchLoader(connection: connection, cache: cache).load(
      families: [family], before: [BatchCommit.begin(), ItemStatements.lockFamilies([family.uuid])],
      after: [TaskStatements.held(id.uuid, fence)])
    guard !extra[0].isEmpty else { throw EngineError.leaseLost }
    var run = BatchRun(world: picture.world, seed: UInt64.random(in: .min ... .max))
    let outcome = run.play(
      StepRequest(item: item, event: .taskEnded(name, result: result, failed: failed), actor: nil))
    guard case .accepted = outcome, let after = run.world.items[item] else {
      _ = try await connection.query(BatchCommit.rollback())
      guard case .refused(let refusal) = outcome else { return .failed(.notFound) }
      return .refused(refusal)
    }
    try await BatchCommit.number(&run, connection)
    let writes = BatchCommit.rows(&run, picture.cached)
    _ = try await connection.pipeline(
      writes + [TaskStatements.delete([id.uuid]), BatchCommit.wake(), BatchCommit.commit()])
    return .done(
      Receipt(
        item: item, family: family, code: after.code, state: after.state, version: after.version,
        created: run.created.compactMap { id in run.world.items[id].map { (id, $0.code) } }, isReplay: false))
  }

  // MARK: For people

  package func tasks(dead: Bool?, as caller: Caller) async throws(EngineError) -> [TaskView] {
    try caller.require(.admin)
    return try await perform { connection in
      try await connection.query(TaskStatements.list(dead)).map(TaskView.init(row:))
    }
  }

  /// Gives a task that was set aside another chance.
  package func retry(_ id: TaskID, as caller: Caller) async throws(EngineError) {
    try caller.require(.admin)
    let rows = try await perform { connection in
      try await connection.pipeline([TaskStatements.revive(id.uuid), BatchCommit.wake()])[0]
    }
    if rows.isEmpty { throw .notFound }
  }

  package func cancel(_ id: TaskID, as caller: Caller) async throws(EngineError) {
    try caller.require(.admin)
    let rows = try await perform { connection in try await connection.query(TaskStatements.cancel(id.uuid)) }
    if rows.isEmpty { throw .notFound }
  }
}

package struct TaskView: Sendable {
  package let id: TaskID
  package let item: ItemID
  package let code: String?
  package let kind: String
  package let name: String
  package let dueAt: Instant
  package let attempts: Int
  package let worker: String?
  package let isDead: Bool
  package let lastError: String?
}

extension TaskView {
  fileprivate init(row: Row) throws {
    self.init(
      id: TaskID(try row.get(0)), item: ItemID(try row.get(1)), code: try row.get(2), kind: try row.get(3),
      name: try row.get(4), dueAt: Instant(try row.get(5, as: Timestamp.self)), attempts: try row.get(6),
      worker: try row.get(7), isDead: try row.get(8), lastError: try row.get(9))
  }
}

extension LeasedTask {
  fileprivate init(row: Row) throws {
    self.init(
      id: TaskID(try row.get(0)), family: ItemID(try row.get(1)), item: ItemID(try row.get(2)), kind: try row.get(3),
      name: try row.get(4), endpoint: try row.get(5),
      payload: try JSONValue(parsing: try row.get(6, as: JSONB.self).bytes), attempts: try row.get(7),
      fence: try row.get(8))
  }
}

extension WorkflowEngine {
  /// Calls `wake` whenever some batch says that there is new work, until cancelled.
  package func listen(_ wake: @escaping @Sendable () -> Void) async {
    await PostgresListener(configuration, channels: ["sekisho_work"], logger: logger).run { _ in wake() }
  }

  package func purgeRequestKeys() async throws(EngineError) {
    _ = try await perform { connection in try await connection.query(RequestKeys.purge()) }
  }
}
