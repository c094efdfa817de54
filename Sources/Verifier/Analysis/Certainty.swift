import CEL
import Diagnostics
import Workflows

/// Which edges can be taken whatever the data are, and which choices leave no gap.
extension View {
  /// Whether an edge can be taken whatever the data are; worked out when it is first asked.
  func isAlwaysPossible(_ number: Int) -> Bool {
    if let known = flow.certain[number] { return known }
    let isPossible = session.regions[definition.name].map { isCertain(number, $0) } ?? false
    flow.certain[number] = isPossible
    return isPossible
  }

  /// Whether one of the automatic transitions of a state fires whatever the data are.
  func isExhaustive(_ state: Int) -> Bool {
    if let known = flow.exhaustive[state] { return known }
    let isFull =
      !automatics(of: state).isEmpty
      && (session.regions[definition.name].map { residue(in: state, $0).isEmpty } ?? false)
    flow.exhaustive[state] = isFull
    return isFull
  }

  /// Automatic transitions that can fire in a state.
  func automatics(of state: Int) -> [Int] {
    flow.leaving[state].filter { flow.status[$0] > .never && flow.edges[$0].transition?.isAutomatic ?? false }
  }

  /// Situations in a state in which no automatic transition is possible or can become so, as far as that is not known
  /// for sure: what lies outside the item may still come to meet a condition, and what may be edited here can be edited.
  func residue(in state: Int, _ regions: Regions) -> [Box] {
    var boxes = regions.resting(in: state)
    for number in automatics(of: state) {
      if boxes.isEmpty { return [] }
      boxes = regions.evaluator.bounded(boxes.flatMap { unmet(number, in: $0, regions) }, Box())
    }
    return boxes
  }

  /// Whether an item that stands in the edge's state, with any data that it can have there, can be made to take it:
  /// input, edits, documents, persons and the surroundings are at the mercy of those who want it.
  private func isCertain(_ number: Int, _ regions: Regions) -> Bool {
    isReliable(number, regions)
      && regions.resting(in: flow.edges[number].from).allSatisfy { unmet(number, in: $0, regions).isEmpty }
  }

  /// Where its conditions hold, the edge can be taken.
  func isReliable(_ number: Int, _ regions: Regions) -> Bool {
    let edge = flow.edges[number]
    guard flow.status[number] == .fires, let transition = edge.transition, isWilling(transition, in: edge.from),
      carriesThrough(edge)
    else { return false }
    return !transition.isAutomatic || isUnambiguous(edge.from, regions)
  }

  /// Whether no two automatic transitions of a state can be possible at once: the engine would refuse to choose.
  func isUnambiguous(_ state: Int, _ regions: Regions) -> Bool {
    let numbers = flow.leaving[state].filter { flow.edges[$0].transition?.isAutomatic ?? false }
    return numbers.indices.allSatisfy { first in
      numbers[(first + 1)...].allSatisfy { shared(numbers[first], $0, in: state, regions).isEmpty }
    }
  }

  /// Situations in which two automatic transitions of a state are possible.
  func shared(_ first: Int, _ second: Int, in state: Int, _ regions: Regions) -> [Box] {
    guard let one = flow.edges[first].transition, let two = flow.edges[second].transition else { return [] }
    // Each is possible by its conditions, wherever it leads.
    return regions.meeting(first, from: regions.resting(in: state), entering: false).flatMap { met in
      regions.assumeAll(conditions(of: two) + conditions(of: one), met)
    }
  }

  // MARK: Persons

  /// Somebody can always do it. A role of a position has as many holders as are needed. Who is alone in holding one keeps
  /// clear of what would bar him from it, unless he has to do it; and a field may name nobody.
  private func isWilling(_ transition: Transition, in state: Int) -> Bool {
    switch transition.trigger {
    case .human(let roles): roles.contains { isWilling($0, in: state) }
    case .automatic, .system: true
    // Where it leads is not in the hands of the parent.
    case .child: false
    case .review: flow.state(state)?.review?.stages.allSatisfy { isWilling($0, in: state) } ?? false
    }
  }

