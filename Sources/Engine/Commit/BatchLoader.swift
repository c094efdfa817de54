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
  func load(families: [ItemID], before: [SQL], after: [SQL] = []) async throws -> (Picture, [Rows], [Rows]) {
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
    try await addSameKeys(to: &world, families: Set(families), cached)
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
      (world.library, world.artifacts) = try LibraryStore.library(try await connection.query(LibraryStore.load()))
      world.libraryVersion = library
    }
    cache.store(world)
    return world
  }

  /// Items of other families with an equal key. The advisory lock on each key's value keeps two such items from
  /// being judged at the same time, each blind to the other.
  private func addSameKeys(to world: inout Surroundings, families: Set<ItemID>, _ cached: CachedWorld) async throws {
    var asked: [(item: Item, name: KeyName, value: String)] = []
    for item in world.items.values where families.contains(item.family) {
      for (name, value) in world.keyValues(of: item) { asked.append((item, name, value)) }
    }
    guard !asked.isEmpty else { return }
    let workflows = asked.map(\.item.workflow.text)
    let names = asked.map(\.name.text)
    let values = asked.map(\.value)
    let answers = try await connection.pipeline([
      ItemStatements.lockKeys(zip(workflows, zip(names, values)).map { "\($0)/\($1.0)/\($1.1)" }),
      ItemStatements.sameKeys(workflows, names, values),
    ])
    var found: [(workflow: String, name: String, value: String, family: ItemID, item: ItemID)] = []
    for row in answers[1] {
      found.append(
        (try row.get(0), try row.get(1), try row.get(2), ItemID(try row.get(3)), ItemID(try row.get(4))))
    }
    let missing = Set(found.map(\.family)).subtracting(world.items.values.map(\.family))
    if !missing.isEmpty {
      for row in try await connection.query(ItemStatements.ofFamilies(missing.sorted().map(\.uuid))) {
        let item = try ItemCodec.item(row, cached.artifacts)
        if found.contains(where: { $0.item == item.id }) { world.items[item.id] = item }
      }
    }
    for (item, name, value) in asked {
      let same = found.filter {
        $0.workflow == item.workflow.text && $0.name == name.text && $0.value == value && $0.item != item.id
      }
      if !same.isEmpty { world.sameKeys[item.id, default: [:]][name] = same.map(\.item).sorted() }
    }
  }
}
