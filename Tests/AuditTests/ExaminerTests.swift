import Postgres
import Testing

@testable import Audit

/// A record in memory that can be tampered with in every copy, and the examiner's verdict on it.
struct Specimen {
  struct Row {
    var entry: PGUUID?
    var stored: TreeHash?
    var recomputed: TreeHash?
    var commit: UInt64
  }

  static let hashes = PlainTree.leaves(1_000)
  var rows: [Row]
  var tiles: [Tile]
  /// Sizes of checkpoints, with the roots that were signed.
  var roots: [(size: Int, root: TreeHash, isOutside: Bool)]

  static func entry(_ index: Int) -> PGUUID { PGUUID(high: 7, low: UInt64(index)) }

  init(checkpoints: [Int]) {
    rows = Self.hashes.enumerated().map { index, hash in
      Row(entry: Self.entry(index), stored: hash, recomputed: hash, commit: UInt64(100 + index))
    }
    tiles = (0..<3).compactMap { Tile(level: 0, index: $0, hashes: Array(Self.hashes[$0 * 256..<($0 + 1) * 256])) }
    roots = checkpoints.map { ($0, PlainTree.root(Self.hashes.prefix($0)), false) }
  }

  func examine() -> (findings: [AuditFinding], soundTo: Int) {
    var examiner = Examiner()
    for (index, row) in rows.enumerated() {
      let tile = index / 256
      let commit = LeafEvidence.Commit(
        run: 1, place: CommitPlace(transaction: row.commit, ordinal: 0, entry: Self.entry(index)))
      _ = examiner.take(
        LeafEvidence(
          index: index, entry: row.entry, stored: row.stored, recomputed: row.recomputed,
          tile: tile < tiles.count ? tiles[tile].hashes[index % 256] : nil, commit: commit))
      for root in roots where root.size == index + 1 { examiner.hold(against: root.root, isOutside: root.isOutside) }
    }
    examiner.finish()
    return (examiner.findings, examiner.soundTo)
  }

  func faults() -> [AuditFinding] { examine().findings }
}

@Suite struct ExaminerTests {
  static let wrong = TreeHasher.leaf(Array("forged".utf8))
  /// Leaf 500 lies under a full tile, leaf 900 on the right edge.
  static let places = [500, 900]
  let sound = Specimen(checkpoints: [1, 255, 256, 300, 512, 700, 901, 1_000])

  @Test func aSoundRecordHasNoFinding() {
    #expect(sound.examine() == ([], 1_000))
  }

  @Test(arguments: places) func edited(place: Int) {
    var specimen = sound
    specimen.rows[place].recomputed = Self.wrong
    #expect(specimen.faults() == [.record(.entryEdited(leaf: place, Specimen.entry(place)))])
  }

  @Test(arguments: places) func deleted(place: Int) {
    var specimen = sound
    specimen.rows[place].recomputed = nil
    #expect(specimen.faults() == [.record(.entryDeleted(leaf: place, Specimen.entry(place)))])
  }

  @Test(arguments: places) func leafAltered(place: Int) {
    var specimen = sound
    specimen.rows[place].stored = Self.wrong
    #expect(specimen.faults() == [.record(.leafAltered(leaf: place, Specimen.entry(place)))])
  }

  @Test(arguments: places) func leafDeleted(place: Int) {
    var specimen = sound
    specimen.rows[place].stored = nil
    #expect(specimen.faults() == [.record(.leafMissing(leaf: place, Specimen.entry(place)))])
  }

  @Test func leafDeletedAndAnotherEntryInItsPlace() {
    var specimen = sound
    specimen.rows[500].stored = nil
    specimen.rows[500].recomputed = Self.wrong
    #expect(
      specimen.faults() == [
        .record(.leafMissing(leaf: 500, nil)), .record(.entryInserted(Specimen.entry(500))),
      ])
  }

  @Test func editedWithItsLeafUnderATile() {
    var specimen = sound
    specimen.rows[500].recomputed = Self.wrong
    specimen.rows[500].stored = Self.wrong
    let entry = Specimen.entry(500)
    #expect(
      specimen.faults() == [.record(.entryEdited(leaf: 500, entry)), .record(.leafAltered(leaf: 500, entry))])
  }

  @Test func editedWithItsLeafAtTheEdgeLeavesTheInterval() {
    var specimen = sound
    specimen.rows[900].recomputed = Self.wrong
    specimen.rows[900].stored = Self.wrong
    let (findings, soundTo) = specimen.examine()
    #expect(findings == [.checkpoint(.rootDiffers(soundTo: 700, size: 901))])
    #expect(soundTo == 700)
  }

  @Test func reorderedLeavesUnderATile() {
    var specimen = sound
    specimen.rows.swapAt(400, 450)
    #expect(
      specimen.faults() == [
        .record(.entryMoved(leaf: 400, Specimen.entry(450), sealedAt: 450)),
        .record(.entryMoved(leaf: 450, Specimen.entry(400), sealedAt: 400)),
      ])
  }

  @Test func reorderedLeavesAtTheEdgeBreakTheCommitOrder() {
    var specimen = sound
    specimen.rows.swapAt(800, 850)
    #expect(
      specimen.faults() == [
        .checkpoint(.rootDiffers(soundTo: 700, size: 901)), .record(.orderBroken(leaf: 801, Specimen.entry(801))),
      ])
  }

  @Test func tileAltered() throws {
    var specimen = sound
    var hashes = specimen.tiles[1].hashes
    hashes[7] = Self.wrong
    specimen.tiles[1] = try #require(Tile(level: 0, index: 1, hashes: hashes))
    #expect(specimen.faults() == [.record(.tileAltered(level: 0, index: 1))])
  }

  @Test func severalFaultsAreEachNamed() {
    var specimen = sound
    specimen.rows[10].recomputed = Self.wrong
    specimen.rows[290].stored = Self.wrong
    specimen.rows[999].recomputed = nil
    #expect(
      specimen.faults() == [
        .record(.entryEdited(leaf: 10, Specimen.entry(10))), .record(.leafAltered(leaf: 290, Specimen.entry(290))),
        .record(.entryDeleted(leaf: 999, Specimen.entry(999))),
      ])
  }

  @Test func anUnsignedTailCanOnlyContradictItself() {
    var specimen = Specimen(checkpoints: [300])
    specimen.rows[900].recomputed = Self.wrong
    #expect(specimen.faults() == [.record(.hashesDisagree(leaf: 900, Specimen.entry(900)))])
  }

  @Test func aRewrittenRecordContradictsACheckpointKeptOutside() {
    var specimen = sound
    specimen.roots.insert((850, Self.wrong, true), at: 6)
    #expect(specimen.faults() == [.checkpoint(.contradictsOutside(soundTo: 700, size: 850))])
  }

  @Test func aFloodOfFaultsIsBounded() {
    var specimen = Specimen(checkpoints: [1_000])
    for index in specimen.rows.indices {
      specimen.rows[index].recomputed = nil
      specimen.rows[index].stored = Self.wrong
    }
    var examiner = Examiner()
    for number in 0..<Examiner.findingLimit + 5 { examiner.report(.record(.entryInserted(Specimen.entry(number)))) }
    #expect(examiner.findings.count == Examiner.findingLimit)
    #expect(examiner.unreported == 5)
    #expect(specimen.faults().count == Examiner.findingLimit)
  }
}
