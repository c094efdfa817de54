package import Postgres

/// A place in the order of commits: transaction, ordinal inside it, entry. Transaction ids mean something only within
/// one cluster.
package struct CommitPlace: Hashable, Sendable, Comparable {
  package let transaction: UInt64
  package let ordinal: Int32
  package let entry: PGUUID

  package init(transaction: UInt64, ordinal: Int32, entry: PGUUID) {
    self.transaction = transaction
    self.ordinal = ordinal
    self.entry = entry
  }

  /// Before everything that a transaction, or one with a higher id, has written.
  static func before(_ transaction: UInt64) -> CommitPlace {
    CommitPlace(transaction: transaction, ordinal: .min, entry: PGUUID(high: 0, low: 0))
  }

  package static func < (left: CommitPlace, right: CommitPlace) -> Bool {
    (left.transaction, left.ordinal, left.entry) < (right.transaction, right.ordinal, right.entry)
  }
}
