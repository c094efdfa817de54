import Audit
package import Diagnostics
package import Postgres
package import Workflows

/// What `sekisho doctor` asks a database that is reachable and migrated. Facts only: what is good or bad is for the
/// reader of this to judge.
package struct InstallationFacts: Sendable {
  /// What each role of ours may do that it must not, as `sekisho_app: update history`.
  package let excessRights: [String]
  /// Group roles that do not exist.
  package let missingRoles: [String]
  /// Group roles that this login cannot become.
  package let closedRoles: [String]
  /// This login could switch off what protects the record: it is a superuser or owns the history.
  package let isOverpowered: Bool
  /// Protections of append-only tables that are switched off or gone.
  package let missingTriggers: [String]
  /// Tables whose row-level security is off.
  package let openTables: [String]
  package let queues: [Vitals.Queue]
  package let oldestDueSeconds: Double
  /// Leased by a worker that has not renewed in time.
  package let expiredLeases: Int64
  package let sealing: (microseconds: Int?, isHeldUp: Bool, holder: String?)
  package let leaves: Int64
  package let entries: Int64
  /// Tokens that end within two weeks.
  package let expiring: [Token]
  /// Administrators with a token that still signs them in.
  package let administrators: Int64
  /// nil where this login may not ask.
  package let dataDirectory: String?
  package let library: Deployed

  package struct Token: Sendable {
    package let id: TokenID
    package let person: PersonCode
    package let label: String
    package let expiresAt: Instant
  }

  /// What deployed definitions rely on.
  package struct Deployed: Sendable {
    /// Why this program does not understand them; nothing else is known then.
    package let fault: Text?
    package let workflows: Int
    package let calendars: [String: Day]
    /// Endpoints by kind of task, each with the flows that name it.
    package let endpoints: [TaskSpec.Kind: [String: [WorkflowName]]]
  }

  package static func read(_ connection: PostgresConnection) async throws -> InstallationFacts {
    let lag = try await SealingLag.read(connection)
    let answers = try await connection.pipeline([
      FactStatements.rights(), FactStatements.roles(), FactStatements.triggers(), FactStatements.security(),
      VitalStatements.queues(), FactStatements.leases(), FactStatements.counts(), FactStatements.tokens(),
      LibraryStore.load(),
    ])
    let texts: (Int) throws -> [String] = { index in try answers[index].map { row in try row.get(0) } }
    let roles = try answers[1].map { row in
      (
        name: try row.get(0, as: String.self), exists: try row.get(1, as: Bool.self),
        open: try row.get(2, as: Bool.self)
      )
    }
    let counts = try answers[6].single
    return InstallationFacts(
      excessRights: try texts(0), missingRoles: roles.filter { !$0.exists }.map(\.name),
      closedRoles: roles.filter { $0.exists && !$0.open }.map(\.name), isOverpowered: try counts.get(0),
      missingTriggers: try texts(2), openTables: try texts(3),
      queues: try answers[4].map(Vitals.Queue.init(row:)),
      oldestDueSeconds: try answers[4].map { row in try row.get(5, as: Double.self) }.max() ?? 0,
      expiredLeases: try answers[5].single.get(0),
      sealing: (
        lag.microseconds, lag.isHeldUp, lag.holder.map { "\($0.processID) \($0.application)" }
      ), leaves: try counts.get(1), entries: try counts.get(2),
      expiring: try answers[7].map { row in
        Token(
          id: TokenID(try row.get(0)), person: PersonCode(try row.get(1, as: String.self)), label: try row.get(2),
          expiresAt: Instant(try row.get(3, as: Timestamp.self)))
      }, administrators: try counts.get(3), dataDirectory: try? await directory(connection),
      library: try deployed(answers[8]))
  }

  /// Only superusers and pg_read_all_settings may ask.
  private static func directory(_ connection: PostgresConnection) async throws -> String {
    try await connection.query(FactStatements.directory()).single.get(0)
  }

  private static func deployed(_ rows: Rows) throws -> Deployed {
    let library: Library
    do {
      library = try LibraryStore.library(rows).0
    } catch let error as EngineError {
      return Deployed(fault: error.message, workflows: 0, calendars: [:], endpoints: [:])
    }
    var endpoints: [TaskSpec.Kind: [String: [WorkflowName]]] = [:]
    for hash in library.current.values {
      guard let definition = library.definitions[hash] else { continue }
      for transition in definition.transitions.values {
        for case .task(let spec) in transition.effects {
          endpoints[spec.kind, default: [:]][spec.to, default: []].append(definition.name)
        }
      }
    }
    return Deployed(
      fault: nil, workflows: library.current.count, calendars: library.calendars.mapValues(\.knownUntil),
      endpoints: endpoints)
  }
}

