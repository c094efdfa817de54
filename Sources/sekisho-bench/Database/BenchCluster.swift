import Diagnostics
import Engine
import Foundation
import JSON
import Logging
import Postgres
import Workflows

/// One durable private cluster with a template database of migrated, filled tables; each measurement's database is a
/// copy of it, so that ceiling and engine begin with the same rows.
struct BenchCluster: Sendable {
  let cluster: PrivateCluster
  let binaries: PostgresBinaries
  private let folder: TemporaryFolder

  static let template = "seed"
  static let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

  static func start() async throws -> BenchCluster {
    let folder = try TemporaryFolder("cluster")
    var settings = ClusterSettings()
    settings.sharedBuffersMiB = 1_024
    settings.whenOrphaned = .abort
    // One checkpoint in the middle of one measurement would say nothing about either side.
    settings.parameters = ["max_wal_size": "8GB", "checkpoint_timeout": "30min"]
    let cluster = PrivateCluster(directory: folder.path + "/cluster", settings: settings)
    try await cluster.start()
    return BenchCluster(cluster: cluster, binaries: try PostgresBinaries.find(), folder: folder)
  }

  func configuration(_ database: String) -> PostgresConfiguration {
    PostgresConfiguration(cluster.connectionString(database: database))
  }

  func withConnection<Value>(
    _ database: String, _ body: (PostgresConnection) async throws -> Value
  ) async throws -> Value {
    let connection = try await PostgresConnection.connect(configuration(database), logger: Self.logger)
    do {
      let value = try await body(connection)
      await connection.close()
      return value
    } catch {
      await connection.close()
      throw error
    }
  }

  /// What the server says of itself.
  func facts() async throws -> [(name: String, value: String)] {
    try await withConnection("postgres") { connection in
      var facts: [(name: String, value: String)] = []
      for name in ["server_version", "fsync", "synchronous_commit", "shared_buffers", "max_wal_size"] {
        let row = try await connection.query("select current_setting(\(name))").single
        facts.append(("PostgreSQL \(name)", try row.get(0)))
      }
      return facts
    }
  }

  /// Runs an engine for the length of `body`.
  func withEngine<Value: Sendable>(
    _ database: String, lanes: Int, _ body: @escaping @Sendable (WorkflowEngine) async throws -> Value
  ) async throws -> Value {
    let engine = WorkflowEngine(
      configuration(database), lanes: lanes, connections: max(2, lanes), logger: Self.logger)
    let value = try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask {
        await engine.run()
        return nil
      }
      group.addTask {
        defer { engine.close() }
        return try await body(engine)
      }
      var found: Value?
      for try await value in group { found = value ?? found }
      return found
    }
    await engine.disconnect()
    guard let value else { throw BenchError("a measurement ended without its figure") }
    return value
  }

  // MARK: Filling

  func fill(items: Int) async throws {
    try await withConnection("postgres") { try await $0.script("create database \(Self.template)") }
    try await withConnection(Self.template) { connection in
      _ = try await SchemaMigrations.migrator().migrate(connection)
      _ = try await Bootstrap(
        kind: .test, artifacts: try Self.artifacts(), directory: BenchPeople.directory,
        administrator: BenchPeople.administrator
      ).run(connection)
    }
    let automatic = items / 10
    try await withEngine(Self.template, lanes: 2) { engine in
      try await Self.create(BenchFlow.manualName, items - automatic, BenchFlow.data, engine)
      try await Self.create(BenchFlow.automaticName, automatic, BenchFlow.automaticData, engine)
      // One move of one item, so that there is a row of every kind whose size the ceiling can copy.
      _ = try await engine.advance(
        .code(Self.sampleCode(engine)), BenchFlow.forth, as: Callers.caller(0),
        WriteOptions(idempotencyKey: Callers.key(0)))
    }
    try await withConnection(Self.template) { connection in
      try await connection.script(CeilingSQL.preparation)
      try await connection.script("vacuum analyze")
    }
  }

  private static func sampleCode(_ engine: WorkflowEngine) async throws -> String {
    var query = ItemQuery()
    query.workflow = BenchFlow.manualName
    query.limit = 1
    guard let first = try await engine.items(query, as: Callers.caller(0)).elements.first else {
      throw BenchError("no item was created")
    }
    return first.item.code
  }

  private static func create(
    _ workflow: WorkflowName, _ count: Int, _ data: @escaping @Sendable (Int) -> [String: JSONValue],
    _ engine: WorkflowEngine
  ) async throws {
    let callers = 200
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<callers {
        group.addTask {
          for number in stride(from: caller, to: count, by: callers) {
            let result = try await engine.create(workflow, data: data(number), as: Callers.caller(caller))
            guard case .done = result else { throw BenchError("an item was not created: \(result)") }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private static func artifacts() throws -> [ArtifactFile] {
    try [BenchFlow.manual, BenchFlow.automatic].map { text in
      let file = SourceFile(name: "flow.yaml", text: text)
      let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: [file]))
      guard let definition = library.definitions.values.first else {
        throw BenchError("the benchmark's own definition is wrong: \(diagnostics.map(\.message.en))")
      }
      return ArtifactFile(kind: .workflow, name: definition.name.text, hash: definition.hash, source: text)
    }
  }

  /// A fresh copy of the filled database.
  func copy(_ name: String) async throws {
    try await withConnection("postgres") { connection in
      try await connection.script("drop database if exists \(name) with (force)")
      try await connection.script("create database \(name) template \(Self.template)")
    }
  }
}
