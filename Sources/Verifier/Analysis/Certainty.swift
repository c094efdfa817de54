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

  /// Situations in a state in which no automatic transition fires, however kind the surroundings are: what lies outside
  /// the item may still come to meet a condition, and what may be edited here can be edited.
  func residue(in state: Int, _ regions: Regions) -> [Box] {
    let free = regions.freely(in: state).union(suppliedInPlace(state))
    var boxes = regions.regions[state].map { box -> Box in
      var here = box
      here.cells["item.state"] = Cell(presence: .yes, value: .text(.of([flow.states[state].text])))
      if state != flow.initial { here.isStrict = true }
      return here
    }
    for number in automatics(of: state) {
      guard let transition = flow.edges[number].transition else { continue }
      let conditions = conditions(of: transition)
      boxes = regions.evaluator.bounded(
        boxes.flatMap { box in
          conditions.flatMap { condition in
            regions.evaluator.assume(condition.compiled.root, false, condition.compiled, box)
              .filter { !reliesOnOthers($0, since: box, free) }
          }
        }, Box())
      if boxes.isEmpty { return [] }
    }
    return boxes
  }

  /// Fields that acts which stay in the state can change.
  private func suppliedInPlace(_ state: Int) -> Set<String> {
    var fields: Set<String> = []
    for number in flow.leaving[state] where flow.edges[number].to == state && flow.status[number] > .never {
      guard let transition = flow.edges[number].transition else { continue }
      fields.formUnion((transition.input.required + transition.input.optional).map(\.text))
      for effect in transition.effects {
        switch effect {
        case .set(let assignments): fields.formUnion(assignments.map(\.field.text))
        case .unset(let names): fields.formUnion(names.map(\.text))
        case .open, .start, .notify, .task: break
        }
      }
    }
    return fields
  }

  private func reliesOnOthers(_ box: Box, since before: Box, _ free: Set<String>) -> Bool {
    for (path, cell) in box.cells where before.cells[path] != cell {
      guard path.hasPrefix("data.") else { return true }
      if free.contains(String(path.dropFirst(5).prefix { $0 != "." && $0 != "[" })) { return true }
    }
    return box.facts.keys.contains { before.facts[$0] == nil && isOfSurroundings($0) }
  }

  /// Whether an item that stands in the edge's state, with any data that it can have there, can be made to take it:
  /// input, edits, documents, persons and the surroundings are at the mercy of those who want it.
  private func isCertain(_ number: Int, _ regions: Regions) -> Bool {
    let edge = flow.edges[number]
    guard flow.status[number] == .fires, let transition = edge.transition else { return false }
    guard isDraftComplete(edge, transition, regions) else { return false }
    let conditions = conditions(of: transition)
    guard !conditions.isEmpty else { return true }
    let boxes = regions.resting(in: edge.from)
    return boxes.allSatisfy { canBeMet(conditions, in: $0, edge, transition, regions) }
  }

  /// What the schema requires is there before the first transition, or can be supplied.
  private func isDraftComplete(_ edge: Flow.Edge, _ transition: Transition, _ regions: Regions) -> Bool {
    guard edge.from == flow.initial, isStrict(edge) else { return true }
    let editable = flow.state(edge.from)?.edits.filter { holding.canHoldOne(of: $0.by) } ?? []
    let starts = session.starts.of[definition.name] ?? []
    return definition.data.fields.filter(\.isRequired).allSatisfy { field in
      transition.input.allows(field.name) || editable.contains { $0.fields?.contains(field.name) ?? true }
        || ((!holding.canBeCreated || definition.creation.input.required.contains(field.name))
          && starts.allSatisfy { $0.start.with.contains { $0.field == field.name } }
          && (holding.canBeCreated || !starts.isEmpty))
    }
  }

  private func canBeMet(
    _ conditions: [Expression], in box: Box, _ edge: Flow.Edge, _ transition: Transition, _ regions: Regions
  ) -> Bool {
    let evaluator = regions.evaluator
    var start = box
    start.isStrict = isStrict(edge)
    for field in transition.input.required {
      start.forget(field.text)
      start.cells["data." + field.text] = Cell(presence: .yes, value: regions.full(field))
    }
    for field in transition.input.optional { start.forget(field.text) }
    start.cells["item.state"] = Cell(presence: .yes, value: .text(.of([flow.states[edge.from].text])))
    let chosen = Set((transition.input.required + transition.input.optional).map(\.text))
      .union(regions.freely(in: edge.from)).union(suppliedInPlace(edge.from))
    for met in regions.assumeAll(conditions, start) {
      for high in [false, true] {
        var trial = start
        for (path, cell) in met.cells where isControllable(path, chosen) {
          trial.cells[path] = Cell(presence: cell.presence, value: cell.value.extreme(high: high))
        }
        for (key, truth) in met.facts where isOfSurroundings(key) || isUpTo(chosen, key) { trial.facts[key] = truth }
        let isSure = conditions.allSatisfy { condition in
          let outcome = evaluator.evaluate(condition.compiled.root, condition.compiled, trial)
          return outcome.value == .truth
        }
        if isSure { return true }
      }
    }
    return false
  }

  private func isControllable(_ path: String, _ chosen: Set<String>) -> Bool {
    guard path.hasPrefix("data.") else {
      guard path.hasPrefix("documents.") else { return true }
      let slot = SlotName(path.dropFirst(10).prefix { $0 != "." && $0 != "[" })
      return definition.documents[slot].map { holding.canHoldOne(of: $0.by) && $0.maxSize > 0 } ?? false
    }
    return chosen.contains(String(path.dropFirst(5).prefix { $0 != "." && $0 != "[" }))
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
