import CEL
import Diagnostics
import JSON
import Workflows

/// What is known of the data in every state of one definition: forward from the initial state until nothing changes.
///
/// A state's region is a union of boxes over the fields that conditions read. Values that effects compute from more than
/// constants are any value of their schema.
struct Regions {
  let view: View
  let evaluator: Evaluator
  /// Fields that some condition reads: all others are left out of the boxes.
  let read: Set<String>
  private(set) var regions: [[Box]]
  /// Fields whose value an effect computes.
  let computed: Set<FieldName>
  private var visits: [Int]
  /// Of states whose situations were put into one: that one, and how often.
  private var hulls: [Int: (box: Box, count: Int)] = [:]
  /// Of each state, what was added to its region since its edges were last looked at.
  private var fresh: [[Box]]
  /// Of edges that were looked at: what their conditions ask of single fields; nil where they ask for more.
  var demands: [Int: Demand?] = [:]

  static let boxesPerState = 6

  init(_ view: View) {
    self.view = view
    evaluator = view.evaluator
    read = Self.fieldsRead(view)
    computed = Self.computedFields(view.definition)
    regions = Array(repeating: [], count: view.flow.states.count)
    visits = Array(repeating: 0, count: view.flow.states.count)
    fresh = regions
  }

  private static func fieldsRead(_ view: View) -> Set<String> {
    var fields: Set<String> = []
    for site in view.expressions {
      switch site.kind {
      case .guarding, .when: fields.formUnion(site.expression.dataFields.map(\.text))
      case .effect, .deadline, .review, .child, .search, .creation: break
      }
    }
    return fields
  }

  private static func computedFields(_ definition: Definition) -> Set<FieldName> {
    var fields: Set<FieldName> = []
    for transition in definition.transitions.values {
      for case .set(let assignments) in transition.effects {
        for (field, value) in assignments where !value.compiled.root.isConstant { fields.insert(field) }
      }
    }
    return fields
  }

  // MARK: Running

  mutating func run() {
    let flow = view.flow
    var taken: Set<Int> = []
    if flow.begins > .never { taken = spread([flow.initial: startingBoxes()]) { _ in true } }
    flow.status = flow.edges.indices.map { taken.contains($0) ? .unknown : .never }
  }

  /// What can become of items that stand in some states within boxes, over edges that are allowed: the regions then, and
  /// the edges that can be taken.
  ///
  /// - Parameter alone: nobody edits anything.
  func onward(
    from start: [Int: [Box]], alone: Bool = false, through allowed: (Int) -> Bool
  ) -> (regions: Regions, taken: Set<Int>) {
    var other = self
    other.regions = Array(repeating: [], count: regions.count)
    other.visits = Array(repeating: 0, count: visits.count)
    other.fresh = other.regions
    let taken = other.spread(start, alone: alone, through: allowed)
    return (other, taken)
  }

  private mutating func spread(
    _ start: [Int: [Box]], alone: Bool = false, through allowed: (Int) -> Bool
  ) -> Set<Int> {
    let flow = view.flow
    var taken: Set<Int> = []
    var open: [Int] = []
    for (state, boxes) in start.sorted(by: { $0.key < $1.key }) where !boxes.isEmpty {
      regions[state] = boxes
      fresh[state] = boxes
      open.append(state)
    }
    var waiting = Set(open)
    var next = 0
    while next < open.count {
      let state = open[next]
      next += 1
      waiting.remove(state)
      let here = alone ? fresh[state] : freed(fresh[state], in: state)
      fresh[state] = []
      for number in flow.leaving[state] where allowed(number) && !flow.barred.contains(number) {
        let arriving = readily(number, from: here) ?? taking(number, from: here)
        guard !arriving.isEmpty else { continue }
        taken.insert(number)
        let target = flow.edges[number].to
        if merge(arriving, into: target), waiting.insert(target).inserted { open.append(target) }
      }
    }
    return taken
  }

  /// Whoever creates an item gives it any data; a definition that starts one gives what it says.
  func startingBoxes() -> [Box] {
    var boxes: [Box] = []
    if view.holding.canBeCreated {
      var box = Box()
      for field in view.definition.creation.input.required where read.contains(field.text) {
        box.cells["data." + field.text] = Cell(presence: .yes, value: full(field))
      }
      boxes += assumeAll(view.definition.creation.guards.map(\.require), box)
    }
    for start in view.session.starts.of[view.definition.name] ?? [] { boxes.append(self.box(of: start)) }
    return evaluator.bounded(boxes.map(kept), Box())
  }

  /// What is known of an item that another definition starts.
  func box(of start: Starts.Start) -> Box {
    var box = Box()
    let given = Set(start.start.with.map(\.field.text))
    for name in read where !given.contains(name) {
      box.cells["data." + name] = Cell(presence: .no, value: full(FieldName(name)))
    }
    for (field, value) in start.start.with where read.contains(field.text) {
      let constant: Value =
        if case .literal(let literal) = value.compiled.root.kind { Evaluator.constant(literal) } else { .anything }
      box.cells["data." + field.text] = Cell(
        presence: constant == .anything ? .maybe : .yes, value: full(field).intersection(constant))
    }
    return box
  }

