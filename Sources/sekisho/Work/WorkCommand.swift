import ArgumentParser
import Audit
import Diagnostics
import Engine
import Foundation
import ServiceLifecycle
import Worker

struct WorkerOptions: ParsableArguments {
  @Option(
    help: "YAML file of webhook endpoints, commands, mail and concurrency (SEKISHO_WORKER_CONFIG). 送信先の設定ファイル。")
  var config: String?

  /// All mistakes of the file are shown before the refusal.
  func settings(_ language: Language) throws -> WorkerSettings {
    guard let config = config ?? Environment.workerConfiguration else { return WorkerSettings(endpoints: Endpoints()) }
    let source = SourceFile(name: config, bytes: try InputFile.read(config, limit: WorkerFile.limit, language))
    let (settings, diagnostics) = WorkerFile.read(source, variables: Environment.variable)
    Terminal.show(diagnostics, language)
    guard let settings else { throw Exit.invalid }
    return settings
  }
}

struct WorkCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Run the worker pool: automatic transitions, deadlines, outside work. ワーカーを動かす。",
    discussion: """
      Any number beside each other, on the database of SEKISHO_DATABASE_URL. On SIGTERM nothing new is claimed and what \
      runs may end; what is left is taken over by another worker when its lease expires.
      """)

  @Option(help: "Folder of the sealing key (SEKISHO_KEYS); with it, this worker also seals the record.")
  var keys: String?
  @Flag(help: "Read the configuration, say what is in it, and exit. 設定の確認だけを行う。")
  var check = false
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var common: CommonOptions

  func operate() async throws {
    let language = common.language
    let settings = try worker.settings(language)
    if check { return Terminal.out(Self.summary(settings)[language]) }
    let installation = try Installation.fromEnvironment(language)
    let engine = WorkflowEngine(installation.configuration, logger: installation.logger)
    let name = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
    var services: [any Service] = [EngineService(engine: engine)]
    if let keys = keys ?? Environment.keys {
      let signer = try Installation.signer(in: URL(filePath: keys, directoryHint: .isDirectory), language)
      services.append(SealingService(engine: engine, signer: signer))
    }
    services.append(WorkerPool(engine: engine, settings: settings, name: name, logger: installation.logger))
    Terminal.note(Self.summary(settings)[language])
    try await House.run(services, logger: installation.logger)
  }

  static func summary(_ settings: WorkerSettings) -> Text {
    let endpoints = settings.endpoints
    let webhooks = endpoints.webhooks.keys.sorted().joined(separator: ", ")
    let commands = endpoints.commands.keys.sorted().joined(separator: ", ")
    let lanes = settings.outsideLanes.map { "\($0.kind) \($0.limit)" }.joined(separator: ", ")
    return Text(
      en: """
        webhooks: \(webhooks.isEmpty ? "none" : webhooks); commands: \(commands.isEmpty ? "none" : commands); \
        mail: \(endpoints.mail.map { "from \($0.sender)" } ?? "none, messages stay in the record"); at once: \(lanes)
        """,
      ja: """
        Webhook:\(webhooks.isEmpty ? "なし" : webhooks)、コマンド:\(commands.isEmpty ? "なし" : commands)、\
        メール:\(endpoints.mail.map { "差出人 \($0.sender)" } ?? "なし(連絡は記録に残ります)")、同時実行:\(lanes)
        """)
  }
}
