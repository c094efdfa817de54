import Diagnostics
package import Engine
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP door: a `Service` that serves until it is asked to stop, then lets running requests end.
package struct SekishoServer: Service {
  private let application: Application<APIResponder>

  /// - Parameters:
  ///   - scrutiny: who looks at versions before they are deposited or put in force.
  ///   - readiness: for `/readyz`; by default what the engine says of its database.
  ///   - onRunning: called with the port once requests are taken; nil on a Unix socket.
  package init(
    engine: WorkflowEngine, settings: ServerSettings, scrutiny: Scrutiny, logger: Logger,
    readiness: (@Sendable () async -> Readiness)? = nil,
    onRunning: @escaping @Sendable (Int?) async -> Void = { _ in }
  ) throws {
    application = try Self.application(
      engine: engine, settings: settings, scrutiny: scrutiny, logger: logger, readiness: readiness, onRunning: onRunning
    )
  }

  package func run() async throws { try await application.run() }

  /// The application that `run` serves; tests drive it through their own client.
  static func application(
    engine: WorkflowEngine, settings: ServerSettings, scrutiny: Scrutiny, logger: Logger,
    readiness: (@Sendable () async -> Readiness)? = nil,
    onRunning: @escaping @Sendable (Int?) async -> Void = { _ in }
  ) throws -> Application<APIResponder> {
    let house = House(
      engine: engine, settings: settings, metrics: RequestMetrics(),
      signIns: FailedSignIns(burst: settings.signInBurst, refill: settings.signInRefill),
      scrutiny: scrutiny,
      readiness: readiness ?? { await engine.obstacle().map { .notReady($0) } ?? .ready }, logger: logger,
      documents: Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, APIDocument(routes: Route.all, language: $0).json) }))
    return Application(
      responder: try APIResponder(house, routes: Route.all),
      server: .http1(configuration: connections(settings)),
      configuration: ApplicationConfiguration(
        address: address(settings.address), serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(settings.maxConnections)),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port) }, logger: logger)
  }

  /// The parser refuses what is far beyond our own limits, before it is kept anywhere.
  private static func connections(_ settings: ServerSettings) -> HTTP1Channel.Configuration {
    HTTP1Channel.Configuration(
      idleTimeout: .init(settings.idleTimeout),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: settings.maxHeaderBytes * 2, maxHeaderListSize: settings.maxHeaderBytes * 4,
        maxHeaderFieldCount: settings.maxHeaders * 4))
  }

  private static func address(_ address: ServerSettings.Address) -> BindAddress {
    switch address {
    case .tcp(let host, let port): .hostname(host, port: port)
    case .unixSocket(let path): .unixDomainSocket(path: path)
    }
  }
}
