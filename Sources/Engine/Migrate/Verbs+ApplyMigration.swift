import Diagnostics
import JSON
import Postgres
package import Workflows

extension WorkflowEngine {
  /// Moves items of a plan, at most `limit` of them, behind a place in the plan; called again with the place it answers
  /// until there is none. Every item is judged anew as it is then, and moved by a step of its own through the lanes: one
  /// transaction holds the move and its one entry. An item that has moved is left alone, so that an application may be
  /// broken off anywhere and begun again, by several at once if they like.
  package func applyMigration(
    _ plan: ContentHash, behind place: ItemPlaceCursor? = nil, limit: Int = 1_000, as caller: Caller
  ) async throws(EngineError) -> MigrationProgress {
    try caller.require(.admin)
    let target = try await applicable(plan)
    let places = try await pending(plan, target, behind: place ?? .start, limit: min(max(limit, 1), 10_000))
    var migrated = 0
    var refused = 0
    for chunk in places.chunks(of: Lane.maxBatch) {
      for result in await move(chunk, to: target, plan, as: caller) {
        switch result {
        case .done: migrated += 1
        case .refused: refused += 1
        case .failed(let error): throw error
        }
      }
    }
    guard let last = places.last, places.count == min(max(limit, 1), 10_000) else {
      return MigrationProgress(
        migrated: migrated, refused: refused, next: nil, certificate: try await certify(plan, target, as: caller))
    }
    return MigrationProgress(migrated: migrated, refused: refused, next: last, certificate: nil)
  }

  private func applicable(_ plan: ContentHash) async throws(EngineError) -> ContentHash {
    let rows = try await perform { connection in try await connection.query(MigrationStatements.plan(plan.bytes)) }
    guard let row = rows.first else { throw .notFound }
    let (workflow, target): (WorkflowName, ContentHash)
    do {
      (workflow, target) = (
        WorkflowName(try row.get(0, as: String.self)), ContentHash(bytes: try row.get(1))
      )
    } catch {
      throw .from(error)
    }
    // Four eyes: what is in force was proposed by one person and approved by another.
    guard try await refreshed().0.library.current[workflow] == target else {
      throw EngineError(
        .conflict,
        Text(
          en: "the version that this plan leads to is not in force: have it approved, then apply the plan",
          ja: "この計画の移行先の版は施行されていません。承認を受けてから適用してください"))
    }
    return target
  }

  private func pending(
    _ plan: ContentHash, _ target: ContentHash, behind place: ItemPlaceCursor, limit: Int
  ) async throws(EngineError) -> [ItemPlaceCursor] {
    let id = try await refreshed().1.artifacts.id(target)
    return try await perform { connection in
      try await connection.query(
        MigrationStatements.pending(plan.bytes, id, place.family.uuid, place.item.uuid, Int64(limit))
      ).map { ItemPlaceCursor(family: ItemID(try $0.get(0)), item: ItemID(try $0.get(1))) }
    }
  }

  private func move(
    _ places: ArraySlice<ItemPlaceCursor>, to target: ContentHash, _ plan: ContentHash, as caller: Caller
  ) async -> [SubmissionResult] {
    await withTaskGroup(of: SubmissionResult.self) { group in
      for place in places {
        let request = StepRequest(
          item: place.item, event: .migrate(to: target, plan: plan), actor: caller.actor)
        group.addTask { await self.submit(Submission(request, family: place.family)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  // MARK: The certificate

  /// Refusals that the certificate names one by one; beyond them their number and their digest.
  private static let namedRefusals = 1_000

  /// What came of every item of the plan, from the items themselves: an entry of the record, once for each outcome.
  private func certify(
    _ plan: ContentHash, _ target: ContentHash, as caller: Caller
  ) async throws(EngineError) -> JSONValue {
    let known = try await migrationPlan(plan, as: caller)
    let id = try await refreshed().1.artifacts.id(target)
    let outcomes = try await perform { connection in
      try await connection.query(MigrationStatements.outcome(plan.bytes, id)).map { row in
        (item: ItemID(try row.get(1)), family: ItemID(try row.get(0)), fate: try row.get(4, as: String.self))
      }
    }
    let left = outcomes.filter { $0.fate == "refused" }
    let reasons = try await reasons(left.map { ItemPlaceCursor(family: $0.family, item: $0.item) }, target)
    let codes = Dictionary(known.lines.map { ($0.item, $0.code) }, uniquingKeysWith: { first, _ in first })
    let refusals: [JSONValue] = left.map { line in
      [
        "item": .string(codes[line.item] ?? line.item.description),
        "reasons": .array((reasons[line.item] ?? []).map { .string($0.code.rawValue) }),
      ]
    }
    func count(_ fate: String) -> JSONValue { .number(.init(outcomes.count { $0.fate == fate })) }
    let certificate: JSONValue = [
      "plan": .string(plan.description), "workflow": .string(known.workflow.text),
      "target": .string(target.description), "items": .number(.init(outcomes.count)), "migrated": count("migrated"),
      "refused": count("refused"), "ended": count("ended"),
      "refusals": .array(Array(refusals.prefix(Self.namedRefusals))),
      "refusals_digest": .string(ContentDigest.hash(.array(refusals)).description),
    ]
    try await enter(certificate, plan, target, as: caller)
    return certificate
  }

  private func reasons(
    _ places: [ItemPlaceCursor], _ target: ContentHash
  ) async throws(EngineError) -> [ItemID: [MigrationObstacle]] {
    var reasons: [ItemID: [MigrationObstacle]] = [:]
    for chunk in places.chunks(of: 500) {
      let world = try await surroundings(of: Set(chunk.map(\.family)).sorted())
      guard let to = world.library.definitions[target] else { throw .notFound }
      for place in chunk {
        guard let item = world.items[place.item], let from = world.library.definitions[item.definition],
          case .refused(let obstacles) = Workflows.planMigration(item, from: from, to: to, in: world)
        else { continue }
        reasons[place.item] = obstacles
      }
    }
    return reasons
  }

  /// Written once: an application that ends as the one before did adds nothing.
  private func enter(
    _ certificate: JSONValue, _ plan: ContentHash, _ target: ContentHash, as caller: Caller
  ) async throws(EngineError) {
    try await perform { connection in
      do {
        let changed = try await connection.pipeline([
          BatchCommit.begin(), MigrationStatements.certify(plan.bytes, certificate.canonicalText),
        ])[1]
        let entry = AdminEntry.make("migration_applied", by: caller.person, definition: target, certificate)
        _ = try await connection.pipeline((changed.isEmpty ? [] : [entry]) + [BatchCommit.commit()])
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
  }
}
