import JSON
import Workflows

/// The pure middle of a batch: steps every submission over one picture of the world, one after the other, and keeps
/// what is to be written. Two requests on one item step in turn and write one row.
struct BatchRun {
  private(set) var world: Surroundings
  private var circles: Circles
  private var identifiers: IdentifierSource
  /// Versions as read, of what was there before the batch.
  private let seen: [ItemID: Int64]
  private(set) var changed: Set<ItemID> = []
  private(set) var lines: [EntryLine] = []
  /// Where in `lines` an item came into being: its code is put there once it is drawn.
  private var births: [ItemID: Int] = [:]
  private(set) var tasks: [TaskDraft] = []
  private(set) var created: [ItemID] = []

  init(world: Surroundings, seed: UInt64) {
    self.world = world
    circles = Circles(world)
    seen = world.items.mapValues(\.version)
    identifiers = IdentifierSource(at: world.now, seed: seed)
  }

  /// What a submission asks for, judged and applied to the picture.
  mutating func play(_ request: StepRequest) -> StepResult {
    let result = step(request, in: surroundings(of: request), identifiers: &identifiers)
    switch result {
    case .accepted(let changes):
      record(changes)
      for (id, item) in changes.items {
        world.items[id] = item
        circles.put(item)
      }
      changed.formUnion(changes.items.keys)
      created += changes.created
      tasks += changes.tasks
    case .refused(let refusal): record(refusal, of: request)
    }
    return result
  }

  private mutating func record(_ changes: Changes) {
    var new = changes.entries.map { EntryLine($0) }
    ItemImage.complete(&new, from: world.items, to: changes.items, at: world.now)
    for (index, line) in new.enumerated() where line.event == EntryEvent.created.rawValue {
      if let item = line.item { births[item] = lines.count + index }
    }
    lines += new
  }

  mutating func record(_ refusal: Refusal, of request: StepRequest) {
    guard refusal.kind == .denied || refusal.kind == .blocked else { return }
    if let id = request.item, let item = world.items[id] {
      lines.append(EntryLine(.refusal(refusal, of: item, actor: request.actor)))
    } else if case .create(let new) = request.event, let actor = request.actor {
      lines.append(.refusedCreation(refusal, of: new, by: actor, in: world))
    }
  }

  /// How many refusals of whom the batch would record.
  var refusals: [PersonCode: Int] {
    lines.reduce(into: [:]) { counts, line in if let person = line.refused { counts[person, default: 0] += 1 } }
  }

  /// Keeps so many refusals of each person, the first ones; the rest is only counted. After `number`.
  mutating func keep(refusals admitted: [PersonCode: Int]) {
    var left = admitted
    var kept: [EntryLine] = []
    for line in lines {
      if let person = line.refused {
        guard left[person, default: 0] > 0 else { continue }
        left[person, default: 0] -= 1
      }
      kept.append(line)
    }
    lines = kept
  }

  /// The world as far as this request may look.
  private mutating func surroundings(of request: StepRequest) -> Surroundings {
    var subject = request.item
    switch request.event {
    case .create(let new): subject = new.parent
    case .link(_, let target):
      if let one = subject.flatMap({ world.items[$0] }), let other = world.items[target] {
        circles.join(one.family, other.family)
      }
    case .act, .edit, .attach, .comment, .open, .automatic, .deadline, .recompute, .taskEnded, .proposeCorrection,
      .settleCorrection, .migrate:
      break
    }
    let family = subject.flatMap { world.items[$0]?.family }
    return world.seeing(only: circles.circle(of: family))
  }

  mutating func newIdentifier<Kind>() -> Identifier<Kind> { identifiers.next() }

  /// Counters that new items need: prefix → how many.
  var wantedNumbers: [String: Int64] {
    var wanted: [String: Int64] = [:]
    for id in created {
      guard let pattern = pattern(of: id) else { continue }
      wanted[pattern.prefix, default: 0] += 1
    }
    return wanted
  }

  /// Gives new items their codes. `last`: prefix → the highest number drawn for this batch.
  mutating func number(_ last: [String: Int64]) {
    var next: [String: Int64] = [:]
    for (prefix, count) in wantedNumbers { next[prefix] = (last[prefix] ?? count) - count + 1 }
    for id in created {
      guard let (prefix, digits, suffix) = pattern(of: id), let number = next[prefix] else { continue }
      let text = String(number)
      let code = prefix + String(repeating: "0", count: max(0, digits - text.count)) + text + suffix
      world.items[id]?.code = code
      if let birth = births[id] { lines[birth].give(code: code) }
      next[prefix] = number + 1
    }
  }

  private func pattern(of id: ItemID) -> (prefix: String, digits: Int, suffix: String)? {
    guard let item = world.items[id] else { return nil }
    return world.library.definitions[item.definition]?.key.resolved(on: world.now.day)
  }

  func writes(_ artifacts: ArtifactIndex) -> (new: [ItemWrite], old: [ItemWrite]) {
    var new: [ItemWrite] = []
    var old: [ItemWrite] = []
    for id in changed.sorted() {
      guard let item = world.items[id], let definition = world.library.definitions[item.definition] else { continue }
      let write = ItemWrite(
        item: item, seen: seen[id], search: world.searchValues(of: item),
        isFinal: definition.states[item.state]?.isFinal ?? false, definition: artifacts.id(item.definition))
      if seen[id] == nil { new.append(write) } else { old.append(write) }
    }
    return (new, old)
  }
}