  private func isWilling(_ name: RoleName, in state: Int) -> Bool {
    guard let role = definition.roles[name] else { return false }
    switch role.holder {
    case .position: return true
    case .creator: return !isBarredByDuty(role)
    case .party: return holding.canHold(name) && !isBarredByDuty(role)
    case .field(let field):
      let isRequired = definition.data.byName[field]?.isRequired ?? false
      let isEditable = surelyEdited(in: state, but: name).contains(field.text)
      return !isBarredByDuty(role) && ((isRequired && state != flow.initial) || isEditable)
    }
  }

  /// Who is in the electorate when the round opens may be barred before the vote: one position more is always found,
  /// but not where all must vote.
  private func isWilling(_ stage: Review.Stage, in state: Int) -> Bool {
    guard isWilling(stage.role, in: state) else { return false }
    return stage.positions == nil && !stage.quorum.asksForShare || !isExcluded(stage.role)
  }

  /// Whoever is alone in holding the role may have to act in another that excludes it: by creating an item, or because
  /// both are held by the same one.
  private func isBarredByDuty(_ role: Role) -> Bool {
    // Who begins by acting in it is barred from the others, not from this one.
    if definition.creation.by == [role.name], (session.starts.of[definition.name] ?? []).isEmpty { return false }
    return session.definitions.contains { other in
      (other.exclusions[role.name] ?? []).contains { excluded in
        session.definitions.contains { definition in
          let holder = definition.roles[excluded]?.holder
          return definition.creation.by.contains(excluded) || (holder == role.holder && holder != nil)
            || (holder == .creator && role.holder == .party) || (holder == .party && role.holder == .creator)
        }
      }
    }
  }

  /// Some definition separates the role from another.
  private func isExcluded(_ name: RoleName) -> Bool {
    session.definitions.contains { !($0.exclusions[name] ?? []).isEmpty }
  }

  /// Fields that somebody can always edit in a state.
  private func surelyEdited(in state: Int, but barred: RoleName? = nil) -> Set<String> {
    guard defect != .ignoreEdits, let model = flow.state(state) else { return [] }
    var fields: Set<String> = []
    for right in model.edits where right.by.contains(where: { $0 != barred && isWilling($0, in: state) }) {
      fields.formUnion(right.fields?.map(\.text) ?? definition.data.fields.map(\.name.text))
    }
    return fields
  }

  /// Fields that somebody can always supply with an act that stays in the state: as input, or as what its effects compute,
  /// which counts as any value.
  private func surelySupplied(in state: Int, _ box: Box, _ regions: Regions) -> Set<String> {
    var fields: Set<String> = []
    for number in flow.leaving[state] {
      guard let transition = flow.edges[number].transition, transition.to == .same, case .human = transition.trigger,
        isWilling(transition, in: state), carriesThrough(flow.edges[number])
      else { continue }
      var set: Set<String> = []
      var computed: Set<FieldName> = []
      for case .set(let assignments) in transition.effects {
        set.formUnion(assignments.map(\.field.text))
        computed.formUnion(assignments.filter { !$0.value.compiled.root.isConstant }.map(\.field))
      }
      let given = Set((transition.input.required + transition.input.optional).map(\.text)).subtracting(set)
      guard !given.isEmpty || !computed.isEmpty, unmet(number, in: box, regions, inPlace: false).isEmpty else {
        continue
      }
      flow.supposed.formUnion(computed)
      fields.formUnion(given.union(computed.map(\.text)))
    }
    return fields
  }

