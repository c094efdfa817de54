import JSON
import Workflows

/// One item of a Monte Carlo run with its family, in a simulation of its own.
struct SimulatedItem: Sendable {
  var simulation: Simulation
  let id: ItemID
  let arrival: Instant
  /// Days between the case that it began by and now.
  let shift: Int
  /// How often a habit was followed: what has been done is less likely to be done again.
  var followed: [String: Int] = [:]
  var acts = 0

  /// Plays the opening of a case, moved by whole weeks so that weekdays stay what they are; nil where it does not lead
  /// to the item at that time.
  init?(_ opening: Habits.Opening, arrival: Instant, _ library: Library, _ directory: Directory) {
    let steps = opening.scenario.steps[...opening.step]
    var clock = opening.scenario.start
    for step in steps { clock = max(clock, step.at ?? clock) }
    let weeks = (arrival.day.number - clock.day.number) / 7
    shift = weeks * 7
    let seconds = Int64(shift) * 86_400
    var run = MovedRun(library, directory, start: opening.scenario.start.adding(seconds: seconds), shift: shift)
    for step in steps {
      if let at = step.at { _ = run.simulation.advance(to: at.adding(seconds: seconds)) }
      if let action = step.action { run.play(action, step.origin) }
    }
    guard let id = run.aliases[opening.alias] else { return nil }
    self.id = id
    simulation = run.simulation
    self.arrival = max(arrival, run.simulation.now)
    _ = simulation.advance(to: self.arrival)
  }

  var item: Item? { simulation.items[id] }

  var isFinished: Bool {
    guard let item, let definition = simulation.library.definitions[item.definition] else { return true }
    return definition.states[item.state]?.isFinal ?? true
  }

  /// The item and what stands under it, and its other relatives.
  var family: (below: [Item], beside: [Item]) {
    guard let item else { return ([], []) }
    let all = simulation.items.values.filter { $0.family == item.family }.sorted { $0.id < $1.id }
    return (all.filter { $0.id == id || isBelow($0) }, all.filter { $0.id != id && !isBelow($0) })
  }

  private func isBelow(_ other: Item) -> Bool {
    var next = other.parent
    for _ in 0..<16 {
      guard let parent = next else { return false }
      if parent == id { return true }
      next = simulation.items[parent]?.parent
    }
    return false
  }

  /// The next moment at which something falls due by itself.
  var nextDue: Instant? {
    simulation.tasks.filter { if case .deadline = $0.kind { $0.dueAt > simulation.now } else { false } }.map(\.dueAt)
      .min()
  }
}

/// A case played at another time.
private struct MovedRun {
  var simulation: Simulation
  var aliases: [String: ItemID] = [:]
  let shift: Int

  init(_ library: Library, _ directory: Directory, start: Instant, shift: Int) {
    simulation = Simulation(library: library, directory: directory, now: start)
    self.shift = shift
  }

  private func resolve(_ reference: ScenarioReference) -> ItemID? {
    guard var id = aliases[reference.alias] else { return nil }
    for workflow in reference.path {
      let children = simulation.items.values.filter { $0.parent == id && $0.workflow == workflow }
      guard let newest = children.max(by: { $0.id < $1.id }) else { return nil }
      id = newest.id
    }
    return id
  }

  mutating func play(_ action: ScenarioAction, _ origin: StepRequest.Origin) {
    switch action {
    case .create(let new):
      let parent = new.under.flatMap { resolve($0) }
      let event = Event.create(
        NewItem(workflow: new.workflow, parent: parent, data: new.data.mapValues { $0.shifted(by: shift) }))
      let echo = simulation.perform(StepRequest(item: nil, event: event, actor: new.by, origin: origin))
      if case .accepted(let changes) = echo.result, let alias = new.alias { aliases[alias] = changes.subject }
    case .link(let from, let to, let relation, let by):
      guard let one = resolve(from), let other = resolve(to) else { return }
      _ = simulation.perform(StepRequest(item: one, event: .link(relation: relation, to: other), actor: by))
    case .endTask(let name, let on, let result, let failed):
      guard let id = resolve(on) else { return }
      _ = simulation.endTask(name, of: id, result: result, failed: failed)
    case .delegate, .absent, .move:
      simulation.directory = CaseRun.changed(simulation.directory, by: action, on: simulation.now.day)
    case .act, .open, .edit, .attach:
      guard let on = action.reference, let id = resolve(on),
        let (event, actor) = action.event(shiftedBy: shift, at: simulation.now)
      else { return }
      _ = simulation.perform(StepRequest(item: id, event: event, actor: actor, origin: origin))
    }
  }
}
