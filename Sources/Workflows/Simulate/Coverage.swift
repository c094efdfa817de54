/// What a set of cases has visited: every state and transition, each guard as true and as false, each role as denied.
package struct Coverage: Sendable {
  package enum Point: Sendable, Hashable {
    case state(WorkflowName, StateName)
    case transition(WorkflowName, TransitionName)
    case guardHeld(WorkflowName, TransitionName, Int)
    case guardFailed(WorkflowName, TransitionName, Int)
    case roleDenied(WorkflowName, RoleName)

    package var workflow: WorkflowName {
      switch self {
      case .state(let name, _), .transition(let name, _), .guardHeld(let name, _, _), .guardFailed(let name, _, _),
        .roleDenied(let name, _):
        name
      }
    }
  }

  package private(set) var visited: Set<Point> = []

  package init() {}

  package mutating func merge(_ other: Coverage) { visited.formUnion(other.visited) }

  /// Everything that there is to visit in a definition.
  package static func points(of definition: Definition) -> [Point] {
    var points: [Point] = definition.stateOrder.map { .state(definition.name, $0) }
    var acting = Set(definition.creation.by)
    for name in definition.transitionOrder {
      guard let transition = definition.transitions[name] else { continue }
      points.append(.transition(definition.name, name))
      acting.formUnion(transition.roles)
      for index in transition.guards.indices {
        points.append(.guardHeld(definition.name, name, index))
        points.append(.guardFailed(definition.name, name, index))
      }
    }
    for state in definition.states.values { acting.formUnion(state.review?.stages.map(\.role) ?? []) }
    return points + acting.sorted().map { .roleDenied(definition.name, $0) }
  }

  // MARK: Noting

  mutating func note(_ request: StepRequest?, _ echo: Simulation.Echo, _ simulation: Simulation) {
    guard let request, let definition = definition(of: request, simulation) else { return }
    guard case .refused(let refusal) = echo.result else { return }
    if refusal.kind == .denied {
      let denied = refusal.reasons.filter { $0.code == .role || $0.code == .dutiesSeparated }.flatMap(\.metBy)
      for role in denied { visited.insert(.roleDenied(definition.name, role)) }
    }
    if refusal.kind == .blocked, case .act(let name, _, _) = request.event,
      let transition = definition.transitions[name]
    {
      note(transition, definition, refusal)
    }
  }

  private mutating func note(_ transition: Transition, _ definition: Definition, _ refusal: Refusal) {
    let failed = Set(refusal.reasons.compactMap(\.expression))
    guard refusal.reasons.contains(where: { $0.code == .unmet || $0.code == .guardError }) else { return }
    for (index, rule) in transition.guards.enumerated() {
      visited.insert(
        failed.contains(rule.require.text)
          ? .guardFailed(definition.name, transition.name, index) : .guardHeld(definition.name, transition.name, index))
    }
  }

  /// States where items stand, transitions that the record names, automatic transitions that are not possible now.
  mutating func note(resting simulation: Simulation) {
    for entry in simulation.entries[noted...] {
      guard let item = simulation.items[entry.item],
        let definition = entry.definition.flatMap({ simulation.library.definitions[$0] })
      else { continue }
      for key in ["from", "to"] {
        if let state = entry.body[key]?.text { visited.insert(.state(definition.name, StateName(state))) }
      }
      if let name = entry.body["transition"]?.text, let transition = definition.transitions[TransitionName(name)] {
        visited.insert(.transition(definition.name, transition.name))
        for index in transition.guards.indices {
          visited.insert(.guardHeld(definition.name, transition.name, index))
        }
      }
      noteUnready(item, definition, simulation)
    }
    noted = simulation.entries.count
  }

  private var noted = 0

  /// An item at rest shows which guards of its automatic transitions do not hold.
  private mutating func noteUnready(_ item: Item, _ definition: Definition, _ simulation: Simulation) {
    for transition in definition.leaving[item.state] ?? [] where transition.isAutomatic {
      let world = simulation.surroundings(for: item.id)
      let working = Working(world: world, identifiers: IdentifierSource(at: world.now, seed: 0))
      let scope = working.scope(for: item, definition, capacity: nil)
      for (index, rule) in transition.guards.enumerated() {
        switch scope.bool(rule.require) {
        case .success(true): visited.insert(.guardHeld(definition.name, transition.name, index))
        case .success(false), .failure: visited.insert(.guardFailed(definition.name, transition.name, index))
        }
      }
    }
  }

  private func definition(of request: StepRequest, _ simulation: Simulation) -> Definition? {
    if case .create(let new) = request.event { return simulation.library.definition(new.workflow) }
    return request.item.flatMap { simulation.items[$0] }.flatMap { simulation.library.definitions[$0.definition] }
  }
}
