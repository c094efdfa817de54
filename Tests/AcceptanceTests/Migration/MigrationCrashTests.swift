import Foundation
import JSON
import Postgres
import Testing

/// A migration whose server is killed at random points and begun again each time ends with every item accounted for,
/// and exactly one entry an item. Everyday a few hundred items; SEKISHO_CAMPAIGN=long takes ten thousand and twenty kills.
@Suite(.serialized) struct MigrationCrashTests {
  private static let isLong = ProcessInfo.processInfo.environment["SEKISHO_CAMPAIGN"] == "long"

  @Test func everyItemIsAccountedFor() async throws {
    let (items, kills) = Self.isLong ? (10_000, 20) : (300, 3)
    let seed =
      ProcessInfo.processInfo.environment["SEKISHO_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1 ... .max)
    print("migration: \(items) items, \(kills) kills, SEKISHO_SEED=\(seed)")
    var random = Seeded(state: seed)
    try await MigrationWorld.with { world in
      let reading = items / 10
      var (server, address) = try await world.serve()
      try await world.fill(address, drafts: items / 2, working: items - items / 2 - reading, reading: reading)
      try await deploy(world, address)
      let plan = try await Self.plan(world, address)
      #expect(plan["items"] == .number(.init(items)) && plan["refused"] == .number(.init(reading)))
      let hash = try #require(plan["plan"]?.stringValue)
      let movable = Int64(items - reading)
      var hits: [Int64] = []
      while hits.count < kills {
        let point = Int64.random(in: 1..<movable, using: &random)
        if !hits.contains(point) { hits.append(point) }
      }
      var seen: [Int64] = []
      for point in hits.sorted() {
        let applying = try Self.apply(world, address, hash)
        var moved: Int64 = 0
        while moved < point, !applying.hasEnded { moved = try await Self.moved(world) }
        server.signal(SIGKILL)
        _ = await server.ended()
        let ended = await applying.ended()
        try #require(moved >= point || ended.code == 0, "\(ended.errors)")
        seen.append(try await Self.moved(world))
        // Whoever asked heard of it, unless all was done by then.
        #expect(ended.code != 0 || seen.last == movable, "\(ended.output)\(ended.errors)")
        (server, address) = try await world.serve()
      }
      let last = await (try Self.apply(world, address, hash)).ended()
      try #require(last.code == 0, "\(last.errors)")
      let certificate = try JSONValue(parsing: Array(last.output.utf8))
      print("migration: moved at the kills \(seen); \(certificate["migrated"] ?? .null) moved in the end")
      #expect(certificate["migrated"] == .number(.init(movable)))
      #expect(certificate["refused"] == .number(.init(reading)))
      try await Self.checkRecord(world, hash, movable: movable, reading: Int64(reading))
      let again = await (try Self.apply(world, address, hash)).ended()
      #expect(again.code == 0 && again.output == last.output)
      #expect(try await world.count("select count(*) from history where event = 'migration_applied'") == 1)
      server.signal(SIGTERM)
      #expect(await server.ended().code == 0)
    }
  }

  private static func moved(_ world: MigrationWorld) async throws -> Int64 {
    try await world.count("select count(*) from history where event = 'migrated'")
  }

  /// Proposed by one administrator, approved by another.
  private func deploy(_ world: MigrationWorld, _ address: URL) async throws {
    let proposed = try await world.send(
      "POST", address, "/v1/definitions?kind=workflow", MigrationWorld.next, type: "application/yaml")
    let id = try #require(proposed["id"]?.int64)
    let token = try await world.post(
      address, "/v1/tokens", ["person": "second", "scopes": ["admin"], "label": "test", "days": 1])
    let second = try #require((token["secret"] ?? token["token"])?.stringValue, "\(token)")
    _ = try await world.send(
      "POST", address, "/v1/definitions/\(id)/approval", as: second, type: "application/json")
  }

  private static func plan(_ world: MigrationWorld, _ address: URL) async throws -> JSONValue {
    let ended = try await OperatorBinary.run(
      ["workflow", "plan", "ticket", "-o", "json", "--timeout", "600"], environment(world, address))
    try #require(ended.code == 0, "\(ended.errors)")
    return try JSONValue(parsing: Array(ended.output.utf8))
  }

  private static func apply(_ world: MigrationWorld, _ address: URL, _ plan: String) throws -> RunningBinary {
    try RunningBinary(
      ["workflow", "apply", plan, "-o", "json", "--retry", "0", "--timeout", "600"], environment(world, address))
  }

  private static func environment(_ world: MigrationWorld, _ address: URL) -> [String: String] {
    ["SEKISHO_URL": address.absoluteString, "SEKISHO_TOKEN": world.admin]
  }

  private static func checkRecord(
    _ world: MigrationWorld, _ plan: String, movable: Int64, reading: Int64
  ) async throws {
    #expect(try await world.count("select count(*) from history where event = 'migrated'") == movable)
    #expect(try await world.count("select count(distinct item) from history where event = 'migrated'") == movable)
    // Each stands where its entry leads, one version further, on the new definition, with its field renamed.
    let consistent: SQL = """
      select count(*) from item i join artifact a on a.id = i.definition
      join history h on h.item = i.id and h.event = 'migrated' and h.version = i.version and h.definition = a.hash
      where a.is_current and i.data ? 'grade' and not i.data ? 'level' and i.state <> 'work'
        and h.body::jsonb ->> 'plan' = \(plan)
      """
    #expect(try await world.count(consistent) == movable)
    let left: SQL = """
      select count(*) from item i join artifact a on a.id = i.definition
      where not a.is_current and i.state = 'reading' and i.data ? 'level'
        and not exists (select from history h where h.item = i.id and h.event = 'migrated')
      """
    #expect(try await world.count(left) == reading)
    #expect(try await world.count("select count(*) from item") == movable + reading)
    #expect(try await world.count("select count(*) from history where event = 'refused'") == 0)
  }

  /// Repeats a run by its seed.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
