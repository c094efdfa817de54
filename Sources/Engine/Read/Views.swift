package import JSON
package import Workflows

/// An item as a caller may see it: hidden fields are not there.
package struct ItemView: Sendable {
  package let item: Item
  package let search: SearchValues
  package let isFinal: Bool
  package let updatedAt: Instant
  /// Data without what the caller may not see.
  package let data: [String: JSONValue]
  /// The documents of the slots that the caller may see.
  package let documents: [SlotName: [DocumentFact]]
}

package struct Page<Element: Sendable>: Sendable {
  package let elements: [Element]
  /// More follow after the last one.
  package let hasMore: Bool

  package init(_ rows: [Element], limit: Int) {
    hasMore = rows.count > limit
    elements = Array(rows.prefix(limit))
  }
}

/// One line of the record, for people.
package struct HistoryLine: Sendable {
  package let id: EntryID
  package let item: ItemID?
  package let code: String?
  package let version: Int64?
  package let at: Instant
  package let event: String
  package let person: PersonCode?
  package let position: PositionCode?
  package let behalf: [PersonCode]
  package let role: RoleName?
  package let body: JSONValue
}

/// An item that waits for somebody, with the acts that they can do now.
package struct InboxLine: Sendable {
  package let item: ItemView
  package let acts: [Explanation.Line]
}

/// How many open items stand where.
package struct BoardColumn: Sendable {
  package let state: StateName
  package let items: [ItemView]
  package let total: Int
}
