import Diagnostics
import JSON

extension Working {
  /// Fixes the electorate of every stage. An empty one refuses the transition, unless the stage is optional.
  func openRound(
    _ round: Int, _ review: Review, _ item: Item, _ definition: Definition
  ) throws(Refusal) -> ReviewState {
    var stages: [ReviewState.Stage] = []
    for stage in review.stages {
      let electorate = try electorate(of: stage, item, definition)
      let needed = stage.quorum.needed(of: electorate.count)
      guard electorate.count >= max(1, needed) || (electorate.isEmpty && stage.isOptional) else {
        throw Refusal(.blocked, "review", [Reasons.electorate(stage, size: electorate.count, needed: max(1, needed))])
      }
      stages.append(.init(name: stage.name, electorate: electorate, approvals: []))
    }
    var state = ReviewState(
      round: round, stages: stages, current: 0, contentHash: contentHash(review, item, definition))
    skipEmptyStages(&state)
    return state
  }

  func electorate(
    of stage: Review.Stage, _ item: Item, _ definition: Definition
  ) throws(Refusal) -> [PositionCode] {
    guard let role = definition.roles[stage.role] else { return [] }
    let query = roleQuery(role, item: item, unit: item.unit)
    let carrying = world.directory.positions(for: query)
    var chosen = carrying
    if let positions = stage.positions {
      switch scope(for: item, definition, capacity: nil).strings(positions) {
      case .success(let codes): chosen = codes.map { PositionCode($0) }
      case .failure(let error): throw Refusal(.blocked, "review", [Reasons.effect(positions, error)])
      }
      if let wrong = chosen.first(where: { world.directory.positions[$0]?.roles.contains(stage.role) != true }) {
        throw Refusal(.blocked, "review", [Reasons.notAVoter(wrong, stage)])
      }
    }
    // A position whose every holder is barred by separation of duties, or which is vacant, cannot vote.
    return chosen.filter { position in
      world.directory.holders(of: position, on: world.now.day).contains { person in
        let capacity = Capacity(role: stage.role, kind: .own, person: person, position: position, behalf: [])
        return separationReasons(capacity, family: item.family, definition: definition).isEmpty
      }
    }
  }

  private func skipEmptyStages(_ state: inout ReviewState) {
    while state.current < state.stages.count, state.stages[state.current].electorate.isEmpty { state.current += 1 }
  }

  /// What the reviewers consent to: canonical JSON of the substantive fields and the digests of substantive documents.
  func contentHash(_ review: Review, _ item: Item, _ definition: Definition) -> String {
    var content: [String: JSONValue] = [:]
    for field in review.content { content[field.text] = item.data[field.text] }
    var slots: [String: JSONValue] = [:]
    for (name, slot) in definition.documents where slot.isSubstantive {
      slots[name.text] = .array((item.runtime.documents[name] ?? []).map { .string($0.sha256.description) })
    }
    return ContentDigest.hex(.object(["data": .object(content), "documents": .object(slots)]))
  }

  /// 再協議: when the substance changes, earlier consents fall and a new round opens.
  mutating func renewConsent(_ item: inout Item, _ definition: Definition, before: Item) {
    guard let old = item.runtime.review, before.runtime.review == old,
      let review = definition.states[item.state]?.review,
      contentHash(review, item, definition) != old.contentHash,
      let fresh = try? openRound(old.round + 1, review, item, definition)
    else { return }
    item.runtime.review = fresh
    var asked: [PersonCode] = []
    for ballot in old.stages.flatMap(\.approvals) where !asked.contains(ballot.person) { asked.append(ballot.person) }
    if !asked.isEmpty {
      tasks.append(
        TaskDraft(
          item: item.id, family: item.family,
          kind: .notify(roles: [], recipients: asked, message: Messages.consentFell(item)), dueAt: world.now,
          priority: 0))
    }
    entries.append(
      Entry(
        item: item.id, family: item.family, version: item.version + 1, event: .round, capacity: nil, actor: nil,
        definition: item.definition, body: ["round": .number(.init(Int64(fresh.round)))]))
  }

