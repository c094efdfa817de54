import Diagnostics
package import JSON

/// Somebody who looks at an item: what they may see follows from who they are on it.
package struct Viewer: Sendable {
  package let isInternal: Bool
  package let roles: Set<RoleName>

  package init(isInternal: Bool, roles: Set<RoleName>) {
    self.isInternal = isInternal
    self.roles = roles
  }

  package init(of item: Item, _ definition: Definition, _ actor: Actor, _ world: Surroundings) {
    let working = Working(world: world, identifiers: IdentifierSource(at: world.now, seed: 0))
    let held = definition.roles.values.filter { role in
      let query = working.roleQuery(role, item: item, unit: item.unit)
      return !world.directory.capacities(of: actor.person, query, allowDelegation: true).isEmpty
    }
    self.init(
      isInternal: world.directory.people[actor.person]?.party == nil && world.directory.people[actor.person] != nil,
      roles: Set(held.map(\.name)))
  }

  package func sees(_ audience: Audience?, data: [String: JSONValue]) -> Bool {
    guard let audience else { return true }
    if let until = audience.until, let value = data[until.text], value != .null { return true }
    return (audience.includesInternal && isInternal) || !audience.roles.isDisjoint(with: roles)
  }

  /// The item's data without what this viewer may not see.
  package func visible(_ data: [String: JSONValue], _ definition: Definition) -> [String: JSONValue] {
    data.filter { name, _ in sees(definition.data.byName[FieldName(name)]?.audience, data: data) }
  }
}

extension Explanation.Line {
  /// A reason that would let a hidden value show through keeps its source and who can meet it, and loses the rest.
  func redacted(for viewer: Viewer, _ item: Item, _ definition: Definition) -> Explanation.Line {
    Explanation.Line(
      act: act, name: name, title: title, to: to, verdict: verdict,
      reasons: reasons.map { $0.redacted(for: viewer, item, definition) }, input: input,
      isReasonRequired: isReasonRequired, holders: holders, source: source)
  }
}

extension Reason {
  package func redacted(for viewer: Viewer, _ item: Item, _ definition: Definition) -> Reason {
    let hidden = fields.contains { !viewer.sees(definition.data.byName[$0]?.audience, data: item.data) }
    guard hidden else { return self }
    return Reason(
      code,
      Text(
        en: "a condition on information that you may not see is not met", ja: "閲覧権限のない情報に関する条件が満たされていません"),
      source: source, metBy: metBy)
  }
}
