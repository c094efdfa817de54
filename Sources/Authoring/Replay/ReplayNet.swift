import Diagnostics
package import Workflows

/// What an activity of a log may stand for in a definition.
package enum ReplaySymbol: Sendable, Hashable {
  case transition(TransitionName)
  /// In a state with a review.
  case vote(Vote)
  /// The discharge of an open duty.
  case duty(DutyName)

  package var name: String {
    switch self {
    case .transition(let name): name.text
    case .vote(let vote): vote.rawValue
    case .duty(let name): name.text
    }
  }
}

/// A definition's flow of control, without data: what may follow what.
///
/// Guards, roles and conditions are unknown to a log, so a transition is possible wherever its state matches. What is
/// certain without data holds: states, suspensions and their resumption, the quorum's bounds, duties that were opened
/// and those that block. Transitions that no person performs (automatic ones, those of deadlines and tasks, ends of
/// children and reviews) happen unseen, unless the log records them.
struct ReplayNet {
  /// Where an item may be.
  struct Marking: Hashable {
    var state: StateName
    /// Approvals of the round that is open.
    var votes = 0
    var suspended: [Suspended] = []
    var duties: Set<DutyName> = []

    struct Suspended: Hashable {
      let state: StateName
      let votes: Int
    }
  }

  let definition: Definition
  /// What the log records; the other transitions without a person are silent.
  let recorded: Set<ReplaySymbol>
  private let silent: [StateName: [Transition]]
  private let recordsVotes: Bool

  init(_ definition: Definition, recorded: Set<ReplaySymbol>) {
    self.definition = definition
    self.recorded = recorded
    let recordsVotes = Vote.allCases.contains { recorded.contains(.vote($0)) }
    self.recordsVotes = recordsVotes
    silent = definition.leaving.mapValues { transitions in
      transitions.filter { transition in
        guard !recorded.contains(.transition(transition.name)) else { return false }
        return switch transition.trigger {
        case .human: false
        case .automatic, .system, .child: true
        case .review: !recordsVotes
        }
      }
    }
  }

  var start: Marking { Marking(state: definition.initial) }

  func isFinal(_ marking: Marking) -> Bool { definition.states[marking.state]?.isFinal ?? false }

  /// What may happen unseen.
  func silentSteps(from marking: Marking) -> [Marking] {
    (silent[marking.state] ?? []).flatMap { fire($0, in: marking) }
  }

  /// Where a recorded activity leads; empty where it is not possible.
  func steps(_ symbol: ReplaySymbol, from marking: Marking) -> [Marking] {
    switch symbol {
    case .transition(let name):
      guard let transition = definition.transitions[name], transition.from.contains(marking.state) else { return [] }
      return fire(transition, in: marking)
    case .vote(let vote): return cast(vote, in: marking)
    case .duty(let name):
      guard marking.duties.contains(name) else { return [] }
      var after = marking
      after.duties.remove(name)
      // A duty of acting decisions is open once for each absent holder.
      return actingDuties.contains(name) ? [after, marking] : [after]
    }
  }

  /// Duties that keep a transition from being possible.
  func blocking(_ symbol: ReplaySymbol, in marking: Marking) -> [DutyName] {
    guard case .transition(let name) = symbol else { return [] }
    return marking.duties.filter { definition.duties[$0]?.blocks.contains(name) ?? false }.sorted()
  }

  /// What could be recorded next, in the order of the file: transitions, votes, duties.
  func possible(in marking: Marking) -> [ReplaySymbol] {
    let transitions = (definition.leaving[marking.state] ?? []).filter { transition in
      let symbol = ReplaySymbol.transition(transition.name)
      guard blocking(symbol, in: marking).isEmpty else { return false }
      if case .human = transition.trigger { return true }
      return recorded.contains(symbol)
    }
    let votes = Vote.allCases.filter { !cast($0, in: marking).isEmpty }
    return transitions.map { .transition($0.name) } + votes.map { .vote($0) }
      + marking.duties.sorted().map { .duty($0) }
  }

  // MARK: Moving

  private var actingDuties: Set<DutyName> { Set(definition.roles.values.compactMap(\.actingDuty)) }

  private func fire(_ transition: Transition, in marking: Marking) -> [Marking] {
    guard blocking(.transition(transition.name), in: marking).isEmpty else { return [] }
    var after = marking
    switch transition.to {
    case .same: break
    case .state(let target):
      if transition.suspends { after.suspended.append(.init(state: marking.state, votes: marking.votes)) }
      after.state = target
      after.votes = 0
      if definition.states[target]?.isFinal ?? false { after.suspended = [] }
    case .resume:
      // With nothing set aside the engine leaves the item where it is.
      guard let kept = after.suspended.popLast() else { break }
      after.state = kept.state
      after.votes = kept.votes
    }
    for case .open(let duty) in transition.effects { after.duties.insert(duty) }
    return [after] + withActingDuty(transition.roles, after)
  }

  /// The same where a deputy acted (代決), which opens a duty of the absent holder.
  private func withActingDuty(_ roles: [RoleName], _ marking: Marking) -> [Marking] {
    let duties = Set(roles.compactMap { definition.roles[$0]?.actingDuty }).subtracting(marking.duties)
    return duties.sorted().map { duty in
      var opened = marking
      opened.duties.insert(duty)
      return opened
    }
  }

  private func cast(_ vote: Vote, in marking: Marking) -> [Marking] {
    guard let review = definition.states[marking.state]?.review else { return [] }
    let outcome: ReviewOutcome =
      switch vote {
      case .approve: .approved
      case .return: .returned
      case .reject: .rejected
      }
    var voted = marking
    if vote == .approve { voted.votes = min(marking.votes + 1, review.fewestApprovals) }
    let ends = (definition.leaving[marking.state] ?? []).filter { transition in
      if case .review(outcome) = transition.trigger { true } else { false }
    }
    let isRecorded = ends.contains { recorded.contains(.transition($0.name)) }
    var results: [Marking] = []
    if isRecorded || !recordsVotes
      || (vote == .approve && (review.mayGoOn || marking.votes + 1 < review.fewestApprovals))
    {
      results.append(voted)
    }
    let isEnough = vote != .approve || voted.votes >= review.fewestApprovals
    if !isRecorded, recordsVotes, isEnough { results += ends.flatMap { fire($0, in: voted) } }
    let roles = review.stages.map(\.role)
    return results + results.flatMap { withActingDuty(roles, $0) }
  }
}

extension Review {
  /// Approvals without which no electorate approves: at least one a stage that is not optional.
  fileprivate var fewestApprovals: Int {
    let needed = stages.filter { !$0.isOptional }.map { stage in
      switch stage.quorum {
      case .all, .any, .majority: 1
      case .count(let count): count
      }
    }
    return max(1, needed.reduce(0, +))
  }

  /// Whether some electorate asks for more approvals than the fewest: data and posts decide, and a log has neither.
  fileprivate var mayGoOn: Bool {
    !content.isEmpty
      || stages.contains { stage in
        switch stage.quorum {
        case .all, .majority: true
        case .any, .count: stage.isOptional
        }
      }
  }
}