  /// An item as it stands.
  func exact(_ item: Item) -> Box {
    var box = Box()
    box.isStrict = item.state != view.definition.initial
    for name in read {
      guard let value = item.data[name], value != .null else {
        box.cells["data." + name] = Cell(presence: .no, value: full(FieldName(name)))
        continue
      }
      let shape = view.definition.data.byName[FieldName(name)]?.shape ?? .anything
      box.cells["data." + name] = Cell(presence: .yes, value: Evaluator.constant(shape.celValue(value)))
    }
    return box
  }

  func full(_ field: FieldName) -> Value {
    Place(path: "data", kind: .schema(evaluator.schema)).member(field.text, evaluator.schema).full(evaluator.schema)
  }

  func assumeAll(_ expressions: [Expression], _ box: Box, notTrue: Bool = false) -> [Box] {
    var boxes = [box]
    for expression in expressions {
      boxes = evaluator.bounded(
        boxes.flatMap { evaluator.assume(expression.compiled.root, true, expression.compiled, $0) }, box)
      if boxes.isEmpty { return [] }
    }
    guard expressions.count > 1 else { return boxes }
    return boxes.filter { narrowed in
      expressions.allSatisfy { expression in
        if case .bool(let yes, _) = evaluator.evaluate(expression.compiled.root, expression.compiled, narrowed).value {
          yes
        } else {
          true
        }
      }
    }
  }

  /// The situations in which an item stands in a state after anything that may be done to it there.
  func resting(in state: Int) -> [Box] { freed(regions[state], in: state) }

  private func freed(_ boxes: [Box], in state: Int) -> [Box] {
    let free = freely(in: state)
    guard !free.isEmpty else { return boxes }
    return evaluator.bounded(
      boxes.map { box in
        var freed = box
        for field in free { freed.forget(field) }
        return freed
      }, Box())
  }

  /// Fields that editors and the discharge of duties may change in a state.
  func freely(in state: Int) -> Set<String> {
    guard view.defect != .ignoreEdits, let model = view.flow.state(state) else { return [] }
    var fields: Set<String> = []
    for right in model.edits where view.holding.canHoldOne(of: right.by) {
      fields.formUnion(right.fields?.map(\.text) ?? view.definition.data.fields.map(\.name.text))
    }
    for duty in view.definition.duties.values {
      fields.formUnion((duty.input.required + duty.input.optional).map(\.text))
    }
    return fields.intersection(read)
  }

  /// The situations right before an act: its input supplied, its conditions met.
  ///
  /// - Parameter keepingInput: the boxes say already what the act supplies.
  /// - Parameter entering: the state to which it leads must take the item.
  func meeting(_ number: Int, from boxes: [Box], keepingInput: Bool = false, entering: Bool = true) -> [Box] {
    let edge = view.flow.edges[number]
    guard let transition = edge.transition else { return view.couldBeAbandoned ? boxes : [] }
    guard view.couldBeTriggered(transition, in: edge.from), !entering || view.couldBeEntered(edge),
      !view.flow.barred.contains(number)
    else { return [] }
    let strict = view.isStrict(edge)
    let conditions = view.conditions(of: transition)
    return evaluator.bounded(
      boxes.flatMap { box -> [Box] in
        var before = box
        if keepingInput {
          for field in transition.input.required where read.contains(field.text) {
            let path = "data." + field.text
            guard
              let cell = Cell(presence: .yes, value: full(field)).intersection(
                before.cells[path] ?? Cell(presence: .maybe, value: full(field)))
            else { return [] }
            before.cells[path] = cell
          }
        } else if view.defect != .ignoreInput {
          for field in transition.input.required where read.contains(field.text) {
            before.forget(field.text)
            before.cells["data." + field.text] = Cell(presence: .yes, value: full(field))
          }
          for field in transition.input.optional where read.contains(field.text) { before.forget(field.text) }
        }
        // What the act supplies is there.
        guard !strict || strengthen(&before) else { return [] }
        before.cells["item.state"] = Cell(presence: .yes, value: .text(.of([view.flow.states[edge.from].text])))
        before.cells["item.workflow"] = Cell(presence: .yes, value: .text(.of([view.definition.name.text])))
        return assumeAll(conditions, before)
      }, Box())
  }

  /// Situations in which no other automatic transition of the state is possible too: the engine would take none.
  func alone(_ number: Int, _ boxes: [Box]) -> [Box] {
    let edge = view.flow.edges[number]
    guard edge.transition?.isAutomatic ?? false else { return boxes }
    var left = boxes
    for other in view.flow.leaving[edge.from] where other != number && !left.isEmpty {
      guard let transition = view.flow.edges[other].transition, transition.isAutomatic,
        view.isStrict(edge) || !view.isStrict(view.flow.edges[other])
      else { continue }
      let conditions = view.conditions(of: transition)
      left = evaluator.bounded(
        left.flatMap { box in
          conditions.flatMap { evaluator.assume($0.compiled.root, false, $0.compiled, box) }
        }, Box())
    }
    return left
  }

