/// One entry of the record, as it is hashed into the tree. Its one encoding is `HistoryEntry.encoded`.
package struct HistoryEntry: Hashable, Sendable {
  package static let nameLimit = 1024
  package static let bodyLimit = 16 * 1024 * 1024

  package var id: Identifier
  package var family: Identifier
  /// Nil for entries on people, definitions, parameters and the system itself.
  package var item: Identifier?
  /// The item's version after the entry; only with an item.
  package var itemVersion: Int64?
  /// Microseconds since 1970-01-01T00:00:00Z by the database's clock.
  package var time: Int64
  /// The event's name: 1 to 1,024 bytes.
  package var event: String
  /// Nil where the system itself acted.
  package var person: Identifier?
  /// The code of the position in which the person acted.
  package var position: String?
  package var onBehalfOf: Identifier?
  /// SHA-256 of the definition that the item is pinned to: 32 bytes.
  package var definition: [UInt8]?
  /// Canonical JSON (RFC 8785), made by the caller: 1 byte to 16 MiB. Hashed as it is, never parsed here.
  package var body: [UInt8]

  package init(
    id: Identifier, family: Identifier, item: Identifier? = nil, itemVersion: Int64? = nil, time: Int64,
    event: String, person: Identifier? = nil, position: String? = nil, onBehalfOf: Identifier? = nil,
    definition: [UInt8]? = nil, body: [UInt8]
  ) {
    self.id = id
    self.family = family
    self.item = item
    self.itemVersion = itemVersion
    self.time = time
    self.event = event
    self.person = person
    self.position = position
    self.onBehalfOf = onBehalfOf
    self.definition = definition
    self.body = body
  }

  /// The leaf of this entry: `SHA-256(0x00 || encoded)`.
  package var leaf: TreeHash { TreeHasher.leaf(encoded) }
}
