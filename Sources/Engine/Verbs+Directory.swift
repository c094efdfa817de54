import Diagnostics
import JSON
import Postgres
import Workflows

/// Changes of the directory under four eyes: one administrator proposes, another approves; each edit is an entry.
extension WorkflowEngine {
  package static let maxEdits = 20_000

  /// What a proposal would come to: its faults, or what it does to open items.
  package func preview(
    _ edits: [DirectoryEdit], as caller: Caller
  ) async throws(EngineError) -> Result<DirectoryImpact, DirectoryFaults> {
    try caller.require(.admin)
    let (world, _) = try await refreshed()
    switch world.directory.applying(edits, on: world.now.day) {
    case .failure(let faults): return .failure(faults)
    case .success(let next):
      let day = edits.flatMap(\.effectiveDays).filter { $0 > world.now.day }.max()
      return .success(try await impact(of: next, on: day, as: caller))
    }
  }

  package func proposeChange(
    _ edits: [DirectoryEdit], reason: String, as caller: Caller
  ) async throws(EngineError) -> Result<DirectoryChange, DirectoryFaults> {
    try caller.require(.admin)
    guard !edits.isEmpty, edits.count <= Self.maxEdits, !reason.allSatisfy(\.isWhitespace), reason.count <= 2_000 else {
      throw EngineError(
        .invalid,
        Text(
          en: "a change has 1 to \(Self.maxEdits) edits and a reason of at most 2,000 characters",
          ja: "変更は1~\(Self.maxEdits)件で、理由(2,000文字以内)が必要です"))
    }
    let (world, _) = try await refreshed()
    if case .failure(let faults) = world.directory.applying(edits, on: world.now.day) { return .failure(faults) }
    let rows = try await perform { connection in
      try await connection.pipeline([
        DirectoryChangeStore.propose(
          reason, JSONB(JSONValue.array(edits.map(\.json)).canonicalBytes), caller.person.text),
        AdminEntry.make(
          "directory_change_proposed", by: caller.person,
          ["edits": .number(.init(edits.count)), "reason": .string(reason)]),
      ])[0]
    }
    return .success(try Self.change(rows))
  }

  /// Newest first, at most a hundred.
  package func directoryChanges(
    openOnly: Bool, before: Int32? = nil, as caller: Caller
  ) async throws(EngineError) -> [DirectoryChange] {
    try caller.require(.admin)
    return try await perform { connection in
      try await connection.query(DirectoryChangeStore.list(openOnly, before ?? Int32.max)).map(DirectoryChange.init)
    }
  }

  package func directoryChange(_ id: Int32, as caller: Caller) async throws(EngineError) -> DirectoryChange {
    try caller.require(.admin)
    return try Self.change(try await perform { try await $0.query(DirectoryChangeStore.find(id)) })
  }

  /// Puts a proposal into force: by another person than the one who proposed it, and only if it still fits the
  /// directory as it is by now.
  package func approveChange(_ id: Int32, as caller: Caller) async throws(EngineError) -> DirectoryChange {
    try caller.require(.admin)
    return try await changingDirectory { connection, directory, today in
      let change = try Self.open(try await connection.query(DirectoryChangeStore.lock(id)))
      guard change.proposedBy != caller.person else { throw Self.fourEyes }
      try Self.check(change.edits, against: directory, on: today)
      let rows = try await connection.pipeline(
        DirectoryChangeStore.writes(change.edits) + [
          DirectoryChangeStore.entries(
            change.edits, before: directory, change: id, proposedBy: change.proposedBy, by: caller.person),
          DirectoryChangeStore.decide(id, caller.person.text, true),
        ])
      return try Self.change(rows[rows.count - 1])
    }
  }

  /// Ends a proposal without effect; its author may withdraw it, too.
  package func declineChange(
    _ id: Int32, reason: String, as caller: Caller
  ) async throws(EngineError) -> DirectoryChange {
    try caller.require(.admin)
    let rows = try await perform { connection in
      let rows = try await connection.query(DirectoryChangeStore.decide(id, caller.person.text, false))
      if !rows.isEmpty {
        _ = try await connection.query(
          AdminEntry.make(
            "directory_change_declined", by: caller.person,
            ["change": .number(.init(Int64(id))), "reason": .string(String(reason.prefix(2_000)))]))
      }
      return rows
    }
    if rows.isEmpty { _ = try Self.open(try await perform { try await $0.query(DirectoryChangeStore.find(id)) }) }
    return try Self.change(rows)
  }

  // MARK: Parts

  /// One transaction in which nobody else changes the directory; `body` gets it as it is.
  func changingDirectory<Value: Sendable>(
    _ body: @Sendable (PostgresConnection, Directory, Day) async throws -> Value
  ) async throws(EngineError) -> Value {
    try await perform { connection in
      do {
        let answers = Array(
          try await connection.pipeline(
            [BatchCommit.begin(), DirectoryWrites.bump(), Self.clock()] + DirectoryStore.queries))
        let today = Instant(try answers[2].single.get(0, as: Timestamp.self)).day
        let value = try await body(connection, try DirectoryStore.directory(Array(answers.dropFirst(3))), today)
        _ = try await connection.query(BatchCommit.commit())
        return value
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
  }

  static func check(_ edits: [DirectoryEdit], against directory: Directory, on day: Day) throws(EngineError) {
    guard case .failure(let faults) = directory.applying(edits, on: day), let first = faults.list.first else { return }
    throw EngineError(
      .conflict,
      Text(
        en: "the change no longer fits the directory (edit \(first.edit + 1): \(first.message.en)); propose it anew",
        ja: "名簿が変わったため適用できません(\(first.edit + 1)件目:\(first.message.ja))。改めて提案してください"))
  }

  private static func change(_ rows: Rows) throws(EngineError) -> DirectoryChange {
    guard let row = rows.first else { throw .notFound }
    do { return try DirectoryChange(row) } catch { throw .from(error) }
  }

  private static func open(_ rows: Rows) throws(EngineError) -> DirectoryChange {
    let change = try change(rows)
    guard change.status == .open else {
      throw EngineError(
        .conflict, Text(en: "this change has been decided already", ja: "この変更は既に決定済みです"))
    }
    return change
  }

  package static let fourEyes = EngineError(
    .forbidden,
    Text(
      en: "a change of the directory is approved by another person than the one who proposed it (four eyes)",
      ja: "名簿の変更の承認は提案者とは別の人が行います(二人確認)"))
}
