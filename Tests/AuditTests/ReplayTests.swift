import Diagnostics
import Postgres
import PostgresTesting
import Testing

@testable import Audit

extension DatabaseTests {
  @Suite struct ReplayTests {
    /// Says that every version after the first is missing a predecessor unless it came.
    struct Versions: HistoryReplay {
      var seen: Set<Int64> = []
      var order: [PGUUID] = []

      mutating func take(_ entry: HistoryEntry) async throws -> [StateFault] {
        if let last = order.last, let item = entry.item, entry.id < last {
          return [StateFault(item: item, entry: entry.id, message: Text(verbatim: "order"))]
        }
        order.append(entry.id)
        if let version = entry.version { seen.insert(version) }
        return []
      }

      mutating func finish() async throws -> [StateFault] {
        seen.sorted().filter { $0 > 0 && !seen.contains($0 - 1) }.map {
          StateFault(item: Record.id(7_000_001), entry: nil, message: Text(verbatim: "\($0) has no predecessor"))
        }
      }
    }

    @Test func aReplaySeesEveryEntryInOrderAndItsFaultsAreReported() async throws {
      try await Record.with(Record.filled) { record in
        let verification = Verification(keys: record.keys)
        #expect(try await verification.run(record.connection, replay: Versions()).isSound)
        try await record.forge("delete from history where \(DatabaseTests.TamperingTests.rowOf(599))")
        try await record.write([700])
        let report = try await verification.run(record.connection, replay: Versions())
        #expect(report.findings.map(\.code) == ["entry-deleted", "state-differs"])
        #expect(report.findings.last?.message.en == "700 has no predecessor")
      }
    }

    @Test func progressIsTold() async throws {
      try await Record.with(Record.filled) { record in
        await confirmation { told in
          _ = try? await Verification(keys: record.keys).run(record.connection) { progress in
            if progress == Verification.Progress(leaves: 600, of: 600) { told() }
          }
        }
      }
    }
  }
}
