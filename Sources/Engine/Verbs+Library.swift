import Diagnostics
package import JSON
import Postgres
package import Workflows

package struct ArtifactView: Sendable {
  package let id: Int32
  package let kind: ArtifactKind
  package let name: String
  package let hash: ContentHash
  package let proposedBy: String
  package let proposedAt: Instant
  package let approvedBy: String?
  package let approvedAt: Instant?
  package let isCurrent: Bool
}

package enum ArtifactKind: String, Sendable, Hashable, CaseIterable {
  case workflow
  case calendar
  case parameter
}

extension WorkflowEngine {
  /// Deposits a definition, calendar or parameter for approval. Hash and name come from the loader, which has checked
  /// the file.
  ///
  /// - Parameters:
  ///   - shown: the file's name in findings.
  ///   - reason: why what is undecided about it is accepted; recorded with the proposal.
  package func propose(
    _ file: ArtifactFile, shownAs shown: String, given scrutiny: Scrutiny, accepting reason: String? = nil,
    as caller: Caller
  ) async throws(EngineError) -> Int32 {
    let accepted = try await foresee(file, shownAs: shown, given: scrutiny, accepting: reason, as: caller)
    return try await perform { connection in
      let rows = try await connection.pipeline([
        LibraryStore.propose(file.kind.rawValue, file.name, file.hash.bytes, file.source, caller.person.text),
        LibraryStore.find(file.kind.rawValue, file.name, file.hash.bytes),
        AdminEntry.make(
          "artifact_proposed", by: caller.person, definition: file.hash,
          Self.body(file.kind, file.name, file.hash, accepted)),
      ])
      return try rows[1].single.get(0, as: Int32.self)
    }
  }

  /// Refuses a file as `propose` would, and stores nothing.
  ///
  /// - Returns: what would be recorded of accepting what is undecided.
  @discardableResult
  package func foresee(
    _ file: ArtifactFile, shownAs shown: String, given scrutiny: Scrutiny, accepting reason: String? = nil,
    as caller: Caller
  ) async throws(EngineError) -> JSONValue? {
    try caller.require(.admin)
    return try await examine(file, shownAs: shown, given: scrutiny).accepted(for: reason)
  }

  /// What would stand against a file, were it deposited now.
  package func examine(
    _ file: ArtifactFile, shownAs shown: String, given scrutiny: Scrutiny
  ) async throws(EngineError) -> Scrutiny.Finding {
    try await examine(file, shownAs: shown, given: scrutiny, in: try await refreshed().0)
  }

  private func examine(
    _ file: ArtifactFile, shownAs shown: String, given scrutiny: Scrutiny, in world: Surroundings
  ) async throws(EngineError) -> Scrutiny.Finding {
    do {
      return try await scrutiny.finding(about: file, shownAs: shown, among: world.library, today: world.now.day)
    } catch {
      throw .from(error)
    }
  }

  /// Puts a deposited version into force: by another person than the one who proposed it (four eyes). It is looked at
  /// once more, since other files may be in force by now; who approves what is undecided accepts it in their own words.
  package func approve(
    _ id: Int32, given scrutiny: Scrutiny, accepting reason: String? = nil, as caller: Caller
  ) async throws(EngineError) -> ArtifactView {
    let (artifact, file) = try await candidate(id, as: caller)
    // Examined before the transaction, which holds what every batch reads; where another approval came between, again.
    for _ in 0..<5 {
      let (world, cached) = try await refreshed()
      let accepted = try await examine(file, shownAs: "\(file.kind.rawValue)/\(file.name)", given: scrutiny, in: world)
        .accepted(for: reason)
      let isDone = try await perform { connection -> Bool in
        do {
          return try await Self.putInForce(
            artifact, by: caller.person, accepted, ifStill: cached.libraryVersion, connection)
        } catch {
          _ = try? await connection.query(BatchCommit.rollback())
          throw error
        }
      }
      if isDone { return try await artifacts(as: caller).first { $0.id == id } ?? artifact }
    }
    throw EngineError(
      .tryAgain,
      Text(en: "other versions are being put into force at this moment", ja: "別の版が施行されている最中です"))
  }

