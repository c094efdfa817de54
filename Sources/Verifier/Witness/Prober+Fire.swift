import CEL
import JSON
import Workflows

extension Prober {
  /// What an attempt is after.
  enum Goal {
    /// The transition is taken.
    case take
    /// The engine refuses to choose between automatic transitions.
    case ambiguity
  }

  /// Takes an edge from where an item stands, or from an item made for it; nil where no attempt was accepted.
  ///
  /// - Parameters:
  ///   - regions: what the data are known to be where no item stands there.
  ///   - wish: values to prefer where the act or an editor may choose.
  ///   - conditions: what the situation must meet, where that is not just what the transition asks.
  mutating func fire(
    _ number: Int, from standing: Standing?, regions: [Box], wish: [String: JSONValue] = [:], _ goal: Goal = .take,
    conditions: [Expression]? = nil
  ) -> (before: [String: JSONValue], after: Standing)? {
    let edge = view.flow.edges[number]
    guard let transition = edge.transition else { return nil }
    if let standing, goal == .take, wish.allSatisfy({ standing.item.data[$0.key] == $0.value }),
      let after = takePlainly(number, standing)
    {
      return (standing.item.data, after)
    }
    let free = freely(edge, standing == nil)
    let conditions = conditions ?? view.conditions(of: transition)
    let mentioned = Set(conditions.flatMap(\.dataFields))
    var attempts = 0
    for later in standing == nil ? [false] : [false, true] {
      let starts =
        standing.map { [fixed($0, free, edge, conditions, transition, later: later)] }
        ?? regions.map { located($0, edge) }
      for start in starts.flatMap({ acting($0, transition) }).flatMap({ given(wish, free, $0) }) {
        var met = boxes(conditions, start, atMost: 8)
        if goal == .take { met = alone(number, met) }
        for narrowed in met.prefix(8) {
          for high in [false, true] {
            attempts += 1
            guard attempts <= 24, budget > 0 else { return nil }
            let box = labelled(narrowed, conditions, free, high)
            if var result = attempt(edge, transition, standing, box, free, wish, high, goal, mentioned) {
              if goal == .take { result.after.way.append(number) }
              result.after.isMade = result.after.isMade || standing == nil
              return result
            }
          }
        }
      }
    }
    return nil
  }

  /// Takes an edge with the item as it stands; nil where it needs anything more.
  mutating func takePlainly(_ number: Int, _ standing: Standing) -> Standing? {
    let edge = view.flow.edges[number]
    guard let transition = edge.transition else { return nil }
    var after = plainly(edge, transition, standing)?.after
    after?.way.append(number)
    return after
  }

  /// Takes the edge with the data as they are, which is often enough.
  private mutating func plainly(
    _ edge: Flow.Edge, _ transition: Transition, _ standing: Standing
  ) -> (before: [String: JSONValue], after: Standing)? {
    guard transition.input.required.isEmpty, standing.guests.isEmpty else { return nil }
    return act(edge, transition, standing, [:]).map { (standing.item.data, $0) }
  }

  /// For conditions that look at who acts: one box a role that may.
  private func acting(_ box: Box, _ transition: Transition) -> [Box] {
    let roles = transition.roles.compactMap { definition.roles[$0] }
    guard !roles.isEmpty else { return [box] }
    return roles.map { role in
      var acting = box
      let creator = view.creators.first
      let holder = creator.map { cast.actor(role, creator: $0) } ?? Actor(person: Cast.person(role.name, 0))
      acting.cells["actor.role"] = Cell(presence: .yes, value: .text(.of([role.name.text])))
      acting.cells["actor.person"] = Cell(presence: .yes, value: .text(.of([holder.person.text])))
      let post: PositionCode? =
        switch role.holder {
        case .position, .field: Cast.post(role.name, 0)
        case .creator: creator?.position
        case .party: nil
        }
      acting.cells["actor.position"] = Cell(
        presence: post == nil ? .no : .yes, value: post.map { .text(.of([$0.text])) } ?? .text(.all))
      return acting
    }
  }

