package import Logging
package import Postgres
internal import Synchronization

/// A database of one test, cloned from a template that is made once.
package struct TestDatabase: Sendable {
  package let name: String
  package let cluster: PrivateCluster

  /// For libpq.
  package func connectionString(user: String = "postgres") -> String {
    cluster.connectionString(database: name, user: user)
  }

  package var configuration: PostgresConfiguration { PostgresConfiguration(connectionString()) }

  package func connect(
    _ change: (inout PostgresConfiguration) -> Void = { _ in }
  ) async throws(PostgresError) -> PostgresConnection {
    var configuration = configuration
    change(&configuration)
    return try await PostgresConnection.connect(configuration, logger: .quiet)
  }
}

/// What a test database looks like before the test: made once a process under its name, then cloned.
package struct DatabaseTemplate: Sendable {
  package let name: String
  package let prepare: @Sendable (PostgresConnection) async throws -> Void

  /// - Parameters:
  ///   - name: lower-case letters and underscores; one template a name.
  ///   - prepare: migrates; its connection is closed afterwards.
  package init(_ name: String, prepare: @escaping @Sendable (PostgresConnection) async throws -> Void) {
    self.name = name
    self.prepare = prepare
  }

  /// Nothing but what every new database has.
  package static let empty = DatabaseTemplate("empty") { _ in }
}

/// Runs `body` with a fresh database, dropped afterwards.
package func withTestDatabase<Value>(
  _ template: DatabaseTemplate = .empty, isolation: isolated (any Actor)? = #isolation,
  _ body: (TestDatabase) async throws -> Value
) async throws -> Value {
  let database = try await Templates.shared.clone(template)
  do {
    let value = try await body(database)
    await Templates.shared.drop(database)
    return value
  } catch {
    await Templates.shared.drop(database)
    throw error
  }
}

extension Logger {
  /// Says nothing.
  package static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// Makes templates and clones, one at a time, over a connection of its own.
private actor Templates {
  static let shared = Templates()

  private var made: Set<String> = []
  private var counter = 0
  private var administrator: PostgresConnection?
  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func clone(_ template: DatabaseTemplate) async throws -> TestDatabase {
    try await alone {
      let cluster = try await TestCluster.running()
      let connection = try await connection(cluster)
      let source = "template_\(template.name)"
      if !made.contains(template.name) {
        try await connection.script("create database \(quoted(source))")
        let database = TestDatabase(name: source, cluster: cluster)
        let preparing = try await database.connect()
        do {
          try await template.prepare(preparing)
        } catch {
          await preparing.close()
          try await connection.script("drop database \(quoted(source)) with (force)")
          throw error
        }
        await preparing.close()
        made.insert(template.name)
      }
      counter += 1
      let database = TestDatabase(name: "test_\(counter)", cluster: cluster)
      // Not prepared: hundreds of names would only fill the cache.
      try await connection.script("create database \(quoted(database.name)) template \(quoted(source))")
      return database
    }
  }

  private func quoted(_ name: String) -> String { SQLFragment.quoted(identifier: name) }

  /// A test that left its database in use loses its connections; a cluster that is gone has dropped it already.
  func drop(_ database: TestDatabase) async {
    try? await alone {
      let connection = try await connection(database.cluster)
      try await connection.script("drop database if exists \(quoted(database.name)) with (force)")
    }
  }

  private func connection(_ cluster: PrivateCluster) async throws -> PostgresConnection {
    if let administrator, administrator.isOpen { return administrator }
    let configuration = PostgresConfiguration(cluster.connectionString())
    let connection = try await PostgresConnection.connect(configuration, logger: .quiet)
    administrator = connection
    return connection
  }

  /// An actor lets others in at every `await`; cloning lets nobody in.
  private func alone<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    if isBusy { await withCheckedContinuation { waiting.append($0) } } else { isBusy = true }
    defer { if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() } }
    return try await body()
  }
}
