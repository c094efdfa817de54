package import Postgres
import Schema

/// The schema's history, as this program knows it.
package enum SchemaMigrations {
  /// Where applied migrations are recorded.
  static let table = "sekisho_migration"

  package static func migrator() throws -> Migrator {
    try Migrator(
      table: table,
      migrations: try migrationFiles.map { file in
        try Migration(number: Int(file.name.prefix(4)) ?? 0, name: String(file.name.dropFirst(5)), parsing: file.sql)
      })
  }
}
