import Diagnostics
import Postgres
import PostgresTesting
import Testing

@Suite struct MigratorTests {
  private func migration(_ number: Int, _ sql: String) -> Migration {
    Migration(number: number, name: "m\(number)", purpose: "test", lock: "none", isBreaking: false, sql: sql)
  }

  private var three: [Migration] {
    [
      migration(1, "create table a (id int8); create table log (n int8)"),
      migration(2, "insert into log values (2); create index on a (id)"),
      migration(5, "insert into log values (5)"),
    ]
  }

  private func refusal(_ body: () async throws -> Void) async -> MigrationError? {
    do {
      try await body()
      return nil
    } catch {
      return error as? MigrationError
    }
  }

  private func code(_ body: () async throws -> Void) async -> MigrationError.Code? {
    await refusal(body)?.code
  }

  @Test(arguments: ["applied_migrations", "ops.applied", "Weird \"name"])
  func appliesOnceAndRecords(table: String) async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let migrator = try Migrator(table: table, migrations: three)
      #expect(try await migrator.status(connection).lines.map(\.state) == [.pending, .pending, .pending])
      #expect(try await migrator.migrate(connection).map(\.number) == [1, 2, 5])
      #expect(try await migrator.migrate(connection).isEmpty)
      let status = try await migrator.status(connection)
      #expect(status.isUpToDate)
      #expect(status.lines.map(\.number) == [1, 2, 5])
      let log = try await connection.query("select n from log order by n").map { try $0.get(0, as: Int.self) }
      #expect(log == [2, 5])
      let more = try Migrator(table: table, migrations: three + [migration(6, "drop table a")])
      #expect(try await more.status(connection).pending.map(\.number) == [6])
      #expect(try await more.migrate(connection).map(\.number) == [6])
    }
  }

  /// Roles are the cluster's: databases that are migrated at the same time make the same ones.
  @Test func databasesOfOneClusterMayBeMigratedAtOnce() async throws {
    try await withOwnCluster { cluster in
      let owner = try await connect(cluster)
      for number in 0..<6 { try await owner.script("create database d\(number)") }
      let migrator = try Migrator(
        table: "applied",
        migrations: [
          migration(
            1,
            """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'shared') then
                perform pg_sleep(0.2);
                create role shared nologin;
              end if;
            end $$
            """), migration(2, "create table a (id int8)"),
        ])
      try await withThrowingTaskGroup(of: [Int].self) { group in
        for number in 0..<6 {
          let configuration = PostgresConfiguration(cluster.connectionString(database: "d\(number)"))
          group.addTask {
            let connection = try await PostgresConnection.connect(configuration, logger: .quiet)
            return try await migrator.migrate(connection).map(\.number)
          }
        }
        for try await applied in group { #expect(applied == [1, 2]) }
      }
    }
  }

  @Test func failureLeavesNothingAndSaysWhich() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let bad = [migration(1, "create table a (id int8)"), migration(2, "create table b (id int8); select nonsense")]
      let migrator = try Migrator(table: "applied", migrations: bad)
      let error = await refusal { _ = try await migrator.migrate(connection) }
      #expect(error?.code == .failed)
      #expect(error?.number == 2)
      #expect(error?.cause?.sqlState == "42703")
      #expect(error?.text.ja.contains("移行2") == true)
      #expect(try await migrator.status(connection).pending.map(\.number) == [2])
      #expect(try await connection.query("select to_regclass('b') is null").single.get(0, as: Bool.self))
    }
  }

  @Test func migrationMayNotEndItsTransaction() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let migrator = try Migrator(table: "applied", migrations: [migration(1, "create table a (id int8); commit")])
      let failed = await code { _ = try await migrator.migrate(connection) }
      #expect(failed == .failed)
      #expect(try await migrator.status(connection).pending.count == 1)
    }
  }

  @Test func refusesWhatDoesNotBelongTogether() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      _ = try await Migrator(table: "applied", migrations: three).migrate(connection)
      let attempts: [(MigrationError.Code, [Migration])] = [
        (.databaseNewer, Array(three.dropLast())),
        (.changed, [three[0], migration(2, "select 1"), three[2]]),
        (.outOfOrder, [three[0], three[1], migration(3, "select 1"), three[2]]),
      ]
      for (expected, list) in attempts {
        let migrator = try Migrator(table: "applied", migrations: list)
        let refused = await code { _ = try await migrator.migrate(connection) }
        #expect(refused == expected)
        #expect(try await migrator.status(connection).problem?.code == expected)
      }
      #expect(await code { _ = try Migrator(table: "applied", migrations: three.reversed()) } == .malformed)
    }
  }

  @Test func severalProgramsAtOnce() async throws {
    try await withTestDatabase { database in
      let migrator = try Migrator(table: "applied", migrations: three)
      let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<4 {
          let connection = try await database.connect()
          group.addTask { try await migrator.migrate(connection).map(\.number) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(applied.sorted() == [1, 2, 5])
      let connection = try await database.connect()
      #expect(try await connection.query("select from log").count == 2)
    }
  }

  @Test func headerIsReadFromTheText() throws {
    let text = "-- purpose: items: and history\n-- lock: none (new tables)\n-- breaking: no\ncreate table a ();\n"
    let migration = try Migration(number: 1, name: "items", parsing: text)
    #expect(migration.purpose == "items: and history")
    #expect(migration.lock == "none (new tables)")
    #expect(!migration.isBreaking)
    for broken in ["", "create table a ()", "-- purpose: x\n-- lock: y\n-- breaking: maybe\n"] {
      #expect(throws: MigrationError.self) { try Migration(number: 1, name: "x", parsing: broken) }
    }
  }
}
