package import Diagnostics

/// What a verification of the whole record found.
package struct AuditReport: Sendable {
  /// Sealed entries that were read.
  package let leaves: Int
  /// Checkpoints whose signature is right.
  package let checkpoints: Int
  /// Entries that sealing has not come to yet: nothing vouches for them.
  package let unsealed: Int
  /// The size up to which the record leads to a signed root.
  package let soundTo: Int
  /// In the order of the record; at most 1,000.
  package let findings: [AuditFinding]
  /// Findings beyond those.
  package let unreported: Int

  package var isSound: Bool { findings.isEmpty && unreported == 0 }

  package var summary: Text {
    if isSound {
      return Text(
        en: """
          \(leaves) entries and \(checkpoints) checkpoints are sound; signed up to \(soundTo), \(unsealed) not yet sealed
          """,
        ja: "記録 \(leaves) 件、チェックポイント \(checkpoints) 件は正常です(署名済み \(soundTo) 件、未封印 \(unsealed) 件)")
    }
    let count = findings.count + unreported
    return Text(
      en: "the record is broken: \(count) findings in \(leaves) entries; sound up to \(soundTo)",
      ja: "記録が破損しています: \(leaves) 件中 \(count) 件の指摘(\(soundTo) 件目までは正常)")
  }
}
