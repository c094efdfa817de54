import Diagnostics
import JSON
import Postgres
import Workflows

/// Carries one batch through its transaction: lock, read, step, write, commit.
struct BatchCommit {
  let connection: PostgresConnection
  let cache: WorldCache

  static let begin = Statement("begin")
  static let commit = Statement("commit")
  static let rollback = Statement("rollback")
  static let wake = Statement("select pg_notify('sekisho_work', '')")

  /// Results in the order of the submissions. Throws only database trouble; then nothing of the batch holds, or, with
  /// `outcomeUnknown`, all of it may.
  func run(_ batch: [Submission]) async throws -> [SubmissionResult] {
    do {
      return try await attempt(batch)
    } catch {
      // The connection may be in a failed transaction; where it is broken, this fails too and the pool drops it.
      _ = try? await connection.query(Self.rollback())
      throw error
    }
  }

  private func attempt(_ batch: [Submission]) async throws -> [SubmissionResult] {
    let families = Set(batch.flatMap { [$0.family, $0.otherFamily].compactMap(\.self) }).sorted()
    let keys = batch.compactMap(\.idempotency)
    let loader = BatchLoader(connection: connection, cache: cache)
    let (picture, _, extra) = try await loader.load(
      families: families, before: [Self.begin(), ItemStatements.lockFamilies(families.map(\.uuid))],
      after: keys.isEmpty ? [] : [RequestKeys.find(keys.map(\.person.text), keys.map(\.key))],
      requests: batch.map(\.request))
    var known = try extra.first.map(RequestKeys.known) ?? [:]
    let answered = Set(known.keys)
    var run = BatchRun(world: picture.world, seed: UInt64.random(in: .min ... .max))
    var drafts: [Draft] = []
    for submission in batch {
      if let idempotency = submission.idempotency, let earlier = known[RequestKeys.Name(idempotency)] {
        drafts.append(.settled(Self.replay(earlier, idempotency, submission.request, &run)))
        continue
      }
      let draft = Self.play(submission, &run)
      drafts.append(draft)
      if let idempotency = submission.idempotency, draft.isKept {
        // A twin in the same batch waits for this one's answer, which is written below.
        known[RequestKeys.Name(idempotency)] = RequestKeys.Known(digest: idempotency.digest.bytes, answer: nil)
      }
    }
    try await Self.number(&run, connection)
    try await RefusalRate.limit(&run, connection)
    let results = drafts.map { $0.result(run) }
    let kept = Self.keptAnswers(batch, results, besides: answered, at: run.world.now)
    try await write(&run, picture.cached, kept)
    return Self.withTwins(batch, results)
  }

  /// A submission's result before new items have their codes.
  private enum Draft {
    case settled(SubmissionResult)
    case accepted(subject: ItemID, state: StateName, version: Int64, created: [ItemID])

    var isKept: Bool {
      switch self {
      case .accepted: true
      case .settled(.refused(let refusal)): refusal.kind == .denied || refusal.kind == .blocked
      case .settled: false
      }
    }

    func result(_ run: BatchRun) -> SubmissionResult {
      switch self {
      case .settled(let result): return result
      case .accepted(let subject, let state, let version, let created):
        guard let item = run.world.items[subject] else { return .failed(.notFound) }
        return .done(
          Receipt(
            item: subject, family: item.family, code: item.code, state: state, version: version,
            created: created.compactMap { id in run.world.items[id].map { (id, $0.code) } }, isReplay: false))
      }
    }
  }

  private static func play(_ submission: Submission, _ run: inout BatchRun) -> Draft {
    switch run.play(submission.request) {
    case .refused(let refusal): return .settled(.refused(refusal))
    case .accepted(let changes):
      let item = run.world.items[changes.subject]
      return .accepted(
        subject: changes.subject, state: item?.state ?? "", version: item?.version ?? 0, created: changes.created)
    }
  }

