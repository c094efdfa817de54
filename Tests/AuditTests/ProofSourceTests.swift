import Foundation
import Postgres
import PostgresTesting
import Testing

@testable import Audit

extension DatabaseTests {
  @Suite struct ProofSourceTests {
    @Test func entriesAreProvedOfflineUnderTheLatestCheckpoint() async throws {
      try await Record.with(Record.filled) { record in
        let source = ProofSource(record.connection)
        for number in [0, 255, 256, 511, 512, 599] {
          let bytes = try await source.inclusion(of: Record.id(number)).bytes
          let proved = try InclusionProofFile(parsing: bytes).verify(record.keys)
          #expect(proved.entry.id == Record.id(number))
          #expect(proved.checkpoint.size == 600)
        }
        await #expect(throws: ProofSource.Unavailable.notSealed(Record.id(4_711))) {
          try await source.inclusion(of: Record.id(4_711))
        }
      }
    }

    @Test func anyTwoCheckpointsAreConsistent() async throws {
      try await Record.with(Record.filled) { record in
        let source = ProofSource(record.connection)
        for (old, new) in [(100, 600), (100, 200), (300, 500), (600, 600)] {
          let file = try await source.consistency(
            from: try await source.checkpoint(size: old), to: try await source.checkpoint(size: new))
          let (earlier, later) = try ConsistencyProofFile(parsing: file.bytes).verify(record.keys)
          #expect(earlier.size == old && later.size == new)
        }
        await #expect(throws: ProofSource.Unavailable.noCheckpointOfSize(7)) { try await source.checkpoint(size: 7) }
      }
    }

    @Test func tilesAreServedAsTheSpecificationWants() async throws {
      try await Record.with(Record.filled) { record in
        let source = ProofSource(record.connection)
        for path in ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/0/002.p/1", "tile/1/000.p/2"] {
          let address = try #require(TileAddress(path: path))
          #expect(try await source.tile(address)?.address.path == path)
        }
        let beyond = try #require(TileAddress(path: "tile/0/002.p/89"))
        #expect(try await source.tile(beyond) == nil)
      }
    }

    @Test func anExportVerifiesLineByLine() async throws {
      try await Record.with(Record.filled) { record in
        let files = try await ProofSource(record.connection).inclusions(of: [
          Record.id(3), Record.id(599), Record.id(700),
        ])
        #expect(files.map(\.index) == [3, 599])
        let head = ExportLine(checkpoint: files[0].checkpoint).text
        let note = try #require(try JSONDecoder().decode([String: String].self, from: Data(head.utf8))["checkpoint"])
        let checkpoint = try record.keys.open(Array(note.utf8))
        struct Line: Decodable {
          var index: Int
          var event, body, encoded, position: String
          var proof, behalf: [String]
        }
        for file in files {
          let line = try JSONDecoder().decode(Line.self, from: Data(try ExportLine(file).text.utf8))
          let encoded = try #require(Base64.decode(line.encoded))
          try TreeProof.verifyInclusion(
            of: TreeHasher.leaf(encoded), at: line.index, in: checkpoint.size, under: checkpoint.root,
            proof: line.proof.compactMap { TreeHash(base64: $0) })
          #expect(line.body == "{\"number\":\(line.index)}" && line.position == "契約担当者" && line.behalf == ["p-kato"])
        }
      }
    }
  }
}
