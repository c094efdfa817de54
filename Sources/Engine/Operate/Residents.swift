package import Postgres
package import Workflows

/// Those who have tokens of a development or demonstration database: everybody who works there now.
package struct Resident: Sendable {
  package let person: PersonCode
  /// Of the positions held today.
  package let roles: Set<RoleName>

  static let active = Statement(
    """
    select p.code, coalesce(array_agg(distinct r.role) filter (where r.role is not null), '{}') as roles
    from person p
      left join membership m on m.person = p.code
        and coalesce(m.valid_from <= (sekisho_now() at time zone 'Asia/Tokyo')::date, true)
        and coalesce(m.valid_to >= (sekisho_now() at time zone 'Asia/Tokyo')::date, true)
      left join position o on o.code = m.position
      left join lateral unnest(o.roles) as r (role) on true
    where p.is_active group by p.code order by p.code
    """)
  static let valid = Statement(
    """
    select hash from token
    where hash = any($1::bytea[]) and revoked_at is null and expires_at > sekisho_now() + interval '1 day'
    """)

  static let all = [active, valid]

  package static func list(_ connection: PostgresConnection) async throws -> [Resident] {
    try await connection.query(active()).map { row in
      Resident(
        person: PersonCode(try row.get(0, as: String.self)),
        roles: Set(try row.get(1, as: [String].self).map { RoleName($0) }))
    }
  }

  /// Which of these secrets still sign somebody in tomorrow.
  package static func stillValid(
    _ secrets: [TokenSecret], _ connection: PostgresConnection
  ) async throws -> [Bool] {
    let hashes = secrets.map(\.hash)
    let rows = try await connection.query(valid(hashes))
    let known = Set(try rows.map { row in try row.get(0, as: [UInt8].self) })
    return hashes.map { known.contains($0) }
  }
}
