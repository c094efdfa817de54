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
    /// To be deallocated to make room.
    let evicted: [String]
  }

  private struct Entry {
    let name: String
    var lastUse: UInt64
  }

  private let limit: Int
  private var entries: [Key: Entry] = [:]
  private var names: Set<String> = []
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
      return Lookup(name: entries.values[index].name, isNew: false, evicted: [])
    }
    var evicted: [String] = []
    while entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      entries.removeValue(forKey: oldest.key)
      names.remove(oldest.value.name)
      evicted.append(oldest.value.name)
    }
    let name = freeName(statement, types)
    // A name just given up is not given out again in the same breath: its DEALLOCATE is still under way.
    entries[key] = Entry(name: name, lastUse: clock)
    names.insert(name)
    return Lookup(name: name, isNew: true, evicted: evicted)
  }

  /// The server does not have it after all.
  mutating func forget(_ name: String) {
    guard names.remove(name) != nil else { return }
    entries = entries.filter { $0.value.name != name }
  }

  mutating func forgetAll() {
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
