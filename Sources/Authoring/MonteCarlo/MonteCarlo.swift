import JSON
package import Workflows

/// Plays many items of a workflow through the simulator with people who come, wait, are away and take their time.
///
/// Each item has a simulation of its own family; people and their time are shared, so that an act waits until its person
/// is free. Pure: the same arguments give the same report.
package struct MonteCarlo: Sendable {
  private struct Work: Sendable {
    let item: ItemID
    let request: StepRequest?
    let end: (task: TaskName, result: JSONValue, failed: Bool)?
    let key: String
    let place: Habits.Place
    let role: RoleName?
    let person: PersonCode?
    let ready: Instant
    let start: Instant
  }

  private struct Event: Sendable {
    let at: Instant
    let order: Int
    let number: Int
    /// nil: look again what can be done.
    let work: Work?
  }

  private let workflow: WorkflowName
  private let habits: Habits
  private let behaviour: Behaviour
  private let seed: UInt64
  private let office: OfficeHours
  private var draw: RandomDraw
  private var items: [SimulatedItem] = []
  private var events: [Event] = []
  private var order = 0
  private var freeFrom: [PersonCode: Instant] = [:]
  private var tally: MonteCarloTally

  private static let longest = 200

  /// The report of `count` items that arrive from `start` on; nil where no case creates an item of the workflow.
  package static func run(
    _ workflow: WorkflowName, count: Int, from start: Day, _ habits: Habits, _ behaviour: Behaviour, _ library: Library,
    _ directory: Directory, seed: UInt64
  ) -> MonteCarloReport? {
    guard let definition = library.definition(workflow), !habits.openings.isEmpty else { return nil }
    var run = MonteCarlo(definition, habits, behaviour, library, seed)
    run.arrive(count, from: start, library, directory)
    run.play()
    return run.tally.report(workflow, run.items, library, seed: seed)
  }

  private init(
    _ definition: Definition, _ habits: Habits, _ behaviour: Behaviour, _ library: Library, _ seed: UInt64
  ) {
    workflow = definition.name
    self.habits = habits
    self.behaviour = behaviour
    self.seed = seed
    office = OfficeHours(calendar: definition.calendar.flatMap { library.calendars[$0] })
    draw = RandomDraw(seed: seed)
    tally = MonteCarloTally()
  }

  private mutating func arrive(_ count: Int, from start: Day, _ library: Library, _ directory: Directory) {
    var now = office.next(from: start.start)
    for _ in 0..<count {
      let weights = habits.openings.map { _ in 1.0 }
      guard let choice = draw.index(weights: weights),
        let item = SimulatedItem(habits.openings[choice], arrival: now, library, directory)
      else { continue }
      items.append(item)
      tally.note(armed: item)
      push(item.arrival, items.count - 1, nil)
      let hours = draw.exponential(mean: 8 / max(behaviour.arrivalsPerDay, 0.001))
      now = office.adding(hours: hours, to: now) { _ in true }
    }
  }

  private mutating func push(_ at: Instant, _ number: Int, _ work: Work?) {
    order += 1
    events.append(Event(at: at, order: order, number: number, work: work))
  }

  // MARK: Time

  private mutating func play() {
    while let next = events.indices.min(by: { (events[$0].at, events[$0].order) < (events[$1].at, events[$1].order) }) {
      let event = events.remove(at: next)
      let number = event.number
      tally.follow(&items[number], to: event.at) { _ = $0.advance(to: event.at) }
      if let work = event.work { finish(work, number) }
      guard !items[number].isFinished, items[number].acts < Self.longest,
        event.at < items[number].arrival.adding(seconds: Int64(behaviour.horizon) * 86_400)
      else { continue }
      plan(number)
    }
  }

  private mutating func finish(_ work: Work, _ number: Int) {
    items[number].acts += 1
    items[number].followed[work.key, default: 0] += 1
    var isRefused = false
    tally.follow(&items[number], to: items[number].simulation.now) { simulation in
      if let end = work.end {
        _ = simulation.endTask(end.task, of: work.item, result: end.result, failed: end.failed)
      } else if let request = work.request, case .refused = simulation.perform(request).result {
        isRefused = true
      }
    }
    tally.note(
      act: work.place, role: work.role, wait: hours(work.ready, work.start),
      work: hours(work.start, items[number].simulation.now), isRefused: isRefused)
  }

  private func hours(_ from: Instant, _ to: Instant) -> Double {
    Double(max(0, to.microseconds - from.microseconds)) / 3_600_000_000
  }

  // MARK: Choice

  /// Picks what is done next with an item and when: the first of a random order of habits that the engine would accept.
  /// Where nobody can do anything but give up, one waits for what falls due.
  private mutating func plan(_ number: Int) {
    let wantsOut = draw.chance(behaviour.refusals)
    if planOne(number, isWayOut: wantsOut) || (wantsOut && planOne(number, isWayOut: false)) { return }
    if let due = items[number].nextDue {
      push(due, number, nil)
    } else if !planOne(number, isWayOut: true) {
      tally.note(stuck: items[number])
    }
  }

  private mutating func planOne(_ number: Int, isWayOut: Bool) -> Bool {
    let now = items[number].simulation.now
    let (below, beside) = items[number].family
    for relatives in [below, beside] {
      var choices: [(item: Item, place: Habits.Place, index: Int, habit: Habits.Habit)] = []
      var weights: [Double] = []
      for relative in relatives {
        let place = Habits.Place(workflow: relative.workflow, state: relative.state)
        for (index, habit) in (habits.byPlace[place] ?? []).enumerated() where habit.isWayOut == isWayOut {
          let seen = items[number].followed["\(relative.id) \(place.state) \(index)"] ?? 0
          choices.append((relative, place, index, habit))
          // Nobody says the same thing for ever: acts that change nothing end there.
          weights.append(seen == 0 ? 1 : seen < 3 ? 0.1 / Double(seen) : 0)
        }
      }
      while let index = draw.index(weights: weights) {
        weights[index] = 0
        let choice = choices[index]
        let key = "\(choice.item.id) \(choice.place.state) \(choice.index)"
        guard let work = work(choice.habit, on: choice.item, choice.place, key, number, now) else { continue }
        push(finishing(work), number, work)
        return true
      }
    }
    return false
  }

  private mutating func finishing(_ work: Work) -> Instant {
    guard let person = work.person else { return work.start }
    let spent = draw.logNormal(median: behaviour.hours(of: work.role))
    let (behaviour, seed) = (behaviour, seed)
    let finish = office.adding(hours: spent, to: work.start) {
      !RandomDraw.isAway(person, $0, probability: behaviour.absence, seed: seed)
    }
    freeFrom[person] = finish
    return finish
  }

  /// The habit as work with its time, where a trial shows that it would be accepted.
  private func work(
    _ habit: Habits.Habit, on item: Item, _ place: Habits.Place, _ key: String, _ number: Int, _ now: Instant
  ) -> Work? {
    let simulated = items[number]
    var trial = simulated.simulation
    let shift = now.day.number - habit.day.number
    var request: StepRequest?
    var end: (task: TaskName, result: JSONValue, failed: Bool)?
    let echo: Simulation.Echo
    if case .endTask(let name, _, let result, let failed) = habit.action {
      guard let ended = trial.endTask(name, of: item.id, result: result, failed: failed) else { return nil }
      echo = ended
      end = (name, result, failed)
    } else if case .create(let new) = habit.action {
      let data = new.data.mapValues { $0.shifted(by: shift) }
      let made = StepRequest(
        item: nil, event: .create(NewItem(workflow: new.workflow, parent: item.id, data: data)), actor: new.by,
        origin: habit.origin)
      // One of a kind under an item: a second invoice would be a duplicate of the first.
      guard new.workflow != workflow, simulated.followed[key] == nil else { return nil }
      request = made
      echo = trial.perform(made)
    } else {
      guard let (event, actor) = habit.action.event(shiftedBy: shift, at: now) else { return nil }
      let made = StepRequest(item: item.id, event: event, actor: actor, origin: habit.origin)
      request = made
      echo = trial.perform(made)
    }
    guard case .accepted = echo.result, let entry = echo.entries.first(where: { $0.event != .refused }) else {
      return nil
    }
    let person = request?.actor?.person
    let (behaviour, seed) = (behaviour, seed)
    let from = max(now, person.flatMap { freeFrom[$0] } ?? now)
    let start =
      person.map { person in
        office.next(from: from) { !RandomDraw.isAway(person, $0, probability: behaviour.absence, seed: seed) }
      } ?? now.adding(seconds: 3_600)
    return Work(
      item: item.id, request: request, end: end, key: key, place: place, role: entry.capacity?.role, person: person,
      ready: now, start: start)
  }
}
