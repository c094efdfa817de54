import PostgresTesting
import Testing

@testable import Postgres

@Suite struct PreparedStatementTests {
  @Test func leastRecentlyUsedGoesFirst() {
    var cache = PreparedStatements(limit: 2)
    let (a, b, c) = (Statement("select 1"), Statement("select 2"), Statement("select 3"))
    let first = cache.lookup(a, [])
    #expect(first.isNew)
    #expect(cache.lookup(b, []).isNew)
    #expect(!cache.lookup(a, []).isNew)
    #expect(cache.lookup(c, []).isNew)
    #expect(cache.count == 2)
    #expect(cache.takeRetired().count == 1)
    #expect(!cache.lookup(a, []).isNew)
    #expect(cache.lookup(b, []).isNew)
  }

  @Test func typesArePartOfAStatementsName() {
    var cache = PreparedStatements(limit: 8)
    let statement = Statement("select $1")
    let names = Set([[], [PostgresType.int8], [.text]].map { cache.lookup(statement, $0).name })
    #expect(names.count == 3)
  }

  @Test func forgottenStatementsAreNew() {
    var cache = PreparedStatements(limit: 8)
    let name = cache.lookup(Statement("select 1"), []).name
    cache.forget(name)
    #expect(cache.lookup(Statement("select 1"), []) == .init(name: name, isNew: true))
  }

  /// As long as the server has it, a name is not given out again.
  @Test func retiredNamesAreAvoidedUntilTheyAreGone() {
    var cache = PreparedStatements(limit: 8)
    let statement = Statement("select 1")
    let first = cache.lookup(statement, []).name
    cache.retire(first)
    let second = cache.lookup(statement, []).name
    #expect(second != first)
    #expect(cache.takeRetired() == [first])
    cache.retire(second)
    #expect(cache.lookup(statement, []).name == first)
  }

  @Test func areReusedAndEvictedOnTheServer() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect { $0.preparedStatementLimit = 3 }
      let list: SQL = "select count(*) from pg_prepared_statements"
      #expect(try await connection.query(list).single.get(0, as: Int.self) == 1)
      for _ in 0..<10 { try await connection.query("select \(1) + 1") }
      #expect(try await connection.query(list).single.get(0, as: Int.self) == 2)
      for number in 0..<20 {
        let column = "c\(number)"
        try await connection.query("select 1 as \(identifier: column)")
      }
      // each batch gives back what the one before had left over
      #expect(try await connection.query(list).single.get(0, as: Int.self) <= 4)
    }
  }

  /// VACUUM, CREATE DATABASE and their like refuse to share a transaction with anything, be it our making room.
  @Test func makingRoomIsNoPartOfTheBatch() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect { $0.preparedStatementLimit = 1 }
      for _ in 0..<3 {
        try await connection.query("vacuum pg_class")
        try await connection.query("vacuum pg_type")
      }
      // nor does its failure concern the batch
      try await connection.query("select 1")
      try await connection.script("deallocate all")
      let answers = try await connection.pipeline(["select 2", "select 3"])
      #expect(answers.count == 2)
      #expect(try await connection.query("select 3").count == 1)
    }
  }

  /// Making room must not get between a failed transaction and its ROLLBACK.
  @Test func rollbackIsHeardThoughTheCacheIsFull() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect { $0.preparedStatementLimit = 1 }
      try await connection.pipeline(["begin", "select 1"])
      #expect(await failure { try await connection.query("select nonsense") } != nil)
      try await connection.query("rollback")
      #expect(try await connection.query("select 1").count == 1)
    }
  }

  @Test func survivesAChangedTableAndDiscardedPlans() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      try await connection.query("create table t (id int8)")
      let read: SQL = "select * from t"
      try await connection.query(read)
      try await connection.query("alter table t add more text")
      let error = await failure { try await connection.query(read) }
      #expect(error?.sqlState == .featureNotSupported)
      #expect(error?.isRetryable == true)
      #expect(try await connection.query(read).columns.count == 2)

      try await connection.query("deallocate all")
      let gone = await failure { try await connection.query(read) }
      #expect(gone?.sqlState == .invalidStatementName)
      #expect(gone?.isRetryable == true)
      #expect(try await connection.query(read).columns.count == 2)
    }
  }
}
