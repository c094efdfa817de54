/// The text of one SQL statement with `$1`, `$2`, … where values go; made once and kept in a `static let`.
///
/// ```swift
/// static let lockFamilies = Statement("select id from family where id = any($1) order by id for update")
/// let rows = try await transaction.query(Statement.lockFamilies(families))
/// ```
package struct Statement: Sendable {
  package let text: String
  /// Of the text; computed once, because statements are looked up by their text for every execution.
  let fingerprint: UInt64

  package init(_ text: StaticString) {
    self.init(rendered: text.description)
  }

  /// Only for texts that were put together from literals: whoever passes in user data opens a hole.
  init(rendered text: String) {
    self.text = text
    fingerprint = Self.fingerprint(text)
  }

  /// The statement with its values.
  package func callAsFunction<each Value: PostgresEncodable>(_ values: repeat each Value) -> SQL {
    var binds = Binds()
    repeat binds.append(each values)
    return SQL(statement: self, binds: binds)
  }

  /// FNV-1a, 64 bits: the server-side name of a prepared statement is the same on every connection and in every run.
  private static func fingerprint(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return hash
  }
}

extension Statement: Hashable {
  package static func == (left: Statement, right: Statement) -> Bool {
    left.fingerprint == right.fingerprint && left.text == right.text
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(fingerprint)
  }
}
