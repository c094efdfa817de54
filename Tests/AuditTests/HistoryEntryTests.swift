import Postgres
import Testing

@testable import Audit

/// Encodings made by a Python script from the description of the encoding alone.
enum Golden {
  static let full = """
    534b484501010000001001936f1e7b2a7c3d8e4f0123456789ab010000001001936f000000700080000000000000010100000010\
    01936f00000070008000000000000002010000000800000000000000070100000008000646f7cec4a24001000000067375626d69\
    740100000006702d7361746f010000000fe5a591e7b484e68b85e5bd93e88085010000001300000006702d6b61746f0000000570\
    2d69746f0100000010636f6e74726163745f6f6666696365720100000020000102030405060708090a0b0c0d0e0f101112131415\
    161718191a1b1c1d1e1f01000000307b22e4bbb6e5908d223a22e8a487e59088e6a99fe381aee5809fe585a5e3828c222c22e9a1\
    8d223a313230303030307d
    """
  static let fullLeaf = "3c24b5bfdfcfbfd1fe9c12bce03a933068c08d21abf4566aa4855f12125d43ab"
  static let least = """
    534b4845010100000010000000000000000000000000000000000100000010ffffffffffffffffffffffffffffffff0000010000\
    0008ffffffffffffffff010000000178000000000001000000027b7d
    """
  static let leastLeaf = "95a8e73507604635cf737f25a5a9f068453c9172d3fe7dc45047328e20e74e16"

  static func entry() throws -> HistoryEntry {
    HistoryEntry(
      id: try #require(PGUUID("01936f1e-7b2a-7c3d-8e4f-0123456789ab")),
      family: try #require(PGUUID("01936f00-0000-7000-8000-000000000001")),
      item: PGUUID("01936f00-0000-7000-8000-000000000002"), version: 7, time: 1_766_880_000_123_456,
      event: "submit", person: "p-sato", position: "契約担当者", behalf: ["p-kato", "p-ito"], role: "contract_officer",
      definition: Array(0..<32), body: Array(#"{"件名":"複合機の借入れ","額":1200000}"#.utf8))
  }
}

@Suite struct HistoryEntryTests {
  @Test func goldenEncodings() throws {
    let full = try Golden.entry()
    #expect(Hex.encode(full.encoded) == Golden.full)
    #expect(full.leaf.hex == Golden.fullLeaf)
    let least = HistoryEntry(
      id: PGUUID(high: 0, low: 0), family: PGUUID(high: .max, low: .max), time: -1, event: "x",
      body: Array("{}".utf8))
    #expect(Hex.encode(least.encoded) == Golden.least)
    #expect(least.leaf.hex == Golden.leastLeaf)
    #expect(try HistoryEntry(parsing: full.encoded) == full)
    #expect(try HistoryEntry(parsing: least.encoded) == least)
  }

  @Test func bytesThatDecodeEncodeToThemselves() throws {
    var decoded = 0
    for golden in [Golden.full, Golden.least] {
      let bytes = try #require(Hex.decode(golden))
      for position in bytes.indices {
        for bit in 0..<8 {
          var altered = bytes
          altered[position] ^= 1 << UInt8(bit)
          guard let entry = try? HistoryEntry(parsing: altered) else { continue }
          decoded += 1
          #expect(entry.encoded == altered)
        }
        #expect(throws: FormatError.self) { try HistoryEntry(parsing: Array(bytes[..<position])) }
      }
      #expect(throws: FormatError.self) { try HistoryEntry(parsing: bytes + [0]) }
    }
    #expect(decoded > 1_000)
  }

  @Test func textCannotMoveBetweenFields() throws {
    var one = try Golden.entry()
    one.event = "ab"
    one.position = "c"
    var other = one
    other.event = "a"
    other.position = "bc"
    var none = one
    none.position = nil
    #expect(Set([one, other, none].map(\.leaf)).count == 3)
  }

  @Test func listsAreInjective() throws {
    var leaves: Set<TreeHash> = []
    for behalf in [[], [""], ["", ""], ["ab"], ["a", "b"], ["a", "b", ""]] {
      var entry = try Golden.entry()
      entry.behalf = behalf
      leaves.insert(entry.leaf)
      #expect(try HistoryEntry(parsing: entry.encoded) == entry)
    }
    #expect(leaves.count == 6)
  }
}
