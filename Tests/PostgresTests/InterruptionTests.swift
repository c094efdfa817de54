import Glibc
import Postgres
import PostgresTesting
import Testing

/// Cancellation, deadlines, and connections that break.
@Suite struct InterruptionTests {
  @Test func cancelledTaskStopsTheServerAndKeepsTheConnection() async throws {
    try await withTestDatabase { database in
      let (connection, observer) = (try await database.connect(), try await database.connect())
      let sleeper = Task { await failure { try await connection.query("select pg_sleep(60)") } }
      #expect(try await eventually { try await observer.sees(connection, running: "pg_sleep") })
      sleeper.cancel()
      let error = await sleeper.value
      #expect(error?.kind == .cancelled)
      #expect(error?.sqlState == .queryCancelled)
      #expect(try await connection.query("select 1").count == 1)
      #expect(try await !observer.sees(connection, running: "pg_sleep"))
    }
  }

  @Test func cancelledWaitingBatchIsNeverSent() async throws {
    try await withTestDatabase { database in
      let (connection, observer) = (try await database.connect(), try await database.connect())
      try await connection.query("create table t (id int8)")
      try await observer.query("select pg_advisory_lock(1)")
      let first = Task { try await connection.query("select pg_advisory_lock(1)").count }
      #expect(try await eventually { try await observer.sees(connection, running: "advisory") })
      let second = Task { await failure { try await connection.query("insert into t values (1)") } }
      second.cancel()
      #expect(await second.value?.kind == .cancelled)
      try await observer.query("select pg_advisory_unlock(1)")
      #expect(try await first.value == 1)
      #expect(try await connection.query("select from t").isEmpty)
    }
  }

  /// The order to stop must not hit the statement after the one it was meant for.
  @Test func cancellingNeverHitsTheNextStatement() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      for round in 0..<100 {
        let task = Task { await failure { try await connection.query("select pg_sleep(0.0005)") } }
        if round % 2 == 0 { await Task.yield() }
        task.cancel()
        try await connection.query("select pg_sleep(0.0002)")
        if let error = await task.value { #expect(error.kind == .cancelled) }
      }
    }
  }

  @Test func deadlineStopsTheServer() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect { $0.batchTimeout = .milliseconds(50) }
      let error = await failure { try await connection.query("select pg_sleep(60)") }
      #expect(error?.kind == .timedOut)
      #expect(try await connection.query("select 1").count == 1)
    }
  }

  @Test func serversOwnTimeoutIsTheServersError() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect { $0.parameters = ["statement_timeout": "30"] }
      let error = await failure { try await connection.query("select pg_sleep(60)") }
      #expect(error?.kind == .server)
      #expect(error?.sqlState == .queryCancelled)
    }
  }

  /// A server that is stopped (SIGSTOP) answers nothing, not even an order to stop: the connection is given up.
  @Test func silentServerIsGivenUp() async throws {
    try await withOwnCluster { cluster in
      let connection = try await connect(cluster) {
        $0.batchTimeout = .milliseconds(50)
        $0.cancelGrace = .milliseconds(50)
      }
      kill(connection.processID, SIGSTOP)
      let error = await failure { try await connection.query("select 1") }
      #expect(error?.kind == .timedOut)
      #expect(error?.mayHaveTakenEffect == true)
      #expect(!connection.isOpen)
      kill(connection.processID, SIGCONT)
    }
  }

  @Test func terminatedSessionSaysWhy() async throws {
    try await withTestDatabase { database in
      let (connection, observer) = (try await database.connect(), try await database.connect())
      let sleeper = Task { await failure { try await connection.query("select pg_sleep(60)") } }
      #expect(try await eventually { try await observer.sees(connection, running: "pg_sleep") })
      try await observer.query("select pg_terminate_backend(\(connection.processID))")
      let error = await sleeper.value
      #expect(error?.sqlState == "57P01")
      #expect(error?.isRetryable == true)
      #expect(try await eventually { !connection.isOpen })
    }
  }

  @Test func idleSessionNoticesItsEnd() async throws {
    try await withTestDatabase { database in
      let (connection, observer) = (try await database.connect(), try await database.connect())
      try await observer.query("select pg_terminate_backend(\(connection.processID))")
      #expect(try await eventually { !connection.isOpen })
      let error = await failure { try await connection.query("select 1") }
      #expect(error?.kind == .connectionLost)
      #expect(error?.mayHaveTakenEffect == false)
    }
  }

  @Test(arguments: [true, false])
  func killedServerInMidQuery(inTransaction: Bool) async throws {
    try await withOwnCluster { cluster in
      let (connection, observer) = (try await connect(cluster), try await connect(cluster))
      if inTransaction { try await connection.query("begin") }
      let sleeper = Task { await failure { try await connection.query("select pg_sleep(60)") } }
      #expect(try await eventually { try await observer.sees(connection, running: "pg_sleep") })
      // the session's own process: then the server ends all sessions and recovers
      kill(connection.processID, SIGKILL)
      let error = await sleeper.value
      #expect(error?.kind == .connectionLost)
      #expect(error?.mayHaveTakenEffect == !inTransaction)
      #expect(error?.isRetryable == true)
      #expect(try await eventually { (try? await connect(cluster).query("select 1")) != nil })
    }
  }

  @Test func unreachableServers() async throws {
    let nowhere = PostgresConfiguration("host=/nonexistent dbname=x")
    let error = await failure { _ = try await PostgresConnection.connect(nowhere, logger: .quiet) }
    #expect(error?.kind == .connectFailed)
    #expect(error?.fileID == "PostgresTests/InterruptionTests.swift")
    try await withTestDatabase { database in
      let error = await failure {
        let missing = PostgresConfiguration(database.cluster.connectionString(database: "missing"))
        _ = try await PostgresConnection.connect(missing, logger: .quiet)
      }
      #expect(error?.message.contains("missing") == true)
    }
  }

  /// The second host of a list is used when the first is not there.
  @Test func severalHosts() async throws {
    try await withTestDatabase { database in
      let socket = try #require(database.connectionString().split(separator: "'").dropFirst().first)
      let configuration = PostgresConfiguration(
        "host=/nonexistent,\(socket) port=5432,5432 user=postgres dbname=\(database.name) "
          + "target_session_attrs=read-write")
      let connection = try await PostgresConnection.connect(configuration, logger: .quiet)
      #expect(try await connection.query("select 1").count == 1)
    }
  }

  /// A host that accepts and never answers: the task goes on at once when it is cancelled.
  @Test func connectingCanBeCancelled() async throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe bind(listener, $0, length)
        _ = unsafe getsockname(listener, $0, &length)
      }
    }
    listen(listener, 1)
    let port = UInt16(bigEndian: address.sin_port)
    let configuration = PostgresConfiguration("host=127.0.0.1 port=\(port) user=x dbname=x connect_timeout=600")
    let attempt = Task { await failure { _ = try await PostgresConnection.connect(configuration, logger: .quiet) } }
    await Task.yield()
    attempt.cancel()
    #expect(await attempt.value?.kind == .cancelled)
  }
}
