import JSON
import Postgres
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// What each database role may do with each table, asked of the database itself.
@Suite struct RowSecurityTests {
  enum Right: String, CaseIterable {
    case select
    case insert
    case update
    case delete
    case truncate
  }

  /// Tables that nobody but the owner and the application writes, and how far the application may go.
  static let app: [String: Set<Right>] = [
    "history": [.select, .insert], "audit_leaf": [.select, .insert], "audit_tile": [.select, .insert],
    "audit_seal": [.select, .insert], "audit_checkpoint": [.select, .insert], "blob": [.select, .insert],
    "document": [.select, .insert], "link": [.select, .insert],
  ]

  /// What the reader's rights end at: rows of these are seen by viewer, everything else not at all.
  static let readable: Set<String> = [
    "item", "item_code", "history", "link", "blob", "document", "artifact", "unit", "position", "party", "person",
    "membership", "delegation", "absence", "cluster",
  ]

  /// Without business data: what kind of cluster, which migrations, hashes of entries.
  static let withoutPolicies: Set<String> = [
    "cluster", "sekisho_migration", "audit_leaf", "audit_tile", "audit_seal", "audit_checkpoint",
  ]

  static func tables(_ owner: PostgresConnection) async throws -> [String] {
    try await owner.query("select tablename from pg_tables where schemaname = 'public' order by 1").map {
      try $0.get(0)
    }
  }

  @Test func rolesByTableByVerb() async throws {
    try await SmallWorld.with { world in
      for table in try await Self.tables(world.owner) {
        for right in Right.allCases {
          var may: [String: Bool] = [:]
          for role in ["sekisho_app", "sekisho_reader", "sekisho_auditor"] {
            may[role] = try await world.owner.query(
              "select has_table_privilege(\(role), \(table), \(right.rawValue))"
            ).single.get(0)
          }
          if right != .select {
            #expect(may["sekisho_reader"] == false, "reader may \(right) \(table)")
            #expect(may["sekisho_auditor"] == false, "auditor may \(right) \(table)")
          } else {
            #expect(may["sekisho_reader"] == Self.readable.contains(table), "reader and \(table)")
            let secret = ["token", "request_key", "blob"].contains(table)
            #expect(may["sekisho_auditor"] == !secret, "auditor and \(table)")
          }
          if let allowed = Self.app[table] {
            #expect(may["sekisho_app"] == allowed.contains(right), "app may \(right) \(table)")
          }
          if right == .truncate { #expect(may["sekisho_app"] == false, "app may truncate \(table)") }
        }
      }
    }
  }

  @Test func everyTableWithBusinessDataHasPolicies() async throws {
    try await SmallWorld.with { world in
      let open = try await world.owner.query(
        """
        select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
          and not relrowsecurity order by 1
        """
      ).map { try $0.get(0, as: String.self) }
      #expect(Set(open) == Self.withoutPolicies)
      // A view reads with its owner's rights, a SECURITY DEFINER function acts with them: there are none.
      #expect(
        try await world.count(
          "select count(*) from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace") == 0)
      #expect(
        try await world.count(
          "select count(*) from pg_proc where prosecdef and pronamespace = 'public'::regnamespace") == 0)
    }
  }

  @Test(arguments: ["update history set body = '{}'", "delete from history", "truncate history"])
  func theApplicationCannotRewriteTheRecord(_ statement: String) async throws {
    try await SmallWorld.with { world in
      try await world.loan()
      for role in ["sekisho_app", "sekisho_reader", "sekisho_auditor", "postgres"] {
        let connection = try await world.database.connect { $0.parameters["role"] = role }
        await #expect(throws: PostgresError.self, "\(role)") { try await connection.script(statement) }
        await connection.close()
      }
      #expect(try await world.count("select count(*) from history where event = 'created'") == 1)
    }
  }

  /// Rows that a viewer sees of each readable table.
  static func seen(_ viewer: String?, _ world: SmallWorld) async throws -> [String: Int64] {
    let reader = try await world.database.connect { $0.parameters["role"] = "sekisho_reader" }
    var seen: [String: Int64] = [:]
    for table in readable {
      var queries: [SQL] = ["begin"]
      if let viewer { queries.append(WorkflowEngine.setViewer(viewer)) }
      let name: SQLFragment = "\(identifier: table)"
      let rows = try await reader.pipeline(queries + ["select count(*) from \(name)", "commit"])
      seen[table] = try rows[rows.count - 2].single.get(0)
    }
    await reader.close()
    return seen
  }

  @Test func theReaderSeesWhatIsTheViewers() async throws {
    try await SmallWorld.with { world in
      let own = try await world.loan()
      try await world.pledge(own)
      let other = try await world.loan(["subject": "other", "value": 1, "vendor": "other"])
      try await world.pledge(other, "another pledge")
      let hidden = try await world.loan(["subject": "hidden", "value": 1])
      _ = try await world.engine.link(
        .id(hidden.item), relation: "cites", to: .id(own.item), as: SmallWorld.tanaka)
      try await world.owner.script("insert into absence (person) values ('tanaka')")
      try await world.owner.script("insert into delegation (giver, taker) values ('tanaka', 'mori')")

      var nobody = try await Self.seen(nil, world)
      nobody["cluster"] = 0
      #expect(nobody.values.allSatisfy { $0 == 0 }, "\(nobody)")
      var strange = try await Self.seen("party:", world)
      strange["cluster"] = 0
      #expect(strange.values.allSatisfy { $0 == 0 }, "\(strange)")

      let vendor = try await Self.seen("party:acme", world)
      #expect(vendor["item"] == 1 && vendor["item_code"] == 1 && vendor["document"] == 1 && vendor["blob"] == 1)
      #expect(vendor["history"] == 2 && vendor["party"] == 1 && vendor["person"] == 1 && vendor["link"] == 0)
      for table in ["unit", "position", "membership", "delegation", "absence", "artifact"] {
        #expect(vendor[table] == 0, "\(table)")
      }
      let house = try await Self.seen("internal", world)
      #expect(house["item"] == 3 && house["blob"] == 2 && house["person"] == 9 && house["link"] == 1)
      let onItems = try await world.count("select count(*) from history where item is not null")
      #expect(house["history"] == onItems)
      #expect(try await Self.seen("audit", world)["history"] == world.count("select count(*) from history"))
    }
  }

  @Test func aDocumentIsReadUnderTheReaderRole() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.loan()
      try await world.pledge(loan)
      let item = try await world.engine.item(.id(loan.item), as: SmallWorld.vendor)
      let hash = try #require(item.documents["pledge"]?.first?.sha256)
      #expect(
        try await world.engine.document(.id(loan.item), sha256: hash, as: SmallWorld.vendor).content
          == Array("pledge".utf8))
      await #expect(throws: EngineError.self) {
        try await world.engine.document(.id(loan.item), sha256: hash, as: SmallWorld.rival)
      }
    }
  }
}
