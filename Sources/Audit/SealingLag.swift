package import Postgres

/// How far sealing is behind, and what holds it up. An operator is alarmed when the age passes what the office allows.
package struct SealingLag: Hashable, Sendable {
  /// A running transaction that writes: nothing committed after its start can be sealed before it ends.
  package struct Holder: Hashable, Sendable {
    package let processID: Int32
    /// Empty where the session belongs to a role that the asking one may not look into.
    package let application: String
    package let microseconds: Int
  }

  /// Age of the oldest entry without a leaf; nil where all is sealed.
  package let microseconds: Int?
  /// Whether that entry waits for a running transaction rather than for a sealer.
  package let isHeldUp: Bool
  package let holder: Holder?

  package static func read(_ connection: PostgresConnection) async throws(PostgresError) -> SealingLag {
    let answers = try await connection.pipeline([Statements.lag, Statements.holder])
    let oldest = try answers[0].atMostOne.map { row throws(PostgresError) in try row.decode(Int.self, Bool.self) }
    let holder = try answers[1].atMostOne.map { row throws(PostgresError) in
      Holder(
        processID: try row.get(0), application: try row.get(1), microseconds: try row.get(2, as: Int?.self) ?? 0)
    }
    return SealingLag(
      microseconds: oldest?.0, isHeldUp: oldest?.1 ?? false, holder: oldest?.1 == true ? holder : nil)
  }
}
