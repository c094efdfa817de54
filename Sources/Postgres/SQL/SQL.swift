/// A statement and its values. An interpolated value is bound, never pasted into the text:
///
/// ```swift
/// try await connection.query("select state from item where id = \(id) and version = \(version)")
/// ```
package struct SQL: Sendable {
  package let statement: Statement
  let binds: Binds

  init(statement: Statement, binds: Binds) {
    self.statement = statement
    self.binds = binds
  }

  package var text: String { statement.text }

  /// A fragment made whole.
  package init(_ fragment: SQLFragment) {
    self.init(statement: Statement(rendered: fragment.rendered), binds: fragment.binds)
  }
}

extension SQL: ExpressibleByStringInterpolation {
  package init(stringLiteral value: StaticString) {
    self.init(statement: Statement(value), binds: Binds())
  }

  package init(stringInterpolation: SQLFragment.StringInterpolation) {
    self.init(SQLFragment(stringInterpolation: stringInterpolation))
  }
}

/// A piece of a statement, for texts put together from parts, such as a search with optional conditions:
///
/// ```swift
/// var conditions: [SQLFragment] = ["party = \(party)"]
/// if let state { conditions.append("state = \(state)") }
/// let query: SQL = "select id from item where \(conditions.joined(separator: " and ")) order by id"
/// ```
package struct SQLFragment: Sendable {
  /// The literal texts around the values: always one more than there are values.
  private(set) var pieces: [String]
  private(set) var binds: Binds

  package static let empty = SQLFragment(pieces: [""], binds: Binds())

  private init(pieces: [String], binds: Binds) {
    self.pieces = pieces
    self.binds = binds
  }

  package mutating func append(_ other: SQLFragment) {
    pieces[pieces.count - 1] += other.pieces[0]
    pieces += other.pieces.dropFirst()
    binds.append(other.binds)
  }

  fileprivate mutating func append(literal: String) {
    pieces[pieces.count - 1] += literal
  }

  fileprivate mutating func append(value: some PostgresEncodable) {
    binds.append(value)
    pieces.append("")
  }

  var rendered: String {
    var text = pieces[0]
    for index in pieces.indices.dropFirst() {
      text += "$\(index)"
      text += pieces[index]
    }
    return text
  }
}

extension SQLFragment: ExpressibleByStringInterpolation {
  package init(stringLiteral value: StaticString) {
    self.init(pieces: [value.description], binds: Binds())
  }

  package init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.fragment
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var fragment = SQLFragment.empty

    package init(literalCapacity: Int, interpolationCount: Int) {
      fragment.binds.reserve(interpolationCount)
      fragment.pieces.reserveCapacity(interpolationCount + 1)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      fragment.append(literal: literal.description)
    }

    package mutating func appendInterpolation(_ value: some PostgresEncodable) {
      fragment.append(value: value)
    }

    package mutating func appendInterpolation(_ other: SQLFragment) {
      fragment.append(other)
    }

    /// A name (table, column, role, channel) in quotes.
    package mutating func appendInterpolation(identifier: String) {
      fragment.append(literal: SQLFragment.quoted(identifier: identifier))
    }
  }

  /// `a"b` becomes `"a""b"`. A NUL cannot occur in a name; it is dropped rather than allowed to end the text.
  package static func quoted(identifier: String) -> String {
    var quoted = "\""
    for scalar in identifier.unicodeScalars where scalar != "\0" {
      if scalar == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

extension [SQLFragment] {
  package func joined(separator: StaticString) -> SQLFragment {
    var whole = SQLFragment.empty
    for (index, fragment) in enumerated() {
      if index > 0 { whole.append(SQLFragment(stringLiteral: separator)) }
      whole.append(fragment)
    }
    return whole
  }
}
