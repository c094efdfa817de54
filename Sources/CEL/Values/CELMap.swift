/// A key of a map. Integers that are equal across `int` and `uint` are the same key (langdef, "Equality").
enum MapKey: Sendable, Hashable {
  case bool(Bool)
  case int(Int)
  case uint(UInt)
  case string(String)

  /// The key that finds an entry, or nil where the value can be no key. A double finds the integer it equals.
  init?(lookup value: CELValue) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .uint(let value): self = Int(exactly: value).map(MapKey.int) ?? .uint(value)
    case .string(let value): self = .string(value)
    case .double(let value):
      if let whole = Int(exactly: value) {
        self = .int(whole)
      } else if let whole = UInt(exactly: value) {
        self = .uint(whole)
      } else {
        return nil
      }
    case .null, .bytes, .list, .map, .timestamp, .duration, .type, .optional, .opaque: return nil
    }
  }

  static func == (left: MapKey, right: MapKey) -> Bool {
    switch (left, right) {
    case (.string(let left), .string(let right)): left.hasSameCodePoints(as: right)
    case (.int(let left), .int(let right)): left == right
    case (.uint(let left), .uint(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    case (.bool, _), (.int, _), (.uint, _), (.string, _): false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .uint(let value): hasher.combine(value)
    case .string(let value): hasher.combine(value)
    }
  }
}

/// An immutable map that keeps the order in which its entries were given.
///
/// Item data is read far more often than built: up to eight entries are searched in line (short keys compare in two
/// machine words), larger maps carry a hash index.
package struct CELMap: Sendable {
  package struct Entry: Sendable {
    package let key: CELValue
    package let value: CELValue
  }

  private final class Storage: Sendable {
    let keys: [MapKey]
    let entries: [Entry]
    let index: [MapKey: Int]?

    init(keys: [MapKey], entries: [Entry], index: [MapKey: Int]?) {
      self.keys = keys
      self.entries = entries
      self.index = index
    }
  }

  fileprivate static let linearLimit = 8
  private static let none = Storage(keys: [], entries: [], index: nil)
  private let storage: Storage

  package init() { storage = Self.none }

  /// Of entries with the same key the last one stays, at the place of the first.
  package init(record fields: [(String, CELValue)]) {
    var builder = CELMapBuilder(capacity: fields.count)
    for (name, value) in fields { builder.set(.string(name), CELValue.string(name), value) }
    self = builder.build()
  }

  fileprivate init(keys: [MapKey], entries: [Entry], index: [MapKey: Int]?) {
    storage = Storage(keys: keys, entries: entries, index: keys.count > Self.linearLimit ? index : nil)
  }

  package var count: Int { storage.entries.count }
  package var isEmpty: Bool { storage.entries.isEmpty }
  package var entries: [Entry] { storage.entries }

  package subscript(name: String) -> CELValue? { self[.string(name)] }

  subscript(key: MapKey) -> CELValue? {
    if let index = storage.index { return index[key].map { storage.entries[$0].value } }
    for position in storage.keys.indices where storage.keys[position] == key {
      return storage.entries[position].value
    }
    return nil
  }
}

/// Collects entries for a map; the one place that knows about repeated keys.
struct CELMapBuilder {
  private var keys: [MapKey] = []
  private var entries: [CELMap.Entry] = []
  /// Empty for as long as searching in line is quicker.
  private var index: [MapKey: Int] = [:]

  init(capacity: Int) {
    keys.reserveCapacity(capacity)
    entries.reserveCapacity(capacity)
    if capacity > CELMap.linearLimit { index.reserveCapacity(capacity) }
  }

  private func position(of key: MapKey) -> Int? {
    keys.count <= CELMap.linearLimit ? keys.firstIndex(of: key) : index[key]
  }

  /// False, and nothing changed, where the key is there already.
  mutating func insert(_ key: MapKey, _ original: CELValue, _ value: CELValue) -> Bool {
    guard position(of: key) == nil else { return false }
    keys.append(key)
    entries.append(CELMap.Entry(key: original, value: value))
    if keys.count == CELMap.linearLimit + 1 {
      for (position, key) in keys.enumerated() { index[key] = position }
    } else if keys.count > CELMap.linearLimit {
      index[key] = keys.count - 1
    }
    return true
  }

  mutating func set(_ key: MapKey, _ original: CELValue, _ value: CELValue) {
    if let position = position(of: key) {
      entries[position] = CELMap.Entry(key: original, value: value)
    } else {
      _ = insert(key, original, value)
    }
  }

  consuming func build() -> CELMap { CELMap(keys: keys, entries: entries, index: index) }
}
