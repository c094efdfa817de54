internal import CLibPQ

/// The answer to one statement. Rows are read in place from libpq's memory, which lives as long as any of them does.
package struct Rows: Sendable {
  let result: ResultBox
  let site: CallSite

  /// For `insert`, `update`, `delete`, `merge` and `select`: how many rows; 0 for anything else.
  package var affected: Int { result.affected }

  /// The columns' names, as the server labelled them.
  package var columns: [String] {
    (0..<result.columnCount).map(result.columnName)
  }

  /// The only row.
  package var single: Row {
    get throws(PostgresError) {
      guard count == 1 else { throw misfit("expected one row, found \(count)") }
      return self[0]
    }
  }

  /// The only row, or `nil` where there is none.
  package var atMostOne: Row? {
    get throws(PostgresError) {
      guard count <= 1 else { throw misfit("expected one row at most, found \(count)") }
      return first
    }
  }

  private func misfit(_ message: String) -> PostgresError {
    PostgresError(.decoding, message, fileID: site.fileID, line: site.line)
  }
}

extension Rows: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { result.rowCount }

  package subscript(index: Int) -> Row {
    precondition(index >= 0 && index < result.rowCount, "row out of range")
    return Row(result: result, index: index, site: site)
  }
}

/// One row of an answer; columns are counted from 0.
package struct Row: Sendable {
  let result: ResultBox
  let index: Int
  let site: CallSite

  package var columnCount: Int { result.columnCount }

  /// One value. `try row.get(2, as: Int64?.self)` reads a column that may be NULL.
  package func get<Value: PostgresDecodable>(
    _ column: Int, as type: Value.Type = Value.self
  ) throws(PostgresError) -> Value {
    guard column >= 0, column < result.columnCount else {
      throw PostgresError(
        .decoding, "column \(column) asked of a row with \(result.columnCount)", fileID: site.fileID, line: site.line)
    }
    do throws(CellFailure) {
      return try result.decode(row: index, column: column, as: type)
    } catch {
      throw failure(error, column)
    }
  }

  /// Several values from the first column on: `let (id, version) = try row.decode(PGUUID.self, Int64.self)`.
  package func decode<each Value: PostgresDecodable>(
    _ types: repeat (each Value).Type
  ) throws(PostgresError) -> (repeat each Value) {
    var column = 0
    func next<Next: PostgresDecodable>(_ type: Next.Type) throws(PostgresError) -> Next {
      defer { column += 1 }
      return try get(column, as: type)
    }
    return (repeat try next(each types))
  }

  private func failure(_ failure: CellFailure, _ column: Int) -> PostgresError {
    let reason =
      switch failure {
      case .null: "is NULL where a value was expected"
      case .unexpectedType(let found, let expected): "has type \(found), expected \(expected)"
      case .malformed(let type): "holds no well-formed \(type)"
      }
    return PostgresError(
      .decoding, "column \(column) (\(result.columnName(column))) of row \(index) \(reason)", fileID: site.fileID,
      line: site.line)
  }
}

/// Owns a `PGresult`. libpq lets a result be read from any thread and keeps nothing of the connection in it
/// (PostgreSQL documentation, section 34.20), so it may outlive the connection.
@safe final class ResultBox: @unchecked Sendable {
  private let pointer: OpaquePointer
  let rowCount: Int
  let columnCount: Int
  private let types: [PostgresType]

  init(_ pointer: OpaquePointer) {
    unsafe self.pointer = pointer
    rowCount = unsafe Int(PQntuples(pointer))
    columnCount = unsafe Int(PQnfields(pointer))
    var types: [PostgresType] = []
    for column in 0..<Int32(columnCount) { types.append(PostgresType(rawValue: unsafe PQftype(pointer, column))) }
    self.types = types
  }

  deinit {
    unsafe PQclear(pointer)
  }

  var affected: Int {
    guard let text = unsafe PQcmdTuples(pointer) else { return 0 }
    return unsafe Int(String(cString: text)) ?? 0
  }

  func columnName(_ column: Int) -> String {
    guard let name = unsafe PQfname(pointer, Int32(column)) else { return "?" }
    return unsafe String(cString: name)
  }

  func columnType(_ column: Int) -> PostgresType {
    types[column]
  }

  /// The types a prepared statement expects for its values, when this is the answer to a Describe.
  var parameterTypes: [PostgresType] {
    let count = unsafe PQnparams(pointer)
    return (0..<count).map { PostgresType(rawValue: unsafe PQparamtype(pointer, $0)) }
  }

  func decode<Value: PostgresDecodable>(
    row: Int, column: Int, as type: Value.Type
  ) throws(CellFailure) -> Value {
    let row = Int32(truncatingIfNeeded: row)
    let cell = Int32(truncatingIfNeeded: column)
    guard unsafe PQgetisnull(pointer, row, cell) == 0, let start = unsafe PQgetvalue(pointer, row, cell) else {
      return try Value.decodeNull()
    }
    let length = unsafe Int(PQgetlength(pointer, row, cell))
    let bytes = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(start), byteCount: length)
    return try Value.decode(bytes, type: types[column])
  }
}