  /// Who may vote now, or why not.
  func judgeVote(
    _ vote: Vote, on item: Item, definition: Definition, actor: Actor, reason: String?, asking: Bool = false
  ) -> Judgement {
    guard let state = item.runtime.review, let review = definition.states[item.state]?.review,
      review.stages.indices.contains(state.current)
    else { return .blocked([Reasons.noReview(item, definition)], capacity: nil) }
    let stage = review.stages[state.current]
    let open = state.stages[state.current]
    let capacities: [Capacity]
    switch voters(stage, open, actor, item, definition) {
    case .success(let found): capacities = found
    case .failure(let denial): return .denied(denial.reasons)
    }
    let voted = Set(open.approvals.flatMap { [$0.person] })
    guard !voted.contains(actor.person) else { return .denied([Reasons.alreadyVoted(stage)]) }
    let used = Set(open.approvals.compactMap(\.position))
    guard let capacity = capacities.first(where: { $0.position.map { !used.contains($0) } ?? false }) else {
      return .denied([Reasons.alreadyVoted(stage)])
    }
    if stage.isSequence, let next = open.electorate.first(where: { !used.contains($0) }), next != capacity.position {
      return .blocked([Reasons.notInTurn(stage, next, world.directory)], capacity: capacity)
    }
    if !asking, vote != .approve, (reason ?? "").allSatisfy(\.isWhitespace) {
      return .blocked([Reasons.reasonMissing], capacity: capacity)
    }
    return .possible(capacity)
  }

  private func voters(
    _ stage: Review.Stage, _ open: ReviewState.Stage, _ actor: Actor, _ item: Item, _ definition: Definition
  ) -> Result<[Capacity], Refusal.Denial> {
    guard let role = definition.roles[stage.role] else { return .success([]) }
    let anywhere = Role(
      name: role.name, title: role.title, holder: .position(anywhere: true), excludes: role.excludes,
      isDelegable: role.isDelegable, actingDuty: role.actingDuty, source: role.source, location: role.location)
    let query = roleQuery(anywhere, item: item, unit: item.unit)
    let mine = world.directory.capacities(of: actor.person, query, allowDelegation: true).filter {
      (actor.position == nil || $0.position == actor.position)
        && (actor.onBehalfOf == nil || $0.behalf.contains(actor.onBehalfOf!))
        && ($0.position.map(open.electorate.contains) ?? false)
    }
    guard !mine.isEmpty else {
      return .failure(.init(reasons: [Reasons.notInElectorate(stage, open, world.directory)]))
    }
    var broken: [Reason] = []
    let free = mine.filter { capacity in
      let reasons = separationReasons(capacity, family: item.family, definition: definition)
      broken += reasons
      return reasons.isEmpty
    }
    return free.isEmpty ? .failure(.init(reasons: broken)) : .success(free)
  }

  mutating func cast(
    _ vote: Vote, _ reason: String?, _ subject: Subject, _ actor: Actor
  ) throws(Refusal) {
    var item = subject.item
    let definition = subject.definition
    let verdict = judgeVote(vote, on: item, definition: definition, actor: actor, reason: reason)
    guard let capacity = try Self.allowed(verdict, vote.rawValue), var state = item.runtime.review,
      let review = definition.states[item.state]?.review
    else { return }
    let stage = review.stages[state.current]
    var outcome: ReviewOutcome?
    switch vote {
    case .approve:
      state.stages[state.current].approvals.append(
        .init(person: actor.person, position: capacity.position, behalf: capacity.behalf, at: world.now))
      let open = state.stages[state.current]
      if open.approvals.count >= stage.quorum.needed(of: open.electorate.count) {
        state.current += 1
        skipEmptyStages(&state)
      }
      if state.current >= state.stages.count { outcome = .approved }
    case .return: outcome = .returned
    case .reject: outcome = .rejected
    }
    item.runtime.review = state
    if capacity.kind == .acting, let duty = definition.roles[capacity.role]?.actingDuty {
      try open(duty, owner: capacity.behalf.last, &item, definition)
    }
    let opened = item.runtime.duties.filter { !subject.item.runtime.duties.contains($0) }
    var body: [String: JSONValue] = ["vote": .string(vote.rawValue), "stage": .string(stage.name.text)]
    if let reason, !reason.isEmpty { body["reason"] = .string(reason) }
    if !opened.isEmpty { body["duties"] = .array(opened.map { .string($0.name.text) }) }
    commit(item, .vote, body, actor: actor, capacity: capacity)
    guard let outcome, let current = items[item.id] else { return }
    let next = (definition.leaving[item.state] ?? []).first { transition in
      if case .review(let expected) = transition.trigger { expected == outcome } else { false }
    }
    guard let next else { return }
    try move(current, next, definition, Cause(actor: actor, capacity: nil, reason: reason))
  }
}
