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
    do {
      guard let added = try await add(connection) else { return .busy }
      state = added.state
      if added.isWritten { durable = added.state.tree.size }
      let checkpoint = try await sign(connection, added.state.tree)
      return Round(
        sealed: added.sealed, size: added.state.tree.size, checkpoint: checkpoint, hasMore: added.hasMore,
        wasBusy: false)
    } catch let error as SealingError {
      throw error
    } catch let error as PostgresError {
      // Whatever was committed is read again from the tables.
      state = nil
      throw .database(error)
    } catch {
      state = nil
      throw .database(PostgresError(.misuse, "an unforeseen error in sealing"))
    }
  }
}

// MARK: - the first transaction

extension Sealer {
  private struct Added {
    let state: SealingState
    let sealed: Int
    let hasMore: Bool
    /// Something was committed, and with it all that was committed before.
    let isWritten: Bool
  }

  private struct Tables {
    let leaves: Int
    let system: Int
    /// The first transaction id that was not given out.
    let horizon: UInt64
    let seal: SealRuns.Seal?
    let checkpoint: (size: Int, root: TreeHash?)?

    init(_ answers: ArraySlice<Rows>) throws(PostgresError) {
      let answers = Array(answers)
      (leaves, system, horizon) = try answers[0].single.decode(Int.self, Int.self, UInt64.self)
      seal = try answers[1].first.map { row throws(PostgresError) in try SealRuns.Seal(row: row) }
      checkpoint = try answers[2].first.map { row throws(PostgresError) in
        (try row.get(0), TreeHash(try row.get(1, as: [UInt8].self)))
      }
    }
  }

  private func add(_ connection: PostgresConnection) async throws -> Added? {
    try await connection.withTransaction { transaction in
      let answers = try await transaction.pipeline([
        Statements.lock, Statements.commitDurably, Statements.state, Statements.lastSeal, Statements.lastCheckpoint,
      ])
      guard try answers[0].single.get(0, as: Bool.self) else { return nil }
      let tables = try Tables(answers[2...])
      var state = try await takeUp(tables, &transaction)
      let wasSweep = state.search.isSweep
      let pending = Statements.pending(after: state.search.place, isSweep: wasSweep, rows: rows, bytes: bytes)
      let page = try await Self.page(transaction.query(pending))
      let addition = state.take(page)
      // Leaves that a crash left unsigned may have been committed without waiting for the disk or for standbys: another
      // commit of ours behind them settles it.
      let isUnsettled = state.tree.size > max(durable, tables.checkpoint?.size ?? 0)
      let isWritten = isUnsettled || state.needsSeal
      if isWritten {
        try await transaction.commit(with: Self.additions(addition, state))
        state.didSeal()
      } else {
        try await transaction.rollBack()
      }
      return Added(
        state: state, sealed: addition.entries.count, hasMore: !page.isEmpty || wasSweep, isWritten: isWritten)
    }
  }

  /// Where this sealer stood, if nobody has gone on since; otherwise what the tables tell.
  private func takeUp(_ tables: Tables, _ transaction: inout Transaction) async throws -> SealingState {
    guard tables.leaves >= signed else {
      throw SealingError.rolledBack(leaves: tables.leaves, signed: signed)
    }
    if let state, state.tree.size == tables.leaves, state.number == tables.seal?.number,
      state.system == tables.system
    {
      return state
    }
    let tree = try await TreeReader.tree(of: tables.leaves, above: tables.checkpoint) { query throws(PostgresError) in
      try await transaction.query(query)
    }
    guard let tree else { throw SealingError.treeBroken(size: tables.checkpoint?.size ?? tables.leaves) }
    return SealingState(tree: tree, after: tables.seal, system: tables.system, horizon: tables.horizon)
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

  private static func additions(_ addition: SealingState.Addition, _ state: SealingState) -> [SQL] {
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
    return queries
  }
}

// MARK: - the second transaction

extension Sealer {
  /// Signs the tree as this process has durably committed it, unless there is nothing new or somebody else has.
  private mutating func sign(_ connection: PostgresConnection, _ tree: GrowingTree) async throws -> Checkpoint? {
    guard tree.size > signed, tree.size == durable,
      let checkpoint = Checkpoint(origin: signer.verifier.name, size: tree.size, root: tree.root)
    else { return nil }
    let signer = signer
    let last = try await connection.withTransaction { transaction -> Int? in
      let answers = try await transaction.pipeline([
        Statements.lock, Statements.commitDurably, Statements.lastCheckpoint,
      ])
      guard try answers[0].single.get(0, as: Bool.self) else { return nil }
      let last = try answers[2].first.map { row throws(PostgresError) in try row.get(0, as: Int.self) } ?? 0
      guard last < checkpoint.size else { return last }
      let note: SignedNote
      do throws(FormatError) { note = try checkpoint.signed(with: [signer]) } catch {
        throw SealingError.signing(error)
      }
      let text = String(decoding: note.bytes, as: UTF8.self)
      try await transaction.commit(with: [
        Statements.addCheckpoint(size: checkpoint.size, root: checkpoint.root.bytes, note: text)
      ])
      return last
    }
    guard let last else { return nil }
    signed = max(last, checkpoint.size)
    return last < checkpoint.size ? checkpoint : nil
  }
}
