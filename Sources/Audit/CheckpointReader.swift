internal import Postgres

/// Reads stored checkpoints in order of size and judges each by its signature and its columns.
struct CheckpointReader {
  private static let rows = 512

  private let keys: TrustedKeys
  /// The largest stored when the verification began; later ones cover leaves that it does not read.
  private let last: Int
  private(set) var valid = 0
  private var size = 0
  private var waiting: ArraySlice<Checkpoint> = []
  private var isExhausted = false

  init(keys: TrustedKeys, last: Int) {
    self.keys = keys
    self.last = last
  }

  /// The valid checkpoints up to a size that were not returned before; the others are reported.
  mutating func read(
    _ connection: PostgresConnection, upTo end: Int, _ run: inout VerificationRun
  ) async throws(PostgresError) -> [VerificationRun.Anchor] {
    var anchors: [VerificationRun.Anchor] = []
    while true {
      while let checkpoint = waiting.first, checkpoint.size <= end {
        anchors.append(VerificationRun.Anchor(checkpoint: checkpoint, isOutside: false))
        waiting.removeFirst()
      }
      if isExhausted || !waiting.isEmpty { return anchors }
      let rows = try await connection.query(Statements.checkpoints(after: size, to: last, rows: Self.rows))
      for row in rows { try judge(row, &run) }
      isExhausted = rows.count < Self.rows
    }
  }

  private mutating func judge(_ row: Row, _ run: inout VerificationRun) throws(PostgresError) {
    let (rowSize, root, note) = try row.decode(Int.self, [UInt8].self, String.self)
    size = rowSize
    do {
      let checkpoint = try keys.open(Array(note.utf8))
      valid += 1
      // A note moved to another size would be held against the wrong tree.
      if checkpoint.size == rowSize { waiting.append(checkpoint) }
      if checkpoint.size != rowSize || checkpoint.root != TreeHash(root) {
        run.report(.checkpoint(.altered(size: rowSize)))
      }
    } catch {
      run.report(.checkpoint(.invalid(size: rowSize, error)))
    }
  }
}
