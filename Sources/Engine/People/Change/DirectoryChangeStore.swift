import JSON
import Postgres
import Workflows

/// Proposed changes of the directory, and how the edits of one are written.
enum DirectoryChangeStore {
  static let propose = Statement(
    """
    insert into directory_change (reason, edits, proposed_by, proposed_at) values ($1, $2, $3, sekisho_now())
    returning id, reason, edits, proposed_by, proposed_at, decided_by, decided_at, is_approved
    """)
  static let find = Statement(
    """
    select id, reason, edits, proposed_by, proposed_at, decided_by, decided_at, is_approved
    from directory_change where id = $1
    """)
  /// Serialises with everybody else who changes the directory: the counter's row is locked first.
  static let lock = Statement(
    """
    select id, reason, edits, proposed_by, proposed_at, decided_by, decided_at, is_approved
    from directory_change where id = $1 for update
    """)
  static let list = Statement(
    """
    select id, reason, edits, proposed_by, proposed_at, decided_by, decided_at, is_approved
    from directory_change where (not $1 or is_approved is null) and id < $2 order by id desc limit 100
    """)
  static let decide = Statement(
    """
    update directory_change set decided_by = $2, decided_at = sekisho_now(), is_approved = $3
    where id = $1 and is_approved is null
    returning id, reason, edits, proposed_by, proposed_at, decided_by, decided_at, is_approved
    """)

  static let removeMemberships = Statement(
    """
    delete from membership m using unnest($1::text[], $2::text[], $3::date[], $4::date[]) as u (person, position, f, t)
    where m.person = u.person and m.position = u.position and m.valid_from is not distinct from u.f
      and m.valid_to is not distinct from u.t
    """)
  static let removeDelegations = Statement(
    """
    delete from delegation d
    using unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::date[], $6::date[]) as u (giver, taker, r, a, f, t)
    where d.giver = u.giver and d.taker = u.taker and (select coalesce(string_agg(x, ',' order by x collate "C"), '')
        from unnest(d.roles) as x) = u.r
      and d.max_amount is not distinct from u.a and d.valid_from is not distinct from u.f
      and d.valid_to is not distinct from u.t
    """)
  static let removeAbsences = Statement(
    """
    delete from absence a using unnest($1::text[], $2::date[], $3::date[]) as u (person, f, t)
    where a.person = u.person and a.valid_from is not distinct from u.f and a.valid_to is not distinct from u.t
    """)
  static let delegations = Statement(
    """
    select giver, taker, roles, max_amount, valid_from, valid_to, id from delegation
    where $1::text is null or giver = $1 or taker = $1 order by id
    """)
  static let absences = Statement(
    "select person, valid_from, valid_to, id from absence where $1::text is null or person = $1 order by id")
  /// Families in which somebody has acted in any role.
  static let familiesOf = Statement(
    """
    select distinct family from item
    where exists (select from jsonb_each(runtime -> 'acts') as a (role, people) where a.people @> to_jsonb($1::text))
    limit $2
    """)

  static let all = [
    propose, find, lock, list, decide, removeMemberships, removeDelegations, removeAbsences, delegations, absences,
    familiesOf,
  ]

  /// The statements that carry out edits, a few however many there are. `next`: the directory with all of them.
  static func writes(_ edits: [DirectoryEdit]) -> [SQL] {
    var upserts = Directory()
    var removed = Directory()
    var added = Directory()
    for edit in edits {
      switch edit {
      case .unit(let unit): upserts.add(unit)
      case .position(let position): upserts.add(position)
      case .party(let party): upserts.add(party)
      case .person(let person): upserts.add(person)
      case .membership(let before, let after):
        if let before { removed.add(before) }
        if let after { added.add(after) }
      case .delegation(let before, let after):
        if let before { removed.add(before) }
        if let after { added.add(after) }
      case .absence(let before, let after):
        if let before { removed.add(before) }
        if let after { added.add(after) }
      }
    }
    return DirectoryWrites.putting(upserts)
      + [
        removeMemberships(
          removed.memberships.map(\.person.text), removed.memberships.map(\.position.text),
          removed.memberships.map { $0.period.from?.wire }, removed.memberships.map { $0.period.to?.wire }),
        removeDelegations(
          removed.delegations.map(\.from.text), removed.delegations.map(\.to.text),
          removed.delegations.map {
            $0.roles.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ",")
          },
          removed.delegations.map(\.maxAmount), removed.delegations.map { $0.period.from?.wire },
          removed.delegations.map { $0.period.to?.wire }),
        removeAbsences(
          removed.absences.map(\.person.text), removed.absences.map { $0.period.from?.wire },
          removed.absences.map { $0.period.to?.wire }),
      ] + DirectoryWrites.adding(added)
  }

  /// One entry for each edit: what it was, what it is, who proposed it. One statement.
  static func entries(
    _ edits: [DirectoryEdit], before: Directory, change: Int32?, proposedBy: PersonCode?, by person: PersonCode
  ) -> SQL {
    AdminEntry.many(
      edits.map { $0.event(in: before) }, by: person,
      edits.map { edit in
        var body: [String: JSONValue] = [:]
        body["before"] = edit.before(in: before)
        body["after"] = edit.after
        body["change"] = change.map { .number(.init(Int64($0))) }
        body["proposed_by"] = proposedBy.map { .string($0.text) }
        return .object(body)
      })
  }
}
