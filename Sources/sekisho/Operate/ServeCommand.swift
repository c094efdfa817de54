import ArgumentParser
import Diagnostics
import Engine
import Foundation
import Logging
import Server
import ServiceLifecycle

struct ListenOptions: ParsableArguments {
  @Option(help: "Address to listen on.")
  var host = "127.0.0.1"
  @Option(help: "Port; 0 picks a free one and prints it.")
  var port = 8080

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
  }

  /// - Parameter onRunning: called with the address once requests are taken.
  func server(
    _ engine: WorkflowEngine, _ logger: Logger, onRunning: @escaping @Sendable (String) -> Void
  ) throws -> SekishoServer {
    let name = host.contains(":") ? "[\(host)]" : host
    return try SekishoServer(
      engine: engine, settings: ServerSettings(.tcp(host: host, port: port)), scrutiny: .verifier, logger: logger,
      onRunning: { port in onRunning("http://\(name):\(port ?? 0)") })
  }
}

struct ServeCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the HTTP API. Any number beside each other. HTTP APIを動かす。",
    discussion: """
      The database is that of SEKISHO_DATABASE_URL, any libpq string; several hosts may stand in it. A server keeps \
      nothing: on SIGTERM it takes no new request, answers those it has, and ends.
      """)

  @OptionGroup var listen: ListenOptions
  @OptionGroup var common: CommonOptions

  func operate() async throws {
    let language = common.language
    let installation = try Installation.fromEnvironment(language)
    let engine = WorkflowEngine(installation.configuration, logger: installation.logger)
    let server = try listen.server(engine, installation.logger) { address in
      Terminal.note(Text(en: "listening on \(address)", ja: "\(address) で待ち受けています")[language])
    }
    try await House.run([EngineService(engine: engine), server], logger: installation.logger)
  }
}
