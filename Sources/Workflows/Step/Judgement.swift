import Diagnostics
import JSON

/// Whether somebody may do something now. Asked by `step` before it acts and by `explain` for every transition:
/// the same answer from the same code.
package enum Judgement: Sendable {
  case possible(Capacity?)
  case blocked([Reason], capacity: Capacity?)
  case denied([Reason])
}

extension Working {
  /// The capacity in which the actor may act in one of `roles`, or the reasons why not.
  func authorise(
    _ actor: Actor, _ roles: [RoleName], on item: Item?, family: ItemID?, definition: Definition, unit: UnitCode,
    allowDelegation: Bool
  ) -> Result<Capacity, Refusal.Denial> {
    var separated: [Reason] = []
    var delegationBarred = false
    for name in roles {
      guard let role = definition.roles[name] else { continue }
      let query = roleQuery(role, item: item, unit: unit)
      let capacities = world.directory.capacities(of: actor.person, query, allowDelegation: true).filter {
        (actor.position == nil || $0.position == actor.position)
          && (actor.onBehalfOf == nil || $0.behalf.contains(actor.onBehalfOf!))
      }
      for capacity in capacities {
        if capacity.kind != .own, !allowDelegation {
          delegationBarred = true
          continue
        }
        let broken = separationReasons(capacity, family: family, definition: definition)
        if broken.isEmpty { return .success(capacity) }
        separated += broken
      }
    }
    if !separated.isEmpty { return .failure(.init(reasons: separated)) }
    if delegationBarred { return .failure(.init(reasons: [Reasons.notDelegable])) }
    return .failure(.init(reasons: [Reasons.role(roles, definition)]))
  }

  func roleQuery(_ role: Role, item: Item?, unit: UnitCode) -> RoleQuery {
    var assigned: PositionCode?
    if case .field(let field) = role.holder, case .string(let code)? = item?.data[field.text] {
      assigned = PositionCode(code)
    }
    return RoleQuery(
      role: role, unit: item?.unit ?? unit, party: item?.party, creator: item?.creator, assigned: assigned,
      amount: world.directory.limitsAmounts ? item.flatMap { amount(of: $0) } : nil, day: world.now.day)
  }

  /// Items over which duties are separated: a family and those linked to it, either way round.
  func related(to family: ItemID) -> [Item] {
    var families: Set<ItemID> = [family]
    for item in items.values {
      for link in item.runtime.links {
        if item.family == family { families.insert(link.family) }
        if link.family == family { families.insert(item.family) }
      }
    }
    return items.values.filter { families.contains($0.family) }.sorted { $0.id < $1.id }
  }

  /// Separation of duties: over persons, by history, over the whole family and the items linked to it.
  func separationReasons(_ capacity: Capacity, family: ItemID?, definition: Definition) -> [Reason] {
    guard let family else { return [] }
    let related = related(to: family)
    var conflicting = definition.exclusions[capacity.role] ?? []
    for other in related {
      conflicting.formUnion(world.library.definitions[other.definition]?.exclusions[capacity.role] ?? [])
    }
    guard !conflicting.isEmpty else { return [] }
    var reasons: [Reason] = []
    for other in related {
      for role in conflicting.sorted() {
        guard let acted = other.runtime.acts[role] else { continue }
        for person in capacity.persons where acted.contains(person) {
          reasons.append(
            Reasons.separated(capacity.role, from: role, person, on: other, definition, world.directory))
        }
      }
    }
    return reasons
  }

