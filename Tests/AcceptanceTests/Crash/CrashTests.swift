import Foundation
import Testing

/// Server and workers are killed again and again while the demonstration plays: what is left afterwards, inside and
/// outside, must be what an undisturbed play leaves. Everyday the first two chapters and two kills of each;
/// SEKISHO_CAMPAIGN=long plays the whole case with twenty.
@Suite(.serialized) struct CrashTests {
  @Test func killedDoorsLeaveWhatUndisturbedOnesLeave() async throws {
    let campaign = Campaign.ofThisRun
    print("crash campaign: SEKISHO_SEED=\(campaign.seed), \(campaign.kills) kills each")
    let calm = try await played(campaign, isStormy: false)
    let stormy = try await played(campaign, isStormy: true)
    #expect(stormy.items == calm.items)
    #expect(stormy.entries == calm.entries)
    #expect(stormy.webhooks == calm.webhooks)
    #expect(stormy.mails == calm.mails)
    #expect(stormy.dead == calm.dead)
    #expect(!calm.items.isEmpty && !calm.entries.isEmpty)
    if campaign.isLong { #expect(!calm.webhooks.isEmpty && !calm.mails.isEmpty) }
  }

  struct Campaign {
    let seed: UInt64
    let isLong: Bool
    /// Of the server, and as many of the worker.
    var kills: Int { isLong ? 20 : 2 }
    /// Between two kills, in milliseconds: so that the kills are spread over the case.
    var pause: ClosedRange<Int> { isLong ? 100...2_500 : 50...400 }
    /// How often to look for a lease before a kill of the worker.
    var looks: Int { isLong ? 80 : 20 }

    static var ofThisRun: Campaign {
      let environment = ProcessInfo.processInfo.environment
      return Campaign(
        seed: environment["SEKISHO_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...99_999),
        isLong: environment["SEKISHO_CAMPAIGN"] == "long")
    }
  }

  private func played(_ campaign: Campaign, isStormy: Bool) async throws -> CrashWorld.Traces {
    let world = try await CrashWorld.prepared()
    do {
      let traces = try await played(campaign, isStormy: isStormy, world)
      let codes = await world.end()
      #expect(codes == (0, 0), "a stop in order ends with 0")
      return traces
    } catch {
      _ = await world.end()
      throw error
    }
  }

  private func played(
    _ campaign: Campaign, isStormy: Bool, _ world: CrashWorld
  ) async throws -> CrashWorld.Traces {
    let start = ContinuousClock.now
    let played = try await withThrowingTaskGroup(of: BashRun?.self) { group in
      group.addTask { try await world.play(isWhole: campaign.isLong) }
      if isStormy {
        group.addTask {
          try await kill(campaign, in: world)
          return nil
        }
      }
      var outcome: BashRun?
      while let next = try await group.next() {
        if let next {
          outcome = next
          group.cancelAll()
        }
      }
      return try #require(outcome)
    }
    try #require(
      played.status == 0,
      "the case does not play to its end:\n\(played.output.suffix(3_000))\n\(world.logs.suffix(3_000))")
    if isStormy {
      #expect(
        world.server.kills >= campaign.kills && world.worker.kills >= campaign.kills, "the case was over too early")
    }
    #expect(world.server.falls == [] && world.worker.falls == [], "fell by itself:\n\(world.logs.suffix(3_000))")
    let traces = try await world.traces()
    let verified = try await world.verifyRecord()
    #expect(verified.status == 0, "\(verified.output)")
    let seconds = (ContinuousClock.now - start).components.seconds
    print(
      """
      crash campaign: \(isStormy ? "killed" : "undisturbed") play of \(seconds) s: \(traces.items.count) items, \
      \(traces.entries.count) kinds of entries, \(traces.webhooks.count) webhooks, \(traces.mails.count) mails, \
      \(traces.repeatedMails) handed over again
      """)
    return traces
  }

  /// Kills at random moments, every other time waiting a little for a lease to be in the worker's hands.
  private func kill(_ campaign: Campaign, in world: CrashWorld) async throws {
    var random = SeededGenerator(seed: campaign.seed)
    var whileLeased = 0
    while !Task.isCancelled, world.server.kills < campaign.kills || world.worker.kills < campaign.kills {
      do {
        try await Task.sleep(for: .milliseconds(Int.random(in: campaign.pause, using: &random)))
      } catch { break }
      if world.server.kills <= world.worker.kills {
        try world.server.kill()
      } else {
        var leased = try await world.leasedTasks()
        for _ in 0..<campaign.looks where leased == 0 && world.worker.kills % 2 == 0 {
          try? await Task.sleep(for: .milliseconds(25))
          leased = try await world.leasedTasks()
        }
        if leased > 0 {
          whileLeased += 1
          // Not always at its beginning: some of the work may be done by then.
          try? await Task.sleep(for: .milliseconds(Int.random(in: 0...400, using: &random)))
        }
        try world.worker.kill()
      }
    }
    print("crash campaign: \(world.server.kills) + \(world.worker.kills) kills, \(whileLeased) with a task leased")
    if campaign.isLong { #expect(whileLeased > 0, "no kill met a leased task") }
  }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
