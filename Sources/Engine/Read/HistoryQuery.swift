import JSON
import Postgres
package import Workflows

/// What a reading of the record may be narrowed by.
package struct HistoryQuery: Sendable {
  package var item: ItemID?
  package var family: ItemID?
  package var person: PersonCode?
  package var events: [String] = []
  package var from: Instant?
  package var to: Instant?
  /// Keyset cursor: entries after this one.
  package var after: EntryID?
  package var limit = 200

  package static let maxLimit = 1_000

  package init() {}

  /// What was asked for, for the entry on the reading.
  var filters: [String: JSONValue] {
    var filters: [String: JSONValue] = [:]
    filters["item"] = item.map { .string($0.description) }
    filters["family"] = family.map { .string($0.description) }
    filters["person"] = person.map { .string($0.text) }
    if !events.isEmpty { filters["events"] = .array(events.map { .string($0) }) }
    filters["from"] = from.map { .string($0.rfc3339) }
    filters["to"] = to.map { .string($0.rfc3339) }
    filters["after"] = after.map { .string($0.description) }
    return filters
  }

  var sql: SQL {
    var parts: [SQLFragment] = ["true"]
    if let family { parts.append("h.family = \(family.uuid)") }
    if let item { parts.append("h.item = \(item.uuid)") }
    if let person { parts.append("(h.person = \(person.text) or \(person.text) = any(h.behalf))") }
    if !events.isEmpty { parts.append("h.event = any(\(events))") }
    if let from { parts.append("h.at >= \(from.timestamp)") }
    if let to { parts.append("h.at < \(to.timestamp)") }
    if let after { parts.append("h.entry_id > \(after.uuid)") }
    return """
      select h.entry_id, h.family, h.item, h.version, h.at, h.event, h.person, h.position, h.behalf, h.role, h.body,
        i.code
      from history h left join item i on i.family = h.family and i.id = h.item
      where \(parts.joined(separator: " and ")) order by h.entry_id
      limit \(Int64(min(max(limit, 1), Self.maxLimit) + 1))
      """
  }
}