  /// Judges a transition for an actor. `input` is nil when only asking (explain): what depends on input is then left out.
  func judge(
    _ transition: Transition, on item: Item, definition: Definition, actor: Actor?, input: [String: JSONValue]?,
    reason: String?
  ) -> Judgement {
    var capacity: Capacity?
    if case .human(let roles) = transition.trigger, let actor {
      switch authorise(
        actor, roles, on: item, family: item.family, definition: definition, unit: item.unit,
        allowDelegation: transition.isDelegable)
      {
      case .success(let found): capacity = found
      case .failure(let denial): return .denied(denial.reasons)
      }
    }
    var reasons: [Reason] = []
    guard transition.from.contains(item.state) else {
      return .blocked([Reasons.state(transition, item, definition)], capacity: capacity)
    }
    if let input {
      reasons += inputReasons(transition.input, input, item: item, definition: definition)
      if transition.isReasonRequired, (reason ?? "").allSatisfy(\.isWhitespace) {
        reasons.append(Reasons.reasonMissing)
      }
    }
    var candidate = item
    for (field, value) in input ?? [:] { candidate.data[field] = value }
    if reasons.isEmpty, isStrict(transition, from: item.state, definition) {
      // An explanation has no input yet: what the act may bring with it is not missing.
      let awaited = input == nil ? transition.input.required + transition.input.optional : []
      reasons += dataReasons(candidate, definition: definition, strict: true, awaiting: awaited)
    }
    for duty in item.runtime.duties where definition.duties[duty.name]?.blocks.contains(transition.name) ?? false {
      reasons.append(Reasons.dutyOpen(duty.name, definition))
    }
    // Guards read typed data: they are only asked once the data are what the types promise.
    if reasons.allSatisfy({ $0.code == .dutyOpen || $0.code == .reasonMissing }) {
      let pending = input == nil ? Set(transition.input.required + transition.input.optional) : []
      reasons += guardReasons(transition.guards, candidate, definition, capacity: capacity, pendingFields: pending)
    }
    return reasons.isEmpty ? .possible(capacity) : .blocked(reasons, capacity: capacity)
  }

  /// `required` holds from the first transition on; an incomplete draft may still be given up.
  func isStrict(_ transition: Transition, from state: StateName, _ definition: Definition) -> Bool {
    guard state == definition.initial, case .state(let target) = transition.to else {
      return state != definition.initial
    }
    return !(definition.states[target]?.isFinal ?? false)
  }

  func inputReasons(
    _ fields: InputFields, _ input: [String: JSONValue], item: Item, definition: Definition
  ) -> [Reason] {
    var reasons: [Reason] = []
    for name in input.keys.sorted() where !fields.allows(FieldName(name)) {
      reasons.append(Reasons.inputNotAllowed(FieldName(name), fields, definition))
    }
    for field in fields.required where input[field.text] == nil {
      reasons.append(Reasons.inputMissing(field, definition))
    }
    return reasons
  }

  /// - Parameter awaited: fields of which nothing can be said yet.
  func dataReasons(
    _ item: Item, definition: Definition, strict: Bool, awaiting awaited: [FieldName] = []
  ) -> [Reason] {
    let schema = strict ? definition.data.strict : definition.data.lenient
    let open = Set(awaited.map(\.text))
    return schema.validate(.object(item.data)).compactMap { violation in
      let field = JSONPointer.tokens(violation.instancePointer)?.first
      return field.map(open.contains) == true ? nil : Reasons.dataInvalid(violation, definition)
    }
  }

  func guardReasons(
    _ guards: [Guard], _ item: Item, _ definition: Definition, capacity: Capacity?, pendingFields: Set<FieldName>
  ) -> [Reason] {
    guard !guards.isEmpty else { return [] }
    let scope = scope(for: item, definition, capacity: capacity)
    return guards.compactMap { rule in
      let fields = rule.require.dataFields
      if !pendingFields.isDisjoint(with: fields) { return nil }
      switch scope.bool(rule.require) {
      case .success(true): return nil
      case .success(false): return Reasons.unmet(rule, fields)
      case .failure(let error): return Reasons.guardError(rule, error, fields)
      }
    }
  }
}

extension Refusal {
  /// Reasons of a denial, on their way to becoming a refusal.
  struct Denial: Error {
    let reasons: [Reason]
  }
}
