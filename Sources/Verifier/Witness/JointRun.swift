import JSON
import Workflows

/// Looks for a run of one item in which one person acts in two roles, after which an item of a definition that excludes
/// them joins the family: every step by `step`, the shortest run first.
struct JointRun {
  private struct Stage {
    let standing: Prober.Standing
    let path: [PathStep]
  }

  private let view: View
  private let roles: Set<RoleName>
  private let judge: View
  private let cast: Cast
  private var prober: Prober

  private static let budget = 3_000

  init(_ view: View, roles: Set<RoleName>, judge: View) {
    self.view = view
    self.roles = roles
    self.judge = judge
    cast = Cast(view.session.definitions, seats: view.session.seats, doubled: roles)
    prober = Prober(view, cast)
    prober.budget = Self.budget
  }

  /// The steps, the joining one last; nil where no such run is found.
  mutating func find() -> [PathStep]? {
    let created = PathStep(view.definition.name, from: nil, "create", to: view.definition.initial)
    var open = [false, true].flatMap { prober.creations(high: $0) }.map { Stage(standing: $0, path: [created]) }
    var visits: [String: Int] = [:]
    var next = 0
    while next < open.count, prober.budget > 0 {
      let stage = open[next]
      next += 1
      guard let state = view.flow.index[stage.standing.item.state], !view.flow.isFinal(state) else { continue }
      let acted = roles(actedIn: stage.standing)
      let key = "\(state) \(acted.map(\.text).sorted())"
      visits[key, default: 0] += 1
      guard visits[key, default: 0] <= 3 else { continue }
      if acted == roles, let joined = join(stage) { return joined }
      open += acts(stage, state)
    }
    return nil
  }

  private func roles(actedIn standing: Prober.Standing) -> Set<RoleName> {
    let items = [standing.item] + standing.others.values
    return roles.filter { role in items.contains { $0.runtime.acts[role]?.contains(Cast.double) ?? false } }
  }

  /// What can be done next.
  private mutating func acts(_ stage: Stage, _ state: Int) -> [Stage] {
    var found: [Stage] = []
    let name = view.flow.states[state]
    func staying(_ act: String) -> [PathStep] {
      stage.path + [PathStep(view.definition.name, from: name, act, to: name)]
    }
    for number in view.flow.leaving[state] where view.flow.status[number] > .never {
      guard let after = prober.fire(number, from: stage.standing, regions: [])?.after else { continue }
      found.append(Stage(standing: after, path: stage.path + [view.flow.step(number)]))
    }
    for right in view.flow.state(state)?.edits ?? [] {
      for role in right.by.filter(roles.contains).compactMap({ view.definition.roles[$0] }) {
        let fields = right.fields ?? view.definition.data.fields.map(\.name)
        for field in fields.prefix(1) {
          let edit = Event.edit([field.text: prober.sample(field, Box(), high: true)], reason: nil)
          let actor = cast.actor(role, creator: stage.standing.item.creator)
          if let after = prober.step(edit, actor, stage.standing) {
            found.append(Stage(standing: after, path: staying("edit")))
          }
        }
      }
    }
    for slot in view.definition.documents.values.sorted(by: { $0.name < $1.name }) {
      for role in slot.by.filter(roles.contains).compactMap({ view.definition.roles[$0] }) {
        let file = DocumentFact(
          sha256: ContentHash(bytes: Array(repeating: 1, count: 32)), name: "file",
          media: slot.media.first ?? "application/pdf", size: 1, at: stage.standing.now, by: Cast.double)
        let actor = cast.actor(role, creator: stage.standing.item.creator)
        if let after = prober.step(.attach(slot.name, file), actor, stage.standing) {
          found.append(Stage(standing: after, path: staying("attach \(slot.name)")))
        }
      }
    }
    if view.flow.state(state)?.review != nil,
      let after = prober.step(
        .act(TransitionName(Vote.approve.rawValue), input: [:], reason: "why"), Actor(person: Cast.double),
        stage.standing), after.item.state == name
    {
      found.append(Stage(standing: after, path: staying("approve")))
    }
    return found
  }

  private mutating func join(_ stage: Stage) -> [PathStep]? {
    let standing = stage.standing
    var judges = Prober(judge, cast)
    judges.budget = 20
    guard judges.joins(standing) else { return nil }
    return stage.path + [PathStep(judge.definition.name, from: nil, "create", to: judge.definition.initial)]
  }
}
