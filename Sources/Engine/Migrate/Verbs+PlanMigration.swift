import Diagnostics
import JSON
import Postgres
package import Workflows

extension WorkflowEngine {
  /// Plans the move of all running items of a workflow to its version in force. Stored under its hash, to be applied.
  package func planMigration(of workflow: WorkflowName, as caller: Caller) async throws(EngineError) -> MigrationPlan {
    try caller.require(.admin)
    let library = try await refreshed().0.library
    guard let target = library.definition(workflow) else { throw .notFound }
    return try await plan(target, library, as: caller)
  }

  /// The same for a version that is not deployed yet: what would happen if it were. The plan has the same hash once it
  /// is in force, as long as no item has moved.
  package func planMigration(to candidate: Definition, as caller: Caller) async throws(EngineError) -> MigrationPlan {
    try caller.require(.admin)
    var library = try await refreshed().0.library
    guard library.definition(candidate.name) != nil else { throw .notFound }
    library.add(candidate, asCurrent: false)
    return try await plan(candidate, library, as: caller)
  }

  package func migrationPlan(_ hash: ContentHash, as caller: Caller) async throws(EngineError) -> MigrationPlan {
    try caller.require(.admin)
    let rows = try await perform { connection in
      try await connection.pipeline([MigrationStatements.plan(hash.bytes), MigrationStatements.items(hash.bytes)])
    }
    let library = try await refreshed().0.library
    guard let row = rows[0].first else { throw .notFound }
    do {
      let workflow = WorkflowName(try row.get(0, as: String.self))
      let target = ContentHash(bytes: try row.get(1))
      return MigrationPlan(
        hash: hash, workflow: workflow, target: target, isInForce: library.current[workflow] == target,
        lines: try rows[1].map(MigrationPlan.Line.init(row:)),
        certificate: try row.get(4, as: String?.self).map { try JSONValue(parsing: $0) })
    } catch {
      throw .from(error)
    }
  }

  private func plan(
    _ target: Definition, _ library: Library, as caller: Caller
  ) async throws(EngineError) -> MigrationPlan {
    var lines: [MigrationPlan.Line] = []
    var place = ItemPlaceCursor.start
    while true {
      let page = try await running(target, behind: place)
      guard let last = page.last else { break }
      place = last
      lines += try await judge(page, target, library)
    }
    let hash = MigrationPlan.hash(target.name, target.hash, lines)
    let plan = MigrationPlan(
      hash: hash, workflow: target.name, target: target.hash, isInForce: library.current[target.name] == target.hash,
      lines: lines, certificate: nil)
    try await store(plan, as: caller)
    return plan
  }

  private static let page: Int64 = 500

  private func running(
    _ target: Definition, behind place: ItemPlaceCursor
  ) async throws(EngineError) -> [ItemPlaceCursor] {
    let id = try await refreshed().1.artifacts.known(target.hash) ?? -1
    return try await perform { connection in
      try await connection.query(
        MigrationStatements.running(target.name.text, id, place.family.uuid, place.item.uuid, Self.page)
      ).map { ItemPlaceCursor(family: ItemID(try $0.get(0)), item: ItemID(try $0.get(1))) }
    }
  }

  private func judge(
    _ page: [ItemPlaceCursor], _ target: Definition, _ library: Library
  ) async throws(EngineError) -> [MigrationPlan.Line] {
    let read = try await surroundings(of: Set(page.map(\.family)).sorted())
    let world = Surroundings(
      library: library, directory: read.directory, now: read.now, items: read.items, sharedKeys: read.sharedKeys)
    return page.compactMap { place in
      // What ended or moved since the page was read is no running item of an older version any more.
      guard let item = world.items[place.item], item.definition != target.hash,
        let from = library.definitions[item.definition], !(from.states[item.state]?.isFinal ?? true)
      else { return nil }
      var obstacles: [MigrationObstacle] = []
      if case .refused(let found) = Workflows.planMigration(item, from: from, to: target, in: world) {
        obstacles = found
      }
      return MigrationPlan.Line(
        item: item.id, family: item.family, code: item.code, version: item.version, obstacles: obstacles)
    }
  }

  private func store(_ plan: MigrationPlan, as caller: Caller) async throws(EngineError) {
    let refused = plan.lines.count { !$0.obstacles.isEmpty }
    try await perform { connection in
      do {
        let saved = try await connection.pipeline([
          BatchCommit.begin(),
          MigrationStatements.savePlan(
            plan.hash.bytes, plan.workflow.text, plan.target.bytes, caller.person.text),
        ])[1]
        var writes: [SQL] = []
        if !saved.isEmpty {
          for chunk in plan.lines.chunks(of: 1_000) { writes.append(Self.items(chunk, of: plan.hash)) }
          writes.append(
            AdminEntry.make(
              "migration_planned", by: caller.person, definition: plan.target,
              [
                "plan": .string(plan.hash.description), "workflow": .string(plan.workflow.text),
                "target": .string(plan.target.description), "items": .number(.init(plan.lines.count)),
                "refused": .number(.init(refused)),
              ]))
        }
        _ = try await connection.pipeline(writes + [BatchCommit.commit()])
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
  }

  private static func items(_ lines: ArraySlice<MigrationPlan.Line>, of plan: ContentHash) -> SQL {
    MigrationStatements.saveItems(
      plan.bytes, lines.map(\.family.uuid), lines.map(\.item.uuid), lines.map(\.code), lines.map(\.version),
      lines.map { line in
        line.obstacles.isEmpty ? String?.none : JSONValue.array(line.obstacles.map(\.json)).canonicalText
      })
  }
}

extension Array {
  func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}

extension MigrationPlan.Line {
  fileprivate init(row: Row) throws {
    let obstacles = try row.get(4, as: String?.self).map { try JSONValue(parsing: $0).arrayValue ?? [] } ?? []
    self.init(
      item: ItemID(try row.get(1)), family: ItemID(try row.get(0)), code: try row.get(2), version: try row.get(3),
      obstacles: obstacles.compactMap(MigrationObstacle.init(json:)))
  }
}
