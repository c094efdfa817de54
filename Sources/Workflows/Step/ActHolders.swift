import Diagnostics

/// Who could do what on an item, guards left aside: for the question what a change of the directory does to open items.
package struct ActHolders: Sendable {
  package let act: String
  package let holders: [Explanation.Holder]
}

package func actHolders(of id: ItemID, in world: Surroundings) -> [ActHolders] {
  guard let item = world.items[id], let definition = world.library.definitions[item.definition] else { return [] }
  let working = Working(world: world, identifiers: IdentifierSource(at: world.now, seed: 0))
  var acts = (definition.leaving[item.state] ?? []).filter { !$0.roles.isEmpty }.map { transition in
    ActHolders(act: transition.name.text, holders: working.holders(transition.roles, item, definition))
  }
  if item.runtime.review != nil {
    acts.append(ActHolders(act: "vote", holders: working.voters(item)))
  }
  for name in Set(item.runtime.duties.filter { $0.owner == nil }.map(\.name)).sorted() {
    guard let duty = definition.duties[name] else { continue }
    acts.append(ActHolders(act: name.text, holders: working.holders(duty.by, item, definition)))
  }
  return acts
}

/// Open items on which a delegation would let its taker do what separation of duties forbids: they have acted in a role
/// that excludes one which they are given.
package func separationConflicts(of delegation: Delegation, in world: Surroundings) -> [(item: Item, reasons: [Reason])]
{
  let working = Working(world: world, identifiers: IdentifierSource(at: world.now, seed: 0))
  return world.items.values.sorted { $0.id < $1.id }.compactMap { item in
    guard let definition = world.library.definitions[item.definition],
      !(definition.states[item.state]?.isFinal ?? true)
    else { return nil }
    let given = definition.roles.values.filter { role in
      role.isDelegable && (delegation.roles.isEmpty || delegation.roles.contains(role.name))
        && !world.directory.capacities(
          of: delegation.from, working.roleQuery(role, item: item, unit: item.unit), allowDelegation: false
        ).isEmpty
    }
    let reasons = given.sorted { $0.name < $1.name }.flatMap { role in
      working.separationReasons(
        Capacity(role: role.name, kind: .own, person: delegation.to, position: nil, behalf: []), family: item.family,
        definition: definition)
    }
    return reasons.isEmpty ? nil : (item, reasons)
  }
}
