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
    case .automatic: after = step(.automatic, nil, here)
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
      let actor = Cast.actor(role, creator: here.item.creator)
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
        ?? duty.by.compactMap { definition.roles[$0] }.map { Cast.actor($0, creator: here.item.creator) }
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

  /// The child that the item waits for is put before its end, and ends.
  private mutating func end(_ outcome: Outcome, _ here: Standing) -> Standing? {
    guard let id = here.item.runtime.waitingFor, let child = here.others[id],
      let flow = view.session.flows[child.workflow], let childView = view.session.view(child.workflow)
    else { return nil }
    let ways = flow.shortestWays(.unknown)
    var prober = Prober(childView, cast)
    for number in flow.edges.indices where ways.has(flow.edges[number].from) && flow.status[number] > .never {
      let edge = flow.edges[number]
      guard edge.transition != nil, flow.isFinal(edge.to), flow.state(edge.to)?.outcome == outcome else { continue }
      var placed = child
      placed.state = flow.states[edge.from]
      placed.data = prober.completed(child.data)
      var others = here.others
      others[id] = nil
      others[here.item.id] = here.item
      let standing = Standing(item: placed, others: others, now: here.now)
      guard let ended = prober.fire(number, from: standing, regions: [])?.after,
        let parent = ended.others[here.item.id]
      else { continue }
      var after = here
      after.item = parent
      after.others = ended.others
      after.others[here.item.id] = nil
      after.others[ended.item.id] = ended.item
      return after
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
      guard let post = stage.electorate.first(where: { !used.contains($0) }) else { return nil }
      var next: Standing?
      for voter in cast.directory.holders(of: post, on: here.now.day) where next == nil {
        next = step(.act(TransitionName(vote.rawValue), input: [:], reason: "why"), Actor(person: voter), here)
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
