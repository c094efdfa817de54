import Audit
import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

/// Rows computed again from their entries: the same, until somebody edits one by hand. `CasesOnEngineTests` asks the
/// same of every shipped case.
@Suite struct ItemReplayTests {
  static func faults(_ world: SmallWorld) async throws -> [AuditFinding] {
    try await Verification(keys: TrustedKeys([])).run(
      world.owner, replay: ItemReplay(connection: world.owner)
    ).findings
  }

  @Test func whatTheEngineStoresFollowsFromTheRecord() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      _ = try await world.engine.edit(.id(loan.item), ["due_on": "2026-05-01"], as: SmallWorld.suzuki)
      _ = try await world.engine.edit(.id(loan.item), ["due_on": JSONValue?.none], as: SmallWorld.suzuki)
      _ = try await world.engine.open(.id(loan.item), as: SmallWorld.suzuki)
      _ = try await world.engine.comment(.id(loan.item), "了解", as: SmallWorld.suzuki)
      let other = try await world.loan(["subject": "other", "value": 1])
      _ = try await world.engine.link(.id(other.item), relation: "cites", to: .id(loan.item), as: SmallWorld.tanaka)
      _ = try await world.engine.proposeCorrection(
        .id(other.item), Correction(data: ["value": 2], state: nil, reason: "誤記"), as: SmallWorld.admin)
      _ = try await world.engine.settleCorrection(
        .id(other.item), confirm: true, reason: "", as: SmallWorld.second)
      _ = try await world.engine.advance(
        .id(loan.item), "give_back", input: ["due_on": "2026-04-20"], as: SmallWorld.suzuki)
      #expect(try await Self.faults(world) == [])
    }
  }

  /// Each forgery, and what the finding must name.
  static let forgeries: [(sql: String, names: String)] = [
    ("update item set state = 'returned' where code = $1", "state"),
    ("update item set version = version + 1 where code = $1", "version"),
    ("update item set data = data || '{\"value\": 6}' where code = $1", "data.value"),
    ("update item set runtime = runtime - 'acts' where code = $1", "runtime.acts"),
    ("update item set runtime = jsonb_set(runtime, '{deadlines}', '[]') where code = $1", "runtime.deadlines"),
    ("update item set party = 'other' where code = $1", "party"),
    ("update item set amount = 1 where code = $1", "amount"),
    ("update item set is_final = true where code = $1", "is_final"),
    ("update item set creator_person = 'mori' where code = $1", "creator_person"),
    ("delete from item where code = $1", "row is gone"),
    ("delete from document where item = (select id from item where code = $1)", "document"),
    ("update item_code set code = 'LN-1' where code = $1", "item_code"),
  ]

  @Test(arguments: forgeries)
  func anEditBehindTheEnginesBackIsFound(_ forgery: (sql: String, names: String)) async throws {
    try await SmallWorld.with { world in
      try await world.loan(["subject": "untouched", "value": 1])
      let loan = try await world.lent()
      try await world.owner.script(forgery.sql.replacing("$1", with: "'\(loan.code)'"))
      let findings = try await Self.faults(world)
      #expect(findings.map(\.code) == ["state-differs"])
      let message = findings.first?.message.en ?? ""
      #expect(message.contains(loan.code) && message.contains(forgery.names), "\(message)")
      #expect(findings.first?.entry != nil)
    }
  }

  @Test func anItemThatNoEntryMadeIsFound() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      try await world.owner.script(
        """
        create temporary table forged as select * from item where code = '\(loan.code)';
        update forged set id = gen_random_uuid(), code = 'LN-FORGED';
        insert into item select * from forged
        """)
      let findings = try await Self.faults(world)
      #expect(findings.first?.message.en.contains("LN-FORGED") == true, "\(findings)")
    }
  }

  @Test func itemsThatMoveOnMeanwhileAreNoFault() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      var replay = ItemReplay(connection: world.owner)
      let rows = try await world.owner.query(
        "select entry_id, family, item, version, at, event, person, body from history where item is not null")
      for row in rows {
        let at = try row.get(4, as: Timestamp.self).microseconds
        let entry = HistoryEntry(
          id: try row.get(0), family: try row.get(1), item: try row.get(2), version: try row.get(3), time: at,
          event: try row.get(5), person: try row.get(6), position: "borrower-1", role: "borrower",
          definition: SmallWorld.library.library.current["loan"]?.bytes,
          body: Array(try row.get(7, as: String.self).utf8))
        #expect(try await replay.take(entry) == [])
      }
      _ = try await world.engine.comment(.id(loan.item), "moved on", as: SmallWorld.tanaka)
      #expect(try await replay.finish() == [])
    }
  }
}
