import ArgumentParser
import Audit
import Diagnostics
import Engine
import Foundation
import Postgres
import Server
import ServiceLifecycle
import Worker
import Workflows

/// Everything in one process on a private cluster: for trying out and for developing.
struct DevCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dev",
    abstract: "Run server and workers on a private PostgreSQL with example people. 手元で一式を動かす。")

  @Option(help: "Folder for the private cluster, tokens and the sealing key.")
  var data = Environment.dataDirectory ?? Environment.home + "/.local/share/sekisho/dev"
  @Option(help: "Folder of definitions.")
  var folder = Environment.workflows ?? "workflows"
  @OptionGroup var listen: ListenOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let home = URL(filePath: data)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let cluster = PrivateCluster(directory: home.appending(path: "cluster").path(percentEncoded: false))
    if Environment.databaseURL == nil { try await cluster.start() }
    do {
      try await serve(home, cluster)
      await cluster.stop()
    } catch {
      await cluster.stop()
      throw error
    }
  }

  private func serve(_ home: URL, _ cluster: PrivateCluster) async throws {
    let logger = House.logger()
    let connection: String
    if let url = Environment.databaseURL {
      connection = url
    } else {
      try await createDatabase(cluster)
      connection = cluster.connectionString(database: "sekisho")
    }
    let installation = Installation(connection: connection, language: common.language, logger: logger)
    _ = try await installation.migrate()
    try await prepare(installation, home)
    let engine = WorkflowEngine(installation.configuration, logger: logger)
    let language = common.language
    let host = listen.host
    let server = try SekishoServer(
      engine: engine, settings: ServerSettings(.tcp(host: host, port: listen.port)), logger: logger,
      onRunning: { port in
        let text = Text(
          en: "listening on http://\(host):\(port ?? 0); tokens are in \(home.path(percentEncoded: false))/tokens",
          ja: "http://\(host):\(port ?? 0) で待ち受けています。トークンは\(home.path(percentEncoded: false))/tokensにあります")
        Terminal.note(text[language])
      })
    let pool = WorkerPool(
      engine: engine, settings: WorkerSettings(endpoints: Endpoints()), name: "dev", logger: logger)
    try await House.run(
      [
        EngineService(engine: engine), SealingService(engine: engine, signer: try Installation.signer(in: home)), pool,
        server,
      ], logger: logger)
  }

  private func createDatabase(_ cluster: PrivateCluster) async throws {
    let installation = Installation(
      connection: cluster.connectionString(), language: common.language, logger: House.logger())
    try await installation.withConnection { try await Bootstrap.ensureDatabase("sekisho", $0) }
  }

  /// Example people with a token each, once.
  private func prepare(_ installation: Installation, _ home: URL) async throws {
    guard try await !installation.withConnection({ try await Bootstrap.isDone($0) }) else { return }
    let bootstrap = try installation.bootstrap(.demo, folder: folder, administrator: "admin")
    let tokens = home.appending(path: "tokens")
    try FileManager.default.createDirectory(
      at: tokens, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let administrator = try await installation.withConnection { try await bootstrap.run($0) }
    try SecretFile.write(administrator.text, to: tokens.appending(path: "admin"))
    for person in bootstrap.directory.people.keys.sorted() where person != "admin" {
      let token = try await installation.withConnection {
        try await Bootstrap.issueToken(for: person, scopes: [.read, .write], label: "dev", $0)
      }
      try SecretFile.write(token.text, to: tokens.appending(path: person.text))
    }
  }
}
