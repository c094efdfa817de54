import JSON
import Postgres
import Workflows

extension WorkflowEngine {
  /// Takes and finishes work that needs nothing from outside (automatic transitions, deadlines) in one transaction:
  /// exactly once, without a lease. Families are locked before tasks, the order that every batch keeps.
  ///
  /// - Returns: how many tasks were taken; fewer than `limit` means that nothing more is due.
  package func drain(limit: Int = 100) async throws(EngineError) -> Int {
    try await perform { [cache] connection in
      do {
        return try await Self.drain(limit, connection, cache)
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
  }

  private static let ownKinds = ["automatic", "deadline"]

  private static func drain(_ limit: Int, _ connection: PostgresConnection, _ cache: WorldCache) async throws -> Int {
    let peeked = try await connection.query(TaskStatements.peek(ownKinds, Int64(limit)))
    guard !peeked.isEmpty else { return 0 }
    let ids = try peeked.map { try $0.get(0, as: PGUUID.self) }
    let families = Set(try peeked.map { ItemID(try $0.get(1)) }).sorted()
    let locked = try await connection.pipeline([
      BatchCommit.begin(), ItemStatements.lockFreeFamilies(families.map(\.uuid)),
    ])[1].map { ItemID(try $0.get(0)) }
    let (picture, _, extra) = try await BatchLoader(connection: connection, cache: cache).load(
      families: locked, before: [], after: [TaskStatements.still(ids, locked.map(\.uuid))])
    var run = BatchRun(world: picture.world, seed: UInt64.random(in: .min ... .max))
    var done: [PGUUID] = []
    var buried: [(PGUUID, String)] = []
    for row in extra[0] {
      let id = try row.get(0, as: PGUUID.self)
      switch run.play(try request(row)) {
      case .accepted: done.append(id)
      case .refused(let refusal): buried.append((id, refusal.answer.canonicalText))
      }
    }
    try await BatchCommit.number(&run, connection)
    var writes = BatchCommit.rows(&run, picture.cached)
    if !done.isEmpty { writes.append(TaskStatements.delete(done)) }
    if !buried.isEmpty { writes.append(TaskStatements.bury(buried.map(\.0), buried.map(\.1))) }
    _ = try await connection.pipeline(writes + [BatchCommit.commit()])
    return done.count + buried.count
  }

  private static func request(_ row: Row) throws -> StepRequest {
    let item = ItemID(try row.get(2))
    guard try row.get(3, as: String.self) == "deadline" else {
      let isRecomputing = try row.get(4, as: String.self) == "recompute"
      return StepRequest(item: item, event: isRecomputing ? .recompute : .automatic, actor: nil)
    }
    let payload = try JSONValue(parsing: try row.get(5, as: JSONB.self).bytes)
    guard let firing = DeadlineFiring(name: try row.get(4), json: payload) else {
      throw EngineError.corrupt("task payload")
    }
    return StepRequest(item: item, event: .deadline(firing), actor: nil)
  }
}
