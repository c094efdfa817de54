import Diagnostics
import JSON
import Testing

@testable import Workflows

/// What may move to a newer version, and what may not and why.
@Suite struct PlanMigrationTests {
  typealias Edit = (find: String, put: String)

  struct Example: CustomTestStringConvertible {
    let name: String
    let acts: [(TransitionName, PersonCode)]
    let edits: [Edit]
    /// Empty: it moves.
    let obstacles: [MigrationObstacle.Code]
    var testDescription: String { name }
  }

  static let working: [(TransitionName, PersonCode)] = [("start", "ann")]
  static let reading = working + [("submit", "ann")]
  static let asking = working + [("ask", "ann")]
  static let printing = working + [("print", "hal")]
  static let held = working + [("hold", "ann")]
  static func migrate(_ block: String) -> Edit { ("duties:\n", "migrate: {\(block)}\nduties:\n") }

  static let examples: [Example] = [
    Example(name: "a title", acts: working, edits: [("Paper, ja: 文書", "Paper, ja: 書類")], obstacles: []),
    Example(
      name: "a state renamed with its mapping", acts: working,
      edits: [
        ("      work:\n", "      doing:\n"), ("draft, to: work", "draft, to: doing"),
        ("returned: work", "returned: doing"),
        ("from: printing, to: work", "from: printing, to: doing"), ("answered: work", "answered: doing"),
        ("start: {title", "start: {title"), ("from: work, to: reading", "from: doing, to: reading"),
        ("from: work, to: printing", "from: doing, to: printing"),
        ("from: work, to: asking", "from: doing, to: asking"),
        ("from: work, to: held", "from: doing, to: held"), ("[draft, work]", "[draft, doing]"),
        migrate("states: {work: doing}"),
      ], obstacles: []),
    Example(
      name: "a state renamed without", acts: working,
      edits: [
        ("      work:\n", "      doing:\n"), ("draft, to: work", "draft, to: doing"),
        ("returned: work", "returned: doing"),
        ("from: printing, to: work", "from: printing, to: doing"), ("answered: work", "answered: doing"),
        ("from: work, to: reading", "from: doing, to: reading"),
        ("from: work, to: printing", "from: doing, to: printing"),
        ("from: work, to: asking", "from: doing, to: asking"), ("from: work, to: held", "from: doing, to: held"),
        ("[draft, work]", "[draft, doing]"),
      ], obstacles: [.stateGone]),
    Example(
      name: "a state mapped to an end", acts: held, edits: [migrate("states: {held: gone}")], obstacles: [.stateFinal]),
    Example(
      name: "a field renamed", acts: working,
      edits: [
        ("required: [subject]", "required: [topic]"), ("        subject: {type", "        topic: {type"),
        ("subject: data.subject}\n    data", "subject: data.topic}\n    data"),
        ("content: [subject]", "content: [topic]"),
        ("text: data.subject", "text: data.topic"), migrate("fields: {subject: topic}"),
      ], obstacles: []),
    Example(
      name: "two fields into one", acts: working, edits: [migrate("fields: {subject: pages, due: pages}")],
      obstacles: [.fieldsCollide]),
    Example(
      name: "a field that becomes required", acts: working,
      edits: [("required: [subject]", "required: [subject, pages]")],
      obstacles: [.dataInvalid]),
    Example(
      name: "the same in a draft", acts: [], edits: [("required: [subject]", "required: [subject, pages]")],
      obstacles: []),
    Example(
      name: "a role renamed", acts: working,
      edits: [
        (
          "      clerk: {title: {en: Clerk, ja: 係}}\n      head",
          "      writer: {title: {en: Writer, ja: 係}}\n      clerk: {title: {en: Clerk, ja: 係}}\n      head"
        ),
        migrate("roles: {clerk: writer}"),
      ], obstacles: []),
    Example(
      name: "duties that were one person's", acts: printing,
      edits: [("head: {title: {en: Head, ja: 長}}", "head: {title: {en: Head, ja: 長}, excludes: [clerk]}")],
      obstacles: []),
    Example(
      name: "a duty that is open", acts: working,
      edits: [
        ("effects: [{open: report}]", "effects: [{open: account}]"),
        ("      report: {title: {en: Report", "      account: {title: {en: Report"),
      ],
      obstacles: [.dutyGone]),
    Example(
      name: "a review in progress, unchanged", acts: reading, edits: [("Head, ja: 長}", "Head, ja: 課長}")], obstacles: []),
    Example(
      name: "a review's content", acts: reading, edits: [("content: [subject]", "content: [subject, pages]")],
      obstacles: [.reviewChanges]),
    Example(
      name: "a review's electorate", acts: reading, edits: [("by: head, quorum: all", "by: clerk, quorum: all")],
      obstacles: [.reviewChanges]),
    Example(
      name: "a review's quorum", acts: reading, edits: [("by: head, quorum: all", "by: head, quorum: any")],
      obstacles: [.reviewChanges]),
    Example(
      name: "a review nobody asked for", acts: held,
      edits: [
        (
          "      held: {title: {en: Held, ja: 保留}}",
          "      held: {title: {en: Held, ja: 保留}, review: {content: [subject], stages: [{name: line, title: {en: Line, ja: 審議}, by: head, quorum: any}], on: {approved: done, returned: draft, rejected: gone}}}"
        )
      ], obstacles: [.reviewNeeded]),
    Example(
      name: "a child awaited as before", acts: asking, edits: [("Held, ja: 保留}}", "Held, ja: 停止}}")], obstacles: []),
    Example(
      name: "a child's end that leads nowhere", acts: asking,
      edits: [("on: {answered: work, dropped: gone}", "on: {answered: work}")],
      obstacles: [.childNotAwaited]),
    Example(
      name: "a child that nobody waits for", acts: asking,
      edits: [
        (
          "        child: {workflow: question, with: {text: data.subject}}\n        on: {answered: work, dropped: gone}\n",
          ""
        ),
        (
          "      give_up:", "      back: {title: {en: Back, ja: 戻る}, from: asking, to: work, by: clerk}\n      give_up:"
        ),
      ], obstacles: [.childNotAwaited]),
    Example(
      name: "a child that was not started", acts: held,
      edits: [
        (
          "      held: {title: {en: Held, ja: 保留}}",
          "      held: {title: {en: Held, ja: 保留}, child: {workflow: question, with: {}}, on: {answered: work, dropped: gone}}"
        )
      ],
      obstacles: [.childNeeded]),
    Example(
      name: "a result that nobody takes", acts: printing,
      edits: [("{name: press, kind", "{name: mill, kind")], obstacles: [.outsideWorkGone]),
    Example(
      name: "a suspended state that is gone", acts: held,
      edits: [
        ("      work:\n", "      doing:\n"), ("draft, to: work", "draft, to: doing"),
        ("returned: work", "returned: doing"),
        ("from: printing, to: work", "from: printing, to: doing"), ("answered: work", "answered: doing"),
        ("from: work, to: reading", "from: doing, to: reading"),
        ("from: work, to: printing", "from: doing, to: printing"),
        ("from: work, to: asking", "from: doing, to: asking"), ("from: work, to: held", "from: doing, to: held"),
        ("[draft, work]", "[draft, doing]"),
      ], obstacles: [.stateGone]),
    Example(
      name: "a deadline without a value", acts: working,
      edits: [("at: 'data.?due.orValue(today)'", "at: 'add_days(today, 1 / (data.?pages.orValue(0)))'")],
      obstacles: [.deadline]),
  ]

