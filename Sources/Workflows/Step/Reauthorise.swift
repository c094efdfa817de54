import Diagnostics

/// Whether somebody who has an answer already may still ask for it: the same request again is authorised again, by role,
/// before its kept answer is shown.
///
/// Separation of duties is not asked a second time: the act itself is part of the history by now.
///
/// - Returns: nil: yes; else the refusal.
package func reauthorise(_ request: StepRequest, in world: Surroundings) -> Refusal? {
  guard let actor = request.actor else { return nil }
  return Working(world: world, identifiers: IdentifierSource(at: world.now, seed: 0)).reauthorise(request, actor)
}

extension Working {
  fileprivate func reauthorise(_ request: StepRequest, _ actor: Actor) -> Refusal? {
    let item = request.item.flatMap { items[$0] }
    let definition: Definition?
    if case .create(let new) = request.event {
      definition = world.library.definition(new.workflow)
    } else {
      definition = item.flatMap { world.library.definitions[$0.definition] }
    }
    guard let definition, world.directory.people[actor.person]?.isActive == true else {
      return Refusal(.denied, request.event.label, [Reasons.actorNeeded])
    }
    let roles = roles(of: request.event, definition)
    guard !roles.isEmpty else { return nil }
    let units = item.map { [$0.unit] } ?? unitsOfCreation(request, actor)
    for role in roles.compactMap({ definition.roles[$0] }) {
      for unit in units {
        let query = roleQuery(isVoted(role, request.event, definition) ? role.anywhere : role, item: item, unit: unit)
        let capacities = world.directory.capacities(of: actor.person, query, allowDelegation: true)
        if capacities.contains(where: { capacity in
          (actor.position == nil || capacity.position == actor.position)
            && (actor.onBehalfOf.map(capacity.behalf.contains) ?? true)
        }) {
          return nil
        }
      }
    }
    return Refusal(.denied, request.event.label, [Reasons.role(roles, definition)])
  }

  /// The roles of which the act asked for one; empty where everybody may who sees the item, or where the act belonged
  /// to a person (後閲), or where there is no such act.
  private func roles(of event: Event, _ definition: Definition) -> [RoleName] {
    switch event {
    case .create: return definition.creation.by
    case .act(let name, _, _):
      if let transition = definition.transitions[name] { return transition.roles }
      guard Vote(rawValue: name.text) != nil else { return [] }
      return definition.states.values.flatMap { $0.review?.stages.map(\.role) ?? [] }
    case .edit: return definition.states.values.flatMap { $0.edits.flatMap(\.by) }
    case .attach(let slot, _): return definition.documents[slot]?.by ?? []
    case .comment, .link, .open, .automatic, .deadline, .recompute, .taskEnded, .proposeCorrection, .settleCorrection,
      .migrate:
      return []
    }
  }

  /// Votes are cast by the positions of the electorate, wherever they stand.
  private func isVoted(_ role: Role, _ event: Event, _ definition: Definition) -> Bool {
    guard case .act(let name, _, _) = event, definition.transitions[name] == nil else { return false }
    return Vote(rawValue: name.text) != nil
  }

  private func unitsOfCreation(_ request: StepRequest, _ actor: Actor) -> [UnitCode] {
    if let parent = request.parent.flatMap({ items[$0] }) { return [parent.unit] }
    if case .create(let new) = request.event, let unit = new.unit { return [unit] }
    let held = world.directory.positions(of: actor.person, on: world.now.day)
    let units = held.compactMap { world.directory.positions[$0]?.unit }
    // Deputies and delegates create in the unit of whom they act for; a vendor has none.
    return units + world.directory.units.keys.sorted()
  }
}

extension Role {
  fileprivate var anywhere: Role {
    Role(
      name: name, title: title, holder: .position(anywhere: true), excludes: excludes, isDelegable: isDelegable,
      actingDuty: actingDuty, source: source, location: location)
  }
}
