import Diagnostics
import Workflows

/// E304: two automatic transitions of one state whose conditions can hold together. The engine refuses to choose.
extension View {
  func ambiguousAutomatics() -> [Question] {
    guard let regions = session.regions[definition.name] else { return [] }
    return flow.states.indices.flatMap { state -> [Question] in
      let numbers = flow.leaving[state].filter { flow.edges[$0].transition?.isAutomatic ?? false }
      return numbers.indices.flatMap { first in
        numbers[(first + 1)...].map { ambiguity(numbers[first], $0, in: state, regions) }
      }
    }
  }

  private func ambiguity(_ first: Int, _ second: Int, in state: Int, _ regions: Regions) -> Question {
    let (one, two) = (flow.edges[first].transition, flow.edges[second].transition)
    guard let one, let two else { return holds(.ambiguousAutomatic, .state(flow.states[state])) }
    let subject = Subject.choice(flow.states[state], one.name, two.name)
    guard one.name != two.name else { return holds(.ambiguousAutomatic, subject) }
    let shared = shared(first, second, in: state, regions)
    guard !shared.isEmpty else { return holds(.ambiguousAutomatic, subject) }
    var exploration = session.explorations[definition.name]
    let shown = exploration?.ambiguous(at: first, conditions(of: one) + conditions(of: two), regions: shared)
    return finding(
      .ambiguousAutomatic, subject, as: shown == nil ? .undecided : .refuted,
      Text(
        en: "\"\(one.name)\" and \"\(two.name)\" can both be possible in \"\(flow.states[state])\"",
        ja: "「\(flow.states[state])」で「\(one.name)」と「\(two.name)」が同時に可能になりえます"),
      at: two.location, path: shown.map { flow.path(along: $0.way) } ?? possiblePath(to: state),
      notes: [.init(Text(en: "the other one is here", ja: "もう一方はここです"), at: one.location)] + example(shared),
      help: Text(
        en: "let one condition exclude the other: !(…) of it, or another case of the same field",
        ja: "一方の条件が他方を除くようにしてください（否定か、同じ項目の別の場合分け）"))
  }

  func possiblePath(to state: Int) -> [PathStep] {
    let ways = flow.shortestWays(.unknown)
    return ways.has(state) ? flow.path(ways, to: state) : []
  }

  /// What the data are in the first of some situations.
  func example(_ boxes: [Box]) -> [Diagnostic.Note] {
    let cells = (boxes.first?.cells ?? [:]).filter { $0.key.hasPrefix("data.") }.sorted { $0.key < $1.key }
    let shown = cells.prefix(6).compactMap { path, cell in cell.shown.map { "\(path) \($0)" } }
    guard !shown.isEmpty else { return [] }
    let text = shown.joined(separator: ", ")
    return [.init(Text(en: "for example where \(text)", ja: "例: \(text)"))]
  }

  // MARK: E305

  /// E305: automatic transitions of the item alone lead from a state back to it without end, so that it never comes to
  /// rest. The state lies on the circle itself; one from which an item only falls into a circle does not count.
  func restlessAutomatics() -> [Question] {
    flow.states.indices.filter { state in
      flow.leaving[state].contains { flow.edges[$0].transition?.isAutomatic ?? false }
    }.map { restlessness(of: $0) }
  }

  private func restlessness(of state: Int) -> Question {
    let subject = Subject.automatics(of: flow.states[state])
    guard let regions = session.regions[definition.name] else { return holds(.restlessAutomatic, subject) }
    let rounds = endlessRounds(from: state, regions)
    guard !rounds.isEmpty else { return holds(.restlessAutomatic, subject) }
    var exploration = session.explorations[definition.name]
    let cycle = exploration?.cycle(from: state, within: rounds)
    let path = cycle.map { flow.path(along: $0.standing.way + $0.edges) } ?? possiblePath(to: state)
    return finding(
      .restlessAutomatic, subject, as: cycle == nil ? .undecided : .refuted,
      Text(
        en: "automatic transitions lead from \"\(flow.states[state])\" back to it without end",
        ja: "自動遷移が「\(flow.states[state])」から同じ状態へ戻り続けます"),
      at: flow.state(state)?.location, path: path,
      help: Text(
        en: "let somebody act within the circle, or let a condition fail once it has run",
        ja: "循環の中に人の操作を入れるか、一度通れば成り立たない条件にしてください"))
  }

