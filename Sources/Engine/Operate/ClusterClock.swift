import Diagnostics
import JSON
package import Postgres
package import Workflows

/// The clock of record of a test or demo cluster, which its owner may move. Each move is an entry; a production cluster
/// refuses, by this code, by the application's rights and by a check constraint.
package enum ClusterClock {
  package struct Reading: Sendable {
    package let kind: ClusterKind
    package let now: Instant
    /// Ahead of the server's clock by so many microseconds.
    package let offset: Int64
  }

  package static func read(_ connection: PostgresConnection) async throws -> Reading {
    guard let row = try await connection.query(DatabaseInspection.cluster()).atMostOne else {
      throw EngineError(
        .conflict,
        Text(
          en: "this database is not set up: run sekisho db bootstrap",
          ja: "このデータベースは未設定です。「sekisho db bootstrap」を実行してください"))
    }
    guard let kind = ClusterKind(rawValue: try row.get(0)) else { throw EngineError.corrupt("cluster kind") }
    return Reading(kind: kind, now: Instant(try row.get(2, as: Timestamp.self)), offset: try row.get(1))
  }

  /// Moves the clock to `moment`, or on by some microseconds, and wakes the workers: what the move makes due is due now.
  ///
  /// - Parameter isRehearsal: says where the clock would be, and moves nothing.
  package static func move(
    _ target: Target, isRehearsal: Bool = false, _ connection: PostgresConnection
  ) async throws -> Reading {
    let before = try await read(connection)
    guard before.kind != .production else {
      throw EngineError(
        .forbidden,
        Text(
          en: "the clock of a production cluster does not move: only test and demo clusters have one that does",
          ja: "本番クラスターの時計は動かせません。動かせるのはテスト用とデモ用だけです"))
    }
    let offset: Int64
    switch target {
    case .moment(let moment): offset = moment.microseconds - (before.now.microseconds - before.offset)
    case .ahead(let microseconds): offset = before.offset + microseconds
    }
    let shift = offset - before.offset
    if isRehearsal {
      return Reading(
        kind: before.kind, now: Instant(microseconds: before.now.microseconds + shift), offset: offset)
    }
    _ = try await connection.pipeline([
      Bootstrap.moveClock(offset),
      AdminEntry.make(
        "clock_moved", by: nil,
        [
          "from": .string(before.now.rfc3339), "offset_microseconds": .number(.init(offset)),
          "to": .string(Instant(microseconds: before.now.microseconds + shift).rfc3339),
        ]),
      BatchCommit.wake(),
    ])
    return try await read(connection)
  }

  package enum Target: Sendable {
    case moment(Instant)
    case ahead(microseconds: Int64)
  }
}
