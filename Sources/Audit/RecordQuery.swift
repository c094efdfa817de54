package import Postgres

/// What a reading of the record may be narrowed by; every condition that is set must hold.
package struct RecordQuery: Sendable {
  /// Entries in the order of their ids (about the order of time), or sealed ones in the order of their leaves.
  package enum Order: Sendable {
    case entries
    /// Only leaves below this size: those that a checkpoint vouches for.
    case leaves(below: Int)
  }

  /// The code of an item, or its id.
  package var item: String?
  /// Who acted, or in whose name.
  package var actor: String?
  package var events: [String] = []
  /// Microseconds since 1970, inclusive.
  package var from: Int64?
  /// Exclusive.
  package var to: Int64?
  package var refusalsOnly = false
  package var order = Order.entries

  package init() {}

  /// Events of somebody being turned away: at a role or guard, at a sign-in, or so often that only a count remains.
  package static let refusals = ["refused", "refusals_counted", "sign_in_refused"]

  package static let pageSize = 500

  /// - Parameter place: the last entry of the page before.
  func sql(after place: RecordLine?) -> SQL {
    let conditions = self.conditions(after: place).joined(separator: " and ")
    let order: SQLFragment =
      switch self.order {
      case .entries: "history.entry_id"
      case .leaves: "leaf_index"
      }
    return """
      select \(Statements.entryColumns), leaf_index, leaf_hash,
        (select code from item_code where item_code.id = history.item)
      from history left join audit_leaf using (entry_id)
      where \(conditions) order by \(order) limit \(Self.pageSize)
      """
  }

  private func conditions(after place: RecordLine?) -> [SQLFragment] {
    var parts: [SQLFragment] = ["true"]
    if let item {
      parts.append("item in (select id from item_code where code = \(item) or id::text = lower(\(item)))")
    }
    if let actor { parts.append("(person = \(actor) or \(actor) = any(behalf))") }
    if !events.isEmpty { parts.append("event = any(\(events))") }
    if refusalsOnly { parts.append("event = any(\(Self.refusals))") }
    if let from { parts.append("at >= \(Timestamp(microseconds: from))") }
    if let to { parts.append("at < \(Timestamp(microseconds: to))") }
    switch order {
    case .entries:
      if let place { parts.append("history.entry_id > \(place.entry.id)") }
    case .leaves(let size):
      parts.append("leaf_index < \(size)")
      if let leaf = place?.leaf { parts.append("leaf_index > \(leaf)") }
    }
    return parts
  }

  /// One page; empty at the end.
  package func page(
    _ connection: PostgresConnection, after place: RecordLine?
  ) async throws(PostgresError) -> [RecordLine] {
    try await connection.query(sql(after: place)).map { row throws(PostgresError) in try RecordLine(row: row) }
  }

  /// nil where there is no such entry.
  package static func entry(
    _ id: PGUUID, _ connection: PostgresConnection
  ) async throws(PostgresError) -> RecordLine? {
    let query: SQL = """
      select \(Statements.entryColumns), leaf_index, leaf_hash,
        (select code from item_code where item_code.id = history.item)
      from history left join audit_leaf using (entry_id) where entry_id = \(id)
      """
    return try await connection.query(query).atMostOne.map { row throws(PostgresError) in try RecordLine(row: row) }
  }

  /// Whether an item of that code or id was ever made.
  package static func knows(
    item: String, _ connection: PostgresConnection
  ) async throws(PostgresError) -> Bool {
    let query: SQL = "select from item_code where code = \(item) or id::text = lower(\(item)) limit 1"
    return try await !connection.query(query).isEmpty
  }
}

/// An entry as it is stored, with its place in the tree.
package struct RecordLine: Sendable {
  package let entry: HistoryEntry
  /// nil: not sealed yet.
  package let leaf: Int?
  /// As sealed.
  package let sealed: TreeHash?
  /// The code of the item, for people.
  package let code: String?

  init(row: Row) throws(PostgresError) {
    entry = try HistoryEntry(row: row)
    leaf = try row.get(12)
    sealed = try row.get(13, as: [UInt8]?.self).flatMap { TreeHash($0) }
    code = try row.get(14)
  }

  /// The entry has the hash that was sealed; nil where none was.
  package var isAsSealed: Bool? { sealed.map { $0 == entry.leaf } }
}
