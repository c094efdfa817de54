import Postgres
import PostgresTesting
import Synchronization
import Testing

@Suite struct ListenerTests {
  @Test func notificationsArriveInOrder() async throws {
    try await withTestDatabase { database in
      let (connection, sender) = (try await database.connect(), try await database.connect())
      let notifications = try await connection.listen("Weird \"channel\"")
      let other = try await connection.listen("other")
      for number in 0..<20 { try await sender.query("select pg_notify('Weird \"channel\"', \("\(number)"))") }
      try await sender.query("notify other")
      var payloads: [String] = []
      for try await notification in notifications {
        payloads.append(notification.payload)
        #expect(notification.processID == sender.processID)
        if payloads.count == 20 { break }
      }
      #expect(payloads == (0..<20).map(String.init))
      for try await notification in other {
        #expect(notification == PostgresNotification(channel: "other", payload: "", processID: sender.processID))
        break
      }
    }
  }

  @Test func stopsListeningWithItsLastReader() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      do {
        let first = try await connection.listen("a")
        let second = try await connection.listen("a")
        let channels = try await connection.query("select pg_listening_channels()")
        #expect(channels.count == 1)
        _ = (first, second)
      }
      #expect(try await eventually { try await connection.query("select pg_listening_channels()").isEmpty })
    }
  }

  @Test func endsWithTheConnection() async throws {
    try await withTestDatabase { database in
      let (connection, sender) = (try await database.connect(), try await database.connect())
      let notifications = try await connection.listen("a")
      try await sender.query("select pg_terminate_backend(\(connection.processID))")
      let error = await failure {
        for try await _ in notifications {}
      }
      #expect(error?.kind == .connectionLost)
    }
  }

  private final class Record: Sendable {
    private let state = Mutex<[PostgresListener.Event]>([])

    var events: [PostgresListener.Event] { state.withLock(\.self) }
    var connections: Int { events.filter { $0 == .connected }.count }

    func add(_ event: PostgresListener.Event) { state.withLock { $0.append(event) } }
  }

  @Test func listenerComesBackAndSaysSo() async throws {
    try await withTestDatabase { database in
      let sender = try await database.connect()
      var listener = PostgresListener(database.configuration, channels: ["work", "stop"], logger: .quiet)
      listener.firstBackoff = .milliseconds(1)
      let record = Record()
      let listening = Task { [listener] in await listener.run { record.add($0) } }
      #expect(try await eventually { record.connections == 1 })
      try await sender.query("notify work, '1'")
      #expect(try await eventually { record.events.count == 2 })
      try await sender.query(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        """)
      #expect(try await eventually { record.connections == 2 })
      try await sender.query("notify stop")
      #expect(try await eventually { record.events.count == 5 })
      listening.cancel()
      await listening.value
      let kinds = record.events.map { event in
        switch event {
        case .connected: "connected"
        case .disconnected: "disconnected"
        case .notified(let notification): notification.channel
        }
      }
      #expect(kinds == ["connected", "work", "disconnected", "connected", "stop"])
    }
  }
}
