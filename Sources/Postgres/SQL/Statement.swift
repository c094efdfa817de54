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
  let control: Control

  /// Statements that open or close a transaction, recognised by their first word.
  enum Control: Sendable {
    case none
    case begin
    case commit
  }

  package init(_ text: StaticString) {
    self.init(rendered: text.description)
  }

  /// Only for texts that were put together from literals: whoever passes in user data opens a hole.
  init(rendered text: String) {
    self.text = text
    fingerprint = Fingerprint(text).value
    control = Self.control(text)
  }

  /// The statement with its values.
  package func callAsFunction<each Value: PostgresEncodable>(_ values: repeat each Value) -> SQL {
    var binds = Binds()
    repeat binds.append(each values)
    return SQL(statement: self, binds: binds)
  }

  private static func control(_ text: String) -> Control {
    switch text.prefix(10).lowercased().prefix(while: { $0.isLetter }) {
    case "begin", "start": .begin
    case "commit", "end": .commit
    default: .none
    }
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

/// FNV-1a, 64 bits: the same in every run, so that names made of it are too. Not for keeping secrets.
struct Fingerprint {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  init(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }
}
