/// Which statements a session has prepared: a pure record, kept by the connection in step with the server.
struct PreparedStatements {
  struct Key: Hashable {
    let statement: Statement
    let types: [PostgresType]
  }

  struct Lookup: Equatable {
    let name: String
    /// To be prepared before it is executed.
    let isNew: Bool
  }

  private struct Entry {
    let name: String
    var lastUse: UInt64
  }

  private let limit: Int
  private var entries: [Key: Entry] = [:]
  /// On the server, those in `retired` included.
  private var names: Set<String> = []
  /// No longer wanted; to be deallocated when there is an occasion.
  private var retired: [String] = []
  private var clock: UInt64 = 0

  init(limit: Int) {
    self.limit = max(1, limit)
  }

  var count: Int { entries.count }

  mutating func lookup(_ statement: Statement, _ types: [PostgresType]) -> Lookup {
    clock += 1
    let key = Key(statement: statement, types: types)
    if let index = entries.index(forKey: key) {
      entries.values[index].lastUse = clock
      return Lookup(name: entries.values[index].name, isNew: false)
    }
    while entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      entries.removeValue(forKey: oldest.key)
      retired.append(oldest.value.name)
    }
    let name = freeName(statement, types)
    entries[key] = Entry(name: name, lastUse: clock)
    names.insert(name)
    return Lookup(name: name, isNew: true)
  }

  /// The server does not have it after all.
  mutating func forget(_ name: String) {
    guard names.remove(name) != nil else { return }
    entries = entries.filter { $0.value.name != name }
  }

  /// The server has it, but it is of no use any more.
  mutating func retire(_ name: String) {
    entries = entries.filter { $0.value.name != name }
    names.insert(name)
    retired.append(name)
  }

  /// The names to be deallocated now; afterwards they may be given out again.
  mutating func takeRetired() -> [String] {
    defer { retired.removeAll() }
    names.subtract(retired)
    return retired
  }

  mutating func forgetAll() {
    retired.removeAll()
    entries.removeAll()
    names.removeAll()
  }

  /// Named by its text and types, so that a statement has one name everywhere; two texts with one hash get different
  /// names.
  private func freeName(_ statement: Statement, _ types: [PostgresType]) -> String {
    var hash = statement.fingerprint
    for type in types { hash = (hash ^ UInt64(type.rawValue)) &* 0x100_0000_01b3 }
    while true {
      let name = "s" + String(hash, radix: 36)
      if !names.contains(name) { return name }
      hash &+= 1
    }
  }
}
