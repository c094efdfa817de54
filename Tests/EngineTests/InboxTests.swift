import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

@Suite struct InboxTests {
  private static func codes(_ caller: Caller, _ world: SmallWorld, page: Int = 100) async throws -> [String] {
    var codes: [String] = []
    var place: ItemID?
    repeat {
      let inbox = try await world.engine.inbox(as: caller, before: place, limit: page)
      codes += inbox.lines.map(\.item.item.code)
      place = inbox.next
    } while place != nil
    return codes
  }

  @Test func isCompleteBeyondOnePage() async throws {
    try await SmallWorld.with { world in
      // Older than everything else, and the only one that the chief can act on.
      let old = try await world.loan()
      try await world.pledge(old)
      try await world.act("request", on: old, as: SmallWorld.tanaka)
      let drafts = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<250 {
          group.addTask {
            let loan = try await world.loan(["subject": .string("\(number)"), "value": 1])
            let fact = DocumentFact(
              sha256: ContentDigest.hash(of: [UInt8(number)]), name: "pledge.txt", media: "text/plain", size: 1,
              at: SmallWorld.start, by: "tanaka")
            let request = StepRequest(item: loan.item, event: .attach("pledge", fact), actor: SmallWorld.tanaka.actor)
            return try SmallWorld.done(await world.engine.submit(Submission(request, family: loan.family))).code
          }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(try await Self.codes(SmallWorld.kimura, world) == [old.code])
      let mine = try await Self.codes(SmallWorld.tanaka, world, page: 70)
      #expect(mine.count == 250 && Set(mine) == drafts)
      #expect(try await Self.codes(SmallWorld.vendor, world) == [])
    }
  }

  @Test func showsWhatOneMayDoForOthers() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      #expect(try await Self.codes(SmallWorld.nakamura, world) == [])
      _ = try await world.engine.delegate(
        DirectoryChangeTests.delegation("suzuki", "nakamura", ["keeper"], to: "2026-05-01"), reason: "x",
        as: SmallWorld.suzuki)
      #expect(try await Self.codes(SmallWorld.nakamura, world) == [loan.code])
      // Separation of duties is part of the judgement: mori holds the keeper's role and borrowed nothing here.
      #expect(try await Self.codes(SmallWorld.mori, world) == [loan.code])
      #expect(try await Self.codes(SmallWorld.tanaka, world) == [])
    }
  }

  @Test func theBoardCountsAll() async throws {
    try await SmallWorld.with { world in
      for number in 0..<60 { try await world.loan(["subject": .string("\(number)"), "value": 1]) }
      _ = try await world.lent()
      let board = try await world.engine.board("loan", as: SmallWorld.tanaka)
      #expect(board.map(\.state) == ["draft", "requested", "lent", "shipping", "overdue"])
      #expect(board.map(\.total) == [60, 0, 1, 0, 0] && board.map(\.items.count) == [50, 0, 1, 0, 0])
    }
  }
}
