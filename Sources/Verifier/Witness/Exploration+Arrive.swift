import CEL
import JSON
import Workflows

extension Exploration {
  /// One situation on a way that is looked for from its end: what must hold in a state before the edge is taken that
  /// leads on.
  private struct Stage {
    let state: Int
    let box: Box
    /// The edge that leads on, what the act is to supply, and the stage behind it; nil at the end of the way.
    let next: (edge: Int, wish: Box, stage: Int)?
  }

  private static let stageLimit = 240
  private static let attemptLimit = 16

  /// An item that came all the way from its beginning into a state with data within one of the boxes, on the shortest
  /// way on which that is found possible.
  ///
  /// Ways are looked for backwards, shortest first: before an effect its fields are free, before an act its input is,
  /// before an editor what may be edited.
  mutating func arrive(in state: Int, within boxes: [Box]) -> Prober.Standing? {
    var stages = boxes.prefix(8).map { Stage(state: state, box: $0.withoutFacts, next: nil) }
    var met: [Int: [Box]] = [:]
    var attempts = 0
    var number = 0
    let begin = analysis.startingBoxes()
    while number < stages.count, number < Self.stageLimit, attempts < Self.attemptLimit {
      let stage = stages[number]
      let relaxed = freed(stage.box, in: stage.state)
      if stage.state == view.flow.initial {
        for first in begin {
          guard let start = meet(first, relaxed) else { continue }
          attempts += 1
          if let arrived = follow(stages, from: number, start) { return arrived }
        }
      }
      for edge in view.flow.entering[stage.state] where view.flow.status[edge] > .never {
        for (wish, before) in preceding(edge, relaxed) {
          let from = view.flow.edges[edge].from
          guard !met[from, default: []].contains(where: { $0.covers(before, analysis.evaluator) }) else { continue }
          met[from, default: []].append(before)
          stages.append(Stage(state: from, box: before, next: (edge, wish, number)))
        }
      }
      number += 1
    }
    return nil
  }

  private func freed(_ box: Box, in state: Int) -> Box {
    var free = box
    for field in analysis.freely(in: state) { free.forget(field) }
    return free
  }

  /// What both boxes hold; nil where that is nothing.
  private func meet(_ one: Box, _ other: Box) -> Box? {
    var both = one
    both.isStrict = one.isStrict || other.isStrict
    for (path, cell) in other.cells {
      guard let known = both.cells[path] else {
        both.cells[path] = cell
        continue
      }
      guard let common = known.intersection(cell) else { return nil }
      both.cells[path] = common
    }
    return both
  }

  /// Situations before an edge is taken after which the item stands within the box: with what the act is to supply, and
  /// without.
  private func preceding(_ number: Int, _ box: Box) -> [(wish: Box, before: Box)] {
    guard let transition = view.flow.edges[number].transition else { return [] }
    var before = box
    for effect in transition.effects.reversed() {
      switch effect {
      case .set(let assignments):
        for (field, value) in assignments {
          let path = "data." + field.text
          if let cell = before.cells[path] {
            if cell.presence == .no { return [] }
            if case .literal(let literal) = value.compiled.root.kind,
              Evaluator.constant(literal).intersection(cell.value).isEmpty
            {
              return []
            }
          }
          before.forget(field.text)
        }
      case .unset(let fields):
        for field in fields {
          if before.cells["data." + field.text]?.presence == .yes { return [] }
          before.forget(field.text)
        }
      case .open, .start, .notify, .task: break
      }
    }
    before.isStrict = view.isStrict(view.flow.edges[number])
    let input = transition.input.required + transition.input.optional
    return analysis.meeting(number, from: [before], keepingInput: true).map { met in
      var earlier = analysis.kept(met)
      for field in input { earlier.forget(field.text) }
      earlier.isStrict = view.flow.edges[number].from != view.flow.initial
      return (met, earlier)
    }
  }

  /// Walks the way that begins with a stage.
  private mutating func follow(_ stages: [Stage], from number: Int, _ start: Box) -> Prober.Standing? {
    for high in [false, true] {
      let wish = values(in: start, stages[number].box, high)
      let absent = Set(
        stages[number].box.cells.filter { $0.key.hasPrefix("data.") && $0.value.presence == .no }
          .map { String($0.key.dropFirst(5)) })
      for origin in origins(wish, without: absent) {
        var here: Prober.Standing? = origin
        var stage = stages[number]
        while let standing = here, let next = stage.next {
          let supplied = values(in: next.wish, stage.box, high)
          here = prober.fire(next.edge, from: standing, regions: [], wish: supplied)?.after
          stage = stages[next.stage]
        }
        guard let arrived = here else { continue }
        return prober.edited(arrived, values(in: stage.box, stage.box, high))
      }
    }
    return nil
  }

  /// Values for the fields of which one of the boxes knows something.
  private func values(in box: Box, _ other: Box, _ high: Bool) -> [String: JSONValue] {
    let both = meet(box, other) ?? box
    var values: [String: JSONValue] = [:]
    for field in view.definition.data.fields {
      let name = field.name.text
      guard let cell = both.cells["data." + name], cell.presence != .no, cell.presence == .yes || high else { continue }
      values[name] = prober.sample(field.name, both, high: high)
    }
    return values
  }
}

extension Cell {
  /// What both admit; nil where that is nothing.
  func intersection(_ other: Cell) -> Cell? {
    if presence == .no || other.presence == .no {
      return presence == .yes || other.presence == .yes ? nil : Cell(presence: .no, value: value)
    }
    let common = value.intersection(other.value)
    let isSure = presence == .yes || other.presence == .yes
    if common.isEmpty { return isSure ? nil : Cell(presence: .no, value: value) }
    return Cell(presence: isSure ? .yes : .maybe, value: common)
  }
}
