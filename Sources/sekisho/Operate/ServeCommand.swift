import ArgumentParser
import Audit
import Engine
import Foundation
import Server
import ServiceLifecycle
import Worker

struct ListenOptions: ParsableArguments {
  @Option(help: "Address to listen on.")
  var host = "127.0.0.1"
  @Option(help: "Port; 0 picks a free one.")
  var port = 8080
}

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run the HTTP API. Any number beside each other. HTTP APIを動かす。")

  @OptionGroup var listen: ListenOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let installation = try Installation.fromEnvironment(common.language)
    let engine = WorkflowEngine(installation.configuration, logger: installation.logger)
    let server = try SekishoServer(
      engine: engine, settings: ServerSettings(.tcp(host: listen.host, port: listen.port)),
      logger: installation.logger)
    try await House.run([EngineService(engine: engine), server], logger: installation.logger)
  }
}

struct WorkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Run the worker pool: automatic transitions, deadlines, outside work. ワーカーを動かす。")

  @Option(help: "Folder of the sealing key; with it, this worker also seals the record.")
  var keys: String?
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let installation = try Installation.fromEnvironment(common.language)
    let engine = WorkflowEngine(installation.configuration, logger: installation.logger)
    let name = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
    var services: [any Service] = [
      EngineService(engine: engine),
      WorkerPool(
        engine: engine, settings: WorkerSettings(endpoints: Endpoints()), name: name, logger: installation.logger),
    ]
    if let keys {
      services.append(
        SealingService(engine: engine, signer: try Installation.signer(in: URL(filePath: keys))))
    }
    try await House.run(services, logger: installation.logger)
  }
}
