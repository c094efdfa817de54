/// A proof that a later checkpoint keeps every entry of an earlier one. C2SP has no file for it; this one follows the
/// habits of `tlog-proof`: a header, the hashes, then both checkpoints verbatim, each after an empty line.
///
/// ```
/// sekisho/consistency-proof@v1
/// <base64 hash>            zero or more lines
///
/// <earlier checkpoint, a signed note>
///
/// <later checkpoint, a signed note>
/// ```
package struct ConsistencyProofFile: Hashable, Sendable {
  package static let header = "sekisho/consistency-proof@v1"
  package static let sizeLimit = 2 * SignedNote.sizeLimit + 64 * 1024

  package let proof: [TreeHash]
  package let earlier: SignedNote
  package let later: SignedNote

  package init(proof: [TreeHash], earlier: SignedNote, later: SignedNote) {
    self.proof = proof
    self.earlier = earlier
    self.later = later
  }

  package init(parsing bytes: [UInt8]) throws(FormatError) {
    var lines = try ProofLines(bytes, .consistencyProof, sizeLimit: Self.sizeLimit)
    try lines.expect(Self.header)
    proof = try lines.hashes()
    // Text and signatures of a checkpoint are one block each: the second empty line divides the two notes.
    let rest = lines.rest
    let gaps = rest.indices.dropLast().filter { rest[$0] == ProofLines.newline && rest[$0 + 1] == ProofLines.newline }
    guard gaps.count == 3 else {
      throw lines.error(en: "expected two signed checkpoints", ja: "署名付きチェックポイントが 2 つ必要です")
    }
    earlier = try SignedNote(parsing: Array(rest[...gaps[1]]))
    later = try SignedNote(parsing: Array(rest[(gaps[1] + 2)...]))
  }

  package var bytes: [UInt8] {
    let lines = [Self.header] + proof.map(\.base64) + [""]
    return Array(lines.map { $0 + "\n" }.joined().utf8) + earlier.bytes + [ProofLines.newline] + later.bytes
  }

  /// Both checkpoints, if both are signed by trusted keys for one log and the proof leads from one to the other.
  package func verify(_ keys: TrustedKeys) throws(ProofRejection) -> (earlier: Checkpoint, later: Checkpoint) {
    let old: Checkpoint
    let new: Checkpoint
    do { (old, new) = (try keys.open(earlier), try keys.open(later)) } catch { throw .checkpoint(error) }
    guard old.origin == new.origin else { throw .differentLogs(old.origin, new.origin) }
    do {
      try TreeProof.verifyConsistency(from: old.size, old.root, to: new.size, new.root, proof: proof)
    } catch { throw .proof(error) }
    return (old, new)
  }
}
