import CEL
import JSON
import Workflows

extension Prober {
  /// Lets happen what makes a transition happen: somebody acts, a deadline passes, a child ends, votes are cast.
  mutating func act(
    _ edge: Flow.Edge, _ transition: Transition, _ here: Standing, _ input: [String: JSONValue]
  ) -> Standing? {
    let after: Standing?
    switch transition.trigger {
    case .human(let roles): after = act(roles, transition, here, input)
    case .automatic: after = step(.automatic, nil, here, taking: transition.name)
    case .system: after = pass(transition, here)
    case .child(let outcome): after = end(outcome, here)
    case .review(let outcome): after = vote(outcome, here)
    }
    guard let after else { return nil }
    switch transition.to {
    case .same: return after.item.version > here.item.version ? after : nil
    case .state(let target): return after.item.state == target ? after : nil
    case .resume: return after.item.state == view.flow.states[edge.to] ? after : nil
    }
  }

  private mutating func act(
    _ roles: [RoleName], _ transition: Transition, _ here: Standing, _ input: [String: JSONValue]
  ) -> Standing? {
    for role in roles.compactMap({ definition.roles[$0] }) {
      let actor = cast.actor(role, creator: here.item.creator)
      if let after = step(.act(transition.name, input: input, reason: "why"), actor, here) { return after }
      // Open duties may stand in the way.
      if let free = discharge(here, blocking: transition.name),
        let after = step(.act(transition.name, input: input, reason: "why"), actor, free)
      {
        return after
      }
    }
    return nil
  }

  private mutating func discharge(_ standing: Standing, blocking name: TransitionName) -> Standing? {
    var here = standing
    for open in standing.item.runtime.duties {
      guard let duty = definition.duties[open.name], duty.blocks.contains(name) else { continue }
      var input: [String: JSONValue] = [:]
      for field in duty.input.required { input[field.text] = sample(field, Box(), high: false) }
      let actors =
        open.owner.map { [Actor(person: $0)] }
        ?? duty.by.compactMap { definition.roles[$0] }.map { cast.actor($0, creator: here.item.creator) }
      for actor in actors {
        if let after = step(.act(TransitionName(duty.name.text), input: input, reason: "why"), actor, here) {
          here = after
          break
        }
      }
    }
    return here.item.version > standing.item.version ? here : nil
  }

  private mutating func pass(_ transition: Transition, _ here: Standing) -> Standing? {
    for armed in here.item.runtime.deadlines {
      let deadline =
        armed.duty.map { definition.duties[$0]?.due }
        ?? definition.states[here.item.state]?.deadlines.first { $0.name == armed.name }
      guard deadline?.transition == transition.name else { continue }
      var later = here
      later.now = max(here.now, armed.due.moment.adding(seconds: 1))
      let firing = DeadlineFiring(
        number: armed.number, name: armed.name, duty: armed.duty, moment: .due, due: armed.due.moment)
      if let after = step(.deadline(firing), nil, later) { return after }
    }
    for other in definition.transitions.values {
      for case .task(let task) in other.effects {
        for (name, failed) in [(task.done, false), (task.failed, true)] where name == transition.name {
          if let after = step(.taskEnded(task.name, result: .object([:]), failed: failed), nil, here) { return after }
        }
      }
    }
    return nil
  }

  /// The child that the item waits for goes its way to an end with this outcome.
  private mutating func end(_ outcome: Outcome, _ here: Standing) -> Standing? {
    guard let (ended, _) = childRun(from: here, to: { $0 == outcome }), let parent = ended.others[here.item.id] else {
      return nil
    }
    var after = here
    after.item = parent
    after.others = ended.others
    after.others[here.item.id] = nil
    after.others[ended.item.id] = ended.item
    return after
  }

  /// A shortest run of the child that the item waits for, as it stands, to an end with a wanted outcome: the child at
  /// its end with the parent among the others, and the edges taken.
  mutating func childRun(
    from here: Standing, to isWanted: (Outcome?) -> Bool
  ) -> (ended: Standing, edges: [Int])? {
    guard let id = here.item.runtime.waitingFor, let child = here.others[id],
      let flow = view.session.flows[child.workflow], let childView = view.session.view(child.workflow)
    else { return nil }
    let ends = flow.states.indices.filter { flow.isFinal($0) && isWanted(flow.state($0)?.outcome) }
    let leading = flow.leading(to: ends) { flow.status[$0] > .never && flow.edges[$0].transition != nil }
    var prober = Prober(childView, cast)
    let steps = min(budget, 2_000)
    prober.budget = steps
    defer { budget -= steps - prober.budget }
    var first = Standing(item: child, others: here.others, now: here.now, guests: here.guests)
    first.others[id] = nil
    first.others[here.item.id] = here.item
    var open = [(first, [Int]())]
    var visits: [Int: Int] = [:]
    var next = 0
    while next < open.count {
      let (standing, way) = open[next]
      next += 1
      guard let state = flow.index[standing.item.state], leading.contains(state) else { continue }
      for number in flow.leaving[state] where leading.contains(flow.edges[number].to) {
        let target = flow.edges[number].to
        guard flow.status[number] > .never, visits[target, default: 0] < 3,
          let after = prober.fire(number, from: standing, regions: [])?.after
        else { continue }
        if flow.isFinal(target) {
          if isWanted(after.item.runtime.outcome) { return (after, way + [number]) }
          continue
        }
        visits[target, default: 0] += 1
        open.append((after, way + [number]))
      }
    }
    return nil
  }

  private mutating func vote(_ outcome: ReviewOutcome, _ standing: Standing) -> Standing? {
    var here = standing
    let vote: Vote =
      switch outcome {
      case .approved: .approve
      case .returned: .return
      case .rejected: .reject
      }
    for _ in 0..<200 {
      guard let review = here.item.runtime.review, here.item.state == standing.item.state,
        review.stages.indices.contains(review.current)
      else { return here }
      let stage = review.stages[review.current]
      let used = Set(stage.approvals.compactMap(\.position))
      var next: Standing?
      // Who may not vote for what was done before leaves it to another.
      for post in stage.electorate where next == nil && !used.contains(post) {
        for voter in cast.directory.holders(of: post, on: here.now.day) where next == nil {
          next = step(.act(TransitionName(vote.rawValue), input: [:], reason: "why"), Actor(person: voter), here)
        }
      }
      guard let after = next else { return nil }
      here = after
      if here.item.state != standing.item.state || vote != .approve { return here }
      // A review may lead back to its own state, opening another round.
      if here.item.runtime.review?.stages.first?.approvals.isEmpty ?? true, here.item.runtime.review?.current == 0 {
        return here
      }
    }
    return nil
  }
}
