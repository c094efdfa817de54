import Audit
import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

/// Every shipped case through the simulator and through the engine on PostgreSQL, in step: the same answers, the same
/// items. What the simulator expects of a case is checked in `ShippedCasesTests`.
@Suite(.serialized) struct CasesOnEngineTests {
  static let names = Harness.caseFiles.map(\.name)

  @Test(arguments: names)
  func engineAgreesWithSimulator(name: String) async throws {
    let file = try #require(Harness.caseFiles.first { $0.name == name })
    let scenario = try #require(
      loadCase(file, library: Harness.library, directory: Harness.directory).scenario)
    try await Harness.withEngine { engine, owner in
      var twin = EngineTwin(engine: engine, owner: owner)
      var run = CaseRun(scenario, library: Harness.library, directory: Harness.directory)
      try await twin.setClock(to: scenario.start)
      for step in scenario.steps {
        let before = run.simulation.directory
        let played = run.play(step)
        if let at = step.at { try await twin.advance(to: at) }
        if EngineTwin.differs(run.simulation.directory, before) {
          try await engine.replaceDirectory(run.simulation.directory, as: Harness.administrator)
        }
        if let request = played.request {
          let answer = try await twin.perform(request, in: run.simulation)
          #expect(answer == EngineTwin.summary(played.echo.result), "\(step.location.position)")
        }
        let differences = try await twin.differences(from: run.simulation)
        #expect(differences == [], "\(name):\(step.location.position.line)")
        if !differences.isEmpty { return }
      }
      // Every row follows from the record.
      let report = try await Verification(keys: TrustedKeys([])).run(owner, replay: ItemReplay(connection: owner))
      #expect(report.findings == [], "\(name): \(report.findings.map(\.message.en))")
    }
  }
}

/// Drives the engine as the simulator is driven, and compares what both hold. Items are matched by their codes.
struct EngineTwin {
  let engine: WorkflowEngine
  let owner: PostgresConnection
  private var places: [String: (id: ItemID, family: ItemID)] = [:]

  init(engine: WorkflowEngine, owner: PostgresConnection) {
    self.engine = engine
    self.owner = owner
  }

  static func differs(_ one: Directory, _ other: Directory) -> Bool {
    one.memberships.count != other.memberships.count || one.delegations.count != other.delegations.count
      || one.absences.count != other.absences.count
  }

  /// The engine's twin of an item of the simulator's.
  func item(_ id: ItemID?, _ simulation: Simulation) async throws -> Item? {
    guard let place = try place(id, simulation) else { return nil }
    return try await engine.surroundings(of: [place.family]).items[place.id]
  }

  func setClock(to moment: Instant) async throws { try await Bootstrap.setClock(to: moment, owner) }

  /// As the simulator does: whatever falls due on the way is done at its own moment.
  func advance(to moment: Instant) async throws {
    try await settle()
    for _ in 0..<10_000 {
      let rows = try await owner.query(
        "select min(due_at) from task where kind in ('automatic', 'deadline') and not is_dead")
      guard let due = try rows.single.get(0, as: Timestamp?.self), Instant(due) <= moment else { break }
      let now = try await engine.now()
      if Instant(due) > now { try await setClock(to: Instant(due)) }
      try await settle()
    }
    try await setClock(to: moment)
    try await settle()
  }

  func settle() async throws {
    while try await engine.drain() > 0 {}
  }

  mutating func perform(_ request: StepRequest, in simulation: Simulation) async throws -> String {
    try await learn()
    let summary: String
    if case .taskEnded(let name, let result, let failed) = request.event {
      summary = try await endTask(name, result, failed)
    } else {
      let mapped = try translate(request, simulation, now: try await engine.now())
      summary = Self.summary(await engine.submit(mapped))
    }
    try await settle()
    return summary
  }

  private func endTask(_ name: TaskName, _ result: JSONValue, _ failed: Bool) async throws -> String {
    let leased = try await engine.claim(kinds: ["webhook", "command", "external"], worker: "test", limit: 100)
    let task = try #require(leased.first { $0.name == name.text })
    if failed {
      try await engine.fail(task.id, fence: task.fence, error: result.canonicalText, fate: .dead)
      return "accepted"
    }
    return Self.summary(try await engine.complete(task.id, fence: task.fence, result: result))
  }

