import Postgres
import PostgresTesting
import Testing

@testable import Audit

extension DatabaseTests {
  /// What a superuser can do to the record, and what the verification says. 600 entries: two full tiles, a checkpoint at
  /// each hundred; leaf 100 lies under a tile, leaf 550 on the right edge.
  @Suite struct TamperingTests {
    struct Forgery: Sendable {
      let name: String
      let sql: String
      let findings: [AuditFinding]

      init(_ name: String, _ sql: String, _ findings: [AuditFinding]) {
        self.name = name
        self.sql = sql
        self.findings = findings
      }
    }

    static func id(_ number: Int) -> PGUUID { Record.id(number) }
    static func rowOf(_ number: Int) -> String { "entry_id = '\(Record.id(number))'" }

    static let forgeries =
      [100, 550].flatMap { place -> [Forgery] in
        let row = rowOf(place)
        let entry = id(place)
        return [
          Forgery(
            "body of \(place)", "update history set body = '{}' where \(row)",
            [.record(.entryEdited(leaf: place, entry))]
          ),
          Forgery(
            "time of \(place)", "update history set at = at + interval '1 us' where \(row)",
            [.record(.entryEdited(leaf: place, entry))]),
          Forgery(
            "actor of \(place)", "update history set person = 'p-abe' where \(row)",
            [.record(.entryEdited(leaf: place, entry))]),
          Forgery(
            "behalf of \(place)", "update history set behalf = '{}' where \(row)",
            [.record(.entryEdited(leaf: place, entry))]),
          Forgery(
            "null behalf of \(place)", "update history set behalf = array[null::text] where \(row)",
            [.record(.entryEdited(leaf: place, entry))]),
          Forgery(
            "no role of \(place)", "update history set role = null where \(row)",
            [.record(.entryEdited(leaf: place, entry))]),
          Forgery(
            "infinite time of \(place)", "update history set at = 'infinity' where \(row)",
            [.record(.entryEdited(leaf: place, entry))]),
          Forgery(
            "deletion of \(place)", "delete from history where \(row)", [.record(.entryDeleted(leaf: place, entry))]),
          Forgery(
            "leaf hash \(place)", "update audit_leaf set leaf_hash = sha256('x') where leaf_index = \(place)",
            [.record(.leafAltered(leaf: place, entry))]),
          Forgery(
            "leaf \(place) gone", "delete from audit_leaf where leaf_index = \(place)",
            [.record(.leafMissing(leaf: place, entry))]),
          Forgery(
            "leaf \(place) swapped for another entry's id",
            "update audit_leaf set entry_id = '\(Record.id(9_999))' where leaf_index = \(place)",
            [.record(.entryDeleted(leaf: place, id(9_999))), .record(.entryInserted(entry))]),
        ]
      } + [
        Forgery(
          "entry and leaf edited under a tile",
          "update history set body = '{}' where \(rowOf(100)); update audit_leaf set leaf_hash = sha256('x') where leaf_index = 100",
          [.record(.entryEdited(leaf: 100, id(100))), .record(.leafAltered(leaf: 100, id(100)))]),
        Forgery(
          "entry and leaf gone under a tile",
          "delete from history where \(rowOf(100)); delete from audit_leaf where leaf_index = 100",
          [.record(.leafMissing(leaf: 100, nil))]),
        Forgery(
          "entry and leaf gone at the edge",
          "delete from history where \(rowOf(550)); delete from audit_leaf where leaf_index = 550",
          [.checkpoint(.rootDiffers(soundTo: 500, size: 600)), .record(.leafMissing(leaf: 550, nil))]),
        Forgery(
          "leaves swapped under a tile",
          "update audit_leaf set leaf_index = leaf_index + 1000 where leaf_index in (100, 140); update audit_leaf set leaf_index = 1240 - leaf_index where leaf_index > 1000",
          [
            .record(.entryMoved(leaf: 100, id(140), sealedAt: 140)),
            .record(.entryMoved(leaf: 140, id(100), sealedAt: 100)),
          ]),
        Forgery(
          "an entry slipped in",
          "insert into history (entry_id, family, at, event, body, xid, ordinal) select '\(Record.id(8_888))', family, at, 'approve', '{}', xid, 5000 from history where \(rowOf(300))",
          [.record(.entryInserted(id(8_888)))]),
        Forgery(
          "an entry slipped in from the future",
          "insert into history (entry_id, family, at, event, body, xid, ordinal) select '\(Record.id(8_888))', family, at, 'approve', '{}', '9000000000', 0 from history where \(rowOf(300))",
          [.record(.entryInserted(id(8_888)))]),
        Forgery(
          "tile altered",
          "update audit_tile set hashes = overlay(hashes placing sha256('x') from 1) where tile_index = 1",
          [.record(.tileAltered(level: 0, index: 1))]),
        Forgery(
          "tile gone", "delete from audit_tile where tile_index = 0", [.record(.tileAltered(level: 0, index: 0))]),
        Forgery(
          "tile root altered", "update audit_tile set root = sha256('x') where tile_index = 1",
          [.record(.tileAltered(level: 0, index: 1))]),
        Forgery(
          "checkpoint root altered", "update audit_checkpoint set root = sha256('x') where size = 200",
          [.checkpoint(.altered(size: 200))]),
        Forgery(
          "tail cut off",
          "delete from history where xid >= (select xid from history where \(rowOf(500))); delete from audit_leaf where leaf_index >= 500; delete from audit_seal where size > 500",
          [.checkpoint(.truncated(leaves: 500, size: 600))]),
      ]

