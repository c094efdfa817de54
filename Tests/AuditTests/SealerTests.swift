import Diagnostics
import Postgres
import PostgresTesting
import Testing

@testable import Audit

extension DatabaseTests {
  @Suite struct SealerTests {
    @Test func entriesBecomeLeavesInCommitOrderAndAreSigned() async throws {
      try await Record.with { record in
        try await record.write([3, 1, 2])
        try await record.write([9, 8])
        let checkpoint = try #require(try await record.seal())
        #expect(checkpoint.size == 5)
        let rows = try await record.connection.query("select entry_id from audit_leaf order by leaf_index")
        #expect(try rows.map { try $0.get(0, as: PGUUID.self) } == [3, 1, 2, 9, 8].map(Record.id))
        #expect(try await ProofSource(record.connection).latestCheckpoint().text == checkpoint.text)
        let report = try await record.verify()
        #expect(report.isSound && report.leaves == 5 && report.soundTo == 5 && report.checkpoints == 1)
        #expect(report.summary.en.contains("5 entries and 1 checkpoints are sound"))
        // Nothing new: nothing is written.
        let round = try await record.sealer.round(record.connection)
        #expect(round == Sealer.Round(sealed: 0, size: 5, checkpoint: nil, hasMore: false, wasBusy: false))
      }
    }

