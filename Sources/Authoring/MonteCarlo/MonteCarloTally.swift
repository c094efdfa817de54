import Diagnostics
import JSON
import Workflows

/// Counts while a run goes on.
struct MonteCarloTally: Sendable {
  struct Waiting: Sendable, Hashable {
    let place: Habits.Place
    let role: RoleName?
  }
  struct DeadlinePlace: Sendable, Hashable {
    let workflow: WorkflowName
    let name: DeadlineName
  }

  /// Days in a state, one figure a visit.
  private(set) var visits: [Habits.Place: [Double]] = [:]
  /// Hours until somebody turned to an act, and hours that it took.
  private(set) var waits: [Waiting: [Double]] = [:]
  private(set) var works: [Waiting: [Double]] = [:]
  private(set) var armed: [DeadlinePlace: Int] = [:]
  private(set) var missed: [DeadlinePlace: Int] = [:]
  private(set) var stuck: [Habits.Place: Int] = [:]
  private(set) var refused = 0

  mutating func note(armed item: SimulatedItem) {
    for other in item.family.below { count(other.runtime.deadlines, of: other.workflow, in: &armed) }
  }

  mutating func note(stuck item: SimulatedItem) {
    guard let standing = item.item else { return }
    stuck[Habits.Place(workflow: standing.workflow, state: standing.state), default: 0] += 1
  }

  mutating func note(act place: Habits.Place, role: RoleName?, wait: Double, work: Double, isRefused: Bool) {
    if isRefused { refused += 1 }
    waits[Waiting(place: place, role: role), default: []].append(wait)
    works[Waiting(place: place, role: role), default: []].append(work)
  }

  private func count(_ deadlines: [ArmedDeadline], of workflow: WorkflowName, in counts: inout [DeadlinePlace: Int]) {
    for deadline in deadlines { counts[DeadlinePlace(workflow: workflow, name: deadline.name), default: 0] += 1 }
  }

  /// Carries something out and counts what it changed: states left, deadlines armed, deadlines that passed unmet.
  mutating func follow(
    _ item: inout SimulatedItem, to moment: Instant, _ body: (inout Simulation) -> Void
  ) {
    let before = item.simulation.items
    let start = item.simulation.now
    body(&item.simulation)
    for (id, now) in item.simulation.items {
      let old = before[id]
      if let old {
        let passed = old.runtime.deadlines.filter { $0.due.moment > start && $0.due.moment <= moment }
        count(passed, of: now.workflow, in: &missed)
        if old.state != now.state {
          let days = Double(now.enteredAt.microseconds - old.enteredAt.microseconds) / 86_400_000_000
          visits[Habits.Place(workflow: old.workflow, state: old.state), default: []].append(max(0, days))
        }
      }
      let known = Set(old?.runtime.deadlines ?? [])
      count(now.runtime.deadlines.filter { !known.contains($0) }, of: now.workflow, in: &armed)
    }
  }

  // MARK: Report

  func report(
    _ workflow: WorkflowName, _ items: [SimulatedItem], _ library: Library, seed: UInt64
  ) -> MonteCarloReport {
    let finished = items.filter(\.isFinished)
    let ends = finished.compactMap { $0.item?.state }
    let leads = finished.compactMap { item in
      item.item.map { Double($0.enteredAt.microseconds - item.arrival.microseconds) / 86_400_000_000 }
    }
    let first = items.map(\.arrival).min()
    let last = items.compactMap { $0.item?.enteredAt }.max()
    let days =
      first.flatMap { first in last.map { Double($0.microseconds - first.microseconds) / 86_400_000_000 } } ?? 0
    return MonteCarloReport(
      workflow: workflow, seed: seed, items: items.count, finished: finished.count, lead: Quantiles(leads),
      perMonth: days > 0 ? Double(finished.count) * 30 / days : 0,
      ends: Dictionary(ends.map { ($0, 1) }, uniquingKeysWith: +), states: states(library), waits: waiting(library),
      deadlines: deadlines(),
      stuck: Dictionary(uniqueKeysWithValues: stuck.map { ("\($0.key.workflow).\($0.key.state)", $0.value) }),
      refused: refused)
  }

  private func states(_ library: Library) -> [MonteCarloReport.StateLine] {
    library.current.keys.sorted().flatMap { name -> [MonteCarloReport.StateLine] in
      guard let definition = library.definition(name) else { return [] }
      return definition.stateOrder.compactMap { state in
        guard let days = visits[Habits.Place(workflow: name, state: state)] else { return nil }
        let title = definition.states[state]?.title ?? Text(verbatim: state.text)
        return MonteCarloReport.StateLine(workflow: name, state: state, title: title, days: Quantiles(days))
      }
    }
  }

  private func waiting(_ library: Library) -> [MonteCarloReport.WaitLine] {
    waits.map { key, hours in
      let definition = library.definition(key.place.workflow)
      return MonteCarloReport.WaitLine(
        workflow: key.place.workflow, state: key.place.state, role: key.role,
        roleTitle: key.role.flatMap { definition?.roles[$0]?.title }, hours: Quantiles(hours),
        work: Quantiles(works[key] ?? []), total: hours.reduce(0, +))
    }.sorted { ($1.total, $0.sortKey) < ($0.total, $1.sortKey) }
  }

  private func deadlines() -> [MonteCarloReport.DeadlineLine] {
    armed.map { key, count in
      MonteCarloReport.DeadlineLine(
        workflow: key.workflow, name: key.name, armed: count, missed: min(count, missed[key] ?? 0))
    }.sorted { ($0.workflow, $0.name) < ($1.workflow, $1.name) }
  }
}
