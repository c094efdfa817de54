package import Diagnostics

/// One forward step of a schema. Never changed once released: its text's checksum is recorded where it was applied.
package struct Migration: Sendable, Hashable {
  /// From 1, rising.
  package let number: Int
  package let name: String
  /// What it is for.
  package let purpose: String
  /// The heaviest lock it takes, and on what: tells an operator what waits meanwhile.
  package let lock: String
  /// The program of the version before does not work with it.
  package let isBreaking: Bool
  package let sql: String

  package init(number: Int, name: String, purpose: String, lock: String, isBreaking: Bool, sql: String) {
    self.number = number
    self.name = name
    self.purpose = purpose
    self.lock = lock
    self.isBreaking = isBreaking
    self.sql = sql
  }

  /// Reads the header from the text's first comment lines:
  ///
  /// ```sql
  /// -- purpose: items and their history
  /// -- lock: none (new tables)
  /// -- breaking: no
  /// ```
  package init(number: Int, name: String, parsing sql: String) throws(MigrationError) {
    var header: [Substring: String] = [:]
    for line in sql.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("--") else { break }
      let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = parts[0].drop(while: \.isWhitespace)
      header[key] = String(parts[1].drop(while: \.isWhitespace))
    }
    guard let purpose = header["purpose"], let lock = header["lock"], let breaking = header["breaking"],
      breaking == "yes" || breaking == "no"
    else {
      throw MigrationError(
        .malformed, number: number,
        en: "Migration \(number) (\(name)) must begin with -- purpose: …, -- lock: … and -- breaking: yes or no.",
        ja: "移行 \(number)(\(name))は -- purpose: …、-- lock: …、-- breaking: yes または no で始まる必要があります。")
    }
    self.init(
      number: number, name: name, purpose: purpose, lock: lock, isBreaking: breaking == "yes", sql: sql)
  }
}

/// Why a schema was not brought forward.
package struct MigrationError: Error, Sendable {
  package enum Code: Hashable, Sendable, CaseIterable {
    /// A migration without its header, or a list with numbers twice or out of order.
    case malformed
    /// The database has migrations that this program does not know.
    case databaseNewer
    /// An applied migration's text is not the one this program has.
    case changed
    /// An unapplied migration stands before an applied one.
    case outOfOrder
    /// The server refused: see `cause`. Nothing of that migration stays.
    case failed
  }

  package let code: Code
  package let number: Int?
  package let text: Text
  package let cause: PostgresError?

  init(_ code: Code, number: Int? = nil, en: String, ja: String, cause: PostgresError? = nil) {
    self.code = code
    self.number = number
    text = Text(en: en, ja: ja)
    self.cause = cause
  }
}

extension MigrationError: CustomStringConvertible {
  package var description: String {
    text.en + (cause.map { " " + $0.description } ?? "")
  }
}
