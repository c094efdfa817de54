package import Diagnostics
import JSON

/// Plays one scenario case in the simulator and says where it went otherwise than expected.
package struct CaseRun: Sendable {
  package private(set) var simulation: Simulation
  package private(set) var aliases: [String: ItemID] = [:]
  package private(set) var coverage = Coverage()
  /// Off where nobody asks for it: it evaluates guards of its own.
  package var notesCoverage = true

  package init(_ scenario: ScenarioCase, library: Library, directory: Directory) {
    simulation = Simulation(library: library, directory: directory, now: scenario.start)
  }

  /// Goes on with other definitions: what-if runs from the middle of a case.
  package mutating func use(_ library: Library) { simulation.library = library }

  /// What one step did: the request that was made of the engine, its echo, and every expectation that failed.
  package struct Played: Sendable {
    /// nil: only time passed, or the directory changed.
    package let request: StepRequest?
    package let echo: Simulation.Echo
    package let failures: [Diagnostic]
  }

  package mutating func play(_ step: ScenarioStep) -> Played {
    let before = simulation.entries.count
    var entries: [Entry] = []
    var tasks: [TaskDraft] = []
    var refused: [StepResult] = []
    if let at = step.at {
      let echo = simulation.advance(to: at)
      entries += echo.entries
      tasks += echo.tasks
    }
    var request: StepRequest?
    var result = StepResult.accepted(Changes(subject: ItemID(high: 0, low: 0)))
    do throws(ScenarioFault) {
      if let action = step.action,
        let echo = try perform(action, &request, origin: step.isIntake ? .intake : .person)
      {
        if notesCoverage { coverage.note(request, echo, simulation) }
        entries += echo.entries
        tasks += echo.tasks
        result = echo.result
        refused.append(echo.result)
      }
    } catch {
      let echo = Simulation.Echo(result: result, entries: entries, tasks: tasks)
      return Played(request: request, echo: echo, failures: [error.diagnostic(at: step.location)])
    }
    if notesCoverage { coverage.note(resting: simulation) }
    let echo = Simulation.Echo(result: result, entries: entries, tasks: tasks)
    let check = ExpectationCheck(
      simulation: simulation, echo: echo, moments: simulation.moments[before...],
      subject: request.flatMap { subject(of: $0, result) }, resolve: resolve)
    return Played(request: request, echo: echo, failures: check.failures(step))
  }

  private func subject(of request: StepRequest, _ result: StepResult) -> ItemID? {
    if let item = request.item { return item }
    if case .accepted(let changes) = result { return changes.subject }
    return nil
  }

  package func resolve(_ reference: ScenarioReference) throws(ScenarioFault) -> ItemID {
    guard var id = aliases[reference.alias] else { throw ScenarioFault(reference: reference) }
    for workflow in reference.path {
      let children = simulation.items.values.filter { $0.parent == id && $0.workflow == workflow }
      guard let newest = children.max(by: { $0.id < $1.id }) else { throw ScenarioFault(reference: reference) }
      id = newest.id
    }
    return id
  }

  private mutating func perform(
    _ action: ScenarioAction, _ request: inout StepRequest?, origin: StepRequest.Origin
  ) throws(ScenarioFault) -> Simulation.Echo? {
    switch action {
    case .create(let new):
      var parent: ItemID?
      if let under = new.under { parent = try resolve(under) }
      let event = Event.create(NewItem(workflow: new.workflow, parent: parent, data: new.data))
      let made = StepRequest(item: nil, event: event, actor: new.by, origin: origin)
      request = made
      let echo = simulation.perform(made)
      if case .accepted(let changes) = echo.result, let alias = new.alias { aliases[alias] = changes.subject }
      return echo
    case .act(let name, let on, let by, let input, let reason):
      return try submit(.act(name, input: input, reason: reason), on, by, &request, origin)
    case .open(let on, let by): return try submit(.open, on, by, &request)
    case .edit(let changes, let on, let by, let reason):
      return try submit(.edit(changes, reason: reason), on, by, &request, origin)
    case .attach(let slot, let file, let on, let by):
      let fact = DocumentFact(
        sha256: ContentDigest.hash(of: file.bytes), name: file.name, media: file.media, size: file.bytes.count,
        at: simulation.now, by: by.person)
      return try submit(.attach(slot, fact), on, by, &request)
    case .link(let from, let to, let relation, let by):
      return try submit(.link(relation: relation, to: try resolve(to)), from, by, &request)
    case .endTask(let name, let on, let result, let failed):
      let item = try resolve(on)
      guard let echo = simulation.endTask(name, of: item, result: result, failed: failed) else {
        throw ScenarioFault(task: name)
      }
      request = StepRequest(item: item, event: .taskEnded(name, result: result, failed: failed), actor: nil)
      return echo
    case .delegate, .absent, .move:
      simulation.directory = Self.changed(simulation.directory, by: action, on: simulation.now.day)
      return nil
    }
  }

  private mutating func submit(
    _ event: Event, _ on: ScenarioReference, _ by: Actor, _ request: inout StepRequest?,
    _ origin: StepRequest.Origin = .person
  ) throws(ScenarioFault) -> Simulation.Echo {
    let made = StepRequest(item: try resolve(on), event: event, actor: by, origin: origin)
    request = made
    return simulation.perform(made)
  }

  /// The directory after a delegation, an absence or a personnel move.
  package static func changed(_ directory: Directory, by action: ScenarioAction, on day: Day) -> Directory {
    var next = directory
    switch action {
    case .delegate(let delegation): next.add(delegation)
    case .absent(let absence): next.add(absence)
    case .move(let person, let from, let to):
      if let from { next.end(person, in: from, after: day.adding(days: -1)) }
      if let to { next.add(Membership(person: person, position: to, period: Period(from: day))) }
    case .create, .act, .open, .edit, .attach, .link, .endTask: break
    }
    return next
  }
}

/// A step that cannot be played at all.
package struct ScenarioFault: Error, Sendable {
  let message: Text

  init(reference: ScenarioReference) {
    message = Text(en: "no item \(reference) at this point", ja: "この時点で案件「\(reference)」はありません")
  }

  init(task: TaskName) {
    message = Text(en: "no task \(task) waits for its end here", ja: "終了を待つタスク「\(task)」はありません")
  }

  func diagnostic(at location: Location) -> Diagnostic { Diagnostic("S101", .error, message, at: location) }
}
