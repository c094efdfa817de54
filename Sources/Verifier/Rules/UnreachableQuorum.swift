import CEL
import Diagnostics
import Workflows

/// E308: a stage of a review whose electorate can never be as large as its quorum.
extension View {
  func unreachableQuorums() -> [Question] {
    flow.states.flatMap { name -> [Question] in
      guard let review = definition.states[name]?.review else { return [] }
      return review.stages.map { question($0, in: name) }
    }
  }

  private func question(_ stage: Review.Stage, in state: StateName) -> Question {
    let subject = Subject.stage(state, stage.name)
    let largest = largestElectorate(of: stage)
    let needed = max(1, stage.quorum.needed(of: 1))
    if largest == 0, stage.isOptional { return holds(.unreachableQuorum, subject) }
    guard largest < needed, defect != .quorumAboveElectorate else { return holds(.unreachableQuorum, subject) }
    let ways = flow.shortestWays(.unknown)
    let path = flow.index[state].flatMap { place in
      // The state itself cannot be entered: the run ends where one would enter it.
      flow.edges.indices.filter { flow.edges[$0].to == place && ways.has(flow.edges[$0].from) }
        .map { flow.path(ways, to: flow.edges[$0].from) + [flow.step($0)] }.min { $0.count < $1.count }
    }
    return finding(
      .unreachableQuorum, subject,
      Text(
        en: "\"\(stage.name)\" needs \(needed) votes, but never has more than \(largest) voters",
        ja: "「\(stage.name)」は\(needed)票を要しますが、投票できる職は最大\(largest)です"),
      at: stage.location, path: path ?? [],
      help: Text(
        en: "lower the quorum, name more positions, or let a role vote that positions carry",
        ja: "定足数を下げるか、職を増やすか、職の役割に投票させてください"))
  }

  /// The most positions that can ever vote in a stage.
  func largestElectorate(of stage: Review.Stage) -> Int {
    if let positions = stage.positions { return largestSize(of: positions) }
    switch definition.roles[stage.role]?.holder {
    case .position: return Int.max
    case .creator: return holding.isCreatorAPerson || isBarredCreator(stage.role) ? 0 : 1
    case .field: return holding.canHold(stage.role) ? 1 : 0
    case .party, nil: return 0
    }
  }

  /// Whoever creates the item acts in a role that excludes this one, so the creator's position has no holder who may
  /// vote.
  private func isBarredCreator(_ role: RoleName) -> Bool {
    let excluded = definition.exclusions[role] ?? []
    return (session.starts.of[definition.name] ?? []).isEmpty && !definition.creation.by.isEmpty
      && definition.creation.by.allSatisfy(excluded.contains)
  }

  private func largestSize(of expression: Expression) -> Int {
    Domain(self).largestSize(of: expression)
  }
}
