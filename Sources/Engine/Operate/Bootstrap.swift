import Diagnostics
package import JSON
package import Postgres
package import Workflows

/// What kind of cluster a database serves; decided once, when it is set up.
package enum ClusterKind: String, Sendable, Hashable, CaseIterable {
  case production
  /// The owner may move the clock: scenario cases.
  case test
  case demo
}

/// A checked file on its way into a new database.
package struct ArtifactFile: Sendable {
  package let kind: ArtifactKind
  package let name: String
  package let hash: ContentHash
  package let source: String

  package init(kind: ArtifactKind, name: String, hash: ContentHash, source: String) {
    self.kind = kind
    self.name = name
    self.hash = hash
    self.source = source
  }
}

/// Sets up a migrated but empty database, by the owner's own hand: there is nobody yet who could sign in.
package struct Bootstrap: Sendable {
  package let kind: ClusterKind
  package let artifacts: [ArtifactFile]
  package let directory: Directory
  package let administrator: PersonCode
  /// What is undecided about the definitions and was accepted, as `Scrutiny.Finding` says it.
  package let accepted: JSONValue?

  package init(
    kind: ClusterKind, artifacts: [ArtifactFile], directory: Directory, administrator: PersonCode,
    accepted: JSONValue? = nil
  ) {
    self.kind = kind
    self.artifacts = artifacts
    self.directory = directory
    self.administrator = administrator
    self.accepted = accepted
  }

  static let exists = Statement("select kind from cluster")
  static let create = Statement("insert into cluster (kind) values ($1)")
  static let deposit = Statement(
    """
    insert into artifact (kind, name, hash, source, proposed_by, proposed_at, approved_by, approved_at, is_current)
    values ($1, $2, $3, $4, 'bootstrap', sekisho_now(), 'system', sekisho_now(), true)
    """)
  static let moveClock = Statement(
    "update cluster set clock_offset = $1 * interval '1 microsecond' where kind <> 'production' returning kind")

  /// Makes the database of that name if it is not there. Connected to another one, as somebody who may.
  package static func ensureDatabase(_ name: String, _ connection: PostgresConnection) async throws {
    guard try await connection.query("select from pg_database where datname = \(name)").isEmpty else { return }
    _ = try await connection.query("create database \(identifier: name)")
  }

  /// nil: not set up yet.
  package static func kind(_ connection: PostgresConnection) async throws -> ClusterKind? {
    guard let row = try await connection.query(exists()).atMostOne else { return nil }
    guard let kind = ClusterKind(rawValue: try row.get(0)) else { throw EngineError.corrupt("cluster kind") }
    return kind
  }

  package static func isDone(_ connection: PostgresConnection) async throws -> Bool {
    try await !connection.query(exists()).isEmpty
  }

  /// One transaction: everything, or nothing. Returns the administrator's token.
  package func run(_ connection: PostgresConnection) async throws -> TokenSecret {
    guard try await !Self.isDone(connection) else {
      throw EngineError(
        .conflict,
        Text(
          en: "this database is set up already; administrators replace tokens with: sekisho token rotate",
          ja: "このデータベースは設定済みです。トークンは管理者が「sekisho token rotate」で更新できます"))
    }
    _ = try await connection.query(BatchCommit.begin())
    do {
      let deposits = artifacts.map { Self.deposit($0.kind.rawValue, $0.name, $0.hash.bytes, $0.source) }
      _ = try await connection.pipeline(
        [Self.create(kind.rawValue)] + deposits + [LibraryStore.together(), LibraryStore.bump()]
          + DirectoryWrites.replacing(with: directory) + [
            AdminEntry.make("bootstrapped", by: administrator, entry)
          ])
      let token = try await WorkflowEngine.issueToken(
        for: administrator, scopes: Set(Scope.allCases), days: 90, label: "bootstrap", by: administrator, connection)
      _ = try await connection.query(BatchCommit.commit())
      return token.secret
    } catch {
      _ = try? await connection.query(BatchCommit.rollback())
      throw error
    }
  }

  private var entry: JSONValue {
    var body: [String: JSONValue] = [
      "kind": .string(kind.rawValue),
      "artifacts": .array(artifacts.map { .string("\($0.kind.rawValue)/\($0.name)@\($0.hash)") }),
    ]
    body["accepted_undecided"] = accepted
    return .object(body)
  }

  /// A token for somebody, by the owner's hand: example people of `dev` and the demonstration.
  package static func issueToken(
    for person: PersonCode, scopes: Set<Scope>, label: String, _ connection: PostgresConnection
  ) async throws -> TokenSecret {
    try await WorkflowEngine.issueToken(
      for: person, scopes: scopes, days: 365, label: label, by: nil, connection
    ).secret
  }

  /// Moves the clock of a test or demo cluster to `moment`; each move is an entry. A production cluster refuses.
  package static func setClock(to moment: Instant, _ connection: PostgresConnection) async throws {
    _ = try await ClusterClock.move(.moment(moment), connection)
  }
}