  /// The box with what is wished for where that can be chosen, then as it is.
  private func given(
    _ wish: [String: JSONValue], _ free: (edited: Set<String>, input: Set<String>), _ box: Box
  ) -> [Box] {
    var wished = box
    for (name, value) in wish where free.edited.contains(name) || free.input.contains(name) {
      guard value != .null else { continue }
      let shape = definition.data.byName[FieldName(name)]?.shape ?? .anything
      wished.cells["data." + name] = Cell(presence: .yes, value: Evaluator.constant(shape.celValue(value)))
    }
    return wished == box ? [box] : [wished, box]
  }

  /// Where fields stand in relation to one another each is given a value in turn, and what that means for the others is
  /// worked out before the next.
  private func labelled(
    _ box: Box, _ conditions: [Expression], _ free: (edited: Set<String>, input: Set<String>), _ high: Bool
  ) -> Box {
    guard box.facts.keys.contains(where: { $0.contains("data.") && ($0.contains(" < ") || $0.contains(" == ")) }) else {
      return box
    }
    var chosen = box
    for field in Set(conditions.flatMap(\.dataFields)).sorted() {
      let path = "data." + field.text
      guard free.edited.contains(field.text) || free.input.contains(field.text),
        let shape = definition.data.byName[field]?.shape, chosen.cells[path]?.presence != .no
      else { continue }
      if case .list = evaluator.cell(Place(path: path, kind: .type(shape.type)), chosen).value { continue }
      let constant = Evaluator.constant(shape.celValue(sample(field, chosen, high: high)))
      guard constant != .anything else { continue }
      var trial = chosen
      trial.cells[path] = Cell(presence: .yes, value: constant)
      trial.facts = [:]
      if let next = boxes(conditions, trial, atMost: 1).first { chosen = next }
    }
    return chosen
  }

  /// An automatic transition is taken where no other one is possible.
  private func alone(_ number: Int, _ boxes: [Box]) -> [Box] {
    let edge = view.flow.edges[number]
    guard edge.transition?.isAutomatic ?? false else { return boxes }
    var left = boxes
    for other in view.flow.leaving[edge.from] where other != number {
      guard let transition = view.flow.edges[other].transition, transition.isAutomatic else { continue }
      let conditions = view.conditions(of: transition)
      let free = left.flatMap { box in
        conditions.flatMap { evaluator.assume($0.compiled.root, false, $0.compiled, box) }
      }
      // Conditions that the domain cannot tell apart: let `step` decide.
      if !free.isEmpty { left = evaluator.bounded(free, Box()) }
    }
    return left
  }

  /// The first situations that meet the conditions, in the order of their alternatives.
  ///
  /// In depth: what is wanted is a few situations, not all of them.
  private func boxes(_ conditions: [Expression], _ start: Box, atMost limit: Int) -> [Box] {
    // Conditions over all elements of a list last: what others put into the list must meet them.
    let ordered =
      conditions.filter { !$0.compiled.root.isForAll } + conditions.filter { $0.compiled.root.isForAll }
    var found: [Box] = []
    var looks = 200
    func descend(_ box: Box, _ depth: Int) {
      guard depth < ordered.count else {
        if !found.contains(box) { found.append(box) }
        return
      }
      guard looks > 0 else { return }
      looks -= 1
      for next in evaluator.assume(ordered[depth].compiled.root, true, ordered[depth].compiled, box) {
        descend(next, depth + 1)
        if found.count >= limit { return }
      }
    }
    descend(start, 0)
    return found
  }

  /// Fields that can be chosen at this edge: by editors of the state, as input; all of them where no item stands there.
  private func freely(_ edge: Flow.Edge, _ isMade: Bool) -> (edited: Set<String>, input: Set<String>) {
    var edited: Set<String> = []
    if isMade { edited = Set(definition.data.fields.map(\.name.text)) }
    for right in view.flow.state(edge.from)?.edits ?? [] where view.holding.canHoldOne(of: right.by) {
      edited.formUnion(right.fields?.map(\.text) ?? definition.data.fields.map(\.name.text))
    }
    let input = edge.transition.map { Set(($0.input.required + $0.input.optional).map(\.text)) } ?? []
    return (edited, input)
  }

