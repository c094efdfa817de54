package import Postgres

/// What a backup and its manifest both see: one moment of the database, held while the dump runs.
package struct BackupSnapshot: Sendable {
  /// For `pg_dump --snapshot`.
  package let name: String
  package let inspection: DatabaseInspection

  static let begin = Statement("begin isolation level repeatable read read only")
  static let hold = Statement("set local idle_in_transaction_session_timeout = 0")
  static let export = Statement("select pg_export_snapshot()")

  /// Holds the moment on a connection of the owner's for as long as `body` runs.
  package static func hold<Value>(
    _ connection: PostgresConnection, _ body: (BackupSnapshot) async throws -> Value
  ) async throws -> Value {
    let rows = try await connection.pipeline([begin(), hold(), export()])
    do {
      let snapshot = BackupSnapshot(
        name: try rows[2].single.get(0), inspection: try await DatabaseInspection.read(connection))
      let value = try await body(snapshot)
      _ = try await connection.query(BatchCommit.rollback())
      return value
    } catch {
      _ = try? await connection.query(BatchCommit.rollback())
      throw error
    }
  }

  /// Roles belong to a cluster, not to a database, so no dump holds them; to be run before a restore on another cluster.
  package static let rolesScript = """
    do $$
    declare
      name text;
    begin
      foreach name in array array['sekisho_app', 'sekisho_reader', 'sekisho_auditor'] loop
        if not exists (select from pg_roles where rolname = name) then
          execute format('create role %I nologin', name);
        end if;
      end loop;
    end
    $$;

    """
}
