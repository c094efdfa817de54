package import Diagnostics
package import Postgres

/// Makes proofs from the stored tree. It trusts the tables: whoever receives a proof verifies it.
package struct ProofSource {
  private let connection: PostgresConnection

  package init(_ connection: PostgresConnection) {
    self.connection = connection
  }

  /// Why there is no proof.
  package enum Unavailable: Error, Hashable, Sendable {
    /// Nothing has been signed.
    case noCheckpoint
    case noCheckpointOfSize(Int)
    /// The entry does not exist or is not sealed yet.
    case notSealed(PGUUID)
    /// Sealed, but no checkpoint covers it yet.
    case notSigned(PGUUID)
    /// Leaves, tiles or checkpoints are missing or malformed.
    case treeBroken

    package var message: Text {
      switch self {
      case .noCheckpoint:
        Text(en: "nothing has been signed yet", ja: "まだ署名されたチェックポイントがありません")
      case .noCheckpointOfSize(let size):
        Text(en: "there is no checkpoint of size \(size)", ja: "サイズ \(size) のチェックポイントはありません")
      case .notSealed(let entry):
        Text(en: "entry \(entry) is not sealed", ja: "記録 \(entry) は封印されていません")
      case .notSigned(let entry):
        Text(
          en: "entry \(entry) is sealed, but not signed yet: try again in a moment",
          ja: "記録 \(entry) は封印済みですが未署名です。しばらくして再実行してください")
      case .treeBroken:
        Text(
          en: "the stored tree is damaged: run “audit verify”", ja: "保存された木が破損しています。「audit verify」を実行してください")
      }
    }
  }

  package func latestCheckpoint() async throws -> SignedNote {
    guard let note = try await note(Statements.latestCheckpoint) else { throw Unavailable.noCheckpoint }
    return note
  }

  package func checkpoint(size: Int) async throws -> SignedNote {
    guard let note = try await note(Statements.checkpoint(size: size)) else {
      throw Unavailable.noCheckpointOfSize(size)
    }
    return note
  }

  /// Proves an entry under the latest checkpoint.
  package func inclusion(of entry: PGUUID) async throws -> InclusionProofFile {
    let proofs = try await inclusions(of: [entry])
    guard let proof = proofs.first else { throw Unavailable.notSealed(entry) }
    return proof
  }

  /// Proves entries under the latest checkpoint, in the order of their leaves; those not sealed are left out, one not
  /// signed yet is an error. For export: call with some hundred at a time.
  ///
  /// - Parameter checkpoint: another one to lead to, stored or not.
  package func inclusions(
    of entries: [PGUUID], under checkpoint: SignedNote? = nil
  ) async throws -> [InclusionProofFile] {
    let newest = checkpoint == nil ? try await latestCheckpoint() : nil
    guard let note = checkpoint ?? newest else { throw Unavailable.noCheckpoint }
    let size = try Checkpoint(parsing: note.text).size
    var wanted: [(entry: HistoryEntry, index: Int, plan: ProofPlan)] = []
    for row in try await connection.query(Statements.entries(entries)) {
      let entry = try HistoryEntry(row: row)
      guard let index = try row.get(12, as: Int?.self) else { continue }
      guard let plan = ProofPlan.inclusion(of: index, in: size) else { throw Unavailable.notSigned(entry.id) }
      wanted.append((entry, index, plan))
    }
    let nodes = try await hashes(of: Set(wanted.flatMap { $0.plan.nodes }), in: size)
    return try wanted.map { entry, index, plan in
      InclusionProofFile(
        entry: entry.encoded, index: index, proof: try assemble(plan, nodes), checkpoint: note)
    }
  }

  /// Proves that the later checkpoint keeps all of the earlier one.
  package func consistency(from earlier: SignedNote, to later: SignedNote) async throws -> ConsistencyProofFile {
    let size = try Checkpoint(parsing: later.text).size
    guard let plan = ProofPlan.consistency(from: try Checkpoint(parsing: earlier.text).size, to: size) else {
      throw Unavailable.noCheckpointOfSize(size)
    }
    let proof = try assemble(plan, try await hashes(of: plan.nodes, in: size))
    return ConsistencyProofFile(proof: proof, earlier: earlier, later: later)
  }

  /// A tile as C2SP `tlog-tiles` serves it; nil where the tree does not reach that far.
  package func tile(_ address: TileAddress) async throws -> Tile? {
    let range = address.index * Tile.fullWidth..<address.index * Tile.fullWidth + address.width
    let hashes = try await TreeReader.hashes(level: address.level, range) { query throws(PostgresError) in
      try await connection.query(query)
    }
    return hashes.count == address.width ? Tile(level: address.level, index: address.index, hashes: hashes) : nil
  }

  private func note(_ query: SQL) async throws -> SignedNote? {
    guard let text = try await connection.query(query).atMostOne?.get(0, as: String.self) else { return nil }
    return try SignedNote(parsing: Array(text.utf8))
  }

  private func assemble(_ plan: ProofPlan, _ hashes: [NodeAddress: TreeHash]) throws -> [TreeHash] {
    try plan.assemble { node in
      guard let hash = hashes[node] else { throw Unavailable.treeBroken }
      return hash
    }
  }

  /// The hashes of subtrees, from full tiles in one query and from the few partial ones at the right edge.
  private func hashes(of nodes: Set<NodeAddress>, in size: Int) async throws -> [NodeAddress: TreeHash] {
    var holders: [NodeAddress: TileAddress] = [:]
    for node in nodes { holders[node] = TileAddress(holding: node, in: size) }
    let addresses = Set(holders.values)
    let full = addresses.filter { !$0.isPartial }
    var tiles: [TileAddress: Tile] = [:]
    let query = Statements.tiles(levels: full.map(\.level), indices: full.map(\.index))
    for row in try await connection.query(query) {
      if let stored = try LeafPage.storedTile(row) { tiles[stored.tile.address] = stored.tile }
    }
    for address in addresses where address.isPartial { tiles[address] = try await tile(address) }
    var hashes: [NodeAddress: TreeHash] = [:]
    for (node, address) in holders { hashes[node] = tiles[address]?.hash(of: node) }
    return hashes
  }
}