    /// All in one database, each undone: a database a forgery takes far longer.
    @Test func forgeriesAreNamed() async throws {
      try await Record.with(Record.filled) { record in
        let verification = Verification(keys: record.keys)
        for forgery in Self.forgeries {
          try await record.connection.script(
            """
            begin; set local session_replication_role = replica; \(forgery.sql); set local role sekisho_auditor
            """)
          #expect(try await verification.run(record.connection).findings == forgery.findings, "\(forgery.name)")
          try await record.connection.script("rollback")
        }
      }
    }

    @Test func anUntouchedRecordIsSound() async throws {
      try await Record.with(Record.filled) { record in
        let report = try await record.verify()
        #expect(report.findings == [] && report.soundTo == 600 && report.checkpoints == 6 && report.unsealed == 0)
      }
    }

    /// Any change of anything that is hashed or signed, anywhere, is found. What is not: transaction id and ordinal of an
    /// entry, and the seal rows, which only say how far sealing came.
    @Test func everyColumnCounts() async throws {
      let changes = [
        ("history", "entry_id = gen_random_uuid()"), ("history", "family = gen_random_uuid()"),
        ("history", "item = null"), ("history", "item = gen_random_uuid()"), ("history", "version = version + 1"),
        ("history", "version = null"), ("history", "at = at - interval '1 us'"), ("history", "at = '-infinity'"),
        ("history", "event = event || 'ted'"), ("history", "event = ''"), ("history", "person = null"),
        ("history", "person = position, position = person"), ("history", "position = position || ' '"),
        ("history", "behalf = behalf || behalf"), ("history", "behalf = array[behalf]"),
        ("history", "behalf = array[null::text]"), ("history", "role = ''"), ("history", "role = null"),
        ("history", "definition = null"), ("history", "definition = ''"), ("history", "body = body || ' '"),
        ("audit_leaf", "leaf_hash = sha256(leaf_hash)"), ("audit_leaf", "entry_id = gen_random_uuid()"),
        ("audit_leaf", "leaf_index = leaf_index + 600"),
      ]
      var generator = SystemRandomNumberGenerator()
      try await Record.with(Record.filled) { record in
        let verification = Verification(keys: record.keys)
        for (table, change) in changes {
          let number = Int.random(in: 0..<600, using: &generator)
          try await record.connection.script("begin; set local session_replication_role = replica")
          try await record.connection.script("update \(table) set \(change) where \(Self.rowOf(number))")
          let report = try await verification.run(record.connection)
          #expect(!report.isSound, "\(table) \(number): \(change)")
          try await record.connection.script("rollback")
        }
        #expect(try await verification.run(record.connection).isSound)
      }
    }

    @Test func aCheckpointResignedWithAnotherKeyIsFound() async throws {
      try await Record.with(Record.filled) { record in
        let other = try #require(SignerKey(generatingFor: record.signer.verifier.name))
        let root = TreeHasher.emptyRoot
        let note = try #require(Checkpoint(origin: other.verifier.name, size: 300, root: root)).signed(with: [other])
        let text = String(decoding: note.bytes, as: UTF8.self)
        try await record.connection.script("alter table audit_checkpoint disable trigger all")
        try await record.connection.query(
          "update audit_checkpoint set note = \(text), root = \(root.bytes) where size = 300")
        #expect(
          try await record.verify().findings == [
            .checkpoint(.invalid(size: 300, .noTrustedSignature(origin: other.verifier.name)))
          ])
      }
    }

    /// Everything after a point is cut off, checkpoints too, or made anew with the real key: only what was kept outside
    /// can tell.
    @Test func rollbackAndRewritingAreFoundByACheckpointKeptOutside() async throws {
      try await Record.with(Record.filled) { record in
        let kept = try record.keys.open(try await ProofSource(record.connection).checkpoint(size: 600))
        try await record.forge(
          """
          delete from history where xid >= (select xid from history where \(Self.rowOf(400)));
          delete from audit_leaf where leaf_index >= 400; delete from audit_seal where size > 400;
          delete from audit_checkpoint where size > 400; delete from audit_tile where tile_index > 0
          """)
        #expect(try await record.verify().isSound)
        #expect(
          try await record.verify(outside: [kept]).findings == [.checkpoint(.rolledBack(leaves: 400, size: 600))])

        try await record.write(1_400..<1_700)
        record.sealer = Sealer(signer: record.signer)
        try await record.seal()
        #expect(try await record.verify().isSound)
        #expect(
          try await record.verify(outside: [kept]).findings == [
            .checkpoint(.contradictsOutside(soundTo: 400, size: 600))
          ])
      }
    }

    @Test func theAuditorCanOnlyRead() async throws {
      try await Record.with { record in
        try await record.connection.script("set role sekisho_auditor")
        for table in ["history", "audit_leaf", "audit_tile", "audit_seal", "audit_checkpoint"] {
          await #expect(throws: PostgresError.self) { try await record.connection.script("delete from \(table)") }
        }
        try await record.connection.script("set role sekisho_app")
        for table in ["history", "audit_leaf", "audit_tile", "audit_seal", "audit_checkpoint"] {
          await #expect(throws: PostgresError.self) { try await record.connection.script("delete from \(table)") }
        }
        try await record.connection.script("reset role")
        for table in ["audit_leaf", "audit_tile", "audit_seal", "audit_checkpoint"] {
          await #expect(throws: PostgresError.self) { try await record.connection.script("truncate \(table)") }
        }
      }
    }

    @Test func theApplicationMaySeal() async throws {
      try await Record.with { record in
        try await record.write([1, 2])
        try await record.connection.script("set role sekisho_app")
        #expect(try await record.seal()?.size == 2)
      }
    }
  }
}
