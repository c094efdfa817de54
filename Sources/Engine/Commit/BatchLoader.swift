import Postgres
import Workflows

/// Reads the picture of the world for a batch, inside its transaction and under its locks.
struct BatchLoader {
  let connection: PostgresConnection
  let cache: WorldCache

  static let cluster = Statement("select directory, library, sekisho_now() from cluster")

  struct Picture {
    var world: Surroundings
    var cached: CachedWorld
  }

  /// Two round trips at most for a batch without links or shared keys: `before` (begin, locks) and the reading go in
  /// one pipeline, because a later statement of READ COMMITTED sees what the lock waited for.
  ///
  /// - Parameter requests: what will be stepped: the keys that it brings are looked up as well.
  func load(
    families: [ItemID], before: [SQL], after: [SQL] = [], requests: [StepRequest] = []
  ) async throws -> (Picture, [Rows], [Rows]) {
    let uuids = families.sorted().map(\.uuid)
    let answers = try await connection.pipeline(
      before + [Self.cluster(), ItemStatements.ofFamilies(uuids), ItemStatements.linkedFamilies(uuids)] + after)
    let first = before.count
    let (directory, library, now) = try answers[first].single.decode(Int64.self, Int64.self, Timestamp.self)
    let cached = try await refreshed(directory: directory, library: library)
    var rows = Array(answers[first + 1])
    let linked = try answers[first + 2].map { ItemID(try $0.get(0)) }.filter { !families.contains($0) }
    if !linked.isEmpty {
      rows += try await connection.query(ItemStatements.ofFamilies(linked.map(\.uuid)))
    }
    var items: [ItemID: Item] = [:]
    for row in rows {
      let item = try ItemCodec.item(row, cached.artifacts)
      items[item.id] = item
    }
    var world = Surroundings(
      library: cached.library, directory: cached.directory, now: Instant(now), items: items)
    try await addSharedKeys(to: &world, families: Set(families), requests, cached)
    return (
      Picture(world: world, cached: cached), Array(answers[..<first]), Array(answers[(first + 3)...])
    )
  }

  private func refreshed(directory: Int64, library: Int64) async throws -> CachedWorld {
    var world = cache.current
    if world.directoryVersion != directory {
      world.directory = try DirectoryStore.directory(try await connection.pipeline(DirectoryStore.queries))
      world.directoryVersion = directory
    }
    if world.libraryVersion != library {
      (world.library, world.artifacts) = try LibraryStore.library(
        try await connection.query(LibraryStore.load()), known: world.library)
      world.libraryVersion = library
    }
    cache.store(world)
    return world
  }

  /// Items of other families with an equal key. The advisory lock on each key's value keeps two such items from
  /// being judged at the same time, each blind to the other.
  private func addSharedKeys(
    to world: inout Surroundings, families: Set<ItemID>, _ requests: [StepRequest], _ cached: CachedWorld
  ) async throws {
    let asked = world.keysInQuestion(for: requests, families: families).sorted()
    guard !asked.isEmpty else { return }
    let (workflows, names, values) = (asked.map(\.workflow.text), asked.map(\.name.text), asked.map(\.value))
    let answers = try await connection.pipeline([
      ItemStatements.lockKeys(zip(workflows, zip(names, values)).map { "\($0)/\($1.0)/\($1.1)" }),
      ItemStatements.sameKeys(workflows, names, values),
    ])
    for key in asked { world.sharedKeys[key] = [] }
    var missing: [ItemID: Set<ItemID>] = [:]
    for row in answers[1] {
      let key = SharedKey(
        workflow: WorkflowName(try row.get(0, as: String.self)), name: KeyName(try row.get(1, as: String.self)),
        value: try row.get(2))
      let (family, item) = (ItemID(try row.get(3)), ItemID(try row.get(4)))
      world.sharedKeys[key, default: []].append(item)
      if world.items[item] == nil { missing[family, default: []].insert(item) }
    }
    guard !missing.isEmpty else { return }
    for row in try await connection.query(ItemStatements.ofFamilies(missing.keys.sorted().map(\.uuid))) {
      let item = try ItemCodec.item(row, cached.artifacts)
      if missing[item.family]?.contains(item.id) ?? false { world.items[item.id] = item }
    }
  }
}
