import Diagnostics
package import JSON

/// The engine's world in memory: the same `step`, the same tasks, a clock that is set by hand. Scenario cases, the
/// explorer and Monte Carlo runs play in it.
package struct Simulation: Sendable {
  package var library: Library
  package var directory: Directory
  package private(set) var now: Instant
  package private(set) var items: [ItemID: Item] = [:]
  package private(set) var entries: [Entry] = []
  /// When each entry was made.
  package private(set) var moments: [Instant] = []
  /// Work that waits: for its moment, or for an answer from outside.
  package private(set) var tasks: [TaskDraft] = []
  private var identifiers: IdentifierSource
  private var counters: [String: Int] = [:]

  /// More automatic moves than this after one step are a cycle.
  static let maxSettling = 1_000

  package init(library: Library, directory: Directory, now: Instant, seed: UInt64 = 1) {
    self.library = library
    self.directory = directory
    self.now = now
    identifiers = IdentifierSource(at: now, seed: seed)
  }

  /// What one request did, with everything that followed by itself.
  package struct Echo: Sendable {
    package var result: StepResult
    /// Of the step and of the automatic transitions after it.
    package var entries: [Entry]
    package var tasks: [TaskDraft]
  }

  /// Performs a request and lets automatic transitions run until nothing moves. A refusal leaves one entry.
  package mutating func perform(_ request: StepRequest) -> Echo {
    let firstEntry = entries.count
    var emitted: [TaskDraft] = []
    let result = play(request, emitted: &emitted)
    if case .refused(let refusal) = result { record(refusal, request) }
    settle(&emitted)
    return Echo(result: result, entries: Array(entries[firstEntry...]), tasks: emitted)
  }

  /// Lets time pass; whatever falls due on the way fires at its own moment, in order.
  package mutating func advance(to moment: Instant) -> Echo {
    let firstEntry = entries.count
    var emitted: [TaskDraft] = []
    var fired = 0
    while let index = nextDue(until: moment), fired < 100_000 {
      fired += 1
      let task = tasks.remove(at: index)
      now = max(now, task.dueAt)
      if case .deadline(let firing) = task.kind {
        _ = play(StepRequest(item: task.item, event: .deadline(firing), actor: nil), emitted: &emitted)
        settle(&emitted)
      }
    }
    now = max(now, moment)
    settle(&emitted)
    let echo = Changes(subject: ItemID(high: 0, low: 0))
    return Echo(result: .accepted(echo), entries: Array(entries[firstEntry...]), tasks: emitted)
  }

  /// The outside answers: a task of the item ends.
  package mutating func endTask(
    _ name: TaskName, of item: ItemID, result: JSONValue, failed: Bool
  ) -> Echo? {
    let index = tasks.firstIndex { task in
      if case .outside(_, let other, _, _) = task.kind { task.item == item && other == name } else { false }
    }
    guard let index else { return nil }
    tasks.remove(at: index)
    return perform(
      StepRequest(item: item, event: .taskEnded(name, result: result, failed: failed), actor: nil))
  }

  package func surroundings(for item: ItemID?) -> Surroundings {
    picture(from: item).withSharedKeys(for: [], among: items)
  }

  private func picture(from item: ItemID?) -> Surroundings {
    Surroundings(library: library, directory: directory, now: now, items: visible(from: item))
  }

  /// The family and what is linked to it, as the engine would load it.
  private func visible(from id: ItemID?) -> [ItemID: Item] {
    guard let id, let item = items[id] else { return items }
    var families: Set<ItemID> = [item.family]
    for other in items.values {
      for link in other.runtime.links {
        if other.family == item.family { families.insert(link.family) }
        if link.family == item.family { families.insert(other.family) }
      }
    }
    return items.filter { families.contains($0.value.family) }
  }

  // MARK: One step

  private mutating func play(_ request: StepRequest, emitted: inout [TaskDraft]) -> StepResult {
    var world = picture(from: request.item ?? request.parent).withSharedKeys(for: [request], among: items)
    if case .link(_, let target) = request.event {
      for (id, item) in items where item.family == items[target]?.family { world.items[id] = item }
    }
    let result = step(request, in: world, identifiers: &identifiers)
    if case .accepted(let changes) = result { apply(changes, &emitted) }
    return result
  }

  private mutating func apply(_ changes: Changes, _ emitted: inout [TaskDraft]) {
    for (id, item) in changes.items { items[id] = item }
    for id in changes.created {
      let code = nextCode(for: id)
      items[id]?.code = code
    }
    entries += changes.entries
    moments += changes.entries.map { _ in now }
    for task in changes.tasks {
      switch task.kind {
      case .automatic where tasks.contains { $0.item == task.item && $0.kind == .automatic }: break
      case .automatic, .deadline, .outside: tasks.append(task)
      case .notify: break
      }
      emitted.append(task)
    }
  }

  private mutating func nextCode(for id: ItemID) -> String {
    guard let item = items[id], let definition = library.definitions[item.definition] else { return "" }
    let (prefix, digits, suffix) = definition.key.resolved(on: now.day)
    counters[prefix, default: 0] += 1
    return prefix + pad(counters[prefix] ?? 1, digits) + suffix
  }

  /// Automatic transitions, and deadlines whose moment has passed (a deadline armed for the past is due at once).
  private mutating func settle(_ emitted: inout [TaskDraft]) {
    for _ in 0..<Self.maxSettling {
      guard let index = tasks.firstIndex(where: { $0.kind == .automatic }) ?? nextDue(until: now) else { return }
      let task = tasks.remove(at: index)
      let event: Event =
        if case .deadline(let firing) = task.kind { .deadline(firing) } else { .automatic }
      _ = play(StepRequest(item: task.item, event: event, actor: nil), emitted: &emitted)
    }
  }

  private func nextDue(until moment: Instant) -> Int? {
    var best: Int?
    for (index, task) in tasks.enumerated() where task.dueAt <= moment {
      guard case .deadline = task.kind else { continue }
      if best.map({ task.dueAt < tasks[$0].dueAt }) ?? true { best = index }
    }
    return best
  }

  private mutating func record(_ refusal: Refusal, _ request: StepRequest) {
    guard refusal.kind == .denied || refusal.kind == .blocked, let id = request.item, let item = items[id] else {
      return
    }
    entries.append(Entry.refusal(refusal, of: item, actor: request.actor))
    moments.append(now)
  }
}

extension StepRequest {
  /// The item under which one is created.
  package var parent: ItemID? {
    if case .create(let new) = event { new.parent } else { nil }
  }
}

extension Entry {
  /// One entry for a refusal by role or guard of somebody who is known; the item's version stays.
  package static func refusal(_ refusal: Refusal, of item: Item, actor: Actor?) -> Entry {
    Entry(
      item: item.id, family: item.family, version: item.version, event: .refused, capacity: nil, actor: actor,
      definition: item.definition, body: refusal.recorded)
  }
}

extension Refusal {
  /// What the record says of a refusal.
  package var recorded: [String: JSONValue] {
    let reasons = reasons.map { reason -> JSONValue in
      var object: [String: JSONValue] = [
        "code": .string(reason.code.rawValue),
        "message": ["en": .string(reason.message.en), "ja": .string(reason.message.ja)],
      ]
      if let source = reason.source { object["source"] = .string(source) }
      return .object(object)
    }
    return ["act": .string(act), "kind": .string(kind.rawValue), "reasons": .array(reasons)]
  }
}
