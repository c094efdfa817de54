import CEL
import Diagnostics
import Workflows

/// E302: a state in which some item can come to stand that never reaches a final state, whatever anybody does.
///
/// The property: every item that stands in the state, with any data that it can have there, can be brought to an end.
/// A draft that lacks what is required and that nobody may complete, an item before two automatic transitions between
/// which the engine refuses to choose, and a parent whose child ended as nobody foresaw, cannot.
extension View {
  func statesWithoutEnd() -> [Question] {
    let possible = flow.shortestWays(.unknown)
    let ending = statesThatEnd()
    let hopeful = flow.leading(to: flow.states.indices.filter { flow.isFinal($0) }) { flow.status[$0] > .never }
    return flow.states.indices.compactMap { state -> Question? in
      guard !flow.isFinal(state), let model = flow.state(state) else { return nil }
      let subject = Subject.state(model.name)
      if ending.contains(state) || !possible.has(state) {
        return holds(.noWayToEnd, subject, assumptions: assumptions)
      }
      let run = trappedRun(in: state, isLost: !hopeful.contains(state))
      return finding(
        .noWayToEnd, subject, as: run == nil ? .undecided : .refuted,
        run == nil
          ? Text(
            en: "it is not known whether every item in \"\(model.name)\" can come to an end",
            ja: "「\(model.name)」の案件がすべて終了できるか決定できません")
          : hopeful.contains(state)
            ? Text(
              en: "an item in \"\(model.name)\" can be unable ever to come to an end",
              ja: "「\(model.name)」で終了できなくなる案件があります")
            : Text(en: "from \"\(model.name)\" no way leads to an end", ja: "「\(model.name)」から終了に至る経路がありません"),
        at: model.location, path: run ?? flow.path(possible, to: state), notes: exits(of: state),
        help: Text(
          en: "add a transition towards a final state whose guards can be met",
          ja: "終了状態へ向かう、条件を満たせる遷移を加えてください"))
    }
  }

  /// The run of an item that stands in the state and never ends; nil where none is known.
  private func trappedRun(in state: Int, isLost: Bool) -> [PathStep]? {
    guard var exploration = session.explorations[definition.name], let regions = session.regions[definition.name] else {
      return nil
    }
    if isLost {
      return exploration.candidates(in: state, within: [Box()]) { _, _ in true }.map { flow.path(along: $0.way) }
    }
    let boxes = doubtful(in: state, regions)
    if let trapped = exploration.trapped(in: state, within: boxes) { return flow.path(along: trapped.way) }
    return orphanedRun(in: state, &exploration, regions)
  }

  /// What the data may be where it is not sure that the item can go on, first where no edge of the state is sure.
  private func doubtful(in state: Int, _ regions: Regions) -> [Box] {
    let resting = regions.resting(in: state)
    var boxes = resting
    for number in flow.leaving[state] where flow.status[number] > .never && flow.edges[number].to != state {
      guard let transition = flow.edges[number].transition, !conditions(of: transition).isEmpty else { continue }
      let left = regions.evaluator.bounded(boxes.flatMap { unmet(number, in: $0, regions) }, Box())
      if left.isEmpty { break }
      boxes = left
    }
    let further = Set(flow.edges.compactMap(\.transition).flatMap { conditions(of: $0) }.map(\.text))
    guard boxes == resting || further.count > 1 else { return boxes }
    // What stops an item may lie further on: data for which some later condition fails.
    var later: [Box] = []
    for transition in flow.edges.compactMap(\.transition) where later.count < 6 {
      for condition in conditions(of: transition)
      where condition.dataFields.contains(where: { regions.read.contains($0.text) }) {
        later += resting.prefix(4).flatMap {
          regions.evaluator.assume(condition.compiled.root, false, condition.compiled, $0).prefix(1)
        }
      }
    }
    return Array(boxes.prefix(4)) + later
  }

  /// The child that the item waits for ended as the state does not foresee, and nothing else leads on.
  private func orphanedRun(in state: Int, _ exploration: inout Exploration, _ regions: Regions) -> [PathStep]? {
    guard let start = flow.state(state)?.child, let child = session.flows[start.workflow] else { return nil }
    let unhandled = unhandledEnds(of: state)
    guard !unhandled.isEmpty else { return nil }
    var edges: [Int] = []
    let left = exploration.candidates(in: state, within: [Box()]) { exploration, standing in
      let (onward, taken) = regions.onward(from: [state: [regions.exact(standing.item)]]) { number in
        guard flow.edges[number].from == state, case .child = flow.edges[number].transition?.trigger else {
          return true
        }
        return false
      }
      guard !taken.contains(where: { flow.edges[$0].to == state && flow.edges[$0].transition?.to != .same }),
        flow.states.indices.allSatisfy({ !flow.isFinal($0) || onward.regions[$0].isEmpty }),
        let run = exploration.prober.childRun(from: standing, to: { unhandled.contains($0) })
      else { return false }
      edges = run.edges
      return true
    }
    return left.map { flow.path(along: $0.way) + child.path(along: edges) }
  }

