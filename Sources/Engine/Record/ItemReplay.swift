package import Audit
import Diagnostics
import JSON
package import Postgres
import Workflows

/// Computes every item's row again from its entries and compares it with the one that is stored: an edit of `item` by
/// somebody who may do anything in the database is found, and the item named.
///
/// Entries are only believed here; whether they are as sealed is what the rest of the verification judges. Items that
/// move on while it runs are no fault: what is newer than the entries handed over is read in addition.
package struct ItemReplay: HistoryReplay {
  private let connection: PostgresConnection
  /// Of whole families, never a part of one.
  private var pending: [ItemID: [Past]] = [:]
  private var families: Set<ItemID> = []
  private var family: ItemID?
  private var count = 0
  private var world: World?

  /// Entries kept before their families are compared.
  private static let batch = 4_096

  /// - Parameter connection: may read all of the schema; not used by anybody else meanwhile but the verification itself.
  package init(connection: PostgresConnection) {
    self.connection = connection
  }

  package mutating func take(_ entry: HistoryEntry) async throws -> [StateFault] {
    let next = ItemID(entry.family)
    var faults: [StateFault] = []
    if next != family, count >= Self.batch { faults = try await compare() }
    family = next
    guard let item = entry.item else { return faults }
    count += 1
    families.insert(next)
    pending[ItemID(item), default: []].append(try Past(entry))
    return faults
  }

  package mutating func finish() async throws -> [StateFault] {
    var faults = try await compare()
    for row in try await connection.query(ReplayStatements.unrecorded()) {
      let code = try row.get(1, as: String.self)
      faults.append(
        StateFault(
          item: try row.get(0), entry: nil,
          message: Text(en: "no entry says that \(code) was created", ja: "\(code)の作成の記録がありません")))
    }
    return faults
  }

  private mutating func compare() async throws -> [StateFault] {
    defer {
      pending = [:]
      families = []
      count = 0
    }
    guard !families.isEmpty else { return [] }
    let known = try await library()
    var stored: [ItemID: StoredItem] = [:]
    for row in try await connection.query(ReplayStatements.rows(families.sorted().map(\.uuid))) {
      let item = try StoredItem(row, known.artifacts)
      stored[item.item.id] = item
    }
    try await readLater(stored)
    return pending.sorted { $0.key < $1.key }.compactMap { id, past in
      Self.fault(id, past.sorted { ($0.version, $0.entry) < ($1.version, $1.entry) }, stored[id], known)
    }
  }

  private mutating func readLater(_ stored: [ItemID: StoredItem]) async throws {
    let moved = stored.values.filter { item in
      guard let past = pending[item.item.id] else { return false }
      return (past.map(\.version).max() ?? 0) < item.item.version
    }
    guard !moved.isEmpty else { return }
    let rows = try await connection.query(
      ReplayStatements.later(
        moved.map(\.item.family.uuid), moved.map(\.item.id.uuid),
        moved.map { pending[$0.item.id]?.map(\.version).max() ?? 0 }))
    for row in rows {
      let id = ItemID(try row.get(1))
      let past = try Past(row, of: id, family: stored[id]?.item.family ?? EntryLine.noFamily)
      if past.version <= stored[id]?.item.version ?? 0 { pending[id, default: []].append(past) }
    }
  }

  private static func fault(_ id: ItemID, _ past: [Past], _ stored: StoredItem?, _ known: World) -> StateFault? {
    var image = ItemImage()
    for entry in past { image.take(entry.line, at: entry.at) }
    let last = past.last?.entry.uuid
    guard let stored else {
      let code = image.columns["code"]?.stringValue ?? id.description
      return StateFault(
        item: id.uuid, entry: last,
        message: Text(en: "\(code) has entries, but its row is gone", ja: "\(code)の記録はありますが、案件の行がありません"))
    }
    let differences = stored.differences(from: image, known)
    guard !differences.isEmpty else { return nil }
    let code = stored.item.code
    return StateFault(
      item: id.uuid, entry: last,
      message: Text(
        en: "\(code) is not stored as its entries say: \(differences.joined(separator: "; "))",
        ja: "\(code)の行が記録と一致しません:\(differences.joined(separator: "; "))"))
  }

  // MARK: Definitions

  struct World: Sendable {
    let library: Library
    let artifacts: ArtifactIndex
  }

  private mutating func library() async throws -> World {
    if let world { return world }
    let (library, artifacts) = try LibraryStore.library(try await connection.query(LibraryStore.load()))
    let read = World(library: library, artifacts: artifacts)
    world = read
    return read
  }
}

extension ItemReplay {
  /// An entry of an item, in the form in which it is replayed.
  struct Past: Sendable {
    let entry: EntryID
    let version: Int64
    let at: Instant
    let line: EntryLine

    init(_ entry: HistoryEntry) throws {
      self.entry = EntryID(entry.id)
      version = entry.version ?? 0
      at = Instant(microseconds: entry.time)
      line = EntryLine(
        family: ItemID(entry.family), item: entry.item.map { ItemID($0) }, version: entry.version,
        event: entry.event, person: entry.person.map { PersonCode($0) },
        position: entry.position.map { PositionCode($0) }, behalf: entry.behalf.map { PersonCode($0) },
        role: entry.role.map { RoleName($0) }, definition: entry.definition.map { ContentHash(bytes: $0) },
        body: Self.body(try? JSONValue(parsing: entry.body)))
    }

    init(_ row: Row, of item: ItemID, family: ItemID) throws {
      entry = EntryID(try row.get(0))
      version = try row.get(2, as: Int64?.self) ?? 0
      at = Instant(try row.get(3, as: Timestamp.self))
      line = EntryLine(
        family: family, item: item, version: version, event: try row.get(4),
        person: try row.get(5, as: String?.self).map { PersonCode($0) },
        position: try row.get(6, as: String?.self).map { PositionCode($0) },
        behalf: try row.get(7, as: [String].self).map { PersonCode($0) },
        role: try row.get(8, as: String?.self).map { RoleName($0) },
        definition: try row.get(9, as: [UInt8]?.self).map { ContentHash(bytes: $0) },
        body: Self.body(try? JSONValue(parsing: try row.get(10, as: String.self))))
    }

    /// A body that is no JSON any more says nothing; the seal tells that it was changed.
    private static func body(_ json: JSONValue?) -> [String: JSONValue] { json?.objectValue ?? [:] }
  }
}
