import Diagnostics
import JSON
import Postgres
import Synchronization
import Testing
import Workflows

@testable import Engine

/// What the engine does with what is found about a version; what is found is somebody else's matter.
@Suite struct ScrutinyTests {
  private static func finding(refuted: Int = 0, undecided: Int = 0) -> Scrutiny.Finding {
    func diagnostics(_ count: Int, _ severity: Severity) -> [Diagnostic] {
      (0..<count).map { Diagnostic("E302", severity, Text(en: "state \($0)", ja: "状態\($0)")) }
    }
    return Scrutiny.Finding(
      refuted: diagnostics(refuted, .error), undecided: diagnostics(undecided, .warning),
      questions: (0..<undecided).map { "loan E302 state \($0)" })
  }

  private static func finds(refuted: Int = 0, undecided: Int = 0) -> Scrutiny {
    Scrutiny { _, _, _ in finding(refuted: refuted, undecided: undecided) }
  }

  private static func newer(_ world: SmallWorld, _ title: String = "Lending") async throws -> ArtifactFile {
    try await world.artifact(.workflow, try SmallWorld.loan(("{en: Loan, ja: 貸出}", "{en: \(title), ja: 貸出し}")))
  }

  @Test func whatIsRefutedIsNeitherDepositedNorApproved() async throws {
    try await SmallWorld.with { world in
      let file = try await Self.newer(world)
      let error = await #expect(throws: EngineError.self) {
        try await world.engine.propose(
          file, shownAs: "next.yaml", given: Self.finds(refuted: 2, undecided: 1), accepting: "we are in a hurry",
          as: SmallWorld.admin)
      }
      #expect(error?.code == .unsound && error?.diagnostics.count == 3)
      #expect(try await world.count("select count(*) from artifact where name = 'loan'") == 1)
      #expect(try await world.entries("event like 'artifact%'").isEmpty)

      // What was sound when it was deposited may not be so any more.
      let id = try await world.engine.propose(
        file, shownAs: "next.yaml", given: .nothingFound, as: SmallWorld.admin)
      let late = await #expect(throws: EngineError.self) {
        try await world.engine.approve(
          id, given: Self.finds(refuted: 1), accepting: "we are in a hurry", as: SmallWorld.second)
      }
      #expect(late?.code == .unsound)
      #expect(try await world.count("select count(*) from artifact where name = 'loan' and is_current") == 1)
      #expect(try await world.entries("event = 'artifact_approved'").isEmpty)
    }
  }

  @Test func whatIsUndecidedIsAcceptedWithAReasonByBoth() async throws {
    try await SmallWorld.with { world in
      let file = try await Self.newer(world)
      let doubtful = Self.finds(undecided: 2)
      for reason in [nil, "", " \n"] as [String?] {
        let error = await #expect(throws: EngineError.self) {
          try await world.engine.propose(
            file, shownAs: "next.yaml", given: doubtful, accepting: reason, as: SmallWorld.admin)
        }
        #expect(error?.code == .undecided && error?.diagnostics.count == 2)
      }
      let id = try await world.engine.propose(
        file, shownAs: "next.yaml", given: doubtful, accepting: "計算した", as: SmallWorld.admin)
      let silent = await #expect(throws: EngineError.self) {
        try await world.engine.approve(id, given: doubtful, as: SmallWorld.second)
      }
      #expect(silent?.code == .undecided)
      _ = try await world.engine.approve(id, given: doubtful, accepting: "確認した", as: SmallWorld.second)
      let entries = try await world.entries("event like 'artifact%'")
      #expect(entries.map(\.person) == ["admin", "second"])
      #expect(entries.map { $0.body["accepted_undecided"]?["reason"] } == ["計算した", "確認した"])
      #expect(
        entries.allSatisfy {
          $0.body["accepted_undecided"]?["questions"] == ["loan E302 state 0", "loan E302 state 1"]
        })
    }
  }

  @Test func whatIsProvedLeavesNothingToAccept() async throws {
    try await SmallWorld.with { world in
      try await world.deploy(.workflow, try SmallWorld.loan(("{en: Loan, ja: 貸出}", "{en: Lending, ja: 貸出し}")))
      #expect(try await world.entries("event like 'artifact%'").allSatisfy { $0.body["accepted_undecided"] == nil })
    }
  }

  /// The scrutiny sees what would be in force, among what is.
  @Test func theWholeLibraryIsLookedAt() async throws {
    try await SmallWorld.with { world in
      let file = try await Self.newer(world)
      let seen = Mutex<[(ContentHash?, ContentHash?, Day)]>([])
      let watching = Scrutiny { after, before, today in
        seen.withLock { $0.append((after.current["loan"], before.current["loan"], today)) }
        return Scrutiny.Finding()
      }
      let old = try await world.engine.library(as: SmallWorld.admin).current["loan"]
      let id = try await world.engine.propose(file, shownAs: "next.yaml", given: watching, as: SmallWorld.admin)
      _ = try await world.engine.approve(id, given: watching, as: SmallWorld.second)
      #expect(seen.withLock { $0.map(\.0) } == [file.hash, file.hash])
      #expect(seen.withLock { $0.map(\.1) } == [old, old])
      // The cluster's day, not the machine's.
      let day = try await world.engine.now().day
      #expect(seen.withLock { $0.allSatisfy { $0.2 == day } })
    }
  }

  /// Another version is put in force while one is looked at: what was seen is no longer what is in force.
  @Test func anApprovalIsLookedAtAgainWhereAnotherCameBetween() async throws {
    try await SmallWorld.with { world in
      let (first, second) = (try await Self.newer(world, "One"), try await Self.newer(world, "Two"))
      func propose(_ file: ArtifactFile) async throws -> Int32 {
        try await world.engine.propose(file, shownAs: "next.yaml", given: .nothingFound, as: SmallWorld.admin)
      }
      let (one, two) = (try await propose(first), try await propose(second))
      let seen = Mutex<[ContentHash?]>([])
      let interrupting = Scrutiny { _, before, _ in
        let isFirst = seen.withLock {
          $0.append(before.current["loan"])
          return $0.count == 1
        }
        if isFirst { _ = try await world.engine.approve(one, given: .nothingFound, as: SmallWorld.second) }
        return Scrutiny.Finding()
      }
      _ = try await world.engine.approve(two, given: interrupting, as: SmallWorld.second)
      #expect(seen.withLock { $0.count } == 2 && seen.withLock { $0.last } == first.hash)
      #expect(try await world.engine.library(as: SmallWorld.admin).current["loan"] == second.hash)
    }
  }

  @Test func aRehearsalRefusesAlikeAndStoresNothing() async throws {
    try await SmallWorld.with { world in
      let file = try await Self.newer(world)
      let refused = await #expect(throws: EngineError.self) {
        try await world.engine.foresee(
          file, shownAs: "next.yaml", given: Self.finds(refuted: 1), as: SmallWorld.admin)
      }
      #expect(refused?.code == .unsound)
      try await world.engine.foresee(file, shownAs: "next.yaml", given: .nothingFound, as: SmallWorld.admin)
      let id = try await world.engine.propose(
        file, shownAs: "next.yaml", given: .nothingFound, as: SmallWorld.admin)
      let own = await #expect(throws: EngineError.self) {
        try await world.engine.foreseeApproval(id, given: .nothingFound, as: SmallWorld.admin)
      }
      #expect(own?.code == .forbidden)
      let late = await #expect(throws: EngineError.self) {
        try await world.engine.foreseeApproval(id, given: Self.finds(undecided: 1), as: SmallWorld.second)
      }
      #expect(late?.code == .undecided)
      _ = try await world.engine.foreseeApproval(id, given: .nothingFound, as: SmallWorld.second)
      #expect(try await world.entries("event = 'artifact_approved'").isEmpty)
    }
  }
}
