package import Postgres

/// Brings committed entries into the tree and signs it, beside the hot path.
///
/// A round is two transactions. The first takes a page of entries in commit order, below every transaction that still
/// runs, and adds their leaves and the tiles they fill. The second, begun only after the first has durably committed,
/// signs a checkpoint over them. A crash between any two steps loses nothing and repeats nothing: what the next round
/// finds in the tables is where it goes on. Any number of sealers may run; an advisory lock lets one work at a time.
package struct Sealer: Sendable {
  package struct Round: Hashable, Sendable {
    /// Entries that became leaves.
    package let sealed: Int
    /// Leaves in all.
    package let size: Int
    /// What was signed in this round.
    package let checkpoint: Checkpoint?
    /// More is waiting: call again at once.
    package let hasMore: Bool
    /// Another sealer was at work, and nothing was done.
    package let wasBusy: Bool

    static let busy = Round(sealed: 0, size: 0, checkpoint: nil, hasMore: false, wasBusy: true)
  }

  private let signer: SignerKey
  private let rows: Int
  private let bytes: Int
  private var state: SealingState?
  /// Leaves that a transaction of this process has durably committed, itself or behind another's: may be signed.
  private var durable = 0
  private var signed = 0

  /// - Parameters:
  ///   - signer: its name is the origin of the checkpoints.
  ///   - rows: entries a round takes at most; `bytes`: of their bodies, beyond the first.
  package init(signer: SignerKey, rows: Int = 2000, bytes: Int = 16 << 20) {
    self.signer = signer
    self.rows = rows
    self.bytes = bytes
  }

  package mutating func round(_ connection: PostgresConnection) async throws(SealingError) -> Round {
    let added: (state: SealingState, sealed: Int, hasMore: Bool, isWritten: Bool)?
    do {
      added = try await connection.transaction { connection in try await self.add(connection) }
    } catch {
      state = nil
      throw Self.typed(error)
    }
    guard let added else { return .busy }
    state = added.state
    if added.isWritten { durable = added.state.tree.size }
    do {
      let checkpoint = try await sign(connection, added.state.tree)
      return Round(
        sealed: added.sealed, size: added.state.tree.size, checkpoint: checkpoint, hasMore: added.hasMore,
        wasBusy: false)
    } catch { throw Self.typed(error) }
  }

  private static func typed(_ error: any Error) -> SealingError {
    switch error {
    case let error as SealingError: error
    case let error as PostgresError: .database(error)
    default: .database(PostgresError(.misuse, "an unforeseen error in sealing"))
    }
  }
}

// MARK: - the first transaction

extension Sealer {
  private func add(
    _ connection: PostgresConnection
  ) async throws -> (state: SealingState, sealed: Int, hasMore: Bool, isWritten: Bool)? {
    guard try await connection.query(Statements.lock).single.get(0, as: Bool.self) else { return nil }
    let answers = try await connection.pipeline([
      Statements.commitDurably, Statements.state, Statements.lastSeal, Statements.lastCheckpoint,
    ])
    let (leaves, system, horizon) = try answers[1].single.decode(Int.self, Int.self, UInt64.self)
    let seal = try answers[2].first.map { row throws(PostgresError) in try SealRuns.Seal(row: row) }
    let checkpoint = try answers[3].first.map { row throws(PostgresError) in
      (size: try row.get(0, as: Int.self), root: try row.get(1, as: [UInt8].self))
    }
    guard leaves >= signed else { throw SealingError.rolledBack(leaves: leaves, signed: signed) }

    var state: SealingState
    if let known = self.state, known.tree.size == leaves, known.number == seal?.number, known.system == system {
      state = known
    } else {
      let reader = TreeReader(connection)
      let tree = try await reader.tree(of: leaves, above: checkpoint.map { ($0.size, TreeHash($0.root)) })
      guard let tree else { throw SealingError.treeBroken(size: checkpoint?.size ?? leaves) }
      state = SealingState(tree: tree, after: seal, system: system, horizon: horizon)
    }

    let query = Statements.pending(
      after: state.search.place, isSweep: state.search.isSweep, rows: rows, bytes: bytes)
    let page = try await Self.page(connection.query(query))
    let wasSweep = state.search.isSweep
    let addition = state.take(page)
    // Leaves that a crash left unsigned may have been committed without waiting for the disk or for standbys: another
    // commit of ours behind them settles it.
    let isUnsettled = state.tree.size > max(durable, checkpoint?.size ?? 0)
    let isWritten = isUnsettled || state.needsSeal
    if isWritten { try await write(connection, addition, &state) }
    return (state, addition.entries.count, !page.isEmpty || wasSweep, isWritten)
  }

  private static func page(_ rows: Rows) throws(PostgresError) -> [SealingState.Pending] {
    var page: [SealingState.Pending] = []
    page.reserveCapacity(rows.count)
    var buffer: [UInt8] = []
    for row in rows {
      let place = try CommitPlace(row: row, from: 12, entry: try row.get(0))
      guard !(try row.get(14, as: Bool.self)) else {
        page.append(SealingState.Pending(place: place, leaf: nil))
        continue
      }
      buffer.removeAll(keepingCapacity: true)
      try HistoryEntry(row: row).encode(into: &buffer)
      page.append(SealingState.Pending(place: place, leaf: TreeHasher.leaf(buffer)))
    }
    return page
  }

  private func write(
    _ connection: PostgresConnection, _ addition: SealingState.Addition, _ state: inout SealingState
  ) async throws(PostgresError) {
    var queries: [SQL] = []
    if !addition.entries.isEmpty {
      queries.append(
        Statements.addLeaves(
          from: addition.firstLeaf, entries: addition.entries, hashes: addition.hashes.map(\.bytes)))
    }
    if !addition.tiles.isEmpty {
      queries.append(
        Statements.addTiles(
          levels: addition.tiles.map(\.tile.level), indices: addition.tiles.map(\.tile.index),
          hashes: addition.tiles.map(\.tile.bytes), roots: addition.tiles.map(\.root.bytes)))
    }
    queries.append(
      Statements.addSeal(
        number: state.number + 1, size: state.tree.size, isSweep: state.search.isSweep, place: state.search.place,
        system: state.system))
    try await connection.pipeline(queries)
    state.didSeal()
  }
}

// MARK: - the second transaction

extension Sealer {
  /// Signs the tree as this process has durably committed it, unless there is nothing new or somebody else has.
  private mutating func sign(_ connection: PostgresConnection, _ tree: GrowingTree) async throws -> Checkpoint? {
    guard tree.size > signed, tree.size == durable else { return nil }
    guard let checkpoint = Checkpoint(origin: signer.verifier.name, size: tree.size, root: tree.root) else {
      return nil
    }
    let signer = signer
    let last = try await connection.transaction { connection -> Int? in
      guard try await connection.query(Statements.lock).single.get(0, as: Bool.self) else { return nil }
      let answers = try await connection.pipeline([Statements.commitDurably, Statements.lastCheckpoint])
      let last = try answers[1].first.map { row throws(PostgresError) in try row.get(0, as: Int.self) } ?? 0
      guard last < checkpoint.size else { return last }
      let note: SignedNote
      do throws(FormatError) { note = try checkpoint.signed(with: [signer]) } catch {
        throw SealingError.signing(error)
      }
      let text = String(decoding: note.bytes, as: UTF8.self)
      try await connection.query(
        Statements.addCheckpoint(size: checkpoint.size, root: checkpoint.root.bytes, note: text))
      return last
    }
    guard let last else { return nil }
    signed = max(last, checkpoint.size)
    return last < checkpoint.size ? checkpoint : nil
  }
}