  /// States from which an end can be reached whatever the data are.
  private func statesThatEnd() -> Set<Int> {
    if let known = flow.ending { return known }
    // Definitions that start one another in a circle may rely on ends only.
    flow.ending = Set(flow.states.indices.filter { flow.isFinal($0) })
    let good = statesThatEnd(in: flow.ending ?? [])
    flow.ending = good
    return good
  }

  /// States from which one of some ends can be reached whatever the data are, these ends among them.
  private func statesThatEnd(in ends: Set<Int>) -> Set<Int> {
    guard !flow.isAsked else { return ends }
    flow.isAsked = true
    defer { flow.isAsked = false }
    var good = ends
    var open = Array(good)
    while let target = open.popLast() {
      for number in flow.entering[target] {
        let from = flow.edges[number].from
        guard !good.contains(from),
          isAlwaysPossible(number) || someChoiceLeads(from, into: good) || everyChoiceLeads(from, into: good)
            || everyEndLeads(from, into: good)
        else { continue }
        good.insert(from)
        open.append(from)
      }
    }
    return good
  }

  /// Whatever the data are, some edge can be taken to where an end can be reached, though not the same for all.
  private func someChoiceLeads(_ state: Int, into good: Set<Int>) -> Bool {
    guard let regions = session.regions[definition.name] else { return false }
    var boxes = regions.resting(in: state)
    for number in flow.leaving[state] where good.contains(flow.edges[number].to) && isReliable(number, regions) {
      boxes = regions.evaluator.bounded(boxes.flatMap { unmet(number, in: $0, regions) }, Box())
      if boxes.isEmpty { return true }
    }
    return false
  }

  /// One of the automatic transitions fires in any case, and all that can lead to where an end can be reached.
  private func everyChoiceLeads(_ state: Int, into good: Set<Int>) -> Bool {
    guard isExhaustive(state), let regions = session.regions[definition.name] else { return false }
    let choices = automatics(of: state)
    return choices.allSatisfy { good.contains(flow.edges[$0].to) && carriesThrough(flow.edges[$0]) }
      && isUnambiguous(state, regions)
  }

  /// The child can always be brought to an end that the parent takes to where an end can be reached, and ends in no way
  /// of which the parent takes no notice.
  private func everyEndLeads(_ state: Int, into good: Set<Int>) -> Bool {
    guard let start = flow.state(state)?.child, start.workflow != definition.name,
      let child = session.view(start.workflow), let regions = session.regions[start.workflow]?.regions,
      unhandledEnds(of: state).isEmpty
    else { return false }
    let leading = Set(
      flow.leaving[state].compactMap { number -> Outcome? in
        guard case .child(let outcome) = flow.edges[number].transition?.trigger,
          good.contains(flow.edges[number].to), carriesThrough(flow.edges[number]),
          state != flow.initial || unmetDraft(number)
        else { return nil }
        return outcome
      })
    let wanted = Set(
      child.flow.states.indices.filter { end in
        child.flow.isFinal(end) && child.flow.state(end)?.outcome.map(leading.contains) ?? false
      })
    guard !wanted.isEmpty else { return false }
    let all = Set(child.flow.states.indices.filter { child.flow.isFinal($0) })
    let ends = wanted == all ? child.statesThatEnd() : child.statesThatEnd(in: wanted)
    return child.flow.states.indices.allSatisfy {
      child.flow.isFinal($0) || ends.contains($0) || regions[$0].isEmpty
    }
  }

  /// What is required is there when the child of the initial state ends.
  private func unmetDraft(_ number: Int) -> Bool {
    guard let regions = session.regions[definition.name] else { return false }
    return regions.resting(in: flow.edges[number].from).allSatisfy { unmet(number, in: $0, regions).isEmpty }
  }

  private func exits(of state: Int) -> [Diagnostic.Note] {
    flow.leaving[state].prefix(5).map { number in
      let edge = flow.edges[number]
      return .init(
        flow.status[number] == .never
          ? Text(en: "\(edge.name) can never fire", ja: "\(edge.name) は決して起こりません")
          : Text(
            en: "\(edge.name) leads to \"\(flow.states[edge.to])\"", ja: "\(edge.name) は「\(flow.states[edge.to])」に至ります"),
        at: edge.transition?.location)
    }
  }
}
