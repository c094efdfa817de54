import Workflows

/// Who could hold the roles of a definition, whatever the directory says.
struct Holding {
  private let definition: Definition
  private let starts: [Starts.Start]
  private let settable: Set<FieldName>

  init(_ definition: Definition, _ starts: [Starts.Start]) {
    self.definition = definition
    self.starts = starts
    settable = Self.settable(definition, starts)
  }

  /// Somebody may create an item by hand. A role that a field names has no holder before there is an item.
  var canBeCreated: Bool {
    definition.creation.by.contains { name in
      if case .field = definition.roles[name]?.holder { false } else { definition.roles[name] != nil }
    }
  }

  /// An item may belong to a party: a vendor created it, or an expression names one.
  var canHaveParty: Bool {
    definition.search.party != nil
      || definition.creation.by.contains { name in
        switch definition.roles[name]?.holder {
        case .party, .creator: true
        case .position, .field, nil: false
        }
      }
  }

  /// Only a vendor can be the creator, so that the creator is one person and no position.
  var isCreatorAPerson: Bool {
    starts.isEmpty && !definition.creation.by.isEmpty
      && definition.creation.by.allSatisfy { definition.roles[$0]?.holder == .party }
  }

  func canHold(_ name: RoleName) -> Bool {
    guard let role = definition.roles[name] else { return false }
    switch role.holder {
    case .position, .creator: return true
    case .party: return canHaveParty
    case .field(let field): return canBeCreated || settable.contains(field)
    }
  }

  func canHoldOne(of roles: [RoleName]) -> Bool { roles.contains { canHold($0) } }

  private static func settable(_ definition: Definition, _ starts: [Starts.Start]) -> Set<FieldName> {
    var fields = Set(starts.flatMap { $0.start.with.map(\.field) })
    for state in definition.states.values {
      for right in state.edits { fields.formUnion(right.fields ?? definition.data.fields.map(\.name)) }
    }
    for transition in definition.transitions.values {
      fields.formUnion(transition.input.required + transition.input.optional)
      for case .set(let assignments) in transition.effects { fields.formUnion(assignments.map(\.field)) }
    }
    for duty in definition.duties.values { fields.formUnion(duty.input.required + duty.input.optional) }
    return fields
  }
}