    @Test func aLongWriterStallsSealingAndUpsetsNothing() async throws {
      try await Record.with { record in
        try await record.write([1])
        let slow = try await record.database.connect()
        try await slow.query("begin")
        try await record.write([2], over: slow)
        try await record.write([3, 4])
        #expect(try await record.seal(until: 1)?.size == 1)
        for _ in 0..<20 { #expect(try await record.sealer.round(record.connection).size == 1) }
        var lag = try await SealingLag.read(record.connection)
        // Until older transactions of other tests have ended.
        while lag.holder?.processID != slow.processID { lag = try await SealingLag.read(record.connection) }
        #expect(lag.isHeldUp && lag.microseconds != nil)
        try await slow.query("commit")
        #expect(try await record.seal()?.size == 4)
        let rows = try await record.connection.query("select entry_id from audit_leaf order by leaf_index")
        #expect(try rows.map { try $0.get(0, as: PGUUID.self) } == [1, 2, 3, 4].map(Record.id))
        #expect(try await SealingLag.read(record.connection).microseconds == nil)
        #expect(try await record.verify().isSound)
      }
    }

    @Test func manyRoundsGrowTilesAndManyCheckpoints() async throws {
      try await Record.with { record in
        record.sealer = Sealer(signer: record.signer, rows: 200)
        try await record.write(0..<700)
        try await record.seal()
        try await record.write(700..<701)
        try await record.seal()
        // A sealer that knows nothing goes on from the tables.
        record.sealer = Sealer(signer: record.signer)
        try await record.write(701..<1_000)
        let checkpoint = try #require(try await record.seal())
        #expect(checkpoint.size == 1_000)
        let leaves = try await record.connection.query("select leaf_hash from audit_leaf order by leaf_index")
          .map { try #require(TreeHash(try $0.get(0, as: [UInt8].self))) }
        #expect(checkpoint.root == PlainTree.root(leaves[...]))
        let tiles = try await record.connection.query("select count(*) from audit_tile").single.get(0, as: Int.self)
        #expect(tiles == 3)
        #expect(try await record.verify().isSound)
      }
    }

    @Test func onlyOneSealerWorksAtATime() async throws {
      try await Record.with { record in
        try await record.write([1])
        let other = try await record.database.connect()
        try await other.query("begin")
        try await other.query(Statements.lock)
        #expect(try await record.sealer.round(record.connection).wasBusy)
        try await other.query("rollback")
        var second = Sealer(signer: record.signer)
        #expect(try await second.round(other).hasMore)
        try await record.seal()
        // Both go on, in turn, from each other's leaves.
        for number in 2..<6 {
          try await record.write([number])
          swap(&second, &record.sealer)
          #expect(try await record.seal()?.size == number)
        }
        #expect(try await record.verify().isSound)
      }
    }

    /// Where and how a round is cut off.
    struct Cut: Sendable, CustomTestStringConvertible {
      let table: String
      let trigger: String
      let blow: String
      /// The process dies too: a new one begins with what the tables say.
      let forgets: Bool

      var testDescription: String { "\(trigger) \(table): \(blow)\(forgets ? ", forgets" : "")" }
    }

    static let cuts = ["audit_leaf", "audit_tile", "audit_seal", "audit_checkpoint"].flatMap { table in
      ["trigger cut before insert", "constraint trigger cut after insert"].flatMap { trigger in
        ["raise exception 'cut'", "perform pg_terminate_backend(pg_backend_pid())"].map { blow in
          Cut(
            table: table, trigger: trigger, blow: blow,
            forgets: trigger.hasPrefix("constraint") == blow.hasPrefix("raise"))
        }
      }
    }

    @Test(arguments: cuts) func aRoundThatBreaksOffIsTakenUpAgain(cut: Cut) async throws {
      try await Record.with { record in
        try await record.write(0..<300)
        // The constraint trigger waits for COMMIT itself.
        let scope = cut.trigger.hasPrefix("constraint") ? "deferrable initially deferred for each row" : ""
        try await record.connection.script(
          """
          create function cut() returns trigger language plpgsql as $$ begin \(cut.blow); return new; end $$;
          create \(cut.trigger) on \(cut.table) \(scope) execute function cut()
          """)
        await #expect(throws: SealingError.self) { try await record.seal() }
        let after = try await record.database.connect()
        try await after.script("drop trigger cut on \(cut.table)")
        if cut.forgets { record.sealer = Sealer(signer: record.signer) }
        #expect(try await record.seal(over: after)?.size == 300)
        let report = try await record.verify()
        #expect(report.isSound && report.leaves == 300 && report.checkpoints == 1)
        await after.close()
      }
    }

    /// Writers of which some roll back and some dawdle, a sealer and a verification, all at once.
    @Test func writersSealerAndVerificationMayRunTogether() async throws {
      try await Record.with { record in
        let database = record.database
        let keys = record.keys
        let signer = record.signer
        let total = 4 * 30 * 3
        try await withThrowingTaskGroup(of: Void.self) { group in
          for writer in 0..<4 {
            group.addTask {
              let connection = try await database.connect()
              for turn in 0..<40 {
                let first = (writer * 40 + turn) * 3
                try await connection.query("begin")
                try await connection.query("select pg_current_xact_id()")
                for _ in 0..<(writer * turn % 7) { try await connection.query("select 1") }
                try await connection.query(Record.insertion(first..<first + 3))
                if turn % 4 == 3 {
                  try await connection.query("rollback")
                } else {
                  try await connection.query("commit")
                }
              }
              await connection.close()
            }
          }
          group.addTask {
            let connection = try await database.connect()
            var sealer = Sealer(signer: signer, rows: 7)
            while try await sealer.round(connection).size < total {}
            await connection.close()
          }
          group.addTask {
            let connection = try await database.connect()
            for _ in 0..<10 {
              #expect(try await Verification(keys: keys).run(connection).findings == [])
            }
            await connection.close()
          }
          // The first failure ends the others, which wait for each other.
          for try await _ in group {}
        }
        let report = try await record.verify()
        #expect(report.findings == [] && report.leaves == total && report.unsealed == 0)
        let disorder = try await record.connection.query(
          """
          select count(*) from (
            select (xid, ordinal) < lag((xid, ordinal)) over (order by leaf_index) as is_wrong
            from audit_leaf join history using (entry_id)) pairs
          where is_wrong
          """)
        #expect(try disorder.single.get(0, as: Int.self) == 0)
      }
    }

    @Test func aKeyIsRotatedBetweenTwoSizes() async throws {
      try await Record.with { record in
        try await record.write(0..<3)
        try await record.seal()
        let next = try #require(SignerKey(generatingFor: record.signer.verifier.name))
        record.sealer = Sealer(signer: next)
        try await record.write(3..<5)
        #expect(try await record.seal()?.size == 5)
        #expect(
          try await record.verify().findings == [
            .checkpoint(.invalid(size: 5, .noTrustedSignature(origin: next.verifier.name)))
          ])
        let keys = TrustedKeys([
          TrustedKeys.Entry(record.signer.verifier, until: 4), TrustedKeys.Entry(next.verifier, from: 4),
        ])
        #expect(try await Verification(keys: keys).run(record.connection).isSound)
      }
    }

    @Test func leavesLeftUnsignedByACrashAreSettledBeforeTheyAreSigned() async throws {
      try await Record.with { record in
        try await record.write([1, 2])
        try await record.seal()
        try await record.forge("delete from audit_checkpoint")
        let before = try await record.connection.query("select max(number) from audit_seal").single.get(0, as: Int.self)
        record.sealer = Sealer(signer: record.signer)
        #expect(try await record.seal()?.size == 2)
        let after = try await record.connection.query("select max(number) from audit_seal").single.get(0, as: Int.self)
        #expect(after == before + 1)
      }
    }

    @Test func aBrokenTreeIsNotSigned() async throws {
      try await Record.with { record in
        try await record.write(0..<300)
        try await record.seal()
        try await record.forge("update audit_leaf set leaf_hash = sha256('forged') where leaf_index = 290")
        try await record.write([300])
        record.sealer = Sealer(signer: record.signer)
        await #expect(throws: SealingError.self) { try await record.seal() }
        let size = try await record.connection.query(Statements.lastCheckpoint).single.get(0, as: Int.self)
        #expect(size == 300)
      }
    }

    @Test func aSealerNoticesThatTheDatabaseWasRolledBack() async throws {
      try await Record.with { record in
        try await record.write([1, 2])
        try await record.seal()
        try await record.forge("delete from audit_leaf where leaf_index = 1; delete from audit_checkpoint")
        await #expect(throws: SealingError.self) { try await record.sealer.round(record.connection) }
      }
    }

    /// A dump restored on another cluster: transaction ids of the history lie in the new one's future and past alike.
    @Test func afterARestoreNothingIsLostOrSealedTwice() async throws {
      try await Record.with { record in
        try await record.write(0..<10)
        try await record.seal()
        try await record.write(10..<20)
        try await record.forge(
          """
          update history set xid = (xid::text::bigint + 1000000)::text::xid8 where (body::jsonb ->> 'number')::int % 2 = 0;
          update audit_seal set system_identifier = 1, xid = (xid::text::bigint + 1000000)::text::xid8
          """)
        try await record.write(20..<25)
        record.sealer = Sealer(signer: record.signer, rows: 3)
        #expect(try await record.seal()?.size == 25)
        try await record.write(25..<30)
        #expect(try await record.seal()?.size == 30)
        let report = try await record.verify()
        #expect(report.findings == [] && report.leaves == 30 && report.unsealed == 0)
      }
    }

    @Test func everyStatementIsUnderstoodByTheServer() async throws {
      try await Record.with { record in
        let place = CommitPlace.before(0)
        let id = Record.id(0)
        let all: [SQL] = [
          Statements.lock, Statements.commitDurably, Statements.state, Statements.lastSeal, Statements.lastCheckpoint,
          Statements.pending(after: place, isSweep: true, rows: 1, bytes: 1),
          Statements.pending(after: place, isSweep: false, rows: 1, bytes: 1),
          Statements.addLeaves(from: 0, entries: [], hashes: []),
          Statements.addTiles(levels: [], indices: [], hashes: [], roots: []),
          Statements.addSeal(number: 1, size: 0, isSweep: false, place: place, system: 0),
          Statements.addCheckpoint(size: 1, root: [], note: ""), Statements.lag, Statements.holder,
          Statements.leafHashes(0..<1), Statements.tileRoots(level: 0, 0..<1),
          Statements.tiles(levels: [], indices: []),
          Statements.checkpoint(size: 1), Statements.latestCheckpoint, Statements.entries([]), Statements.extent,
          Statements.seals(after: 0, rows: 1), Statements.evidence(0..<1, bytes: 1),
          Statements.checkpoints(after: 0, to: 1, rows: 1), Statements.unsealed(size: 0, passed: nil),
          Statements.unsealed(size: 0, passed: place), Statements.orphans([]),
          Statements.families(after: id, id, rows: 1),
        ]
        for sql in all { _ = try await record.connection.describe(sql.statement) }
      }
    }
  }
}
