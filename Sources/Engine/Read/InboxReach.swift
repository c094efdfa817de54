import JSON
import Postgres
import Workflows

/// Where somebody might have something to do: a condition on rows that leaves out no item on which they can act, and
/// few on which they cannot. Who may really act is then judged item by item.
struct InboxReach {
  private let directory: Directory
  private let library: Library
  private let caller: Caller
  /// The caller, and those in whose name the caller may act.
  private var persons: Set<PersonCode>
  private var positions: Set<PositionCode>

  init(of caller: Caller, _ library: Library, _ directory: Directory, on day: Day) {
    self.caller = caller
    self.library = library
    self.directory = directory
    persons = [caller.person]
    for _ in 0..<3 {
      let givers = persons.flatMap { directory.delegations(to: $0) }.filter { $0.period.contains(day) }.map(\.from)
      persons.formUnion(givers)
    }
    positions = Set(persons.flatMap { directory.positions(of: $0, on: day) })
    let own = Set(directory.positions(of: caller.person, on: day))
    for position in directory.positions.values where !own.isDisjoint(with: position.deputies) {
      positions.insert(position.code)
    }
  }

  /// One kind of place where the caller may act; states are collected for each.
  private enum Place: Hashable {
    case anywhere
    case units([UnitCode])
    case creator
    case party(PartyCode)
    case field(FieldName)
  }

  private struct Key: Hashable {
    let workflow: WorkflowName
    let place: Place
  }

  /// nil: there is nothing at all that the caller could do.
  var condition: SQLFragment? {
    var states: [Key: Set<StateName>] = [:]
    var dutyWorkflows: Set<WorkflowName> = []
    var unitsOfRole: [RoleName: [UnitCode]] = [:]
    for definition in library.definitions.values {
      for (state, roles) in Self.roles(of: definition) {
        for (role, isVoted) in roles {
          for place in places(of: role, isVoted: isVoted, &unitsOfRole) {
            states[Key(workflow: definition.name, place: place), default: []].insert(state)
          }
        }
      }
      let duties = definition.duties.values.flatMap(\.by).compactMap { definition.roles[$0] }
      if duties.contains(where: { !places(of: $0, isVoted: false, &unitsOfRole).isEmpty }) {
        dutyWorkflows.insert(definition.name)
      }
    }
    var parts = states.map { key, states in fragment(key, states.sorted()) }
    if !dutyWorkflows.isEmpty {
      parts.append("(has_duty and workflow = any(\(dutyWorkflows.sorted().map(\.text))))")
    }
    let owned: JSONValue = ["duties": [["owner": .string(caller.person.text)]]]
    parts.append("(has_duty and runtime @> \(JSONB(owned.canonicalBytes)))")
    return "(\(parts.joined(separator: " or ")))"
  }

  /// Roles that may act in each state, with those that vote.
  private static func roles(of definition: Definition) -> [StateName: [(Role, isVoted: Bool)]] {
    definition.states.mapValues { state in
      let acting = (definition.leaving[state.name] ?? []).flatMap(\.roles)
      let voting = state.review?.stages.map(\.role) ?? []
      return acting.compactMap { definition.roles[$0] }.map { ($0, false) }
        + voting.compactMap { definition.roles[$0] }.map { ($0, true) }
    }
  }

  private func places(of role: Role, isVoted: Bool, _ units: inout [RoleName: [UnitCode]]) -> [Place] {
    let carrying = positions.filter { directory.positions[$0]?.roles.contains(role.name) ?? false }
    if isVoted { return carrying.isEmpty ? [] : [.anywhere] }
    switch role.holder {
    case .position(let anywhere):
      guard !carrying.isEmpty else { return [] }
      if anywhere { return [.anywhere] }
      let covered =
        units[role.name]
        ?? directory.units.keys.filter { unit in
          carrying.contains { code in
            directory.positions[code].map { directory.unit($0.unit, covers: unit) } ?? false
          }
        }.sorted()
      units[role.name] = covered
      return [.units(covered)]
    case .creator: return [.creator]
    case .party:
      let parties = Set(
        persons.compactMap { directory.people[$0] }.filter { $0.partyRoles.contains(role.name) }.compactMap(\.party))
      return parties.sorted().map { .party($0) }
    case .field(let field): return positions.isEmpty ? [] : [.field(field)]
    }
  }

  private func fragment(_ key: Key, _ states: [StateName]) -> SQLFragment {
    let inStates: SQLFragment =
      "not is_final and workflow = \(key.workflow.text) and state = any(\(states.map(\.text)))"
    switch key.place {
    case .anywhere: return "(\(inStates))"
    case .units(let units): return "(\(inStates) and unit = any(\(units.map(\.text))))"
    case .creator:
      return """
        (\(inStates) and (creator_person = any(\(persons.sorted().map(\.text)))
          or creator_position = any(\(positions.sorted().map(\.text)))))
        """
    case .party(let party): return "(\(inStates) and party = \(party.text))"
    case .field(let field):
      return "(\(inStates) and data ->> \(field.text) = any(\(positions.sorted().map(\.text))))"
    }
  }
}
