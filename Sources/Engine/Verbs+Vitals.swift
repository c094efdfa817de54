package import Audit
package import Postgres

/// How the engine is, in numbers for an operator.
package struct Vitals: Sendable {
  package struct Queue: Sendable {
    package let kind: String
    /// Due and free to be taken.
    package let due: Int64
    package let leased: Int64
    package let later: Int64
    /// Set aside after too many failures.
    package let dead: Int64
  }

  package let queues: [Queue]
  /// Age of the oldest due task in seconds; 0 where none is due.
  package let oldestDueSeconds: Double
  /// nil where the record is not sealed here.
  package let sealing: SealingLag?
  package let writers: PoolMetrics
  package let readers: PoolMetrics
}

enum VitalStatements {
  static let queues = Statement(
    """
    select kind,
      count(*) filter (where not is_dead and due_at <= now and (leased_until is null or leased_until <= now)),
      count(*) filter (where not is_dead and leased_until > now),
      count(*) filter (where not is_dead and due_at > now and (leased_until is null or leased_until <= now)),
      count(*) filter (where is_dead),
      coalesce(extract(epoch from max(now - due_at) filter (
        where not is_dead and due_at <= now and (leased_until is null or leased_until <= now))), 0)::float8
    from task, (select sekisho_now() as now) as clock group by kind order by kind
    """)

  static let all = [queues]
}

extension Engine {
  package func vitals() async throws(EngineError) -> Vitals {
    let (rows, sealing) = try await perform { connection in
      (try await connection.query(VitalStatements.queues()), try? await SealingLag.read(connection))
    }
    do {
      return Vitals(
        queues: try rows.map { row in
          Vitals.Queue(
            kind: try row.get(0), due: try row.get(1), leased: try row.get(2), later: try row.get(3),
            dead: try row.get(4))
        },
        oldestDueSeconds: try rows.map { row in try row.get(5, as: Double.self) }.max() ?? 0, sealing: sealing,
        writers: writers.metrics, readers: readers.metrics)
    } catch {
      throw .from(error)
    }
  }

  /// Whether the database answers and has the schema that this program knows; else why not.
  package func obstacle() async -> String? {
    do {
      return try await writers.withConnection { connection in
        let status = try await SchemaMigrations.migrator().status(connection)
        if status.isUpToDate {
          return try await Bootstrap.isDone(connection) ? nil : "the database is not set up"
        }
        return status.problem?.text.en ?? "\(status.pending.count) migrations are pending"
      }
    } catch {
      return EngineError.from(error).message.en
    }
  }
}
