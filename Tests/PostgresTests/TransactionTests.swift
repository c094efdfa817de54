import Glibc
import Postgres
import PostgresTesting
import Testing

@Suite struct TransactionTests {
  private func withTable(
    _ body: (PostgresConnection, PostgresConnection) async throws -> Void
  ) async throws {
    try await withTestDatabase { database in
      let (connection, observer) = (try await database.connect(), try await database.connect())
      try await connection.query("create table t (id int8 primary key deferrable initially deferred)")
      try await body(connection, observer)
      #expect(try await connection.query("select 1").count == 1)
    }
  }

  private func count(_ connection: PostgresConnection) async throws -> Int {
    try await connection.query("select count(*) from t").single.get(0)
  }

  struct Stop: Error {}

  @Test func commitsWhenTheClosureReturns() async throws {
    try await withTable { connection, observer in
      let answer = try await connection.withTransaction { transaction in
        let rows = try await transaction.pipeline(["insert into t values (1)", "select count(*) from t"])
        let left0 = try await count(observer)
        #expect(left0 == 0)
        return try rows[1].single.get(0, as: Int.self)
      }
      #expect(answer == 1)
      let left1 = try await count(observer)
      #expect(left1 == 1)
    }
  }

  @Test func undoesWhenTheClosureThrows() async throws {
    try await withTable { connection, observer in
      await #expect(throws: Stop.self) {
        try await connection.withTransaction { transaction in
          try await transaction.query("insert into t values (1)")
          throw Stop()
        }
      }
      let left0 = try await count(observer)
      #expect(left0 == 0)
    }
  }

  @Test func commitTravelsWithTheLastStatements() async throws {
    try await withTable { connection, observer in
      try await connection.withTransaction { transaction in
        try await transaction.query("insert into t values (1)")
        let rows = try await transaction.commit(with: ["insert into t values (2)", "select count(*) from t"])
        #expect(try rows[1].single.get(0, as: Int.self) == 2)
        let left2 = try await count(observer)
        #expect(left2 == 2)
        let over = await failure { try await transaction.query("select 1") }
        #expect(over?.kind == .misuse)
      }
      // the whole of it in one batch
      try await connection.withTransaction { transaction in
        let rows = try await transaction.commit(with: ["insert into t values (3)"])
        #expect(rows.map(\.affected) == [1])
      }
      let left3 = try await count(observer)
      #expect(left3 == 3)
    }
  }

  @Test func indexOfAFailureCountsTheCallersStatements() async throws {
    try await withTable { connection, _ in
      let error = await failure {
        try await connection.withTransaction { transaction in
          try await transaction.pipeline(["select 1", "select nonsense"])
        }
      }
      #expect(error?.statementIndex == 1)
    }
  }

  @Test func rollBackEndsItQuietly() async throws {
    try await withTable { connection, observer in
      try await connection.withTransaction { transaction in
        try await transaction.query("insert into t values (1)")
        try await transaction.rollBack()
      }
      let left0 = try await count(observer)
      #expect(left0 == 0)
    }
  }

  /// The server would answer COMMIT with a quiet ROLLBACK.
  @Test func swallowedFailureCannotBeCommitted() async throws {
    try await withTable { connection, observer in
      for commits in [true, false] {
        let error = await failure {
          try await connection.withTransaction { transaction in
            try await transaction.query("insert into t values (1)")
            _ = await failure { try await transaction.query("select nonsense") }
            if commits { try await transaction.commit() }
          }
        }
        #expect(error?.kind == .misuse)
        let left0 = try await count(observer)
        #expect(left0 == 0)
      }
    }
  }

  @Test func savepointBoundsAFailure() async throws {
    try await withTable { connection, observer in
      try await connection.withTransaction { transaction in
        try await transaction.query("insert into t values (1)")
        do {
          try await transaction.savepoint { transaction in
            try await transaction.query("insert into t values (2)")
            try await transaction.query("select nonsense")
          }
          Issue.record("expected an error")
        } catch {}
        try await transaction.savepoint { transaction in
          try await transaction.query("insert into t values (3)")
        }
      }
      let kept = try await observer.query("select id from t order by id").map { try $0.get(0, as: Int.self) }
      #expect(kept == [1, 3])
    }
  }

  @Test(arguments: [
    (Transaction.Isolation.readCommitted, false, "read committed/off"),
    (.repeatableRead, true, "repeatable read/on"), (.serializable, false, "serializable/off"),
  ])
  func options(isolation: Transaction.Isolation, isReadOnly: Bool, shown: String) async throws {
    try await withTable { connection, _ in
      let options = Transaction.Options(isolation: isolation, isReadOnly: isReadOnly)
      let text = try await connection.withTransaction(options) { transaction in
        try await transaction.query(
          "select current_setting('transaction_isolation') || '/' || current_setting('transaction_read_only')"
        ).single.get(0, as: String.self)
      }
      #expect(text == shown)
    }
  }

  @Test func serializationFailureIsRetryable() async throws {
    try await withTable { connection, other in
      try await connection.query("insert into t values (1)")
      let error = await failure {
        try await connection.withTransaction(.init(isolation: .repeatableRead)) { transaction in
          try await transaction.query("select from t")
          try await other.query("update t set id = id + 10")
          try await transaction.query("update t set id = id + 1")
        }
      }
      #expect(error?.sqlState == .serializationFailure)
      #expect(error?.isRetryable == true)
    }
  }

  @Test func transactionsDoNotNest() async throws {
    try await withTable { connection, _ in
      try await connection.withTransaction { transaction in
        try await transaction.query("select 1")
        let error = await failure { try await connection.withTransaction { _ in } }
        #expect(error?.kind == .misuse)
      }
    }
  }

  @Test func cancelledTaskUndoes() async throws {
    try await withTable { connection, observer in
      let task = Task {
        await failure {
          try await connection.withTransaction { transaction in
            try await transaction.query("insert into t values (1)")
            try await transaction.query("select pg_sleep(60)")
          }
        }
      }
      #expect(try await eventually { try await observer.sees(connection, running: "pg_sleep") })
      task.cancel()
      #expect(await task.value?.kind == .cancelled)
      let left0 = try await count(observer)
      #expect(left0 == 0)
    }
  }

  /// A constraint that is checked at COMMIT: refused for certain, not "unknown".
  @Test func refusedCommitIsCertain() async throws {
    try await withTable { connection, observer in
      for explicit in [true, false] {
        let error = await failure {
          try await connection.withTransaction { transaction in
            try await transaction.pipeline(["insert into t values (1)", "insert into t values (1)"])
            if explicit { try await transaction.commit() }
          }
        }
        #expect(error?.kind == .server)
        #expect(error?.sqlState == .uniqueViolation)
        let left0 = try await count(observer)
        #expect(left0 == 0)
      }
    }
  }
}