  @Test(arguments: examples)
  func judges(_ example: Example) throws {
    var (world, id) = try MigrationWorld.item(example.acts)
    let before = try world.item(id)
    let target = try MigrationWorld.deploy(try MigrationWorld.edited(example.edits.map { Self.flush($0) }), in: &world)
    let entries = world.simulation.entries.count
    switch try MigrationWorld.verdict(id, to: target, world) {
    case .refused(let obstacles):
      #expect(Set(obstacles.map(\.code)) == Set(example.obstacles), "\(obstacles.map(\.message.en))")
      guard case .refused(let refusal) = try MigrationWorld.migrate(id, to: target, &world) else {
        Issue.record("the step is not the plan")
        return
      }
      #expect(refusal.kind == .invalid && refusal.reasons.map(\.message) == obstacles.map(\.message))
      #expect(world.simulation.entries.count == entries, "a refused move leaves no entry")
      #expect(try world.item(id).version == before.version)
    case .possible(let planned):
      #expect(example.obstacles.isEmpty)
      guard case .accepted = try MigrationWorld.migrate(id, to: target, &world) else {
        Issue.record("the step is not the plan")
        return
      }
      let after = try world.item(id)
      #expect(after.definition == target.hash && after.version == before.version + 1)
      #expect(after.data == planned.data && after.state == planned.state && after.runtime == planned.runtime)
      #expect(world.simulation.entries.dropFirst(entries).map(\.event) == [.migrated])
      _ = try MigrationWorld.migrate(id, to: target, &world)
      #expect(world.simulation.entries.count == entries + 1, "moving twice is moving once")
    }
  }

  /// The sample's text in Swift is flush left; edits are written as it stands in the source.
  private static func flush(_ edit: Edit) -> Edit {
    func flush(_ text: String) -> String {
      String(text.replacing("\n    ", with: "\n").trimmingPrefix("    "))
    }
    return (flush(edit.find), flush(edit.put))
  }