  private func located(_ region: Box, _ edge: Flow.Edge) -> Box {
    var box = region
    box.isStrict = view.isStrict(edge)
    box.cells["item.state"] = Cell(presence: .yes, value: .text(.of([view.flow.states[edge.from].text])))
    return box
  }

  /// The box of one item: its data as they are, but for what can be chosen.
  private func fixed(
    _ standing: Standing, _ free: (edited: Set<String>, input: Set<String>), _ edge: Flow.Edge,
    _ conditions: [Expression], _ transition: Transition, later isLater: Bool
  ) -> Box {
    var box = located(Box(), edge)
    let day = Int(standing.now.day.start.microseconds / 1_000_000)
    if !isLater { box.cells["today"] = Cell(presence: .yes, value: .time(Interval(day))) }
    let fields = Set(conditions.flatMap(\.dataFields)).subtracting(
      (free.edited.union(free.input)).map { FieldName($0) })
    for field in fields {
      let path = "data." + field.text
      guard let value = standing.item.data[field.text], value != .null else {
        box.cells[path] = Cell(presence: .no, value: .anything)
        continue
      }
      let shape = definition.data.byName[field]?.shape ?? .anything
      box.cells[path] = Cell(presence: .yes, value: Evaluator.constant(shape.celValue(value)))
    }
    for field in transition.input.required where free.input.contains(field.text) {
      box.cells["data." + field.text] = Cell(
        presence: .yes,
        value: Place(path: "data", kind: .schema(evaluator.schema)).member(field.text, evaluator.schema)
          .full(evaluator.schema))
    }
    return box
  }

  private mutating func attempt(
    _ edge: Flow.Edge, _ transition: Transition, _ standing: Standing?, _ box: Box,
    _ free: (edited: Set<String>, input: Set<String>), _ wish: [String: JSONValue], _ high: Bool, _ goal: Goal,
    _ mentioned: Set<FieldName>
  ) -> (before: [String: JSONValue], after: Standing)? {
    var here: Standing
    let chosen = chosenData(standing, box, free, wish, transition, high, mentioned)
    if let standing {
      here = standing
      for guest in here.guests { here.others[guest] = nil }
      here.guests = []
      if !chosen.edits.isEmpty {
        guard let edited = edit(chosen.edits, here) else { return nil }
        here = edited
      }
    } else {
      guard let made = made(edge, chosen.edits.compactMapValues(\.self)) else { return nil }
      here = made
    }
    // Some conditions wait for a day.
    for name in ["today", "now"] {
      guard case .time(let range)? = box.cells[name]?.value else { continue }
      let second = here.now.microseconds / 1_000_000
      guard range.lower > Int(second), range.lower < Int(second) + 4_000 * 86_400 else { continue }
      let day = Instant(microseconds: Int64(range.lower) * 1_000_000).adding(seconds: 86_399).day
      here.now = day.start.adding(seconds: 43_200)
    }
    guard attach(box, &here) else { return nil }
    surround(&here, box)
    let before = here.item.data.merging(chosen.input) { _, new in new }
    switch goal {
    case .take: return act(edge, transition, here, chosen.input).map { (before, $0) }
    case .ambiguity: return isAmbiguous(here) ? (before, here) : nil
    }
  }

  private struct Choice {
    var edits: [String: JSONValue?] = [:]
    var input: [String: JSONValue] = [:]
  }

  private func chosenData(
    _ standing: Standing?, _ box: Box, _ free: (edited: Set<String>, input: Set<String>),
    _ wish: [String: JSONValue], _ transition: Transition, _ high: Bool, _ mentioned: Set<FieldName>
  ) -> Choice {
    var choice = Choice()
    for field in definition.data.fields {
      let name = field.name.text
      let cell = box.cells["data." + name]
      let hasParts = cell != nil || box.cells.keys.contains { $0.hasPrefix("data." + name + ".") }
      if free.input.contains(name) {
        let isRequired = transition.input.required.contains(field.name)
        if isRequired || cell?.presence == .yes {
          choice.input[name] = wished(field.name, wish, cell, box, high)
          continue
        }
        if wish[name] != nil, cell?.presence != .no { choice.input[name] = wish[name] }
        continue
      }
      guard free.edited.contains(name) else { continue }
      let present = standing?.item.data[name]
      if cell?.presence == .no {
        if standing == nil || present != nil { choice.edits[name] = .some(nil) }
      } else if cell?.presence == .yes
        || (standing == nil && (field.isRequired || hasParts || (high && mentioned.contains(field.name))))
      {
        let value = wished(field.name, wish, cell, box, high)
        if present != value { choice.edits[name] = value }
      } else if present == nil, field.isRequired || wish[name] != nil {
        choice.edits[name] = wished(field.name, wish, cell, box, high)
      }
    }
    return choice
  }

