import Workflows

/// Whether something could bring a transition about, data apart.
extension View {
  /// The conditions of a transition in the order in which a step asks them.
  func conditions(of transition: Transition) -> [Expression] {
    let guards = transition.guards.map(\.require)
    if case .automatic(let when) = transition.trigger { return [when] + guards }
    return guards
  }

  /// `required` holds from the first transition on, except straight from the draft to an end.
  func isStrict(_ edge: Flow.Edge) -> Bool {
    guard let transition = edge.transition else { return false }
    guard edge.from == flow.initial else { return true }
    guard case .state = transition.to else { return false }
    return !flow.isFinal(edge.to)
  }

  func couldBeTriggered(_ transition: Transition, in state: Int) -> Bool {
    switch transition.trigger {
    case .human(let roles): return holding.canHoldOne(of: roles)
    case .automatic: return true
    case .system: return isFiredBySystem(transition.name, in: state)
    case .child(let outcome):
      guard let start = flow.state(state)?.child, let child = session.flows[start.workflow] else { return false }
      return session.endings[child.definition.name]?.contains(outcome) ?? false
    case .review: return true
    }
  }

  /// A parent may leave the state that waits otherwise than by the child's end.
  var couldBeAbandoned: Bool {
    (session.starts.of[definition.name] ?? []).contains { start in
      !waysPast(start).filter { edges, number in edges.status[number] > .never }.isEmpty
    }
  }

  /// Edges of a parent that leave the state that waits and do not take the child's end.
  func waysPast(_ start: Starts.Start) -> [(flow: Flow, edge: Int)] {
    guard let state = start.state, let flow = session.flows[start.by], let place = flow.index[state] else { return [] }
    return flow.leaving[place].filter { number in
      guard let transition = flow.edges[number].transition, transition.to != .same, !transition.suspends else {
        return false
      }
      if case .child = transition.trigger { return false }
      return true
    }.map { (flow, $0) }
  }

  /// A deadline of the state, a duty's deadline in any state, or the end of outside work.
  private func isFiredBySystem(_ name: TransitionName, in state: Int) -> Bool {
    if defect != .ignoreDeadlines, flow.state(state)?.deadlines.contains(where: { $0.transition == name }) ?? false {
      return true
    }
    return session.firedAnywhere[definition.name]?.contains(name) ?? false
  }

  /// Entering a state opens its review: a stage without enough voters refuses it.
  func couldBeEntered(_ edge: Flow.Edge) -> Bool {
    guard defect != .quorumAboveElectorate, case .state = edge.transition?.to,
      let review = flow.state(edge.to)?.review
    else { return true }
    return review.stages.allSatisfy { stage in
      let largest = largestElectorate(of: stage)
      return largest >= max(1, stage.quorum.needed(of: 1)) || (largest == 0 && stage.isOptional)
    }
  }
}

extension Definition {
  /// Transitions that the deadline of a duty or the end of outside work fires, in whatever state the item is.
  var firedAnywhere: Set<TransitionName> {
    var names = Set(duties.values.compactMap { $0.due?.transition })
    for transition in transitions.values {
      for case .task(let task) in transition.effects { names.formUnion([task.done, task.failed].compactMap(\.self)) }
    }
    return names
  }
}
