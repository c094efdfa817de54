import Foundation
import JSON
import Postgres
import Workflows

/// Runs the plain SQL side by pgbench, with values of the same size as the engine's own rows.
struct Ceiling {
  let cluster: BenchCluster
  let database: String
  private let folder: TemporaryFolder
  private let sample: [String: String]
  private let blocks: [Int: Int]

  init(_ cluster: BenchCluster, database: String) async throws {
    self.cluster = cluster
    self.database = database
    folder = try TemporaryFolder("pgbench")
    (sample, blocks) = try await cluster.withConnection(database) { connection in
      let row = try await connection.query(
        """
        select data::text, runtime::text, body, payload::text, answer, digest::text, definition::text, person, position,
          key
        from bench.sample limit 1
        """
      ).single
      var sample: [String: String] = [:]
      for (index, name) in Self.sampleColumns.enumerated() { sample[name] = try row.get(index, as: String?.self) ?? "" }
      sample["datum"] = try await connection.query(
        "select data::text from item where workflow = \(BenchFlow.automaticName.text) limit 1"
      ).single.get(0)
      var blocks: [Int: Int] = [:]
      for row in try await connection.query("select size, count(*) from bench.block group by size") {
        blocks[try row.get(0)] = try row.get(1)
      }
      return (sample, blocks)
    }
    for size in CeilingSQL.batches { _ = try folder.write("move\(size).sql", CeilingSQL.move(size).utf8) }
    _ = try folder.write("drain.sql", CeilingSQL.drain.utf8)
  }

  private static let sampleColumns = [
    "data", "runtime", "body", "payload", "answer", "digest", "definition", "person", "position", "key",
  ]

  /// Batches of one size by so many clients.
  func move(_ size: Int, clients: Int, seconds: Double) async throws -> LoadResult {
    var variables = common
    variables["clients"] = String(clients)
    variables["blocks"] = String(blocks[size] ?? 0)
    let arrays = [
      ("data", "data"), ("runtime", "runtime"), ("bodies", "body"), ("payloads", "payload"),
      ("answers", "answer"),
    ]
    for (array, column) in arrays { variables[array] = Self.array(sample[column] ?? "", size) }
    // A number of eight digits follows.
    variables["keys"] = Self.array(String((sample["key"] ?? "").dropLast(8)), size)
    return try await run("move\(size).sql", size, clients, seconds, variables)
  }

  /// Claims and completes a hundred automatic moves a statement.
  func drain(seconds: Double) async throws -> LoadResult {
    try await run("drain.sql", 100, 1, seconds, common)
  }

  private var common: [String: String] {
    sample.filter { ["digest", "definition", "person", "position", "body", "datum"].contains($0.key) }
  }

  private func run(
    _ script: String, _ size: Int, _ clients: Int, _ seconds: Double, _ variables: [String: String]
  ) async throws -> LoadResult {
    for name in try logs() { try FileManager.default.removeItem(at: folder.url.appending(path: name)) }
    let postmaster = cluster.cluster.processID ?? 0
    let before = ServerProcessor.microseconds(postmaster)
    let output = try folder.output(
      of: cluster.binaries.path("pgbench"),
      [
        "--no-vacuum", "--protocol=prepared", "--client=\(clients)", "--jobs=\(min(2, clients))",
        "--time=\(max(1, Int(seconds.rounded())))", "--log", "--log-prefix=\(folder.path)/latency",
        "--file=\(folder.url.appending(path: script).path(percentEncoded: false))",
      ] + variables.sorted { $0.key < $1.key }.map { "--define=\($0.key)=\($0.value)" } + [
        cluster.cluster.connectionString(database: database)
      ])
    guard output.code == 0, let rate = Self.rate(output.text) else {
      throw BenchError("pgbench failed (exit code \(output.code)):\n\(output.text)")
    }
    var result = LoadResult()
    result.serverProcessor = ServerProcessor.microseconds(postmaster) - before
    for name in try logs() { result.latencies += Self.latencies(folder.path + "/" + name) }
    result.moves = result.latencies.count * size
    result.seconds = Double(result.moves) / (rate * Double(size))
    return result
  }

  private func logs() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("latency.") }
  }

  /// `tps = 9100.123456 (without initial connection time)`
  private static func rate(_ text: String) -> Double? {
    text.split(separator: "\n").first { $0.hasPrefix("tps = ") }?.split(separator: " ").dropFirst(2).first.flatMap {
      Double($0)
    }
  }

  /// A line a transaction: client, number, microseconds, …
  private static func latencies(_ path: String) -> [Double] {
    Machine.text(path).split(separator: "\n").compactMap { line in
      line.split(separator: " ", maxSplits: 3).dropFirst(2).first.flatMap { Double($0) }
    }
  }

  /// The text of an array with one value again and again (PostgreSQL's documentation, section 8.15.2).
  private static func array(_ value: String, _ count: Int) -> String {
    let quoted = "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    return "{" + Array(repeating: quoted, count: count).joined(separator: ",") + "}"
  }
}
