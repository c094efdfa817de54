import Postgres
import PostgresTesting
import Testing

/// How a room keeps its statements, and how its test has the server parse them.
private enum Letters {
  static let insert = Statement(
    "insert into letter (id, body) select * from unnest($1::uuid[], $2::text[]) returning id")
  static let read = Statement("select id, body, mood::text from letter where id = $1")

  static let registry = StatementRegistry("Letters", ["insert": insert, "read": read])
}

@Suite struct RegistryTests {
  static let template = DatabaseTemplate("letters") { connection in
    try await connection.script(
      """
      create type mood as enum ('glad', 'sad');
      create table letter (id uuid primary key, body text not null, mood mood not null default 'glad', cost numeric);
      """)
  }

  @Test func everyStatementIsUnderstood() async throws {
    try await withTestDatabase(Self.template) { database in
      let connection = try await database.connect()
      let findings = try await Letters.registry.check(on: connection)
      #expect(findings.isEmpty, "\(findings)")
    }
  }

  @Test func faultsAreNamed() async throws {
    try await withTestDatabase(Self.template) { database in
      let connection = try await database.connect()
      let registry = StatementRegistry(
        "Letters",
        [
          "gone": Statement("select id from leter"), "mood": Statement("select id from letter where mood = $1"),
          "cost": Statement("select cost from letter"), "fine": Statement("delete from letter where id = any($1)"),
        ])
      let findings = try await registry.check(on: connection).map(\.description)
      #expect(
        findings == [
          "Letters.gone: relation \"leter\" does not exist at character 16",
          findings[1],
          "Letters.cost: column cost is oid 1700, which no Swift type is read from",
        ])
      #expect(findings[1].hasPrefix("Letters.mood: $1 is inferred as oid "))
    }
  }

  @Test func describesAStatement() async throws {
    try await withTestDatabase(Self.template) { database in
      let connection = try await database.connect()
      let description = try await connection.describe(Letters.insert)
      #expect(description.parameters == [.uuidArray, .textArray])
      #expect(description.columns == [.init(name: "id", type: .uuid)])
    }
  }
}
