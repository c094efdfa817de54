import Audit
import Diagnostics
import Postgres

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

  package struct Sealing: Sendable {
    /// Age of the oldest entry that is in no leaf yet.
    package let unsealedMicroseconds: Int
    /// A running transaction keeps newer entries from being sealed.
    package let isHeldUp: Bool
  }

  package struct Connections: Sendable {
    package let idle: Int
    package let leased: Int
    package let waiting: Int
  }

  package let queues: [Queue]
  /// Age of the oldest due task in seconds; 0 where none is due.
  package let oldestDueSeconds: Double
  /// nil where the record is not sealed here.
  package let sealing: Sealing?
  package let writers: Connections
  package let readers: Connections
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

extension WorkflowEngine {
  package func vitals() async throws(EngineError) -> Vitals {
    let (rows, sealing) = try await perform { connection in
      (try await connection.query(VitalStatements.queues()), try? await SealingLag.read(connection))
    }
    do {
      return Vitals(
        queues: try rows.map(Vitals.Queue.init(row:)),
        oldestDueSeconds: try rows.map { row in try row.get(5, as: Double.self) }.max() ?? 0,
        sealing: sealing.map { .init(unsealedMicroseconds: $0.microseconds ?? 0, isHeldUp: $0.isHeldUp) },
        writers: .init(writers.metrics), readers: .init(readers.metrics))
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

extension Vitals.Connections {
  fileprivate init(_ metrics: PoolMetrics) {
    self.init(idle: metrics.idle, leased: metrics.leased, waiting: metrics.waiting)
  }
}

extension Vitals.Queue {
  init(row: Row) throws(PostgresError) {
    self.init(
      kind: try row.get(0), due: try row.get(1), leased: try row.get(2), later: try row.get(3), dead: try row.get(4))
  }
}
