import Audit
import Engine
import Logging
import Postgres
import ServiceLifecycle
import UnixSignals

/// The engine's lanes as a service: first to start, last to stop, so that the doors can still answer what they took.
struct EngineService: Service {
  let engine: WorkflowEngine

  func run() async throws {
    await withGracefulShutdownHandler {
      await engine.run()
    } onGracefulShutdown: {
      engine.close()
    }
    await engine.disconnect()
  }
}

struct SealingService: Service {
  let engine: WorkflowEngine
  let signer: SignerKey

  func run() async throws {
    await cancelWhenGracefulShutdown { await engine.seal(with: signer) }
  }
}

enum House {
  /// Runs services until SIGTERM or SIGINT; what runs then gets the grace period.
  static func run(_ services: [any Service], logger: Logger) async throws {
    var configuration = ServiceGroupConfiguration(
      services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    // Longer than any webhook may take, shorter than systemd's patience (TimeoutStopSec of the units).
    configuration.maximumGracefulShutdownDuration = .seconds(60)
    try await ServiceGroup(configuration: configuration).run()
  }

  static func logger(_ level: Logger.Level = .notice) -> Logger {
    var logger = Logger(label: "sekisho", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = level
    return logger
  }
}
