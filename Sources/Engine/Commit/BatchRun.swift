import JSON
import Workflows

/// The pure middle of a batch: steps every submission over one picture of the world, one after the other, and keeps
/// what is to be written. Two requests on one item step in turn and write one row.
struct BatchRun {
  private(set) var world: Surroundings
  private var identifiers: IdentifierSource
  /// Versions as read, of what was there before the batch.
  private let seen: [ItemID: Int64]
  private(set) var changed: Set<ItemID> = []
  private(set) var entries: [Entry] = []
  private(set) var tasks: [TaskDraft] = []
  private(set) var created: [ItemID] = []

  init(world: Surroundings, seed: UInt64) {
    self.world = world
    seen = world.items.mapValues(\.version)
    identifiers = IdentifierSource(at: world.now, seed: seed)
  }

  /// What a submission asks for, judged and applied to the picture.
  mutating func play(_ request: StepRequest) -> StepResult {
    let result = step(request, in: world, identifiers: &identifiers)
    switch result {
    case .accepted(let changes):
      for (id, item) in changes.items { world.items[id] = item }
      changed.formUnion(changes.items.keys)
      created += changes.created
      entries += changes.entries
      tasks += changes.tasks
    case .refused(let refusal):
      if refusal.kind == .denied || refusal.kind == .blocked, let id = request.item, let item = world.items[id] {
        entries.append(.refusal(refusal, of: item, actor: request.actor))
      }
    }
    return result
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
      world.items[id]?.code = prefix + String(repeating: "0", count: max(0, digits - text.count)) + text + suffix
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
