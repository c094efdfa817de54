internal import Diagnostics
package import Postgres

/// Reads the whole record from the database itself and judges it: leaf hashes are computed again from the history, the
/// tree is built again, every stored checkpoint and those kept outside are held against it.
///
/// Needs no right but to read. It takes no lock and holds no snapshot for long: the tables only grow, and what is added
/// while it runs is left for the next run. Memory stays bounded whatever the rows hold.
package struct Verification: Sendable {
  package struct Progress: Hashable, Sendable {
    package let leaves: Int
    package let of: Int
  }

  private static let rows = 4096
  /// Of bodies in a page, so that memory stays bounded.
  private static let bytes = 32 << 20

  private let keys: TrustedKeys
  private let outside: [Checkpoint]

  /// - Parameter outside: checkpoints kept elsewhere, opened with trusted keys. Only they tell of a record that was cut
  ///   off or rolled back together with its checkpoints, or rewritten by somebody who has the signing key.
  package init(keys: TrustedKeys, outside: [Checkpoint] = []) {
    self.keys = keys
    self.outside = outside
  }

  package func run(
    _ connection: PostgresConnection, replay: (any HistoryReplay)? = nil,
    progress: @Sendable (Progress) -> Void = { _ in }
  ) async throws -> AuditReport {
    let extent = try await connection.query(Statements.extent).single
    let (leaves, lastCheckpoint, system) = try extent.decode(Int.self, Int.self, Int.self)
    let runs = try await sealRuns(connection, to: leaves)
    let (unsealed, orphans) = try await unsealed(connection, leaves, runs, system: system)
    var run = VerificationRun(leaves: leaves, runs: runs, orphans: orphans)
    run.expect(outside.map { VerificationRun.Anchor(checkpoint: $0, isOutside: true) })
    var checkpoints = CheckpointReader(keys: keys, last: lastCheckpoint)

    var page = try await LeafPage.fetch(connection, from: 0, to: leaves, rows: Self.rows, bytes: Self.bytes)
    while let current = page {
      async let following = LeafPage.fetch(
        connection, from: current.end, to: leaves, rows: Self.rows, bytes: Self.bytes)
      run.expect(try await checkpoints.read(connection, upTo: current.end, &run))
      run.take(current.rows, to: current.end, current.tiles)
      for filled in run.takeUpperTiles() { try await compare(connection, filled, &run) }
      progress(Progress(leaves: current.end, of: leaves))
      page = try await following
    }
    run.expect(try await checkpoints.read(connection, upTo: .max, &run))
    run.finish()
    if let replay { try await play(connection, replay, &run) }
    return AuditReport(
      leaves: leaves, checkpoints: checkpoints.valid, unsealed: unsealed, soundTo: run.examiner.soundTo,
      findings: run.examiner.findings, unreported: run.examiner.unreported)
  }

  /// The batches up to a size: a later one has passed entries whose leaves are not read.
  private func sealRuns(
    _ connection: PostgresConnection, to leaves: Int
  ) async throws(PostgresError) -> SealRuns {
    var runs = SealRuns()
    var number = Int.min
    while true {
      let rows = try await connection.query(Statements.seals(after: number, rows: Self.rows))
      for row in rows {
        let seal = try SealRuns.Seal(row: row)
        guard seal.size <= leaves else { return runs }
        runs.add(seal)
        number = seal.number
      }
      if rows.count < Self.rows { return runs }
    }
  }

  /// How many entries wait for sealing, and those that it has passed over, in commit order.
  private func unsealed(
    _ connection: PostgresConnection, _ leaves: Int, _ runs: SealRuns, system: Int
  ) async throws(PostgresError) -> (count: Int, orphans: [VerificationRun.Orphan]) {
    // During a sweep, and on a cluster where nothing was sealed yet, no place in commit order is behind sealing.
    let passed = runs.last.flatMap { $0.isSweep || $0.system != system ? nil : $0.place }
    let row = try await connection.query(Statements.unsealed(size: leaves, passed: passed)).single
    let (waiting, _, ids) = try row.decode(Int.self, Int.self, [PGUUID].self)
    guard !ids.isEmpty else { return (waiting, []) }
    var orphans: [VerificationRun.Orphan] = []
    for start in stride(from: 0, to: ids.count, by: 64) {
      for row in try await connection.query(Statements.orphans(Array(ids[start..<min(start + 64, ids.count)]))) {
        let entry = try HistoryEntry(row: row)
        orphans.append(
          VerificationRun.Orphan(
            entry: entry.id, hash: entry.leaf, place: try CommitPlace(row: row, from: 12, entry: entry.id)))
      }
    }
    return (waiting, orphans)
  }

  private func compare(
    _ connection: PostgresConnection, _ filled: GrowingTree.FilledTile, _ run: inout VerificationRun
  ) async throws(PostgresError) {
    let query = Statements.tiles(levels: [filled.tile.level], indices: [filled.tile.index])
    let stored = try await connection.query(query).first.map { row throws(PostgresError) in
      try LeafPage.storedTile(row)
    }
    if stored??.tile != filled.tile || stored??.root != filled.root {
      run.report(.record(.tileAltered(level: filled.tile.level, index: filled.tile.index)))
    }
  }

  private func play(
    _ connection: PostgresConnection, _ replay: any HistoryReplay, _ run: inout VerificationRun
  ) async throws {
    var replay = replay
    var place = (family: PGUUID(high: 0, low: 0), entry: PGUUID(high: 0, low: 0))
    while true {
      let rows = try await connection.query(Statements.families(after: place.family, place.entry, rows: 512))
      for row in rows {
        let entry = try HistoryEntry(row: row)
        place = (entry.family, entry.id)
        for fault in try await replay.take(entry) { run.report(.state(fault)) }
      }
      if rows.count < 512 { break }
    }
    for fault in try await replay.finish() { run.report(.state(fault)) }
  }
}
