package import Diagnostics
package import Postgres

/// Computes states again from the history and compares them with the stored ones. The verification hands it every entry
/// in the order of (family, entry id); entries of one family are of one clock but, within a millisecond, of no order:
/// an item's own order is that of its versions.
package protocol HistoryReplay: Sendable {
  mutating func take(_ entry: HistoryEntry) async throws -> [StateFault]

  /// After the last entry: for what only the end shows.
  mutating func finish() async throws -> [StateFault]
}

/// A stored state that does not follow from the history.
package struct StateFault: Hashable, Sendable {
  package let item: PGUUID
  /// The entry after which they part, where it is known.
  package let entry: PGUUID?
  package let message: Text

  package init(item: PGUUID, entry: PGUUID?, message: Text) {
    self.item = item
    self.entry = entry
    self.message = message
  }
}
