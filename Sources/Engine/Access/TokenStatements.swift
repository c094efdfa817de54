import Postgres

enum TokenStatements {
  static let find = Statement(
    """
    select t.person, p.party, t.scopes from token t join person p on p.code = t.person
    where t.hash = $1 and t.revoked_at is null and t.expires_at > sekisho_now() and p.is_active
    """)
  static let insert = Statement(
    """
    insert into token (id, person, hash, label, scopes, created_at, expires_at)
    values ($1, $2, $3, $4, $5, sekisho_now(), sekisho_now() + $6 * interval '1 day')
    returning created_at, expires_at
    """)
  static let list = Statement(
    """
    select id, person, label, scopes, created_at, expires_at, revoked_at from token
    where $1::text is null or person = $1 order by created_at desc, id limit 500
    """)
  static let revoke = Statement(
    "update token set revoked_at = sekisho_now() where id = $1 and revoked_at is null returning person")

  static let all = [find, insert, list, revoke]
}
