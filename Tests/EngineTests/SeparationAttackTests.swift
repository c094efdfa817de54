import Diagnostics
import JSON
import Postgres
import Testing
import Workflows

@testable import Engine

/// For each exclusion of each shipped definition: somebody who has acted in one role tries to act in the other, by
/// every way to come by it. None succeeds, and each attempt is in the record.
@Suite(.serialized) struct SeparationAttackTests {
  @Test func everyExclusionIsAttacked() {
    let attacked = Set(SeparationAttack.all.map(\.exclusion))
    print("separation of duties: \(attacked.count) of \(SeparationAttack.exclusions.count) exclusions attacked")
    // In these orders the flow itself leaves no moment: the excluding role acts only after the other's last act.
    for exclusion in SeparationAttack.exclusions.subtracting(attacked).sorted() {
      let reverse = SeparationAttack.Exclusion(
        workflow: exclusion.workflow, role: exclusion.against, against: exclusion.role)
      let elsewhere = attacked.contains { $0.role == exclusion.role && $0.against == exclusion.against }
      #expect(attacked.contains(reverse) || elsewhere, "\(exclusion) is not attacked")
    }
  }

  static let files = Set(SeparationAttack.all.map(\.file)).sorted()

  @Test(arguments: files)
  func noWaySucceeds(file name: String) async throws {
    let file = try #require(Harness.caseFiles.first { $0.name == name })
    let scenario = try #require(loadCase(file, library: Harness.library, directory: Harness.directory).scenario)
    let attacks = Dictionary(grouping: SeparationAttack.all.filter { $0.file == name }, by: \.step)
    try await Harness.withEngine { engine, owner in
      var twin = EngineTwin(engine: engine, owner: owner)
      var run = CaseRun(scenario, library: Harness.library, directory: Harness.directory)
      try await twin.setClock(to: scenario.start)
      for (index, step) in scenario.steps.enumerated() {
        if let at = step.at { try await twin.advance(to: at) }
        for attack in attacks[index] ?? [] { try await mount(attack, &twin, run.simulation) }
        if index >= attacks.keys.max() ?? 0 { return }
        let before = run.simulation.directory
        let played = run.play(step)
        if EngineTwin.differs(run.simulation.directory, before) {
          try await engine.replaceDirectory(run.simulation.directory, as: Harness.administrator)
        }
        if let request = played.request { _ = try await twin.perform(request, in: run.simulation) }
      }
    }
  }

  private func mount(_ attack: SeparationAttack, _ twin: inout EngineTwin, _ simulation: Simulation) async throws {
    let engine = twin.engine
    let day = try await engine.now().day
    for way in SeparationAttack.Way.allCases {
      try await engine.replaceDirectory(
        attack.directory(way, from: simulation.directory, on: day), as: Harness.administrator)
      let before = try await attempts(by: attack.attacker, twin.owner)
      let request = StepRequest(item: attack.request.item, event: attack.request.event, actor: attack.actor(way))
      let answer = try await twin.perform(request, in: simulation)
      #expect(answer.hasPrefix("denied"), "\(attack.exclusion) \(way) in \(attack.file): \(answer)")
      if attack.position != nil, way != .byDelegation {
        #expect(answer.contains("duties_separated"), "\(attack.exclusion) \(way) in \(attack.file): \(answer)")
      }
      #expect(
        try await attempts(by: attack.attacker, twin.owner) == before + 1, "\(attack.exclusion) \(way): no entry")
    }
    // Through a linked item: in a family of which the attacker's hands are clean, but which cites the other.
    try await engine.replaceDirectory(
      attack.directory(.directly, from: simulation.directory, on: day), as: Harness.administrator)
    if attack.position != nil, let item = try await twin.item(attack.request.item ?? attack.request.parent, simulation)
    {
      try await mountThroughLink(attack, item, twin)
    }
    try await engine.replaceDirectory(simulation.directory, as: Harness.administrator)
  }

  private func mountThroughLink(_ attack: SeparationAttack, _ item: Item, _ twin: EngineTwin) async throws {
    let engine = twin.engine
    let copy = try await FamilyCopy.make(of: item, without: attack.attacker, engine, twin.owner)
    let linked = try await engine.link(
      .id(copy.root), relation: "cites", to: .id(item.id),
      as: Caller(person: "admin", party: nil, scopes: [.read, .write]))
    guard case .done = linked else {
      Issue.record("\(attack.exclusion): \(linked)")
      return
    }
    let event: Event =
      if case .create(let new) = attack.request.event {
        .create(NewItem(workflow: new.workflow, parent: copy.item, data: new.data, unit: new.unit))
      } else {
        attack.request.event
      }
    let before = try await attempts(by: attack.attacker, twin.owner)
    let result = await engine.submit(
      Submission(
        StepRequest(
          item: attack.request.item == nil ? nil : copy.item, event: event, actor: attack.actor(.directly)),
        family: copy.root))
    let answer = EngineTwin.summary(result)
    #expect(
      answer.hasPrefix("denied") && answer.contains("duties_separated"), "\(attack.exclusion) by link: \(answer)")
    #expect(try await attempts(by: attack.attacker, twin.owner) == before + 1, "\(attack.exclusion) by link: no entry")
  }

  private func attempts(by person: PersonCode, _ owner: PostgresConnection) async throws -> Int64 {
    // A flood is counted, not listed: the attempts are as many as both say.
    try await owner.query(
      """
      select (select count(*) from history where event = 'refused' and person = \(person.text))
        + coalesce((select suppressed from refusal_rate where person = \(person.text)), 0)
      """
    ).single.get(0)
  }
}

/// A second family in the same state, in which one person never acted: put there by hand, as no flow would.
struct FamilyCopy {
  let root: ItemID
  let item: ItemID

  static func make(
    of item: Item, without person: PersonCode, _ engine: WorkflowEngine, _ owner: PostgresConnection
  ) async throws -> FamilyCopy {
    let items = try await engine.surroundings(of: [item.family]).items.values.filter { $0.family == item.family }
    var identifiers = IdentifierSource(at: try await engine.now(), seed: UInt64.random(in: .min ... .max))
    var names: [ItemID: ItemID] = [:]
    for old in items { names[old.id] = identifiers.next() }
    let root = try #require(names[item.family])
    let copies = try items.map { old in
      var text = old.runtime.json.canonicalText
      for (from, to) in names { text = text.replacing(from.description, with: to.description) }
      var runtime = try #require(Runtime(json: try JSONValue(parsing: text)))
      runtime.acts = runtime.acts.mapValues { $0.filter { $0 != person } }
      return Item(
        id: try #require(names[old.id]), family: root, parent: old.parent.flatMap { names[$0] },
        code: "\(old.code)-\(identifiers.next() as ItemID)", workflow: old.workflow, definition: old.definition,
        state: old.state, version: old.version, data: old.data, unit: old.unit, party: old.party,
        creator: old.creator, createdAt: old.createdAt, enteredAt: old.enteredAt, runtime: runtime)
    }
    let artifacts = engine.cache.current.artifacts
    let writes = copies.map { copy in
      ItemWrite(
        item: copy, seen: nil, search: SearchValues(), isFinal: false, definition: artifacts.id(copy.definition))
    }
    _ = try await owner.pipeline([
      ItemStatements.insert(writes, at: try await engine.now()),
      ItemStatements.insertCodes(copies.map(\.code), copies.map(\.family.uuid), copies.map(\.id.uuid)),
    ])
    return FamilyCopy(root: root, item: try #require(names[item.id]))
  }
}