  private mutating func learn() async throws {
    for row in try await owner.query("select code, id, family from item_code") {
      places[try row.get(0)] = (ItemID(try row.get(1)), ItemID(try row.get(2)))
    }
  }

  private func place(_ id: ItemID?, _ simulation: Simulation) throws -> (id: ItemID, family: ItemID)? {
    guard let id, let item = simulation.items[id] else { return nil }
    guard let place = places[item.code] else { throw EngineError.notFound }
    return place
  }

  private func translate(
    _ request: StepRequest, _ simulation: Simulation, now: Instant
  ) throws -> Submission {
    let subject = try place(request.item, simulation)
    var event = request.event
    var family = subject?.family
    var other: ItemID?
    switch request.event {
    case .create(let new):
      let parent = try place(new.parent, simulation)
      family = parent?.family
      event = .create(NewItem(workflow: new.workflow, parent: parent?.id, data: new.data, unit: new.unit))
    case .link(let relation, let target):
      let found = try #require(try place(target, simulation))
      other = found.family
      event = .link(relation: relation, to: found.id)
    case .attach(let slot, let fact):
      // The database's clock ticks while a case stands still: a document is as old as the engine says.
      event = .attach(
        slot,
        DocumentFact(
          sha256: fact.sha256, name: fact.name, media: fact.media, size: fact.size, at: now, by: fact.by))
    case .act, .edit, .comment, .open, .automatic, .deadline, .recompute, .taskEnded, .proposeCorrection,
      .settleCorrection, .migrate:
      break
    }
    return Submission(
      StepRequest(item: subject?.id, event: event, actor: request.actor, origin: request.origin), family: family,
      otherFamily: other)
  }

  static func summary(_ result: StepResult) -> String {
    switch result {
    case .accepted: "accepted"
    case .refused(let refusal): summary(refusal)
    }
  }

  static func summary(_ result: SubmissionResult) -> String {
    switch result {
    case .done: "accepted"
    case .refused(let refusal): summary(refusal)
    case .failed(let error): "failed \(error.code): \(error.message.en)"
    }
  }

  private static func summary(_ refusal: Refusal) -> String {
    "\(refusal.kind) " + refusal.reasons.map(\.code.rawValue).joined(separator: ",")
  }

  /// What the engine's items and the simulator's do not have in common.
  func differences(from simulation: Simulation) async throws -> [String] {
    let world = try await engine.surroundings(of: [])
    var found: [String: Item] = [:]
    let families = try await owner.query("select distinct family from item").map { ItemID(try $0.get(0)) }
    for item in try await engine.surroundings(of: families).items.values { found[item.code] = item }
    _ = world
    var differences: [String] = []
    for expected in simulation.items.values.sorted(by: { $0.code < $1.code }) {
      guard let actual = found[expected.code] else {
        differences.append("\(expected.code) is missing")
        continue
      }
      for (mine, theirs) in zip(Self.facts(expected), Self.facts(actual)) where mine != theirs {
        differences.append("\(expected.code): simulator \(mine), engine \(theirs)")
      }
    }
    if found.count != simulation.items.count {
      differences.append("\(found.count) items, not \(simulation.items.count)")
    }
    return differences
  }

  private static func facts(_ item: Item) -> [String] {
    let acts = item.runtime.acts.map { "\($0.key)=\($0.value.map(\.text).joined(separator: "+"))" }.sorted()
    let deadlines = item.runtime.deadlines.map { "\($0.name)@\($0.due.day)" }.sorted()
    return [
      "state \(item.state)", "version \(item.version)", "data \(JSONValue.object(item.data).canonicalText)",
      "acts \(acts)", "deadlines \(deadlines)", "duties \(item.runtime.duties.map(\.name.text).sorted())",
      "party \(item.party?.text ?? "-")", "outcome \(item.runtime.outcome?.text ?? "-")",
      "review \(item.runtime.review.map { "\($0.round)/\($0.current)" } ?? "-")",
    ]
  }
}
