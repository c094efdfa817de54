package import Postgres

/// One entry of the record, as it is hashed into the tree. Its one encoding is `HistoryEntry.encoded`.
package struct HistoryEntry: Hashable, Sendable {
  package static let nameLimit = 64 * 1024
  package static let bodyLimit = 16 * 1024 * 1024

  package var id: PGUUID
  package var family: PGUUID
  /// Nil for entries on people, definitions, parameters and the system itself.
  package var item: PGUUID?
  /// The item's version after the entry.
  package var version: Int64?
  /// Microseconds since 1970-01-01T00:00:00Z by the database's clock.
  package var time: Int64
  package var event: String
  /// The code of the person who acted; nil where the system itself did.
  package var person: String?
  /// The code of the position in which the person acted.
  package var position: String?
  /// The codes of those in whose name it was done: none, one, or a chain of delegations.
  package var behalf: [String]
  /// The role of the definition that the act was done in.
  package var role: String?
  /// SHA-256 of the definition that the item is pinned to: 32 bytes.
  package var definition: [UInt8]?
  /// Canonical JSON (RFC 8785), made by the caller. Hashed as it is, never parsed here.
  package var body: [UInt8]

  package init(
    id: PGUUID, family: PGUUID, item: PGUUID? = nil, version: Int64? = nil, time: Int64,
    event: String, person: String? = nil, position: String? = nil, behalf: [String] = [], role: String? = nil,
    definition: [UInt8]? = nil, body: [UInt8]
  ) {
    self.id = id
    self.family = family
    self.item = item
    self.version = version
    self.time = time
    self.event = event
    self.person = person
    self.position = position
    self.behalf = behalf
    self.role = role
    self.definition = definition
    self.body = body
  }

  /// The leaf of this entry: `SHA-256(0x00 || encoded)`.
  package var leaf: TreeHash { TreeHasher.leaf(encoded) }
}
