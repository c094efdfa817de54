import Foundation
import Postgres

/// The engine beside the ceiling, on one durable private cluster, measured in turns: what the machine does beside us
/// then touches both.
struct DatabaseBench {
  struct Settings {
    let seconds: Double
    let rounds: Int
    let items: Int
    let isQuick: Bool
  }

  let settings: Settings

  /// First aim of three; 0.8 comes later.
  static let ratioAim = 0.5
  static let latencyAim = 3.0
  static let processorAim = 20.0

  func run(_ report: Report) async throws {
    report.begin("database", "Engine beside ceiling: durable private cluster, Unix socket")
    let cluster = try await BenchCluster.start()
    do {
      try await measure(cluster, report)
    } catch {
      await cluster.cluster.stop(.immediate)
      throw error
    }
    await cluster.cluster.stop(.immediate)
  }

  private func measure(_ cluster: BenchCluster, _ report: Report) async throws {
    report.add(try await cluster.facts())
    try await cluster.fill(items: settings.items)
    try await cluster.copy("ceiling")
    try await cluster.copy("engine")
    let ceiling = try await Ceiling(cluster, database: "ceiling")
    let engine = try await EngineLoad(cluster, database: "engine")
    var tally = Tally()
    for round in 1...settings.rounds {
      try await pairs(ceiling, engine, &tally)
      if !settings.isQuick { try await matrix(ceiling, &tally) }
      report.note("round \(round) of \(settings.rounds) done")
    }
    tally.report(to: report)
    report.add(try await Self.traces(cluster))
  }

  /// What is compared stands next to each other in time.
  private func pairs(_ ceiling: Ceiling, _ engine: EngineLoad, _ tally: inout Tally) async throws {
    let seconds = settings.seconds
    tally.add(.ceiling(1, clients: 1), try await ceiling.move(1, clients: 1, seconds: seconds))
    tally.add(.engine(callers: 1, lanes: 1), try await engine.move(callers: 1, lanes: 1, seconds: seconds))
    tally.add(.ceiling(100, clients: 1), try await ceiling.move(100, clients: 1, seconds: seconds))
    tally.add(.engine(callers: 256, lanes: 1), try await engine.move(callers: 256, lanes: 1, seconds: seconds))
    tally.add(.engine(callers: 16, lanes: 1), try await engine.move(callers: 16, lanes: 1, seconds: seconds))
    tally.add(.ceiling(100, clients: 4), try await ceiling.move(100, clients: 4, seconds: seconds))
    tally.add(.engine(callers: 256, lanes: 4), try await engine.move(callers: 256, lanes: 4, seconds: seconds))
    tally.add(.ceilingDrain, try await ceiling.drain(seconds: seconds))
    tally.add(.engineDrain, try await engine.drain(seconds: seconds))
  }

  /// The rest of the ceiling.
  private func matrix(_ ceiling: Ceiling, _ tally: inout Tally) async throws {
    for clients in [1, 4, 16] {
      for size in CeilingSQL.batches where !(size == 100 && clients < 16) && !(size == 1 && clients == 1) {
        tally.add(
          .ceiling(size, clients: clients),
          try await ceiling.move(size, clients: clients, seconds: settings.seconds))
      }
    }
  }

  /// What the engine's run left in the database: size of the history, share of heap-only updates.
  private static func traces(_ cluster: BenchCluster) async throws -> [(name: String, value: String)] {
    try await cluster.withConnection("engine") { connection in
      // The counters of sessions that just ended arrive a little later.
      try await Task.sleep(for: .seconds(1))
      let row = try await connection.query(
        """
        select (select count(*) from history), n_tup_upd, n_tup_hot_upd
        from pg_stat_user_tables where relname = 'item'
        """
      ).single
      let (history, updates, hot) = try row.decode(Int64.self, Int64.self, Int64.self)
      return [
        ("history at the end", "\(history) entries"),
        ("heap-only updates", "\(updates == 0 ? 0 : hot * 100 / updates) % of \(updates)"),
      ]
    }
  }
}