  /// Nothing that the transition does itself keeps it from being carried out: its effects leave the data valid, and a
  /// review that it opens finds its voters.
  func carriesThrough(_ edge: Flow.Edge, depth: Int = 0) -> Bool {
    guard let transition = edge.transition else { return true }
    let isStrict = isStrict(edge)
    for effect in transition.effects {
      switch effect {
      case .set(let assignments):
        for (field, value) in assignments {
          guard case .literal(let literal) = value.compiled.root.kind else { continue }
          let full = evaluator.full(field)
          if Evaluator.constant(literal).intersection(full).isEmpty { return false }
        }
      case .unset(let fields):
        if isStrict, fields.contains(where: { definition.data.byName[$0]?.isRequired ?? false }) { return false }
      case .open, .start, .notify, .task: break
      }
    }
    guard couldBeEntered(edge), isTakenByParents(edge, depth) else { return false }
    guard case .state = transition.to, let review = flow.state(edge.to)?.review else { return true }
    return review.stages.allSatisfy { stage in
      stage.isOptional || isWilling(stage.role, in: edge.from)
    }
  }

  /// A child ends together with the move of the parent that waits for it: what keeps the parent keeps the child.
  private func isTakenByParents(_ edge: Flow.Edge, _ depth: Int) -> Bool {
    guard flow.isFinal(edge.to), let outcome = flow.state(edge.to)?.outcome else { return true }
    // Definitions that start one another in a circle.
    guard depth < 8 else { return false }
    return (session.starts.of[definition.name] ?? []).allSatisfy { start in
      guard let state = start.state, let parent = session.view(start.by), let place = parent.flow.index[state] else {
        return true
      }
      return parent.flow.leaving[place].allSatisfy { number in
        guard case .child(outcome) = parent.flow.edges[number].transition?.trigger else { return true }
        return parent.carriesThrough(parent.flow.edges[number], depth: depth + 1)
      }
    }
  }

  // MARK: Data

  /// The part of a box for which it is not sure that the edge's conditions can be brought to hold by those who may
  /// choose: what conditions ask of what cannot be chosen is cut out of the box where they are sure to hold.
  ///
  /// - Parameter inPlace: acts that stay in the state may come first.
  func unmet(_ number: Int, in box: Box, _ regions: Regions, inPlace: Bool = true) -> [Box] {
    let edge = flow.edges[number]
    guard let transition = edge.transition else { return [] }
    let edited = surelyEdited(in: edge.from)
    var supplied = Set((transition.input.required + transition.input.optional).map(\.text))
    if inPlace { supplied.formUnion(surelySupplied(in: edge.from, box, regions)) }
    var start = box
    start.cells["item.state"] = Cell(presence: .yes, value: .text(.of([flow.states[edge.from].text])))
    for field in edited.intersection(regions.read) { start.forget(field) }
    for field in supplied.intersection(regions.read) { start.forget(field) }
    for field in transition.input.required where regions.read.contains(field.text) {
      start.cells["data." + field.text] = Cell(presence: .yes, value: regions.full(field))
    }
    var unmet: [Box] = []
    var remaining = [box]
    if isStrict(edge) {
      for field in definition.data.fields where field.isRequired && edge.from == flow.initial {
        let name = field.name.text
        if edited.contains(name) || supplied.contains(name) || isAlwaysGiven(field.name) { continue }
        guard regions.read.contains(name) else { return [box] }
        let there = ["data." + name: Cell(presence: .yes, value: regions.full(field.name))]
        unmet += remaining.flatMap { $0.cut(there, regions) }
        remaining = remaining.compactMap { box in
          guard let cell = box.cell("data." + name, regions), cell.presence != .no else { return nil }
          var narrowed = box
          narrowed.cells["data." + name] = Cell(presence: .yes, value: cell.value)
          return narrowed
        }
      }
      start.isStrict = true
      if remaining.isEmpty { return unmet }
    }
    let conditions = conditions(of: transition)
    if conditions.isEmpty { return unmet }
    for met in regions.assumeAll(conditions, start) {
      for high in [false, true] {
        guard let fixed = assured(conditions, met, start, edited, supplied, high, regions) else { continue }
        remaining = regions.evaluator.bounded(remaining.flatMap { $0.cut(fixed, regions) }, box)
        if remaining.isEmpty { return unmet }
        break
      }
    }
    return unmet + remaining
  }

