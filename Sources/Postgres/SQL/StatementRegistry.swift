/// The statements of one room by name, so that a test can have the server parse every one of them against the present
/// schema:
///
/// ```swift
/// static let registry = StatementRegistry("Engine", ["lockFamilies": lockFamilies, "insertItems": insertItems])
/// #expect(try await registry.check(on: connection).isEmpty)
/// ```
package struct StatementRegistry: Sendable {
  /// What the server, or this room, cannot do with a statement.
  package struct Finding: Sendable, CustomStringConvertible {
    package enum Fault: Sendable {
      case refused(PostgresError)
      /// A value's type that no Swift type is sent as: cast it in the statement.
      case parameter(Int, PostgresType)
      /// A column's type that no Swift type is read from: cast it in the statement.
      case column(String, PostgresType)
    }

    package let room: String
    package let name: String
    package let fault: Fault

    package var description: String {
      let what =
        switch fault {
        case .refused(let error): error.message + (error.report?.position.map { " at character \($0)" } ?? "")
        case .parameter(let number, let type): "$\(number) is inferred as \(type), which no Swift type is sent as"
        case .column(let column, let type): "column \(column) is \(type), which no Swift type is read from"
        }
      return "\(room).\(name): \(what)"
    }
  }

  package let room: String
  package let statements: [(name: String, statement: Statement)]

  package init(_ room: String, _ statements: KeyValuePairs<String, Statement>) {
    self.room = room
    self.statements = statements.map { (name: $0.key, statement: $0.value) }
  }

  /// Parses and describes every statement; changes nothing.
  ///
  /// - Throws: only what concerns the connection; what concerns a statement is a finding.
  package func check(on connection: PostgresConnection) async throws(PostgresError) -> [Finding] {
    var findings: [Finding] = []
    for (name, statement) in statements {
      do throws(PostgresError) {
        let faults = Self.faults(try await connection.describe(statement))
        findings += faults.map { Finding(room: room, name: name, fault: $0) }
      } catch {
        guard error.kind == .server else { throw error }
        findings.append(Finding(room: room, name: name, fault: .refused(error)))
      }
    }
    return findings
  }

  private static func faults(_ description: StatementDescription) -> [Finding.Fault] {
    var faults: [Finding.Fault] = []
    for (index, type) in description.parameters.enumerated() where !type.isKnown {
      faults.append(.parameter(index + 1, type))
    }
    // `void` is what functions called for their effect return
    for column in description.columns where !column.type.isKnown && column.type.rawValue != 2278 {
      faults.append(.column(column.name, column.type))
    }
    return faults
  }
}
