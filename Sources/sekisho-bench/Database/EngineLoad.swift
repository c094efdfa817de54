import Engine
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Worker
import Workflows

/// Puts load on the engine through what its users call.
struct EngineLoad {
  let cluster: BenchCluster
  let database: String
  private let items: [ItemID]
  private let places: BenchPlaces

  init(_ cluster: BenchCluster, database: String) async throws {
    self.cluster = cluster
    self.database = database
    let rows = try await cluster.withConnection(database) { connection in
      try await connection.query(
        "select id::text, state from item where workflow = \(BenchFlow.manualName.text) order by family")
    }
    items = try rows.compactMap { ItemID(try $0.get(0, as: String.self)) }
    places = BenchPlaces(try rows.map { try $0.get(1, as: String.self) == "two" })
  }

  /// So many callers at once, over so many lanes, each with one connection.
  func move(callers: Int, lanes: Int, seconds: Double) async throws -> LoadResult {
    let postmaster = cluster.cluster.processID ?? 0
    return try await cluster.withEngine(database, lanes: lanes) { [items, places] engine in
      let load = Callers(count: callers, items: items, duration: .seconds(seconds))
      // Connections, prepared statements and caches are there before the clock starts.
      _ = try await Callers(count: callers, items: items, duration: .milliseconds(200)).run(engine, places: places)
      let start = Processors(postmaster)
      var result = try await load.run(engine, places: places)
      (result.ownProcessor, result.serverProcessor) = Processors(postmaster).since(start)
      return result
    }
  }

  /// The worker pool takes automatic moves that never end, with one loop.
  func drain(seconds: Double) async throws -> LoadResult {
    try await cluster.withEngine(database, lanes: 1) { [cluster, database] engine in
      let pool = WorkerPool(
        engine: engine, settings: WorkerSettings(endpoints: Endpoints()), name: "bench", logger: BenchCluster.logger)
      let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: pool, successTerminationBehavior: .gracefullyShutdownGroup)],
          logger: BenchCluster.logger))
      return try await withThrowingTaskGroup(of: LoadResult?.self) { tasks in
        tasks.addTask {
          try await group.run()
          return nil
        }
        tasks.addTask {
          try await Task.sleep(for: .milliseconds(200))
          let result = try await Self.watch(cluster, database, seconds)
          await group.triggerGracefulShutdown()
          return result
        }
        var found = LoadResult()
        for try await result in tasks { found = result ?? found }
        return found
      }
    }
  }

  private static func watch(_ cluster: BenchCluster, _ database: String, _ seconds: Double) async throws -> LoadResult {
    let postmaster = cluster.cluster.processID ?? 0
    let moved = try await versions(cluster, database)
    let processors = Processors(postmaster)
    let start = ContinuousClock.now
    try await Task.sleep(for: .seconds(seconds))
    var result = LoadResult()
    result.seconds = (ContinuousClock.now - start).inSeconds
    (result.ownProcessor, result.serverProcessor) = Processors(postmaster).since(processors)
    result.moves = try await versions(cluster, database) - moved
    return result
  }

  /// How far all automatic items have come.
  private static func versions(_ cluster: BenchCluster, _ database: String) async throws -> Int {
    try await cluster.withConnection(database) { connection in
      try await connection.query(
        "select sum(version)::int8 from item where workflow = \(BenchFlow.automaticName.text)"
      ).single.get(0)
    }
  }
}

/// Processor time of both sides up to a moment.
private struct Processors {
  private let own = OwnProcessor.microseconds
  private let server: Double

  init(_ postmaster: Int32) { server = ServerProcessor.microseconds(postmaster) }

  func since(_ start: Processors) -> (own: Double, server: Double) { (own - start.own, server - start.server) }
}
