import Diagnostics
import Logging
import Postgres
import PostgresTesting
import Testing

@Suite struct ConnectionTests {
  @Test func answersAQuery() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let rows = try await connection.query("select \(41) + 1 as answer, \("関所")::text, null::int8")
      let (number, text, nothing) = try rows.single.decode(Int64.self, String.self, Int64?.self)
      #expect(number == 42)
      #expect(text == "関所")
      #expect(nothing == nil)
      #expect(rows.columns[0] == "answer")
      await connection.close()
      #expect(await failure { try await connection.query("select 1") }?.kind == .closed)
    }
  }

  @Test func serverErrorsKeepTheirFieldsAndPlace() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      try await connection.query("create table t (id int8 constraint t_key primary key)")
      try await connection.query("insert into t values (1)")
      let error = await failure { try await connection.query("insert into t values (\(1))") }
      #expect(error?.kind == .server)
      #expect(error?.sqlState == .uniqueViolation)
      #expect(error?.constraint == "t_key")
      #expect(error?.table == "t")
      #expect(error?.severity == "ERROR")
      #expect(error?.detail == "Key (id)=(1) already exists.")
      #expect(error?.isRetryable == false)
      #expect(error?.fileID == "PostgresTests/ConnectionTests.swift")
      #expect(error?.line == 27)
      #expect(error?.explanation.ja.contains("23505") == true)
      // and the connection goes on
      #expect(try await connection.query("select 1").count == 1)
    }
  }

  @Test func pipelineStopsAtTheFirstErrorAndKeepsNothing() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      try await connection.query("create table t (id int8 primary key)")
      let error = await failure {
        try await connection.pipeline([
          "insert into t values (1)", "insert into t values (2)", "insert into t values (\(2))",
          "insert into t values (3) /* never prepared */", "select 5",
        ])
      }
      #expect(error?.sqlState == .uniqueViolation)
      #expect(error?.statementIndex == 2)
      #expect(try await connection.query("select from t").isEmpty)
      // the skipped statement was not remembered as prepared
      try await connection.query("insert into t values (3) /* never prepared */")
      let answers = try await connection.pipeline(["select 1", "update t set id = 4", "select 'x'::text where false"])
      #expect(answers.map(\.count) == [1, 0, 0])
      #expect(answers.map(\.affected) == [1, 1, 0])
    }
  }

  @Test func oneRoundTripForAWholeTransactionByHand() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      try await connection.query("create table t (id int8 primary key)")
      try await connection.pipeline(["begin", "insert into t values (1)", "commit"])
      let error = await failure { try await connection.pipeline(["begin", "insert into t values (1)", "commit"]) }
      #expect(error?.sqlState == .uniqueViolation)
      #expect(error?.kind == .server)
      // the failed transaction is still open
      #expect(await failure { try await connection.query("select 1") }?.sqlState == .inFailedTransaction)
      try await connection.query("rollback")
      #expect(try await connection.query("select from t").count == 1)
    }
  }

  @Test func deferredConstraintFailsAtTheEndOfAPipeline() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      try await connection.query("create table t (id int8 unique deferrable initially deferred)")
      let error = await failure {
        try await connection.pipeline(["insert into t values (1)", "insert into t values (1)"])
      }
      #expect(error?.sqlState == .uniqueViolation)
      #expect(try await connection.query("select from t").isEmpty)
    }
  }

  @Test func manyBatchesAtOnceKeepTheirAnswersApart() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
        for number in 0..<200 {
          group.addTask {
            let rows = try await connection.pipeline(["select \(number)", "select \(number) * 2"])
            return (number, try rows[1].single.get(0))
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.count == 200)
      #expect(answers.allSatisfy { $0.1 == $0.0 * 2 })
    }
  }

  /// Server and client both have more to say than any buffer holds: neither may wait for the other.
  @Test func largeValuesFlowBothWays() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let large = [UInt8](repeating: 7, count: 4 << 20)
      let answers = try await connection.pipeline((0..<6).map { _ in "select \(large)" })
      for rows in answers { #expect(try rows.single.get(0, as: [UInt8].self) == large) }
    }
  }

  @Test func valuesOutliveTheConnection() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let rows = try await connection.query("select repeat('x', 1000)")
      await connection.close()
      #expect(try rows.single.get(0, as: String.self).count == 1000)
    }
  }

  @Test func scriptsRunSeveralStatements() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      try await connection.script("create table t (id int8); insert into t values (1); insert into t values (2);")
      #expect(try await connection.query("select from t").count == 2)
      let error = await failure { try await connection.script("insert into t values (3); select nonsense") }
      #expect(error?.sqlState == "42703")
      #expect(try await connection.query("select from t").count == 2)
      #expect(await failure { try await connection.script("select 1\0") }?.kind == .misuse)
    }
  }

  @Test func copyIsRefusedWithoutHanging() async throws {
    try await withTestDatabase { database in
      for text in ["copy (select 1) to stdout", "create table t (id int8); copy t from stdin"] {
        let connection = try await database.connect()
        #expect(await failure { try await connection.script(text) } != nil)
      }
      let connection = try await database.connect()
      #expect(await failure { try await connection.query("copy (select 1) to stdout") } != nil)
    }
  }

  @Test func textWithANulIsTheServersErrorNotOurs() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      #expect(await failure { try await connection.query("select \("a\0b")") }?.sqlState == "22021")
      #expect(try await connection.query("select 1").count == 1)
    }
  }

  @Test func noticesAreLoggedWithoutTheirText() async throws {
    try await withTestDatabase { database in
      let record = LogRecord()
      let connection = try await PostgresConnection.connect(database.configuration, logger: record.logger)
      try await connection.query("do $$ begin raise warning 'secret %', 42; end $$")
      #expect(record.lines.count == 1)
      #expect(record.lines.first?.message == "database notice")
      #expect(record.lines.first?.metadata["sqlstate"] == "01000")
      #expect(record.lines.allSatisfy { !"\($0)".contains("secret") })
    }
  }

  @Test func configurationKeepsItsSecretWhenPrinted() {
    let configuration = PostgresConfiguration("host=db user=app password=hunter2")
    var dumped = ""
    dump(configuration, to: &dumped)
    let printed = "\(configuration) \(String(reflecting: configuration)) \(dumped) \(["c": configuration])"
    #expect(!printed.contains("hunter2"))
  }

  @Test func sessionParametersAreSet() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect {
        $0.parameters = ["statement_timeout": "1234", "search_path": "a,b"]
      }
      #expect(try await connection.query("show statement_timeout").single.get(0, as: String.self) == "1234ms")
      #expect(try await connection.query("show search_path").single.get(0, as: String.self) == "a,b")
      let error = await failure { _ = try await database.connect { $0.parameters = ["work_mem": "nonsense"] } }
      #expect(error?.sqlState == "22023")
    }
  }
}