  /// Situations in the state in which an item can be after many rounds of automatic transitions alone.
  private func endlessRounds(from state: Int, _ regions: Regions) -> [Box] {
    func isAutomatic(_ number: Int) -> Bool {
      flow.status[number] > .never && flow.edges[number].transition?.isAutomatic ?? false
    }
    let circle = flow.reachable(from: automatics(of: state).map { flow.edges[$0].to }, through: isAutomatic)
      .intersection(flow.leading(to: [state], through: isAutomatic))
    guard circle.contains(state) else { return [] }
    var boxes = regions.resting(in: state)
    for _ in 0..<24 {
      var back: [Box] = []
      var beside: [Int: [Box]] = [:]
      for number in automatics(of: state) where circle.contains(flow.edges[number].to) {
        let arriving = regions.taking(number, from: boxes)
        if flow.edges[number].to == state {
          back += arriving
        } else {
          beside[flow.edges[number].to, default: []] += arriving
        }
      }
      let (onward, _) = regions.onward(from: beside, alone: true) { number in
        isAutomatic(number) && flow.edges[number].from != state && circle.contains(flow.edges[number].to)
      }
      let next = regions.evaluator.bounded(Array(Set(back + onward.regions[state])), Box())
      if next.isEmpty || next == boxes { return next }
      boxes = next
    }
    return boxes
  }

  // MARK: E306

  /// E306: a state that only automatic transitions leave, and in which an item can stand for which none of them is
  /// possible or can become so: not by what may be edited, supplied or attached there, and not by what lies outside the
  /// item. Two of them possible at once are another matter (E304).
  func automaticGaps() -> [Question] {
    flow.states.indices.compactMap { state in
      let leaving = flow.leaving[state].filter {
        flow.edges[$0].to != state && flow.status[$0] > .never && flow.edges[$0].transition != nil
      }
      guard !leaving.isEmpty, leaving.allSatisfy({ flow.edges[$0].transition?.isAutomatic ?? false }) else {
        return nil
      }
      return gap(in: state)
    }
  }

  private func gap(in state: Int) -> Question {
    let name = flow.states[state]
    let subject = Subject.automatics(of: name)
    guard !isExhaustive(state), let regions = session.regions[definition.name] else {
      return holds(.automaticGap, subject)
    }
    let residue = residue(in: state, regions)
    var exploration = session.explorations[definition.name]
    let shown = exploration?.stuck(in: state, within: residue)
    return finding(
      .automaticGap, subject, as: shown == nil ? .undecided : .refuted,
      Text(
        en: "only automatic transitions leave \"\(name)\", and there are data for which none of them is possible",
        ja: "「\(name)」を離れるのは自動遷移だけですが、どれも起こらないデータがあります"),
      at: flow.state(state)?.location, path: shown.map { flow.path(along: $0.way) } ?? possiblePath(to: state),
      notes: example(residue),
      help: Text(
        en: "add a transition for the remaining case, or let somebody act", ja: "残る場合の遷移を加えるか、人が操作できるようにしてください"))
  }
}

extension Box {
  var withoutFacts: Box {
    var plain = self
    plain.facts = [:]
    return plain
  }
}

extension Cell {
  /// As a message shows it; nil where nothing is worth showing.
  var shown: String? {
    if presence == .no { return "is absent" }
    switch value {
    case .bool(let yes, let no): return yes && no ? nil : "= \(yes)"
    case .int(let range):
      if let single = range.single { return "= \(single)" }
      return [
        range.lower == Int.min ? nil : "≥ \(range.lower)", range.upper == Int.max ? nil : "≤ \(range.upper)",
      ].compactMap(\.self).joined(separator: ", ").nonEmpty
    case .text(.of(let set)): return "= " + set.sorted().prefix(4).map { "\"\($0)\"" }.joined(separator: " | ")
    case .nothing, .anything, .double, .text, .time, .list, .record, .optional: return nil
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
