import ArgumentParser
import Audit
import Diagnostics
import Engine
import Foundation
import Logging
import Postgres
import Server
import ServiceLifecycle
import Worker
import Workflows

/// Everything in one process on a private cluster: for trying out and for developing.
struct DevCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "dev",
    abstract: "Run server and workers on a private PostgreSQL with example people. 手元で一式を動かす。",
    discussion: """
      The first start makes a PostgreSQL cluster in the folder, deploys the definitions and writes a token for each \
      example person into FOLDER/tokens. The address stands in FOLDER/url while it runs. With SEKISHO_DATABASE_URL set, \
      that database is used instead of a private one. Ctrl-C stops everything; nothing is lost.
      """)

  @Option(
    help: "Folder for the private cluster, tokens and the sealing key (SEKISHO_DATA; default \(DevHome.standard)).")
  var data = Environment.dataDirectory ?? DevHome.standard
  @Option(help: "Folder of definitions (SEKISHO_WORKFLOWS).")
  var folder = Environment.workflows ?? "workflows"
  @Option(help: "demo or test, decided at the first start; in both the owner may move the clock.")
  var kind: String?
  @OptionGroup var acceptance: AcceptanceOptions
  @OptionGroup var listen: ListenOptions
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard kind.map({ ["demo", "test"].contains($0) }) ?? true else {
      throw ValidationError("--kind takes demo or test / --kind は demo または test です")
    }
  }

  func operate() async throws {
    // Mistakes in files show before anything is started.
    let settings = try worker.settings(common.language)
    let home = try DevHome.open(data)
    let cluster = PrivateCluster(directory: home.cluster)
    // The definitions of a first start are proved while its cluster is made.
    let isFirst = Environment.databaseURL == nil && !FileManager.default.fileExists(atPath: home.cluster)
    let first = firstDeployment
    async let proved = isFirst ? first.bootstrap() : nil
    if Environment.databaseURL == nil { try await cluster.start() }
    do {
      try await run(home, cluster, settings, try await proved)
    } catch {
      home.withdraw()
      await cluster.stop()
      throw error
    }
    home.withdraw()
    await cluster.stop()
  }

  private var firstDeployment: FirstDeployment {
    FirstDeployment(
      kind: kind.flatMap { ClusterKind(rawValue: $0) } ?? .demo, folder: folder, administrator: "admin",
      reason: acceptance.acceptUndecided, language: common.language)
  }

  private func run(
    _ home: DevHome, _ cluster: PrivateCluster, _ settings: WorkerSettings, _ proved: Bootstrap?
  ) async throws {
    let logger = House.logger()
    var connection = Environment.databaseURL
    if connection == nil {
      let administrator = Installation(
        connection: cluster.connectionString(), language: common.language, logger: logger)
      try await administrator.withConnection { try await Bootstrap.ensureDatabase("sekisho", $0) }
      connection = cluster.connectionString(database: "sekisho")
    }
    let installation = Installation(connection: connection ?? "", language: common.language, logger: logger)
    _ = try await installation.migrate()
    try await installation.withConnection { try await prepare(home, proved, $0) }
    let engine = WorkflowEngine(installation.configuration, logger: logger)
    let server = try listen.server(engine, logger) { address in
      home.announce(address)
      let text = Text(
        en: "listening on \(address); tokens are in \(home.path)tokens",
        ja: "\(address) で待ち受けています。トークンは\(home.path)tokensにあります")
      Terminal.note(text[common.language])
    }
    let signer = try Installation.signer(in: home.folder, common.language)
    try await House.run(
      [
        EngineService(engine: engine), SealingService(engine: engine, signer: signer),
        WorkerPool(engine: engine, settings: settings, name: "dev", logger: logger), server,
      ], logger: logger)
  }

  /// Definitions and example people, once; tokens as needed.
  private func prepare(
    _ home: DevHome, _ proved: Bootstrap?, _ connection: PostgresConnection
  ) async throws {
    switch try await Bootstrap.kind(connection) {
    case nil:
      let first = if let proved { proved } else { try await firstDeployment.bootstrap() }
      // Its token is one of those below.
      _ = try await first.run(connection)
    case .production?:
      throw Trouble(
        .failure,
        Text(en: "this database is a production cluster", ja: "このデータベースは本番クラスターです"),
        hint: Text(en: "run it with sekisho serve and sekisho work", ja: "「sekisho serve」と「sekisho work」で動かしてください"))
    case let present?:
      guard kind == nil || kind == present.rawValue else {
        throw Trouble(
          .failure,
          Text(
            en: "\(data) was set up as \(present.rawValue), which does not change",
            ja: "\(data) は \(present.rawValue) として設定済みで、変更できません"),
          hint: Text(en: "choose another folder with --data", ja: "--data で別のフォルダを指定してください"))
      }
    }
    try await home.issueTokens(connection)
  }
}
