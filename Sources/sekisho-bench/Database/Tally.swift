/// Which measurement.
enum Load: Hashable {
  case ceiling(_ size: Int, clients: Int)
  case engine(callers: Int, lanes: Int)
  case ceilingDrain
  case engineDrain

  var name: String {
    switch self {
    case .ceiling(let size, let clients): "ceiling: batches of \(size), \(clients) client\(clients == 1 ? "" : "s")"
    case .engine(let callers, let lanes):
      "engine: \(callers) caller\(callers == 1 ? "" : "s"), \(lanes) lane\(lanes == 1 ? "" : "s")"
    case .ceilingDrain: "ceiling: due work claimed and done, batches of 100, 1 client"
    case .engineDrain: "engine: worker pool drains automatic moves, 1 loop"
    }
  }

  var isEngine: Bool {
    switch self {
    case .engine, .engineDrain: true
    case .ceiling, .ceilingDrain: false
    }
  }
}

/// All measurements of a run, round by round.
struct Tally {
  private var order: [Load] = []
  private var results: [Load: [LoadResult]] = [:]

  mutating func add(_ load: Load, _ result: LoadResult) {
    if results[load] == nil { order.append(load) }
    results[load, default: []].append(result)
  }

  func report(to report: Report) {
    let sorted = order.filter { !$0.isEngine } + order.filter(\.isEngine)
    for load in sorted { show(load, report) }
    let engine = Load.engine(callers: 256, lanes: 1)
    report.add(
      "ratio: engine at one lane to batches of 100, one client", ratio(engine, .ceiling(100, clients: 1), \.rate),
      "of 1", aim: .atLeast(DatabaseBench.ratioAim))
    report.add(
      "ratio: engine at four lanes to batches of 100, four clients",
      ratio(.engine(callers: 256, lanes: 4), .ceiling(100, clients: 4), \.rate), "of 1")
    report.add("ratio: worker pool to batches of 100", ratio(.engineDrain, .ceilingDrain, \.rate), "of 1")
    report.add(
      "ratio: a single caller's latency to the bare statement's",
      ratio(.engine(callers: 1, lanes: 1), .ceiling(1, clients: 1)) { Sample($0.latencies).median }, "times",
      aim: .below(DatabaseBench.latencyAim))
    report.add(
      "engine's own processor time a move, 256 callers, one lane",
      median(engine) { $0.ownProcessor / Double($0.moves) },
      "µs", aim: .below(DatabaseBench.processorAim))
  }

  private func show(_ load: Load, _ report: Report) {
    report.add(load.name, median(load, \.rate), "moves/s")
    if load != .engineDrain {
      report.add("  p50", median(load) { Sample($0.latencies).median }, "µs")
      report.add("  p99", median(load) { Sample($0.latencies).quantile(0.99) }, "µs")
    }
    report.add("  server's processor time a move", median(load) { $0.serverProcessor / Double($0.moves) }, "µs")
    if load.isEngine {
      report.add("  own processor time a move", median(load) { $0.ownProcessor / Double($0.moves) }, "µs")
    }
  }

  private func median(_ load: Load, _ value: (LoadResult) -> Double) -> Double {
    Sample((results[load] ?? []).map(value)).median
  }

  /// Of each round, then the median: the two sides of a round ran within seconds of each other.
  private func ratio(_ over: Load, _ under: Load, _ value: (LoadResult) -> Double) -> Double {
    Sample(zip(results[over] ?? [], results[under] ?? []).map { value($0) / value($1) }).median
  }
}