enum FactStatements {
  /// Rights that would let a role of ours change the record or widen what it sees.
  static let rights = Statement(
    """
    select r.name || ': ' || p.privilege || ' ' || t.name
    from (values ('sekisho_app'), ('sekisho_reader'), ('sekisho_auditor')) as r (name),
      (values ('history'), ('audit_leaf'), ('audit_tile'), ('audit_seal'), ('audit_checkpoint')) as t (name),
      (values ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER')) as p (privilege)
    where exists (select from pg_roles where rolname = r.name) and to_regclass(t.name) is not null
      and case when p.privilege = 'UPDATE' then has_any_column_privilege(r.name, t.name, 'UPDATE')
        else has_table_privilege(r.name, t.name, p.privilege) end
    union all
    select r.name || ': writes ' || c.relname
    from (values ('sekisho_reader'), ('sekisho_auditor')) as r (name), pg_class c
    where exists (select from pg_roles where rolname = r.name) and c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and (has_table_privilege(r.name, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        or has_any_column_privilege(r.name, c.oid, 'INSERT, UPDATE'))
    union all
    select rolname || ': is a superuser, or passes row-level security' from pg_roles
    where rolname in ('sekisho_app', 'sekisho_reader', 'sekisho_auditor') and (rolsuper or rolbypassrls)
    order by 1
    """)

  static let roles = Statement(
    """
    select r.name, p.rolname is not null,
      coalesce(pg_has_role(session_user, p.oid, 'member'), false)
    from (values ('sekisho_app'), ('sekisho_reader'), ('sekisho_auditor')) as r (name)
      left join pg_roles p on p.rolname = r.name
    order by 1
    """)

  static let triggers = Statement(
    """
    select t.name from (values ('history'), ('audit_leaf'), ('audit_tile'), ('audit_seal'), ('audit_checkpoint'))
      as t (name)
    where not exists (
      select from pg_trigger g where g.tgrelid = to_regclass(t.name) and g.tgname = t.name || '_is_append_only'
        and g.tgenabled in ('O', 'A'))
    """)

  static let security = Statement(
    """
    select relname::text from pg_class
    where relnamespace = 'public'::regnamespace and relname in ('item', 'item_code', 'history', 'link', 'blob', 'person')
      and not relrowsecurity
    order by 1
    """)

  static let leases = Statement(
    "select count(*) from task where not is_dead and leased_until < sekisho_now()")

  static let counts = Statement(
    """
    select
      (select rolsuper from pg_roles where rolname = session_user)
        or pg_has_role(session_user, (select relowner from pg_class where oid = to_regclass('history')), 'member'),
      (select coalesce(max(leaf_index) + 1, 0) from audit_leaf), (select count(*) from history),
      (select count(distinct t.person) from token t join person p on p.code = t.person and p.is_active
        where 'admin' = any(t.scopes) and t.revoked_at is null and t.expires_at > sekisho_now())
    """)

  static let tokens = Statement(
    """
    select id, person, label, expires_at from token
    where revoked_at is null and expires_at > sekisho_now() and expires_at < sekisho_now() + interval '14 days'
    order by expires_at, id limit 50
    """)

  static let directory = Statement("select current_setting('data_directory')")

  static let all = [rights, roles, triggers, security, leases, counts, tokens, directory]
}
