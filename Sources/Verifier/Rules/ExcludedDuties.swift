import Diagnostics
import Workflows

/// E310: a separation of duties that nobody can keep: an act is reserved to one person, and on every way to it that
/// person has already acted in a role that excludes it. Acts in somebody's name count for both, so that delegation and
/// acting decisions (代決) are no way out.
///
/// The property: of every act that one role alone may do, in some situation that can come about somebody may do it who is
/// not barred by the separation.
///
/// One person is: the holder of the position that created the item (a position has one holder at a time), the vendor's
/// user who created it, and the holder of the position that a field names.
extension View {
  func dutiesThatCannotBeKept() -> [Question] {
    let pairs = ownExclusions
    guard !pairs.isEmpty else { return [] }
    let acted = rolesActedOnEveryWay()
    return pairs.map { one, other in
      let subject = Subject.exclusion(one, other)
      let barred =
        barredEdge(acting: one, after: other, acted) ?? barredEdge(acting: other, after: one, acted)
      guard let (number, role, before) = barred, defect != .skipDelegation || !isDelegable(number, role) else {
        return holds(.dutiesCannotBeKept, subject)
      }
      let state = flow.edges[number].from
      let isReached = flow.shortestWays(.fires).has(state)
      let path =
        (isReached ? session.explorations[definition.name]?.path(to: state) : nil) ?? possiblePath(to: state)
      return finding(
        .dutiesCannotBeKept, subject, as: isReached ? .refuted : .undecided,
        Text(
          en: "only the one who acted as \"\(before)\" could act as \"\(role)\", which excludes it",
          ja: "「\(role)」を務められるのは「\(before)」を務めた人だけですが、両者は分離されています"),
        at: definition.roles[role]?.location, path: path + [flow.step(number)],
        notes: [
          .init(
            Text(en: "here the act is needed", ja: "ここでその行為が必要です"), at: flow.edges[number].transition?.location),
          .init(
            Text(
              en: "a delegate or deputy acts in that person's name, so the separation bars them too",
              ja: "委任や代決はその人の名で行うため、同じく分離されます")),
        ],
        help: Text(
          en: "let another position hold one of the two roles (held_by: position)",
          ja: "どちらかの役割を別の職に持たせてください（held_by: position）"))
    }
  }

  /// Pairs that the definition declares itself, each once.
  var ownExclusions: [(RoleName, RoleName)] {
    var pairs: [(RoleName, RoleName)] = []
    for role in definition.roles.keys.sorted() {
      for other in (definition.exclusions[role] ?? []).sorted() {
        let pair = role < other ? (role, other) : (other, role)
        if !pairs.contains(where: { $0 == pair }) { pairs.append(pair) }
      }
    }
    return pairs
  }

  private func isDelegable(_ number: Int, _ role: RoleName) -> Bool {
    (definition.roles[role]?.isDelegable ?? false) && (flow.edges[number].transition?.isDelegable ?? false)
  }

  /// An edge that only the holder of `role` can take, while on every way to it the same person acted as `before`.
  private func barredEdge(
    acting role: RoleName, after before: RoleName, _ acted: [Set<RoleName>?]
  ) -> (Int, RoleName, RoleName)? {
    guard isBound(role, to: before) else { return nil }
    let order = flow.shortestWays(.fires).order + flow.shortestWays(.unknown).order
    return order.lazy.flatMap { flow.leaving[$0] }.first { number in
      flow.edges[number].transition?.roles == [role] && (acted[flow.edges[number].from]?.contains(before) ?? false)
    }.map { ($0, role, before) }
  }

  /// Whoever may act in the role is the one who acted in the other.
  private func isBound(_ role: RoleName, to before: RoleName) -> Bool {
    switch definition.roles[role]?.holder {
    case .creator, .field: identity(of: role).map { $0 == identity(of: before) } ?? false
    case .position, .party, nil: false
    }
  }

  /// Edges that only somebody could take who on every way there acted in a role that excludes the edge's.
  func barredEdges() -> Set<Int> {
    guard !definition.exclusions.isEmpty, defect != .skipDelegation else { return [] }
    let acted = rolesActedOnEveryWay()
    return Set(
      flow.edges.indices.filter { number in
        guard let roles = flow.edges[number].transition?.roles, !roles.isEmpty,
          let before = acted[flow.edges[number].from]
        else { return false }
        return roles.allSatisfy { role in
          before.contains { (definition.exclusions[role] ?? []).contains($0) && isBound(role, to: $0) }
        }
      })
  }

  private enum Identity: Hashable {
    case creator
    case field(FieldName)
  }

  /// Roles of one identity are held by one and the same person.
  private func identity(of role: RoleName) -> Identity? {
    switch definition.roles[role]?.holder {
    case .creator: .creator
    case .field(let field): isConstant(field) ? .field(field) : nil
    case .position, .party: definition.creation.by == [role] ? creatorByCreating(role) : nil
    case nil: nil
    }
  }

  /// Whoever created the item acted in this role by creating it. Others may hold it too, so it binds the creator only
  /// as the role that was acted in.
  private func creatorByCreating(_ role: RoleName) -> Identity? {
    (session.starts.of[definition.name] ?? []).isEmpty ? .creator : nil
  }

  private func isConstant(_ field: FieldName) -> Bool {
    let edited = definition.states.values.contains { state in
      state.edits.contains { $0.fields?.contains(field) ?? true }
    }
    let supplied = definition.transitions.values.contains { transition in
      transition.input.allows(field)
        || transition.effects.contains { effect in
          switch effect {
          case .set(let assignments): assignments.contains { $0.field == field }
          case .unset(let fields): fields.contains(field)
          case .open, .start, .notify, .task: false
          }
        }
    }
    return !edited && !supplied && !definition.duties.values.contains { $0.input.allows(field) }
  }

  /// For each state the roles that have been acted in on every way there; nil: not reached. The act of creating counts
  /// where one role creates.
  private func rolesActedOnEveryWay() -> [Set<RoleName>?] {
    var acted: [Set<RoleName>?] = Array(repeating: nil, count: flow.states.count)
    let creating =
      definition.creation.by.count == 1 && (session.starts.of[definition.name] ?? []).isEmpty
      ? Set(definition.creation.by) : []
    acted[flow.initial] = creating
    var open = [flow.initial]
    while let state = open.popLast() {
      guard let before = acted[state] else { continue }
      for number in flow.leaving[state] where flow.status[number] > .never && !flow.barred.contains(number) {
        let edge = flow.edges[number]
        let roles = edge.transition?.roles ?? []
        let after = roles.count == 1 ? before.union(roles) : before
        let joined = acted[edge.to].map { $0.intersection(after) } ?? after
        if joined != acted[edge.to] {
          acted[edge.to] = joined
          open.append(edge.to)
        }
      }
    }
    return acted
  }
}
