package import Postgres
package import Workflows

/// What a database says of itself to an operator. Reads only; needs no table of ours.
package struct DatabaseInspection: Sendable {
  package struct Cluster: Sendable {
    package let kind: ClusterKind
    /// How far the clock of record is ahead of the server's, in microseconds.
    package let offset: Int64
    package let now: Instant
  }

  package struct Sealed: Sendable {
    package let entries: Int64
    package let leaves: Int64
    /// The newest signed note, as text.
    package let checkpoint: String?
    package let checkpointSize: Int64
  }

  /// As the server writes it, such as `15.18 (Debian 15.18-0+deb12u1)`.
  package let version: String
  package let versionNumber: Int
  package let database: String
  package let login: String
  package let bytes: Int64
  /// The server's own clock, without any offset.
  package let serverTime: Instant
  package let migrations: MigrationStatus
  /// nil: migrated or not, nobody has set it up.
  package let cluster: Cluster?
  package let sealed: Sealed?

  static let server = Statement(
    """
    select current_setting('server_version'), current_setting('server_version_num')::int8, current_database()::text,
      session_user::text, pg_database_size(current_database()), statement_timestamp(),
      to_regclass('cluster') is not null, to_regclass('audit_checkpoint') is not null
    """)
  static let cluster = Statement(
    "select kind, (extract(epoch from clock_offset) * 1000000)::int8, sekisho_now() from cluster")
  static let sealed = Statement(
    """
    select (select count(*) from history), (select coalesce(max(leaf_index) + 1, 0) from audit_leaf),
      (select note from audit_checkpoint order by size desc limit 1),
      (select coalesce(max(size), 0) from audit_checkpoint)
    """)

  package static func read(_ connection: PostgresConnection) async throws -> DatabaseInspection {
    let row = try await connection.query(server()).single
    let (version, number, database, login, bytes, time, hasCluster, hasTree) = try row.decode(
      String.self, Int.self, String.self, String.self, Int64.self, Timestamp.self, Bool.self, Bool.self)
    let migrations = try await SchemaMigrations.migrator().status(connection)
    let found = hasCluster ? try await connection.query(Self.cluster()).atMostOne : nil
    let sealedRow = hasTree ? try await connection.query(Self.sealed()).single : nil
    return DatabaseInspection(
      version: version, versionNumber: number, database: database, login: login, bytes: bytes,
      serverTime: Instant(time), migrations: migrations, cluster: try found.flatMap(Self.cluster),
      sealed: try sealedRow.map { row in
        Sealed(
          entries: try row.get(0), leaves: try row.get(1), checkpoint: try row.get(2), checkpointSize: try row.get(3))
      })
  }

  private static func cluster(_ row: Row) throws -> Cluster? {
    guard let kind = ClusterKind(rawValue: try row.get(0)) else { throw EngineError.corrupt("cluster kind") }
    return Cluster(kind: kind, offset: try row.get(1), now: Instant(try row.get(2, as: Timestamp.self)))
  }

  /// The newest migration that is applied; 0 where none is.
  package var schemaNumber: Int {
    migrations.lines.last { line in
      if case .applied = line.state { true } else { false }
    }?.number ?? 0
  }
}
