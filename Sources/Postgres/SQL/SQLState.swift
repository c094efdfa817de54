/// An SQLSTATE: five characters, the first two being the class (PostgreSQL documentation, appendix A). Open: the server
/// knows more of them than are named here.
package struct SQLState: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package init(stringLiteral value: StaticString) {
    rawValue = value.description
  }

  /// The first two characters.
  package var classCode: Substring { rawValue.prefix(2) }
}

extension SQLState {
  package static let notNullViolation: SQLState = "23502"
  package static let foreignKeyViolation: SQLState = "23503"
  package static let uniqueViolation: SQLState = "23505"
  package static let checkViolation: SQLState = "23514"
  package static let exclusionViolation: SQLState = "23P01"
  package static let serializationFailure: SQLState = "40001"
  package static let statementCompletionUnknown: SQLState = "40003"
  package static let deadlockDetected: SQLState = "40P01"
  package static let lockNotAvailable: SQLState = "55P03"
  package static let queryCancelled: SQLState = "57014"
  package static let insufficientPrivilege: SQLState = "42501"
  package static let undefinedTable: SQLState = "42P01"
  package static let undefinedColumn: SQLState = "42703"
  package static let undefinedFunction: SQLState = "42883"
  package static let undefinedObject: SQLState = "42704"
  package static let invalidParameterValue: SQLState = "22023"
  package static let duplicateTable: SQLState = "42P07"
  package static let duplicateDatabase: SQLState = "42P04"
  package static let featureNotSupported: SQLState = "0A000"
  package static let invalidStatementName: SQLState = "26000"
  package static let duplicateStatement: SQLState = "42P05"
  package static let inFailedTransaction: SQLState = "25P02"

  /// The same work may succeed when done again from the beginning of its transaction.
  var isRetryable: Bool {
    switch rawValue {
    case "40001", "40P01", "55P03", "55006", "57P01", "57P02", "57P03", "57P05", "53300": true
    // 08 "connection exception"; 08P01 is a protocol violation and would only repeat itself
    default: classCode == "08" && rawValue != "08P01"
    }
  }
}