  @Test func theHistoryOfDutiesFollows() throws {
    var (world, id) = try MigrationWorld.item(Self.working)
    let target = try MigrationWorld.deploy(
      try MigrationWorld.edited([
        (
          "clerk: {title: {en: Clerk, ja: 係}}\n",
          "clerk: {title: {en: Clerk, ja: 係}}\n  writer: {title: {en: Writer, ja: 筆者}}\n"
        ),
        ("head: {title: {en: Head, ja: 長}}", "head: {title: {en: Head, ja: 長}, excludes: [writer]}"),
        ("duties:\n", "migrate: {roles: {clerk: writer}}\nduties:\n"),
      ]), in: &world)
    _ = try MigrationWorld.migrate(id, to: target, &world)
    #expect(try world.item(id).runtime.acts == ["writer": ["ann"]])
    #expect(world.simulation.entries.last?.body["roles"] == ["clerk": "writer"])
  }

  /// One person did both, which the old version allowed.
  @Test func mixedDutiesAreRefused() throws {
    var (world, id) = try MigrationWorld.item(Self.working)
    world.simulation.directory.add(
      Membership(person: "ann", position: "head", period: Period()))
    try world.act("print", on: id, by: "ann")
    let target = try MigrationWorld.deploy(
      try MigrationWorld.edited([
        ("head: {title: {en: Head, ja: 長}}", "head: {title: {en: Head, ja: 長}, excludes: [clerk]}")
      ]), in: &world)
    guard case .refused(let obstacles) = try MigrationWorld.verdict(id, to: target, world) else {
      Issue.record("it would move")
      return
    }
    #expect(obstacles.map(\.code) == [.dutiesMixed])
    #expect(obstacles[0].message.en.contains("ann"))
  }

  /// What the deadline says decides whether it is the same one: unchanged it goes on, moved it is armed anew.
  @Test(arguments: [
    ("Held, ja: 保留", "Held, ja: 停止", 1, 1),
    ("after: 0, to: [head]}]}\n  reading", "after: 1, unit: calendar_days, to: [head]}]}\n  reading", 1, 1),
    ("at: 'data.?due.orValue(today)'", "at: 'add_days(data.?due.orValue(today), 5)'", 1, 1),
    ("remind: [{before: 2, unit: calendar_days, to: [clerk]}], ", "", 0, 1),
  ])
  func deadlinesGoOnOrAreArmedAnew(_ find: String, _ put: String, _ reminders: Int, _ escalations: Int) throws {
    var (world, id) = try MigrationWorld.item(Self.working)
    let target = try MigrationWorld.deploy(try MigrationWorld.edited([(find, put)]), in: &world)
    _ = try MigrationWorld.migrate(id, to: target, &world)
    try world.advance(to: "2026-05-20")
    let own = world.simulation.entries.filter { $0.body["deadline"] == "finish" }
    #expect(own.count { $0.event == .reminder } == reminders)
    #expect(own.count { $0.event == .escalation } == escalations)
    #expect(world.simulation.entries.count { $0.event == .escalation && $0.body["deadline"] != "finish" } == 1)
  }

  @Test func blocksOfVersionsBetweenAreFollowed() throws {
    var (world, id) = try MigrationWorld.item(Self.held)
    let second = try MigrationWorld.edited([
      ("held: {title", "kept: {title"), ("from: work, to: held", "from: work, to: kept"),
      ("from: held, to: $resume", "from: kept, to: $resume"),
      ("duties:\n", "migrate: {states: {held: kept}}\nduties:\n"),
    ])
    _ = try MigrationWorld.deploy(second, in: &world)
    let third = try MigrationWorld.edited(
      [
        ("  kept: {title", "  stored: {title"), ("from: work, to: kept", "from: work, to: stored"),
        ("from: kept, to: $resume", "from: stored, to: $resume"),
        ("migrate: {states: {held: kept}}", "migrate: {states: {kept: stored}}"),
      ], of: second)
    let target = try MigrationWorld.deploy(third, in: &world)
    _ = try MigrationWorld.migrate(id, to: target, &world)
    #expect(try world.item(id).state == "stored")
    try world.act("resume", on: id, by: "ann")
    #expect(try world.item(id).state == "work")
  }

  @Test func whatEndedStays() throws {
    var (world, id) = try MigrationWorld.item([("give_up", "ann")])
    let target = try MigrationWorld.deploy(try MigrationWorld.edited([("Held, ja: 保留", "Held, ja: 停止")]), in: &world)
    guard case .refused(let obstacles) = try MigrationWorld.verdict(id, to: target, world) else {
      Issue.record("it would move")
      return
    }
    #expect(obstacles.map(\.code) == [.closed])
  }
}