@Suite struct OutcomeTests {
  /// COMMIT that takes its time: a constraint trigger sleeps in it.
  static let slowCommit = """
    create table t (id int8);
    create function nap() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return null; end $$;
    create constraint trigger slow after insert on t deferrable initially deferred for each row execute function nap();
    """

  enum Way: CaseIterable {
    case transaction
    case pipelineByHand
  }

  private func insert(_ connection: PostgresConnection, _ way: Way) async throws {
    switch way {
    case .transaction:
      try await connection.withTransaction { transaction in
        try await transaction.commit(with: ["insert into t values (1)"])
      }
    case .pipelineByHand: try await connection.pipeline(["begin", "insert into t values (1)", "commit"])
    }
  }

  @Test(arguments: Way.allCases)
  func serverKilledDuringCommit(way: Way) async throws {
    try await withOwnCluster { cluster in
      let (connection, observer) = (try await connect(cluster), try await connect(cluster))
      try await connection.script(Self.slowCommit)
      let task = Task { await failure { try await insert(connection, way) } }
      #expect(try await eventually { try await observer.sees(connection, running: "commit") })
      kill(connection.processID, SIGKILL)
      let error = await task.value
      #expect(error?.kind == .outcomeUnknown)
      #expect(error?.isRetryable == false)
    }
  }