  /// What must be the case of what cannot be chosen, so that the conditions are sure to hold for some choice; nil where
  /// they are not.
  private func assured(
    _ conditions: [Expression], _ met: Box, _ start: Box, _ edited: Set<String>, _ supplied: Set<String>, _ high: Bool,
    _ regions: Regions
  ) -> [String: Cell]? {
    var trial = start
    var fixed: [String: Cell] = [:]
    for (path, cell) in met.cells where cell != start.cells[path] {
      // What was supplied cannot be taken away again.
      let field = path.hasPrefix("data.") ? String(path.dropFirst(5).prefix { $0 != "." && $0 != "[" }) : nil
      let isChosen = field.map { edited.contains($0) || (supplied.contains($0) && cell.presence == .yes) }
      if isChosen ?? isControllable(path) {
        trial.cells[path] = Cell(presence: cell.presence, value: cell.value.extreme(high: high))
      } else {
        trial.cells[path] = cell
        fixed[path] = cell
      }
    }
    let chosen = edited.union(supplied)
    for (key, truth) in met.facts where isOfSurroundings(key) || isUpTo(chosen, key) { trial.facts[key] = truth }
    let isSure = conditions.allSatisfy { condition in
      evaluator.evaluate(condition.compiled.root, condition.compiled, trial).value == .truth
    }
    return isSure ? fixed : nil
  }

  /// Whoever creates an item must give the field, or whatever starts one does.
  private func isAlwaysGiven(_ field: FieldName) -> Bool {
    let starts = session.starts.of[definition.name] ?? []
    return (!holding.canBeCreated || definition.creation.input.required.contains(field))
      && starts.allSatisfy { $0.start.with.contains { $0.field == field } }
      && (holding.canBeCreated || !starts.isEmpty)
  }

  private func isControllable(_ path: String) -> Bool {
    guard path.hasPrefix("documents.") else { return true }
    let slot = SlotName(path.dropFirst(10).prefix { $0 != "." && $0 != "[" })
    return definition.documents[slot].map { holding.canHoldOne(of: $0.by) && $0.maxSize > 0 } ?? false
  }

  /// A condition over fields that can all be chosen here; of one over lists it is enough that one can.
  private func isUpTo(_ chosen: Set<String>, _ key: String) -> Bool {
    let fields = key.split(separator: "data.").dropFirst().map { part in
      String(part.drop { $0 == "?" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
    let isOverList = key.contains(".all(") || key.contains(".exists(")
    return isOverList ? fields.contains(where: chosen.contains) : fields.allSatisfy(chosen.contains)
  }

  /// A condition that looks beyond the item only: its surroundings may come to meet it.
  private func isOfSurroundings(_ key: String) -> Bool { !key.contains("data.") || key.contains("family.") }
}

extension Review.Quorum {
  /// All or most of the electorate, whoever is in it.
  var asksForShare: Bool {
    switch self {
    case .all, .majority: true
    case .any, .count: false
    }
  }
}

extension Value {
  /// One end of what the value admits.
  func extreme(high: Bool) -> Value {
    switch self {
    case .int(let range):
      let end = high ? range.upper : range.lower
      return end == Int.max || end == Int.min ? self : .int(Interval(end))
    case .double(let range):
      let end = high ? range.upper : range.lower
      return end.isInfinite ? self : .double(Span64(lower: end, upper: end))
    case .text(.of(let set)):
      return set.sorted().first.map { .text(.of([$0])) } ?? self
    case .list(let range): return .list(Interval(range.lower))
    case .bool(let yes, let no): return yes && no ? .bool(high) : self
    case .nothing, .anything, .text, .time, .record, .optional: return self
    }
  }
}