  func taking(_ number: Int, from boxes: [Box]) -> [Box] {
    let edge = view.flow.edges[number]
    let met = alone(number, meeting(number, from: boxes))
    guard let transition = edge.transition, !met.isEmpty else { return met.map(kept) }
    return evaluator.bounded(
      met.compactMap { box -> Box? in
        var after = box
        if view.defect != .ignoreEffects { apply(transition.effects, to: &after) }
        let lasting = kept(after)
        return view.isStrict(edge) ? strengthened(lasting) : lasting
      }, Box())
  }

  private func strengthen(_ box: inout Box) -> Bool {
    guard let strict = strengthened(box) else { return false }
    box = strict
    return true
  }

  /// Required data are there, or nothing remains.
  func strengthened(_ box: Box) -> Box? {
    var strict = box
    strict.isStrict = true
    for field in view.definition.data.fields where field.isRequired && read.contains(field.name.text) {
      guard var cell = strict.cells["data." + field.name.text] else { continue }
      if cell.presence == .no { return nil }
      cell.presence = .yes
      strict.cells["data." + field.name.text] = cell
    }
    return strict
  }

  func apply(_ effects: [Effect], to box: inout Box) {
    for effect in effects {
      switch effect {
      case .set(let assignments):
        let before = box
        for (field, value) in assignments where read.contains(field.text) {
          let outcome = evaluator.evaluate(value.compiled.root, value.compiled, before)
          var assigned = full(field)
          switch outcome.value {
          case .anything, .optional, .record, .nothing: break
          default: assigned = assigned.intersection(outcome.value)
          }
          box.forget(field.text)
          box.cells["data." + field.text] = Cell(presence: .yes, value: assigned)
        }
      case .unset(let fields):
        for field in fields where read.contains(field.text) {
          box.forget(field.text)
          box.cells["data." + field.text] = Cell(presence: .no, value: full(field))
        }
      case .open, .start, .notify, .task: break
      }
    }
  }

  /// What outlasts a step: the item's own fields. Documents only grow, the surroundings may become anything.
  func kept(_ box: Box) -> Box {
    var lasting = Box()
    lasting.isStrict = box.isStrict
    for (path, cell) in box.cells where path.hasPrefix("data.") && !path.contains("*") {
      let place = path.dropFirst(5).prefix { $0 != "." && $0 != "[" }
      if read.contains(String(place)) { lasting.cells[path] = cell }
    }
    return lasting
  }

  /// Whether the state's region grew.
  private mutating func merge(_ boxes: [Box], into state: Int) -> Bool {
    var known = regions[state]
    var grew = false
    for box in boxes where !known.contains(where: { $0.covers(box, evaluator) }) {
      known.removeAll { box.covers($0, evaluator) }
      fresh[state].removeAll { box.covers($0, evaluator) }
      known.append(box)
      fresh[state].append(box)
      grew = true
    }
    regions[state] = known
    guard grew else { return false }
    visits[state] += 1
    if regions[state].count > Self.boxesPerState || visits[state] > 2 * Self.boxesPerState {
      let old = regions[state]
      var hull = old[0].hull(Array(old.dropFirst()), evaluator)
      if let earlier = hulls[state], earlier.count > 1 { hull = widened(hull, since: earlier.box) }
      hulls[state] = (hull, (hulls[state]?.count ?? 0) + 1)
      regions[state] = [hull]
      fresh[state] = [hull]
    }
    return true
  }

  /// Numbers that keep growing are any number of their schema.
  private func widened(_ box: Box, since earlier: Box) -> Box {
    var wide = box
    for (path, cell) in box.cells where earlier.cells[path] != cell {
      switch cell.value {
      case .int, .double, .time, .list:
        let name = path.dropFirst(5)
        let isTop = !name.contains { $0 == "." || $0 == "[" }
        wide.cells[path] = isTop ? Cell(presence: cell.presence, value: full(FieldName(name))) : nil
      case .nothing, .anything, .bool, .text, .record, .optional: break
      }
    }
    return wide
  }
}

extension Box {
  /// Nothing is known any more of a field and its parts.
  mutating func forget(_ field: String) {
    let path = "data." + field
    if cells[path] != nil { cells[path] = nil }
    for other in cells.keys where other.hasPrefix(path + ".") || other.hasPrefix(path + "[") { cells[other] = nil }
  }

  func covers(_ other: Box, _ evaluator: Evaluator) -> Bool {
    guard !isStrict || other.isStrict else { return false }
    return cells.allSatisfy { path, cell in
      guard let place = other.cells[path] else { return false }
      return cell.union(place) == cell
    } && facts.allSatisfy { other.facts[$0.key] == $0.value }
  }

  /// The smallest box over all.
  func hull(_ others: [Box], _ evaluator: Evaluator) -> Box {
    var hull = self
    hull.facts = [:]
    for other in others {
      hull.isStrict = hull.isStrict && other.isStrict
      for (path, cell) in hull.cells { hull.cells[path] = other.cells[path].map { cell.union($0) } }
    }
    return hull
  }
}
