import Diagnostics
import JSON

/// Deadlines beyond the calendar's knowledge are provisional. When it grows they are computed again as they were
/// first: with the moment at which their state was entered or their duty opened, and the present data.
extension Working {
  /// Where nothing changes nothing is written.
  mutating func recompute(_ subject: Subject) {
    var item = subject.item
    let definition = subject.definition
    var moved: [JSONValue] = []
    item.runtime.deadlines = item.runtime.deadlines.map { armed in
      let since = item.runtime.duties.first { $0.has(armed) }?.since ?? item.enteredAt
      let deadline = model(of: armed, item, definition)
      return recomputed(armed, deadline, since: since, &item, definition, &moved)
    }
    item.runtime.suspended = item.runtime.suspended.map { kept in
      let deadlines = kept.deadlines.map { armed in
        let deadline = definition.states[kept.state]?.deadlines.first { $0.name == armed.name }
        return recomputed(armed, deadline, since: kept.enteredAt, &item, definition, &moved)
      }
      return kept.with(deadlines)
    }
    guard !moved.isEmpty else { return }
    commit(item, .rescheduled, ["deadlines": .array(moved)], actor: nil, capacity: nil)
  }

  private mutating func recomputed(
    _ armed: ArmedDeadline, _ deadline: Deadline?, since: Instant, _ item: inout Item, _ definition: Definition,
    _ moved: inout [JSONValue]
  ) -> ArmedDeadline {
    guard armed.due.isProvisional, let deadline,
      // An expression that has no value any more leaves the deadline as it is.
      case .success(let due) = at(since).due(of: deadline, item, definition), due != armed.due
    else { return armed }
    moved.append([
      "name": .string(armed.name.text), "from": .string(armed.due.day.description),
      "to": .string(due.day.description), "provisional": .bool(due.isProvisional),
    ])
    if due.moment == armed.due.moment {
      return ArmedDeadline(
        number: armed.number, name: armed.name, duty: armed.duty, owner: armed.owner, due: due)
    }
    let again = ArmedDeadline(
      number: item.runtime.armings, name: armed.name, duty: armed.duty, owner: armed.owner, due: due)
    item.runtime.armings += 1
    schedule(again, deadline, item, definition, .all)
    return again
  }

  /// The same picture at an earlier moment.
  func at(_ moment: Instant) -> Working {
    var earlier = Working(
      world: Surroundings(
        library: world.library, directory: world.directory, now: moment, items: world.items,
        sharedKeys: world.sharedKeys), identifiers: identifiers)
    earlier.items = items
    return earlier
  }
}

extension Suspension {
  func with(_ deadlines: [ArmedDeadline]) -> Suspension {
    Suspension(
      state: state, enteredAt: enteredAt, review: review, deadlines: deadlines, waitingFor: waitingFor, at: at)
  }
}