  /// Refuses as `approve` would, and changes nothing.
  package func foreseeApproval(
    _ id: Int32, given scrutiny: Scrutiny, accepting reason: String? = nil, as caller: Caller
  ) async throws(EngineError) -> ArtifactView {
    let (artifact, file) = try await candidate(id, as: caller)
    _ = try await examine(file, shownAs: "\(file.kind.rawValue)/\(file.name)", given: scrutiny).accepted(for: reason)
    return artifact
  }

  private func candidate(
    _ id: Int32, as caller: Caller
  ) async throws(EngineError) -> (artifact: ArtifactView, file: ArtifactFile) {
    try caller.require(.admin)
    guard let artifact = try await artifacts(as: caller).first(where: { $0.id == id }) else { throw .notFound }
    guard artifact.proposedBy != caller.person.text else {
      throw EngineError(
        .forbidden,
        Text(
          en: "a version is approved by another person than the one who proposed it (four eyes)",
          ja: "版の承認は提案者とは別の人が行います(二人確認)"))
    }
    let file = try await perform { connection in
      try LibraryStore.file(try await connection.query(LibraryStore.candidate(id)))
    }
    return (artifact, file)
  }

  /// One approval at a time: each is judged with all others in force.
  ///
  /// - Returns: whether what is in force is still what the version was judged among.
  private static func putInForce(
    _ artifact: ArtifactView, by person: PersonCode, _ accepted: JSONValue?, ifStill version: Int64,
    _ connection: PostgresConnection
  ) async throws -> Bool {
    let answers = try await connection.pipeline([
      BatchCommit.begin(), LibraryStore.hold(), LibraryStore.candidate(artifact.id), LibraryStore.load(),
    ])
    guard try answers[1].single.get(0, as: Int64.self) == version else {
      _ = try await connection.query(BatchCommit.rollback())
      return false
    }
    try LibraryStore.check(answers[2], among: answers[3])
    // What a newer calendar knows may move deadlines that were provisional.
    let follow = artifact.kind == .calendar ? [TaskStatements.recompute(), BatchCommit.wake()] : []
    _ = try await connection.pipeline(
      [
        LibraryStore.retire(artifact.kind.rawValue, artifact.name), LibraryStore.approve(artifact.id, person.text),
        LibraryStore.bump(),
        AdminEntry.make(
          "artifact_approved", by: person, definition: artifact.hash,
          body(artifact.kind, artifact.name, artifact.hash, accepted)),
      ] + follow + [BatchCommit.commit()])
    return true
  }

  private static func body(
    _ kind: ArtifactKind, _ name: String, _ hash: ContentHash, _ accepted: JSONValue?
  ) -> JSONValue {
    var body: [String: JSONValue] = [
      "kind": .string(kind.rawValue), "name": .string(name), "hash": .string(hash.description),
    ]
    body["accepted_undecided"] = accepted
    return .object(body)
  }

  package func artifacts(as caller: Caller) async throws(EngineError) -> [ArtifactView] {
    try await perform { connection in
      try await connection.query(LibraryStore.list()).map { row in
        ArtifactView(
          id: try row.get(0), kind: ArtifactKind(rawValue: try row.get(1, as: String.self)) ?? .workflow,
          name: try row.get(2), hash: ContentHash(bytes: try row.get(3)), proposedBy: try row.get(4),
          proposedAt: Instant(try row.get(5, as: Timestamp.self)), approvedBy: try row.get(6),
          approvedAt: try row.get(7, as: Timestamp?.self).map { Instant($0) }, isCurrent: try row.get(8))
      }
    }
  }

  /// The text in force.
  package func source(
    _ kind: ArtifactKind, name: String, as caller: Caller
  ) async throws(EngineError) -> String {
    let rows = try await perform { connection in
      try await connection.query(LibraryStore.source(kind.rawValue, name))
    }
    guard let row = rows.first else { throw .notFound }
    do { return try row.get(0) } catch { throw .from(error) }
  }

  /// The library and directory as of now, for those who draw diagrams and lists.
  package func library(as caller: Caller) async throws(EngineError) -> Library { try await refreshed().0.library }

  package func directory(as caller: Caller) async throws(EngineError) -> Directory { try await refreshed().0.directory }
}