  private func wished(
    _ field: FieldName, _ wish: [String: JSONValue], _ cell: Cell?, _ box: Box, _ high: Bool
  ) -> JSONValue {
    guard let value = wish[field.text] else { return sample(field, box, high: high) }
    guard let cell else { return value }
    let shape = definition.data.byName[field]?.shape ?? .anything
    let constant = Evaluator.constant(shape.celValue(value))
    return constant.intersection(cell.value).isEmpty ? sample(field, box, high: high) : value
  }

  /// The item with the wished data as far as editors of its state may give it these.
  mutating func edited(_ standing: Standing, _ wish: [String: JSONValue]) -> Standing {
    guard let state = view.flow.index[standing.item.state], let rights = view.flow.state(state)?.edits else {
      return standing
    }
    let fields = rights.flatMap { $0.fields ?? definition.data.fields.map(\.name) }.map(\.text)
    let edits = wish.filter { fields.contains($0.key) && standing.item.data[$0.key] != $0.value }
    return edits.isEmpty ? standing : edit(edits.mapValues { Optional($0) }, standing) ?? standing
  }

  private mutating func edit(_ edits: [String: JSONValue?], _ standing: Standing) -> Standing? {
    var here = standing
    for right in view.flow.index[standing.item.state].flatMap({ view.flow.state($0)?.edits }) ?? [] {
      let mine = edits.filter { right.fields?.contains(FieldName($0.key)) ?? true }
      guard !mine.isEmpty else { continue }
      for role in right.by.compactMap({ definition.roles[$0] }) {
        if let after = step(.edit(mine, reason: nil), cast.actor(role, creator: here.item.creator), here) {
          here = after
          break
        }
      }
    }
    return here
  }

  /// An item put into the state by hand, with data that its schema admits.
  private mutating func made(_ edge: Flow.Edge, _ data: [String: JSONValue]) -> Standing? {
    var others: [ItemID: Item] = [:]
    var parent: Item?
    if let above = definition.creation.parents.compactMap({ view.session.library.definition($0) }).first {
      let item = blank(above, state: above.initial, data: [:], parent: nil, family: nil)
      parent = item
      others[item.id] = item
    }
    let complete = view.isStrict(edge) ? completed(data) : data
    let item = blank(
      definition, state: view.flow.states[edge.from], data: complete, parent: parent?.id, family: parent?.id)
    return Standing(item: item, others: others, now: view.session.options.today.start.adding(seconds: 43_200))
  }

  private mutating func attach(_ box: Box, _ here: inout Standing) -> Bool {
    for (name, slot) in definition.documents.sorted(by: { $0.key < $1.key }) {
      guard case .list(let size)? = box.cells["documents." + name.text]?.value else { continue }
      let present = here.item.runtime.documents[name]?.count ?? 0
      guard size.lower > present else { continue }
      guard size.lower <= slot.maxCount, size.lower <= 50 else { return false }
      for number in present..<size.lower {
        let fact = DocumentFact(
          sha256: ContentHash(bytes: Array(repeating: UInt8(number + 1), count: 32)), name: "file-\(number)",
          media: slot.media.first ?? "application/pdf", size: 1, at: here.now, by: "x")
        var isAttached = false
        for role in slot.by.compactMap({ definition.roles[$0] }) {
          if let after = step(.attach(name, fact), cast.actor(role, creator: here.item.creator), here) {
            here = after
            isAttached = true
            break
          }
        }
        guard isAttached else { return false }
      }
    }
    return true
  }
}
