/// One way in which a person may act in a role on an item.
package struct Capacity: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    case own
    /// By delegation, through everyone in `behalf`.
    case delegated
    /// For an absent holder (代決).
    case acting
  }

  package let role: RoleName
  package let kind: Kind
  package let person: PersonCode
  package let position: PositionCode?
  /// In whose name: empty for oneself; for a chain of delegations everyone in it, the holder last.
  package let behalf: [PersonCode]

  /// Everyone whose duties this act touches.
  package var persons: [PersonCode] { [person] + behalf }
}

/// The question "who holds this role here?": role, item (nil while it is being created) and day.
package struct RoleQuery: Sendable {
  package let role: Role
  package let unit: UnitCode
  package let party: PartyCode?
  package let creator: Creator?
  /// The position that the role's data field names, for `held_by: data.field`.
  package let assigned: PositionCode?
  package let amount: Int64?
  package let day: Day
}

extension Directory {
  /// Longest chain of delegations: longer ones are nobody's considered decision any more.
  package static let maxDelegationChain = 3

  /// Every capacity of a person for a role, own ones first.
  package func capacities(of person: PersonCode, _ query: RoleQuery, allowDelegation: Bool) -> [Capacity] {
    guard people[person]?.isActive ?? false else { return [] }
    var found = holdings(of: person, query).map {
      Capacity(role: query.role.name, kind: .own, person: person, position: $0, behalf: [])
    }
    guard allowDelegation, query.role.isDelegable else { return found }
    found += delegated(to: person, query, chain: [], depth: 0).map {
      Capacity(role: query.role.name, kind: .delegated, person: person, position: $0.position, behalf: $0.chain)
    }
    if query.role.actingDuty != nil { found += acting(person, query) }
    return found
  }

  /// Persons who hold the role themselves.
  package func holders(_ query: RoleQuery) -> [(person: PersonCode, position: PositionCode?)] {
    switch query.role.holder {
    case .party:
      return people.values.filter { holdsPartyRole($0, query) }.map { ($0.code, nil) }.sorted { $0.0 < $1.0 }
    case .creator where query.creator?.position == nil:
      guard let creator = query.creator else { return carriers(query) }
      return [(creator.person, nil)]
    case .position, .creator, .field:
      return carriers(query)
    }
  }

  private func carriers(_ query: RoleQuery) -> [(person: PersonCode, position: PositionCode?)] {
    positions(for: query).flatMap { position in holders(of: position, on: query.day).map { ($0, position) } }
  }

  /// Positions that hold the role on the item.
  package func positions(for query: RoleQuery) -> [PositionCode] {
    switch query.role.holder {
    case .party: []
    case .field: query.assigned.map { [$0] } ?? []
    case .position, .creator: positions(carrying: query.role.name).filter { holds($0, query) }
    }
  }

  private func holds(_ code: PositionCode, _ query: RoleQuery) -> Bool {
    guard let position = positions[code] else { return false }
    switch query.role.holder {
    case .party: return false
    case .field: return query.assigned == code
    case .position(let anywhere):
      return position.roles.contains(query.role.name) && (anywhere || unit(position.unit, covers: query.unit))
    case .creator:
      guard position.roles.contains(query.role.name) else { return false }
      guard let creator = query.creator else { return unit(position.unit, covers: query.unit) }
      return creator.position == code
    }
  }

  private func holdings(of person: PersonCode, _ query: RoleQuery) -> [PositionCode?] {
    if let someone = people[person], someone.party != nil {
      switch query.role.holder {
      case .party: return holdsPartyRole(someone, query) ? [nil] : []
      case .creator:
        guard someone.partyRoles.contains(query.role.name) else { return [] }
        return query.creator == nil || query.creator?.person == person ? [nil] : []
      case .position, .field: return []
      }
    }
    return positions(of: person, on: query.day).filter { holds($0, query) }
  }

  private func holdsPartyRole(_ person: Person, _ query: RoleQuery) -> Bool {
    guard person.isActive, let party = person.party, person.partyRoles.contains(query.role.name) else { return false }
    // While an item is being created it has no party yet: it will be the creator's own.
    return query.party == nil ? query.creator == nil : query.party == party
  }

  private func delegated(
    to person: PersonCode, _ query: RoleQuery, chain: [PersonCode], depth: Int
  ) -> [(position: PositionCode?, chain: [PersonCode])] {
    guard depth < Self.maxDelegationChain else { return [] }
    var found: [(position: PositionCode?, chain: [PersonCode])] = []
    for delegation in delegations(to: person) {
      guard delegation.period.contains(query.day), delegation.from != person, !chain.contains(delegation.from),
        delegation.roles.isEmpty || delegation.roles.contains(query.role.name), allows(delegation, query.amount),
        people[delegation.from]?.party == people[person]?.party
      else { continue }
      let longer = chain + [delegation.from]
      found += holdings(of: delegation.from, query).map { ($0, longer) }
      found += delegated(to: delegation.from, query, chain: longer, depth: depth + 1)
    }
    return found
  }

  private func allows(_ delegation: Delegation, _ amount: Int64?) -> Bool {
    guard let limit = delegation.maxAmount else { return true }
    // A limit that cannot be compared is not kept.
    guard let amount else { return false }
    return amount <= limit
  }

  private func acting(_ person: PersonCode, _ query: RoleQuery) -> [Capacity] {
    let own = positions(of: person, on: query.day)
    return positions(for: query).flatMap { position -> [Capacity] in
      guard let deputies = positions[position]?.deputies, own.contains(where: deputies.contains) else { return [] }
      return holders(of: position, on: query.day).filter { $0 != person && isAbsent($0, on: query.day) }.map {
        Capacity(role: query.role.name, kind: .acting, person: person, position: position, behalf: [$0])
      }
    }
  }
}
