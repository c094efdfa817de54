package import Diagnostics

/// A proof that an entry is in the log, which verifies without the log (C2SP `tlog-proof`, version 1). The `extra` line
/// carries the entry's canonical encoding, so the file proves what was recorded, not merely that something was.
package struct InclusionProofFile: Hashable, Sendable {
  package static let header = "c2sp.org/tlog-proof@v1"
  /// An entry of the largest size in base64, and the rest.
  package static let sizeLimit = HistoryEntry.sizeLimit / 3 * 4 + 512 * 1024

  /// The canonical encoding of the entry; untrusted until verified.
  package let entry: [UInt8]
  package let index: Int
  package let proof: [TreeHash]
  package let checkpoint: SignedNote

  package init(entry: [UInt8], index: Int, proof: [TreeHash], checkpoint: SignedNote) {
    self.entry = entry
    self.index = index
    self.proof = proof
    self.checkpoint = checkpoint
  }

  package init(parsing bytes: [UInt8]) throws(FormatError) {
    var lines = try ProofLines(bytes, .inclusionProof, sizeLimit: Self.sizeLimit)
    try lines.expect(Self.header)
    guard let entry = try lines.value(of: "extra").flatMap({ Base64.decode($0) }) else {
      throw lines.error(en: "expected “extra <base64 of the entry>”", ja: "「extra <記録の base64>」が必要です")
    }
    guard let index = try lines.value(of: "index").flatMap({ Decimal.parse($0) }) else {
      throw lines.error(en: "expected “index <number>”", ja: "「index <番号>」が必要です")
    }
    self.entry = entry
    self.index = index
    proof = try lines.hashes()
    checkpoint = try SignedNote(parsing: Array(lines.rest))
  }

  package var bytes: [UInt8] {
    let lines = [Self.header, "extra \(Base64.encode(entry))", "index \(index)"] + proof.map(\.base64) + [""]
    return Array(lines.map { $0 + "\n" }.joined().utf8) + checkpoint.bytes
  }

  /// The entry and the checkpoint it is proved under, if the file is right in every part.
  package func verify(_ keys: TrustedKeys) throws(ProofRejection) -> (entry: HistoryEntry, checkpoint: Checkpoint) {
    let opened: Checkpoint
    do { opened = try keys.open(checkpoint) } catch { throw .checkpoint(error) }
    do {
      try TreeProof.verifyInclusion(
        of: TreeHasher.leaf(entry), at: index, in: opened.size, under: opened.root, proof: proof)
    } catch { throw .proof(error) }
    do { return (try HistoryEntry(parsing: entry), opened) } catch { throw .malformed(error) }
  }
}

/// Why a proof file proves nothing.
package enum ProofRejection: Error, Hashable, Sendable {
  case malformed(FormatError)
  case checkpoint(NoteFailure)
  case proof(ProofFailure)
  case differentLogs(String, String)

  package var message: Text {
    switch self {
    case .malformed(let error): error.message
    case .checkpoint(let failure): failure.message
    case .proof(let failure): failure.message
    case .differentLogs(let one, let other):
      Text(en: "the checkpoints are of different logs: \(one), \(other)", ja: "別々のログのチェックポイントです: \(one)、\(other)")
    }
  }
}
