import Diagnostics
import JSON
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
  /// Deposits a definition, calendar or parameter for approval. `hash` and `name` come from the loader, which has
  /// checked the file.
  package func propose(
    _ kind: ArtifactKind, name: String, hash: ContentHash, source: String, as caller: Caller
  ) async throws(EngineError) -> Int32 {
    try caller.require(.admin)
    return try await perform { connection in
      let rows = try await connection.pipeline([
        LibraryStore.propose(kind.rawValue, name, hash.bytes, source, caller.person.text),
        LibraryStore.find(kind.rawValue, name, hash.bytes),
        AdminEntry.make(
          "artifact_proposed", by: caller.person, definition: hash,
          ["kind": .string(kind.rawValue), "name": .string(name), "hash": .string(hash.description)]),
      ])
      return try rows[1].single.get(0, as: Int32.self)
    }
  }

  /// Puts a deposited version into force: by another person than the one who proposed it (four eyes).
  package func approve(_ id: Int32, as caller: Caller) async throws(EngineError) -> ArtifactView {
    try caller.require(.admin)
    guard let artifact = try await artifacts(as: caller).first(where: { $0.id == id }) else { throw .notFound }
    guard artifact.proposedBy != caller.person.text else {
      throw EngineError(
        .forbidden,
        Text(
          en: "a version is approved by another person than the one who proposed it (four eyes)",
          ja: "版の承認は提案者とは別の人が行います(二人確認)"))
    }
    try await perform { connection in
      do {
        try await Self.putInForce(artifact, by: caller.person, connection)
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
    return try await artifacts(as: caller).first { $0.id == id } ?? artifact
  }

  /// One approval at a time: each is judged with all others in force.
  private static func putInForce(
    _ artifact: ArtifactView, by person: PersonCode, _ connection: PostgresConnection
  ) async throws {
    let answers = try await connection.pipeline([
      BatchCommit.begin(), LibraryStore.hold(), LibraryStore.candidate(artifact.id), LibraryStore.load(),
    ])
    try LibraryStore.check(answers[2], among: answers[3])
    // What a newer calendar knows may move deadlines that were provisional.
    let follow = artifact.kind == .calendar ? [TaskStatements.recompute(), BatchCommit.wake()] : []
    _ = try await connection.pipeline(
      [
        LibraryStore.retire(artifact.kind.rawValue, artifact.name), LibraryStore.approve(artifact.id, person.text),
        LibraryStore.bump(),
        AdminEntry.make(
          "artifact_approved", by: person, definition: artifact.hash,
          [
            "kind": .string(artifact.kind.rawValue), "name": .string(artifact.name),
            "hash": .string(artifact.hash.description),
          ]),
      ] + follow + [BatchCommit.commit()])
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
