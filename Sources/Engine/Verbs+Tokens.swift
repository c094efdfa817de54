import Diagnostics
import JSON
import Postgres
package import Workflows

package struct TokenView: Sendable {
  package let id: TokenID
  package let person: PersonCode
  package let label: String
  package let scopes: [String]
  package let createdAt: Instant
  package let expiresAt: Instant
  package let revokedAt: Instant?
}

package enum TokenKind {}
package typealias TokenID = Identifier<TokenKind>

extension WorkflowEngine {
  /// Who shows this token. Unknown, expired and revoked ones are all the same to the outside.
  package func signIn(_ secret: TokenSecret) async throws(EngineError) -> Caller {
    let rows = try await perform { connection in try await connection.query(TokenStatements.find(secret.hash)) }
    guard let row = rows.first else { throw .signIn }
    do {
      let (person, party, scopes) = try row.decode(String.self, String?.self, [String].self)
      return Caller(
        person: PersonCode(person), party: party.map { PartyCode($0) }, scopes: Set(scopes.compactMap(Scope.init)))
    } catch {
      throw .from(error)
    }
  }

  /// A new token; its secret is in the answer and nowhere else.
  package func issueToken(
    for person: PersonCode, scopes: Set<Scope>, days: Int64, label: String, as caller: Caller
  ) async throws(EngineError) -> (id: TokenID, secret: TokenSecret, expiresAt: Instant) {
    if person != caller.person || !scopes.isSubset(of: caller.scopes) { try caller.require(.admin) }
    guard (1...1_096).contains(days) else {
      throw EngineError(
        .invalid, Text(en: "a token lives 1 to 1096 days", ja: "トークンの有効期間は1~1096日です"))
    }
    return try await perform { connection in
      try await Self.issueToken(for: person, scopes: scopes, days: days, label: label, by: caller.person, connection)
    }
  }

  static func issueToken(
    for person: PersonCode, scopes: Set<Scope>, days: Int64, label: String, by issuer: PersonCode?,
    _ connection: PostgresConnection
  ) async throws -> (id: TokenID, secret: TokenSecret, expiresAt: Instant) {
    let secret = TokenSecret()
    let id = PGUUID.random()
    let names = scopes.map(\.rawValue).sorted()
    let rows = try await connection.pipeline([
      TokenStatements.insert(id, person.text, secret.hash, String(label.prefix(200)), names, days),
      AdminEntry.make(
        "token_issued", by: issuer,
        [
          "token": .string(id.description), "person": .string(person.text), "scopes": .array(names.map { .string($0) }),
        ]),
    ])
    return (TokenID(id), secret, Instant(try rows[0].single.get(1, as: Timestamp.self)))
  }

  package func tokens(of person: PersonCode?, as caller: Caller) async throws(EngineError) -> [TokenView] {
    if person != caller.person { try caller.require(.admin) }
    return try await perform { connection in
      try await connection.query(TokenStatements.list(person?.text)).map { row in
        TokenView(
          id: TokenID(try row.get(0)), person: PersonCode(try row.get(1, as: String.self)), label: try row.get(2),
          scopes: try row.get(3), createdAt: Instant(try row.get(4, as: Timestamp.self)),
          expiresAt: Instant(try row.get(5, as: Timestamp.self)),
          revokedAt: try row.get(6, as: Timestamp?.self).map { Instant($0) })
      }
    }
  }

  package func revokeToken(_ id: TokenID, as caller: Caller) async throws(EngineError) {
    let own = try await tokens(of: caller.scopes.contains(.admin) ? nil : caller.person, as: caller)
    guard own.contains(where: { $0.id == id }) else { throw .notFound }
    let rows = try await perform { connection in
      try await connection.pipeline([
        TokenStatements.revoke(id.uuid),
        AdminEntry.make("token_revoked", by: caller.person, ["token": .string(id.description)]),
      ])[0]
    }
    if rows.isEmpty { throw .notFound }
  }
}
