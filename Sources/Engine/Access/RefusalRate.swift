import JSON
import Postgres
import Workflows

/// Floods of refusals: up to `limit` a person and minute each leaves its entry; beyond that they are counted, and
/// `summarise` turns the counts into one entry a minute. The counts lie in the database: neither a crash nor a second
/// server forgets them.
enum RefusalRate {
  static let limit: Int64 = 30

  static let count = Statement(
    """
    insert into refusal_rate as r (person, since, seen, suppressed, suppressed_since)
    select person, sekisho_now(), wanted, greatest(wanted - $3, 0),
      case when wanted > $3 then sekisho_now() end
    from unnest($1::text[], $2::int8[]) as u (person, wanted) order by person
    on conflict (person) do update set
      since = case when r.since < excluded.since - interval '1 minute' then excluded.since else r.since end,
      seen = case when r.since < excluded.since - interval '1 minute' then 0 else r.seen end + excluded.seen,
      suppressed = r.suppressed + case when r.since < excluded.since - interval '1 minute' then excluded.suppressed
        else greatest(r.seen + excluded.seen - $3, 0) - greatest(r.seen - $3, 0) end,
      suppressed_since = case when r.suppressed > 0 then r.suppressed_since
        when excluded.suppressed > 0
          or (r.since >= excluded.since - interval '1 minute' and r.seen + excluded.seen > $3) then excluded.since end
    returning person, seen
    """)

  /// One entry for each person whose count is older than a minute; forgets people who have been quiet for a day.
  static let summarise = Statement(
    """
    with due as (
      select person, suppressed, suppressed_since from refusal_rate
      where suppressed > 0 and suppressed_since < sekisho_now() - interval '1 minute'
      order by person for update skip locked
    ), cleared as (
      update refusal_rate r set suppressed = 0, suppressed_since = null from due where r.person = due.person
    ), forgotten as (
      delete from refusal_rate where suppressed = 0 and since < sekisho_now() - interval '1 day'
    )
    insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
      ordinal)
    select sekisho_entry_id(), '00000000-0000-0000-0000-000000000000', null, null, sekisho_now(), 'refusals_counted',
      person, null, '{}', null, null,
      '{"count":' || suppressed || ',"since":"'
        || to_char(suppressed_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '"}',
      (row_number() over (order by person))::int
    from due
    """)

  static let all = [count, summarise]

  /// Counts the refusals of a batch and drops the entries beyond the rate. Costs nothing where nobody was refused.
  /// Comes after codes are drawn, so that all batches lock in one order.
  static func limit(_ run: inout BatchRun, _ connection: PostgresConnection) async throws {
    let wanted = run.refusals
    guard !wanted.isEmpty else { return }
    run.keep(refusals: try await admitted(wanted, connection))
  }

  /// How many of the wanted entries may be written.
  static func admitted(
    _ wanted: [PersonCode: Int], _ connection: PostgresConnection
  ) async throws -> [PersonCode: Int] {
    let people = wanted.keys.sorted()
    let rows = try await connection.query(count(people.map(\.text), people.map { Int64(wanted[$0] ?? 0) }, limit))
    var admitted: [PersonCode: Int] = [:]
    for row in rows {
      let person = PersonCode(try row.get(0, as: String.self))
      let seen = try row.get(1, as: Int64.self)
      let before = seen - Int64(wanted[person] ?? 0)
      admitted[person] = Int(max(0, min(seen, limit) - min(before, limit)))
    }
    return admitted
  }
}

extension WorkflowEngine {
  /// Sums up what floods of refusals left uncounted; some worker calls it about once a minute.
  package func summariseRefusals() async throws(EngineError) {
    _ = try await perform { connection in try await connection.query(RefusalRate.summarise()) }
  }

  /// One entry on a person for an attempt that must leave no trace elsewhere, within the rate.
  func recordRefusal(of person: PersonCode, _ body: [String: JSONValue]) async throws(EngineError) {
    try await perform { connection in
      do {
        _ = try await connection.query(BatchCommit.begin())
        let admitted = try await RefusalRate.admitted([person: 1], connection)
        let entry = AdminEntry.make(EntryEvent.refused.rawValue, by: person, .object(body))
        _ = try await connection.pipeline((admitted[person] == 1 ? [entry] : []) + [BatchCommit.commit()])
      } catch {
        _ = try? await connection.query(BatchCommit.rollback())
        throw error
      }
    }
  }
}
