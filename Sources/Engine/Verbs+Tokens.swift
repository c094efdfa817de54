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
  ///
  /// The record gets one entry a token and hour for sign-ins that succeed, and one for each that fails with a token
  /// which is known (revoked, expired, of somebody who has left), within the rate of refusals. An unknown token is
  /// nobody's: it leaves no entry, and the door slows down who guesses.
  package func signIn(_ secret: TokenSecret) async throws(EngineError) -> Caller {
    let rows = try await perform { connection in try await connection.query(TokenStatements.find(secret.hash)) }
    guard let row = rows.first else { throw .signIn }
    let known: KnownToken
    do { known = try KnownToken(row) } catch { throw .from(error) }
    if let fault = known.fault {
      try await recordRefusal(
        of: known.caller.person,
        ["act": "sign_in", "kind": .string(fault), "token": .string(TokenID(known.id).description)])
      throw .signIn
    }
    if known.isUnseen {
      _ = try await perform { connection in try await connection.query(TokenStatements.note(known.id)) }
    }
    return known.caller
  }

  /// A row of `TokenStatements.find`.
  private struct KnownToken {
    let id: PGUUID
    let caller: Caller
    /// Why it does not sign in; nil: it does.
    let fault: String?
    let isUnseen: Bool

    init(_ row: Row) throws {
      let (id, person, party, scopes, isRevoked, isExpired, isActive, isUnseen) = try row.decode(
        PGUUID.self, String.self, String?.self, [String].self, Bool.self, Bool.self, Bool.self, Bool.self)
      self.id = id
      caller = Caller(
        person: PersonCode(person), party: party.map { PartyCode($0) }, scopes: Set(scopes.compactMap(Scope.init)))
      fault = isRevoked ? "revoked" : isExpired ? "expired" : isActive ? String?.none : "inactive"
      self.isUnseen = isUnseen
    }
  }

  /// Exchanges a token for a new one with the same person, scopes and label; the old one ends in the same transaction.
  package func rotateToken(
    _ id: TokenID, days: Int64, as caller: Caller
  ) async throws(EngineError) -> (
    id: TokenID, secret: TokenSecret, person: PersonCode, scopes: [String], expiresAt: Instant
  ) {
    try Self.checkLifetime(days)
    try await requireToken(id, as: caller)
    let secret = TokenSecret()
    let new = PGUUID.random()
    let issuer = caller.person
    let rows = try await perform { connection in
      do {
        let renewed = try await connection.pipeline([
          BatchCommit.begin(), TokenStatements.renew(id.uuid, new, secret.hash, days),
        ])[1]
        guard !renewed.isEmpty else { throw EngineError.notFound }
        _ = try await connection.pipeline([
          TokenStatements.revoke(id.uuid),
          AdminEntry.make(
            "token_rotated", by: issuer,
            ["token": .string(TokenID(new).description), "replaces": .string(id.description)]),
          BatchCommit.commit(),
        ])
        return renewed
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
    do {
      let (person, scopes, expires) = try rows.single.decode(String.self, [String].self, Timestamp.self)
      return (TokenID(new), secret, PersonCode(person), scopes, Instant(expires))
    } catch {
      throw .from(error)
    }
  }

  private static func checkLifetime(_ days: Int64) throws(EngineError) {
    guard (1...1_096).contains(days) else {
      throw EngineError(
        .invalid, Text(en: "a token lives 1 to 1096 days", ja: "トークンの有効期間は1~1096日です"))
    }
  }

  private func requireToken(_ id: TokenID, as caller: Caller) async throws(EngineError) {
    let own = try await tokens(of: caller.scopes.contains(.admin) ? nil : caller.person, as: caller)
    guard own.contains(where: { $0.id == id }) else { throw .notFound }
  }

  /// A new token; its secret is in the answer and nowhere else.
  package func issueToken(
    for person: PersonCode, scopes: Set<Scope>, days: Int64, label: String, as caller: Caller
  ) async throws(EngineError) -> (id: TokenID, secret: TokenSecret, expiresAt: Instant) {
    if person != caller.person || !scopes.isSubset(of: caller.scopes) { try caller.require(.admin) }
    try Self.checkLifetime(days)
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
    try await requireToken(id, as: caller)
    let rows = try await perform { connection in
      try await connection.pipeline([
        TokenStatements.revoke(id.uuid),
        AdminEntry.make("token_revoked", by: caller.person, ["token": .string(id.description)]),
      ])[0]
    }
    if rows.isEmpty { throw .notFound }
  }
}
