import Diagnostics
import JSON
import Testing
import Workflows

@testable import Engine

/// A moment in a shipped case at which separation of duties can be attacked: somebody is about to act in a role, and
/// somebody else has acted in a role that excludes it.
struct SeparationAttack: Sendable {
  /// An exclusion of a definition: nobody who acted in one of the roles may act in the other.
  struct Exclusion: Hashable, Comparable, CustomStringConvertible {
    let workflow: WorkflowName
    let role: RoleName
    let against: RoleName

    var description: String { "\(workflow): \(role) after \(against)" }
    static func < (left: Self, right: Self) -> Bool { left.description < right.description }
  }

  let exclusion: Exclusion
  let file: String
  /// Index of the step that is attacked before it is played.
  let step: Int
  let request: StepRequest
  /// Who acted in `exclusion.against`, and now wants more.
  let attacker: PersonCode
  /// Who rightly acts in `exclusion.role`, and where.
  let holder: PersonCode
  let position: PositionCode?

  /// Both directions of every exclusion of every shipped definition whose roles act there at all.
  static let exclusions: Set<Exclusion> = {
    var found: Set<Exclusion> = []
    for definition in Harness.library.definitions.values {
      for (role, others) in definition.exclusions where definition.roles[role] != nil {
        for other in others { found.insert(Exclusion(workflow: definition.name, role: role, against: other)) }
      }
    }
    return found
  }()

  /// One attack for each exclusion, found by playing every case in the simulator.
  static let all: [SeparationAttack] = {
    var found: [Exclusion: SeparationAttack] = [:]
    for file in Harness.caseFiles {
      guard let scenario = loadCase(file, library: Harness.library, directory: Harness.directory).scenario else {
        continue
      }
      var run = CaseRun(scenario, library: Harness.library, directory: Harness.directory)
      for (index, step) in scenario.steps.enumerated() {
        let items = run.simulation.items
        let played = run.play(step)
        for attack in attacks(file.name, index, played, items) where found[attack.exclusion] == nil {
          found[attack.exclusion] = attack
        }
      }
    }
    return found.values.sorted { $0.exclusion < $1.exclusion }
  }()

  private static func attacks(
    _ file: String, _ index: Int, _ played: CaseRun.Played, _ items: [ItemID: Item]
  ) -> [SeparationAttack] {
    guard let request = played.request, case .accepted = played.echo.result, let actor = request.actor,
      let entry = played.echo.entries.first(where: { $0.capacity?.person == actor.person }),
      let capacity = entry.capacity, capacity.kind == .own,
      let definition = entry.definition.flatMap({ Harness.library.definitions[$0] })
    else { return [] }
    let family = items.values.filter { $0.family == entry.family }
    return (definition.exclusions[capacity.role] ?? []).compactMap { other in
      let acted = family.flatMap { $0.runtime.acts[other] ?? [] }
      let attacker = acted.first { $0 != actor.person && Harness.directory.people[$0]?.party == nil }
      return attacker.map {
        SeparationAttack(
          exclusion: Exclusion(workflow: definition.name, role: capacity.role, against: other), file: file,
          step: index, request: request, attacker: $0, holder: capacity.person, position: capacity.position)
      }
    }
  }

  // MARK: Ways to come by a role

  enum Way: String, CaseIterable, Sendable {
    /// Holds the position of the role beside their own (兼任).
    case directly
    /// Acts in the name of the one who holds it.
    case byDelegation
    /// Was moved from their old position to it after having acted.
    case byMove
  }

  func directory(_ way: Way, from directory: Directory, on day: Day) -> Directory {
    var next = directory
    switch way {
    case .directly:
      if let position { next.add(Membership(person: attacker, position: position, period: Period())) }
    case .byDelegation:
      next.add(
        Delegation(
          from: holder, to: attacker, roles: [exclusion.role], maxAmount: nil,
          period: Period(from: day, to: day.adding(days: 30))))
    case .byMove:
      for old in directory.positions(of: attacker, on: day) {
        next.end(attacker, in: old, after: day.adding(days: -1))
      }
      if let position {
        next.end(holder, in: position, after: day.adding(days: -1))
        next.add(Membership(person: attacker, position: position, period: Period(from: day)))
      }
    }
    return next
  }

  func actor(_ way: Way) -> Actor {
    switch way {
    case .directly, .byMove: Actor(person: attacker, position: position)
    case .byDelegation: Actor(person: attacker, onBehalfOf: holder)
    }
  }
}
