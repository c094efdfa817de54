import Postgres

enum TokenStatements {
  static let find = Statement(
    """
    select t.id, t.person, p.party, t.scopes, t.revoked_at is not null, t.expires_at <= sekisho_now(), p.is_active,
      t.seen_at is null or t.seen_at < sekisho_now() - interval '1 hour'
    from token t join person p on p.code = t.person where t.hash = $1
    """)
  /// The entry on a successful sign-in: at most one a token and hour, whoever else signs in with it at this moment.
  static let note = Statement(
    """
    with seen as (
      update token set seen_at = sekisho_now()
      where id = $1 and (seen_at is null or seen_at < sekisho_now() - interval '1 hour') returning id, person
    )
    insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
      ordinal)
    select sekisho_entry_id(), '00000000-0000-0000-0000-000000000000', null, null, sekisho_now(), 'signed_in', person,
      null, '{}', null, null, '{"token":"' || id || '"}', 0
    from seen
    """)
  /// A new secret under the old terms, beside the old token until that is revoked in the same transaction.
  static let renew = Statement(
    """
    insert into token (id, person, hash, label, scopes, created_at, expires_at)
    select $2, person, $3, label, scopes, sekisho_now(), sekisho_now() + $4 * interval '1 day'
    from token where id = $1 and revoked_at is null and expires_at > sekisho_now()
    returning person, scopes, expires_at
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

  static let all = [find, note, renew, insert, list, revoke]
}
