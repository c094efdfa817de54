import Postgres
import PostgresTesting
import Testing

@testable import Engine

/// Every statement of the room is understood by the database as it is migrated.
@Suite struct StatementTests {
  static let all =
    ItemStatements.all + HistoryStatements.all + TaskStatements.all + TokenStatements.all + LibraryStore.all
    + DirectoryStore.all + Resident.all + MessageStatements.all + FactStatements.all
    + [DatabaseInspection.server, DatabaseInspection.cluster, DatabaseInspection.sealed] + DirectoryWrites.all
    + RequestKeys.all + BlobStatements.all + RefusalRate.all + BoardStatements.all + ReplayStatements.all
    + MigrationStatements.all + DirectoryChangeStore.all
    + [
      BatchLoader.cluster, AdminEntry.insert, AdminEntry.insertMany, Bootstrap.create, Bootstrap.deposit,
      Bootstrap.moveClock,
    ]

  @Test func prepare() async throws {
    try await withTestDatabase(Harness.template) { database in
      let connection = try await database.connect()
      for statement in Self.all {
        do {
          _ = try await connection.describe(statement)
        } catch {
          Issue.record("\(statement.text): \(error)")
        }
      }
      await connection.close()
    }
  }
}
