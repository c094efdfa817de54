import Postgres

enum TaskStatements {
  static let insert = Statement(
    """
    insert into task (id, family, item, kind, name, endpoint, payload, priority, due_at, created_at)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
      $8::int4[], $9::timestamptz[], $10::timestamptz[])
    """)

  /// Work that needs nothing from outside: looked at without a lock, checked again under the family's.
  static let peek = Statement(
    """
    select id, family from task
    where kind = any($1::text[]) and not is_dead and due_at <= sekisho_now()
    order by priority desc, due_at limit $2
    """)

  static let still = Statement(
    """
    select id, family, item, kind, name, payload, due_at from task
    where id = any($1::uuid[]) and family = any($2::uuid[]) and not is_dead
    order by due_at, id
    """)

  /// A newer calendar is in force: every open item that has deadlines beyond the old one's knowledge looks at them again.
  static let recompute = Statement(
    """
    insert into task (id, family, item, kind, name, payload, due_at, created_at)
    select gen_random_uuid(), family, id, 'automatic', 'recompute', '{}', sekisho_now(), sekisho_now() from item
    where not is_final
      and runtime @? '$.**.deadlines[*] ? (@.provisional == true)'
    """)

  static let delete = Statement("delete from task where id = any($1::uuid[])")

  /// A step that the definition refuses would be refused again: the task is set aside with its reason.
  static let bury = Statement(
    """
    update task t set is_dead = true, last_error = u.error, attempts = attempts + 1
    from unnest($1::uuid[], $2::text[]) as u (id, error) where t.id = u.id
    """)

  // MARK: Leases, for work that touches the outside

  static let claim = Statement(
    """
    update task t
    set fence = t.fence + 1, attempts = t.attempts + 1, worker = $2, leased_until = sekisho_now() + $3 * interval '1 s'
    from (
      select id from task
      where kind = any($1::text[]) and not is_dead and due_at <= sekisho_now()
        and (leased_until is null or leased_until < sekisho_now()) and ($5::text is null or endpoint = $5)
      order by priority desc, due_at limit $4
      for update skip locked
    ) as due
    where t.id = due.id
    returning t.id, t.family, t.item, t.kind, t.name, t.endpoint, t.payload, t.attempts, t.fence
    """)

  static let heartbeat = Statement(
    """
    update task set leased_until = sekisho_now() + $3 * interval '1 s'
    where id = $1 and fence = $2 and leased_until is not null and not is_dead returning id
    """)

  /// Checks the fencing token under the family's lock, in the transaction that applies the result.
  static let held = Statement(
    "select family, item, name, kind from task where id = $1 and fence = $2 and not is_dead for update")

  static let retryLater = Statement(
    """
    update task set leased_until = null, worker = null, last_error = $3,
      due_at = sekisho_now() + $4 * interval '1 ms', is_dead = $5
    where id = $1 and fence = $2 returning id
    """)

  static let revive = Statement(
    """
    update task set is_dead = false, attempts = 0, leased_until = null, due_at = sekisho_now()
    where id = $1 and is_dead returning id
    """)

  static let cancel = Statement("delete from task where id = $1 and kind <> 'deadline' returning family, item, name")

  static let place = Statement("select family, item, name from task where id = $1")

  static let list = Statement(
    """
    select t.id, t.item, c.code, t.kind, t.name, t.due_at, t.attempts, t.worker, t.is_dead, t.last_error
    from task t left join item_code c on c.id = t.item
    where ($1::bool is null or t.is_dead = $1) order by t.is_dead desc, t.due_at limit 500
    """)

  static let all = [
    insert, peek, still, recompute, delete, bury, claim, heartbeat, held, retryLater, revive, cancel, place, list,
  ]
}