  /// The kept answer, for who may still ask for it.
  private static func replay(
    _ earlier: RequestKeys.Known, _ idempotency: Idempotency, _ request: StepRequest, _ run: inout BatchRun
  ) -> SubmissionResult {
    guard earlier.digest == idempotency.digest.bytes else {
      return .failed(
        EngineError(
          .keyReused,
          Text(
            en: "this idempotency key was used for a different request; choose a new one",
            ja: "この冪等キーは別の要求で使用済みです。新しいキーを使ってください")))
    }
    guard let answer = earlier.answer else { return .failed(EngineError(.tryAgain, Text(en: "twin", ja: "twin"))) }
    if let refusal = reauthorise(request, in: run.world) {
      run.record(refusal, of: request)
      return .refused(refusal)
    }
    guard let json = try? JSONValue(parsing: answer) else { return .failed(.corrupt("request_key")) }
    if let receipt = Receipt(answer: json) { return .done(receipt) }
    return Refusal(answer: json).map { .refused($0) } ?? .failed(.corrupt("request_key"))
  }

  /// Twins of one batch get the answer of the first.
  private static func withTwins(_ batch: [Submission], _ results: [SubmissionResult]) -> [SubmissionResult] {
    var first: [RequestKeys.Name: Int] = [:]
    var results = results
    for (index, submission) in batch.enumerated() {
      guard let idempotency = submission.idempotency else { continue }
      let name = RequestKeys.Name(idempotency)
      if let earlier = first[name], batch[earlier].idempotency?.digest == idempotency.digest {
        results[index] = results[earlier]
      } else if first[name] == nil {
        first[name] = index
      }
    }
    return results
  }

  /// Draws the numbers of new items' codes; the counters stay locked until the batch commits.
  static func number(_ run: inout BatchRun, _ connection: PostgresConnection) async throws {
    let wanted = run.wantedNumbers.sorted { $0.key < $1.key }
    guard !wanted.isEmpty else { return }
    var last: [String: Int64] = [:]
    for row in try await connection.query(ItemStatements.drawNumbers(wanted.map(\.key), wanted.map(\.value))) {
      last[try row.get(0)] = try row.get(1)
    }
    run.number(last)
  }

  private func write(
    _ run: inout BatchRun, _ cached: CachedWorld, _ kept: SQL?
  ) async throws {
    var writes = Self.rows(&run, cached)
    if let kept { writes.append(kept) }
    if run.tasks.contains(where: { $0.dueAt <= run.world.now }) { writes.append(Self.wake()) }
    _ = try await connection.pipeline(writes + [Self.commit()])
  }

  /// Everything that the batch changes, a few set-based statements.
  static func rows(_ run: inout BatchRun, _ cached: CachedWorld) -> [SQL] {
    let now = run.world.now
    let (new, old) = run.writes(cached.artifacts)
    var statements: [SQL] = []
    if !new.isEmpty {
      statements.append(ItemStatements.insert(new, at: now))
      statements.append(
        ItemStatements.insertCodes(new.map(\.item.code), new.map(\.item.family.uuid), new.map(\.item.id.uuid)))
    }
    if !old.isEmpty { statements.append(ItemStatements.update(old, at: now)) }
    if let history = BatchWrites.history(run.lines, at: now, &run) { statements.append(history) }
    if let tasks = BatchWrites.tasks(run.tasks, at: now, &run) { statements.append(tasks) }
    if let links = BatchWrites.links(run.lines, run.world) { statements.append(links) }
    if let documents = BatchWrites.documents(run.lines) { statements.append(documents) }
    statements += BatchWrites.keys((new + old).map(\.item), run.world)
    return statements
  }

  private static func keptAnswers(
    _ batch: [Submission], _ results: [SubmissionResult], besides answered: Set<RequestKeys.Name>, at now: Instant
  ) -> SQL? {
    var rows: [(Idempotency, String)] = []
    var names = answered
    for (submission, result) in zip(batch, results) {
      guard let idempotency = submission.idempotency, !names.contains(RequestKeys.Name(idempotency)) else { continue }
      switch result {
      case .done(let receipt) where !receipt.isReplay: rows.append((idempotency, receipt.answer.canonicalText))
      case .refused(let refusal) where refusal.kind == .denied || refusal.kind == .blocked:
        rows.append((idempotency, refusal.answer.canonicalText))
      case .done, .refused, .failed: continue
      }
      names.insert(RequestKeys.Name(idempotency))
    }
    guard !rows.isEmpty else { return nil }
    return RequestKeys.insert(
      rows.map(\.0.person.text), rows.map(\.0.key), rows.map(\.0.digest.bytes), rows.map(\.1),
      rows.map { _ in now.timestamp })
  }
}
