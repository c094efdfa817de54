import Glibc
import Postgres
import PostgresTesting
import Synchronization
import Testing

@Suite struct PoolTests {
  @Test func manyCallersShareFewConnections() async throws {
    try await withTestDatabase { database in
      let pool = database.pool(PoolSettings(maxConnections: 3))
      try await pool.query("create table t (id int8)")
      try await withThrowingTaskGroup { group in
        for number in 0..<100 {
          group.addTask {
            try await pool.withTransaction { transaction in
              try await transaction.query("insert into t values (\(number))")
            }
          }
        }
        try await group.waitForAll()
      }
      let rows = try await pool.query("select count(*), count(distinct id) from t")
      let (all, distinct) = try rows.single.decode(Int.self, Int.self)
      #expect(all == 100 && distinct == 100)
      #expect(pool.metrics.totals.opened <= 3)
      await pool.close()
      #expect(pool.metrics.idle == 0)
      #expect(await failure { try await pool.query("select 1") }?.kind == .closed)
    }
  }

  @Test func exhaustionTimesOutAndCancels() async throws {
    try await withTestDatabase { database in
      var settings = PoolSettings(maxConnections: 1)
      settings.waitTimeout = .milliseconds(50)
      let pool = database.pool(settings)
      try await pool.withConnection { _ in
        #expect(await failure { try await pool.query("select 1") }?.kind == .poolTimedOut)
        let waiter = Task { await failure { try await pool.query("select 1") } }
        waiter.cancel()
        let kind = await waiter.value?.kind
        #expect(kind == .cancelled || kind == .poolTimedOut)
      }
      #expect(try await pool.query("select 1").count == 1)
      await pool.close()
    }
  }

  @Test func whatIsLeftInATransactionIsUndone() async throws {
    try await withTestDatabase { database in
      let pool = database.pool(PoolSettings(maxConnections: 1))
      try await pool.query("create table t (id int8)")
      try await pool.withConnection { connection in
        try await connection.pipeline(["begin", "insert into t values (1)"])
      }
      #expect(try await pool.query("select from t").isEmpty)
      _ = await failure {
        try await pool.withConnection { connection in
          try await connection.pipeline(["begin", "select nonsense", "commit"])
        }
      }
      #expect(try await pool.query("select from t").isEmpty)
      #expect(pool.metrics.totals.opened == 1)
      await pool.close()
    }
  }

  @Test func brokenConnectionsAreReplaced() async throws {
    try await withTestDatabase { database in
      let pool = database.pool(PoolSettings(maxConnections: 1))
      let observer = try await database.connect()
      let first = try await pool.query("select pg_backend_pid()").single.get(0, as: Int32.self)
      try await observer.query("select pg_terminate_backend(\(first))")
      #expect(try await eventually { pool.metrics.totals.lost == 1 })
      let second = try await pool.query("select pg_backend_pid()").single.get(0, as: Int32.self)
      #expect(first != second)
      await pool.close()
    }
  }

  @Test func survivesARestartOfTheServer() async throws {
    try await withOwnCluster { cluster in
      var settings = PoolSettings(maxConnections: 2)
      settings.firstBackoff = .milliseconds(5)
      settings.lastBackoff = .milliseconds(20)
      settings.waitTimeout = .milliseconds(200)
      let configuration = PostgresConfiguration(cluster.connectionString())
      let pool = PostgresPool(configuration, settings: settings, logger: .quiet)
      try await pool.query("create table t (id int8)")
      cluster.kill()
      #expect(try await eventually { pool.metrics.idle == 0 })
      let error = await failure { try await pool.query("select 1") }
      #expect(error?.kind == .connectFailed)
      try await cluster.start()
      #expect(try await eventually { (try? await pool.query("select from t")) != nil })
      await pool.close()
    }
  }

  @Test func minimumIsOpenedWithoutBeingAsked() async throws {
    try await withTestDatabase { database in
      let pool = database.pool(PoolSettings(maxConnections: 4, minIdle: 2))
      let isReady = try await eventually { pool.metrics.idle == 2 }
      #expect(isReady)
      await pool.close()
    }
  }

  /// A pool that nobody closed takes its connections with it.
  @Test func forgottenPoolLeavesNothing() async throws {
    try await withTestDatabase { database in
      let observer = try await database.connect()
      do {
        let pool = database.pool()
        try await pool.query("select 1")
      }
      let others: SQL = "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
      #expect(try await eventually { try await observer.query(others).isEmpty })
    }
  }
}
