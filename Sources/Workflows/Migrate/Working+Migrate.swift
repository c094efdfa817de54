import Diagnostics
import JSON

/// Moving a running item to another version of its definition: one step, one entry.
extension Working {
  /// Reached already: nothing is left to do, so that an interrupted migration can be taken up anywhere.
  mutating func migrate(to target: ContentHash, plan: ContentHash, _ subject: Subject) throws(Refusal) {
    guard subject.item.definition != target else { return }
    guard let to = world.library.definitions[target], to.name == subject.item.workflow else {
      throw Refusal(.unknown, "migrate", [Reasons.unknownVersion])
    }
    let carried: CarriedItem
    switch self.carried(subject.item, from: subject.definition, to: to) {
    case .success(let moved): carried = moved
    // `.invalid`: a refusal leaves no entry; the certificate of the migration names it.
    case .failure(let failure): throw Refusal(.invalid, "migrate", failure.obstacles.map(Reasons.obstacle))
    }
    var body: [String: JSONValue] = [
      "plan": .string(plan.description), "from_definition": .string(subject.item.definition.description),
      "from": .string(subject.item.state.text), "to": .string(carried.item.state.text),
    ]
    let changed = Self.difference(from: subject.item.data, to: carried.item.data)
    if !changed.isEmpty { body["set"] = .object(changed) }
    if !carried.renamedRoles.isEmpty {
      body["roles"] = .object(
        Dictionary(uniqueKeysWithValues: carried.renamedRoles.map { ($0.key.text, .string($0.value.text)) }))
    }
    commit(carried.item, .migrated, body, actor: subject.actor, capacity: nil)
  }

  /// The item as it would be, its deadlines scheduled; nothing is written yet.
  mutating func carried(
    _ item: Item, from: Definition, to: Definition
  ) -> Result<CarriedItem, MigrationFailure> {
    var carrier = ItemCarrier(
      item, from: from, to: to, names: world.library.names(from: from, to: to), before: self)
    let result = carrier.run()
    if case .success = result { tasks += carrier.after.tasks }
    return result
  }
}

struct CarriedItem {
  let item: Item
  /// Roles of the item's history that have another name now.
  let renamedRoles: [RoleName: RoleName]
}

struct MigrationFailure: Error {
  let obstacles: [MigrationObstacle]
}