  /// The server ends the session by itself (`pg_terminate_backend`) and says so. Whether its words are read before or
  /// after the end of the connection is chance, hence several rounds.
  @Test(arguments: Way.allCases, 0..<5)
  func sessionEndedInTheMiddleOfCommit(way: Way, round: Int) async throws {
    try await withTestDatabase { database in
      let (connection, observer) = (try await database.connect(), try await database.connect())
      try await observer.script(Self.fall("constraint trigger fall after insert", "deferrable initially deferred"))
      let error = await failure { try await insert(connection, way) }
      #expect(error?.kind == .outcomeUnknown && error?.isRetryable == false, "\(String(describing: error))")
      #expect(try await eventually { !connection.isOpen })
    }
  }

  /// COMMIT is on its way too, but the server works in order: it has not come to it.
  @Test(arguments: Way.allCases, 0..<5)
  func sessionEndedBeforeCommit(way: Way, round: Int) async throws {
    try await withTestDatabase { database in
      let (connection, observer) = (try await database.connect(), try await database.connect())
      try await observer.script(Self.fall("trigger fall before insert", ""))
      let error = await failure { try await insert(connection, way) }
      #expect(error?.sqlState == "57P01" && error?.isRetryable == true, "\(String(describing: error))")
      #expect(error?.kind == .server && error?.mayHaveTakenEffect == false)
      #expect(try await observer.query("select from t").isEmpty)
    }
  }

  private static func fall(_ trigger: String, _ scope: String) -> String {
    """
    create table t (id int8);
    create function fall() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
    create \(trigger) on t \(scope) for each row execute function fall();
    """
  }

  @Test func cancelledTaskDoesNotStopACommit() async throws {
    try await withOwnCluster { cluster in
      let (connection, observer) = (try await connect(cluster), try await connect(cluster))
      try await connection.script(
        """
        create table t (id int8);
        create function nap() returns trigger language plpgsql as $$
          begin perform pg_advisory_xact_lock(1); return null; end $$;
        create constraint trigger slow after insert on t deferrable initially deferred
          for each row execute function nap();
        """)
      try await observer.query("select pg_advisory_lock(1)")
      let task = Task { await failure { try await insert(connection, .transaction) } }
      #expect(try await eventually { try await observer.sees(connection, running: "commit") })
      task.cancel()
      try await observer.query("select pg_advisory_unlock(1)")
      #expect(await task.value?.description == nil)
      #expect(try await observer.query("select from t").count == 1)
    }
  }

  /// Committed here and nowhere else: the server only warns.
  @Test(arguments: [true, false])
  func standbyNotWaitedFor(inTransaction: Bool) async throws {
    var settings = ClusterSettings.disposable
    settings.parameters = ["synchronous_standby_names": "ghost", "synchronous_commit": "on"]
    try await withOwnCluster(settings) { cluster in
      let local: (inout PostgresConfiguration) -> Void = { $0.parameters = ["synchronous_commit": "local"] }
      let observer = try await connect(cluster, local)
      try await observer.query("create table t (id int8)")
      let connection = try await connect(cluster)
      let task = Task {
        await failure {
          if inTransaction {
            try await insert(connection, .transaction)
          } else {
            try await connection.query("insert into t values (1)")
          }
        }
      }
      let waiting: SQL = "select from pg_stat_activity where pid = \(connection.processID) and wait_event = 'SyncRep'"
      #expect(try await eventually { try await !observer.query(waiting).isEmpty })
      try await observer.query("select pg_cancel_backend(\(connection.processID))")
      #expect(await task.value?.kind == .outcomeUnknown)
      #expect(try await observer.query("select from t").count == 1)
    }
  }
}
