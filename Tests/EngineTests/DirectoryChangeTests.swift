import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

@Suite struct DirectoryChangeTests {
  static let newcomer = Person(code: "new", name: Text(en: "New", ja: "新人"), email: nil)

  static func propose(_ edits: [DirectoryEdit], _ world: SmallWorld) async throws -> DirectoryChange {
    switch try await world.engine.proposeChange(edits, reason: "異動", as: SmallWorld.admin) {
    case .success(let change): return change
    case .failure(let faults): throw SmallWorld.Unexpected(text: faults.list.map(\.message.en).joined(separator: "; "))
    }
  }

  @Test func oneProposesAnotherApprovesAndEachEditIsAnEntry() async throws {
    try await SmallWorld.with { world in
      let old = Membership(person: "suzuki", position: "keeper-1", period: Period())
      let change = try await Self.propose(
        [
          .person(Self.newcomer),
          .membership(
            before: old, after: Membership(person: "suzuki", position: "keeper-1", period: Period(to: "2026-04-06"))),
          .membership(
            before: nil, after: Membership(person: "new", position: "keeper-1", period: Period(from: "2026-04-07"))),
        ], world)
      #expect(change.status == .open)
      let mine = await #expect(throws: EngineError.self) {
        try await world.engine.approveChange(change.id, as: SmallWorld.admin)
      }
      #expect(mine?.code == .forbidden)
      #expect(try await world.engine.directory(as: SmallWorld.admin).people["new"] == nil)
      #expect(try await world.engine.directoryChanges(openOnly: true, as: SmallWorld.second).map(\.id) == [change.id])

      let approved = try await world.engine.approveChange(change.id, as: SmallWorld.second)
      #expect(approved.status == .approved && approved.decidedBy == "second")
      let directory = try await world.engine.directory(as: SmallWorld.admin)
      #expect(directory.holders(of: "keeper-1", on: "2026-04-07") == ["new"])
      #expect(directory.holders(of: "keeper-1", on: "2026-04-06") == ["suzuki"])
      let entries = try await world.entries("event like 'person_%' or event like 'membership_%'")
      #expect(Set(entries.map(\.event)) == ["person_added", "membership_changed", "membership_added"])
      for entry in entries {
        #expect(entry.person == "second" && entry.body["proposed_by"] == "admin")
      }
      let ended = entries.first { $0.event == "membership_changed" }?.body
      #expect(ended?["before"]?["to"] == nil && ended?["after"]?["to"] == "2026-04-06")
      await #expect(throws: EngineError.self) {
        try await world.engine.approveChange(change.id, as: SmallWorld.second)
      }
    }
  }

  @Test func aProposalThatNoLongerFitsIsNotApproved() async throws {
    try await SmallWorld.with { world in
      let old = Membership(person: "suzuki", position: "keeper-1", period: Period())
      let first = try await Self.propose([.membership(before: old, after: nil)], world)
      let second = try await Self.propose([.membership(before: old, after: nil)], world)
      _ = try await world.engine.approveChange(first.id, as: SmallWorld.second)
      let error = await #expect(throws: EngineError.self) {
        try await world.engine.approveChange(second.id, as: SmallWorld.second)
      }
      #expect(error?.code == .conflict)
      let declined = try await world.engine.declineChange(second.id, reason: "重複", as: SmallWorld.admin)
      #expect(declined.status == .declined)
      #expect(try await world.entries("event = 'membership_removed'").count == 1)
      await #expect(throws: EngineError.self) {
        try await world.engine.proposeChange([.person(Self.newcomer)], reason: "x", as: SmallWorld.tanaka)
      }
    }
  }

  @Test func theDatabaseItselfHoldsFourEyes() async throws {
    try await SmallWorld.with { world in
      let change = try await Self.propose([.person(Self.newcomer)], world)
      await #expect(throws: PostgresError.self) {
        try await world.owner.query(DirectoryChangeStore.decide(change.id, "admin", true))
      }
    }
  }

  @Test func theImpactNamesWhoLosesAndWhoGains() async throws {
    try await SmallWorld.with { world in
      let loan = try await world.lent()
      let old = Membership(person: "suzuki", position: "keeper-1", period: Period())
      let gone: [DirectoryEdit] = [
        .membership(
          before: old, after: Membership(person: "suzuki", position: "keeper-1", period: Period(to: "2026-04-30"))),
        .membership(
          before: Membership(person: "mori", position: "borrower-2", period: Period()),
          after: Membership(person: "mori", position: "borrower-2", period: Period(to: "2026-04-30"))),
      ]
      guard case .success(let impact) = try await world.engine.preview(gone, as: SmallWorld.admin) else {
        Issue.record("faulty")
        return
      }
      let line = try #require(impact.lines.first { $0.act == "give_back" })
      #expect(line.code == loan.code && line.before == ["mori", "suzuki"] && line.after == [] && line.isOrphaned)
      #expect(
        try await world.engine.directory(as: SmallWorld.admin).memberships.count
          == SmallWorld.directory.memberships.count)
    }
  }

  static let faulty: [(edit: DirectoryEdit, says: String)] = [
    (.unit(Unit(code: "office", title: Text(en: "O", ja: "局"), parent: "section")), "under itself"),
    (.position(Position(code: "p", title: Text(en: "P", ja: "職"), unit: "nowhere", roles: [])), "no unit nowhere"),
    (.person(Person(code: "a b", name: Text(en: "A", ja: "あ"), email: nil)), "no spaces"),
    (.person(Person(code: "a", name: Text(en: "", ja: "あ"), email: nil)), "needs a name"),
    (.person(Person(code: "a", name: Text(en: "A", ja: "あ"), email: nil, party: "none")), "no party none"),
    (
      .membership(before: nil, after: Membership(person: "vendor", position: "chief-1", period: Period())),
      "holds no position"
    ),
    (
      .membership(before: nil, after: Membership(person: "tanaka", position: "borrower-1", period: Period())), "already"
    ),
    (
      .membership(
        before: nil, after: Membership(person: "tanaka", position: "borrower-1", period: Period(from: "2026-04-07"))),
      "twice at the same time"
    ),
    (
      .absence(before: nil, after: Absence(person: "tanaka", period: Period(from: "2026-04-07", to: "2026-04-01"))),
      "before it begins"
    ),
    (.delegation(before: nil, after: Self.delegation("tanaka", "mori", to: nil)), "has a last day"),
    (.delegation(before: nil, after: Self.delegation("tanaka", "mori", to: "2028-01-01")), "at most 366 days"),
    (.delegation(before: nil, after: Self.delegation("tanaka", "tanaka", to: "2026-05-01")), "to themselves"),
    (.delegation(before: nil, after: Self.delegation("tanaka", "vendor", to: "2026-05-01")), "within the house"),
    (
      .delegation(before: nil, after: Self.delegation("tanaka", "mori", ["chief"], to: "2026-05-01")),
      "does not hold chief"
    ),
  ]

  static func delegation(
    _ giver: PersonCode, _ taker: PersonCode, _ roles: Set<RoleName> = [], to day: Day?
  ) -> Delegation {
    Delegation(from: giver, to: taker, roles: roles, maxAmount: nil, period: Period(from: "2026-04-06", to: day))
  }

  @Test(arguments: faulty)
  func whatCannotBeIsRefusedWithItsReason(_ example: (edit: DirectoryEdit, says: String)) throws {
    let result = SmallWorld.directory.applying([example.edit], on: "2026-04-06")
    guard case .failure(let faults) = result else {
      Issue.record("accepted")
      return
    }
    #expect(faults.list.contains { $0.message.en.contains(example.says) }, "\(faults.list.map(\.message.en))")
  }

  @Test func editsSurviveTheirJSONAndLeadFromOneDirectoryToAnother() throws {
    var next = SmallWorld.directory
    next.add(Self.newcomer)
    next.add(Membership(person: "new", position: "chief-1", period: Period(from: "2026-04-07")))
    next.add(Self.delegation("kimura", "new", ["chief"], to: "2026-05-01"))
    next.add(Absence(person: "kimura", period: Period(from: "2026-04-07", to: "2026-04-08")))
    next.end("mori", in: "borrower-2", after: "2026-04-06")
    let edits = SmallWorld.directory.edits(to: next)
    let read = edits.compactMap { DirectoryEdit(json: $0.json) }
    #expect(read.map(\.json) == edits.map(\.json) && edits.count == 6)
    let applied = try SmallWorld.directory.applying(read, on: "2026-04-06").get()
    #expect(applied.edits(to: next).isEmpty)
    #expect(SmallWorld.directory.edits(to: SmallWorld.directory).isEmpty)
  }
}
