import JSON
package import Workflows

/// What people do with an item where it stands, learnt from the scenario cases: each act that a case carries out, with
/// its actor and what was supplied. Days in it count from the day of the act.
package struct Habits: Sendable {
  struct Place: Sendable, Hashable {
    let workflow: WorkflowName
    let state: StateName
  }

  struct Habit: Sendable {
    let action: ScenarioAction
    let origin: StepRequest.Origin
    /// The day on which the case did it.
    let day: Day
    let isWayOut: Bool
  }

  /// How items of a workflow begin: the steps of a case up to the one that creates it.
  struct Opening: Sendable {
    let scenario: ScenarioCase
    let step: Int
    let alias: String
  }

  private(set) var byPlace: [Place: [Habit]] = [:]
  private(set) var openings: [Opening] = []

  /// - Parameter scenarios: cases that pass.
  package init(_ workflow: WorkflowName, from scenarios: [ScenarioCase], _ library: Library, _ directory: Directory) {
    for scenario in scenarios { learn(scenario, workflow, library, directory) }
  }

  private mutating func learn(
    _ scenario: ScenarioCase, _ workflow: WorkflowName, _ library: Library, _ directory: Directory
  ) {
    var run = CaseRun(scenario, library: library, directory: directory)
    var isOpen = false
    for (index, step) in scenario.steps.enumerated() {
      let before = run
      let played = run.play(step)
      guard played.failures.isEmpty, let action = step.action, case .accepted = played.echo.result else { continue }
      if case .create(let new) = action, new.workflow == workflow, !isOpen, let alias = new.alias {
        openings.append(Opening(scenario: scenario, step: index, alias: alias))
        isOpen = true
        continue
      }
      guard let on = action.reference, let id = try? before.resolve(on), let item = before.simulation.items[id] else {
        continue
      }
      // Where time passed first, the item may stand elsewhere by then.
      let state =
        before.simulation.items[id]?.state == run.simulation.items[id]?.state
        ? item.state : stateBefore(played, id) ?? item.state
      let target = run.simulation.items[id].flatMap { library.definitions[$0.definition]?.states[$0.state] }
      let isWayOut = action.isRefusing || (target?.isFinal ?? false) && item.workflow == workflow && state != item.state
      byPlace[Place(workflow: item.workflow, state: state), default: []].append(
        Habit(action: action, origin: step.origin, day: run.simulation.now.day, isWayOut: isWayOut && action.isRefusing)
      )
    }
  }

  private func stateBefore(_ played: CaseRun.Played, _ id: ItemID) -> StateName? {
    played.echo.entries.last { $0.item == id && $0.event == .transition }?.body["from"]?.stringValue.map {
      StateName($0)
    }
  }
}

extension ScenarioStep {
  var origin: StepRequest.Origin { isIntake ? .intake : .person }
}

extension ScenarioAction {
  /// The item that the action is about; nil for those about people, and for new roots.
  var reference: ScenarioReference? {
    switch self {
    case .create(let new): new.under
    case .act(_, let on, _, _, _), .open(let on, _), .edit(_, let on, _, _), .attach(_, _, let on, _): on
    case .endTask(_, let on, _, _): on
    // A link needs a second family, which a run of its own does not have.
    case .link, .delegate, .absent, .move: nil
    }
  }

  private static let refusing: [String] = [
    "reject", "refuse", "return", "decline", "withdraw", "cancel", "abandon", "terminate", "fail", "send_back", "hold",
    "recall", "query", "repair", "challenge",
  ]

  /// Acts that do not lead forward, by the names that definitions give them.
  var isRefusing: Bool {
    guard case .act(let name, _, _, _, _) = self else { return false }
    return Self.refusing.contains { name.text.contains($0) }
  }

  /// The same action on another item, its days moved.
  func event(shiftedBy days: Int, at now: Instant) -> (event: Event, actor: Actor?)? {
    func moved(_ data: [String: JSONValue]) -> [String: JSONValue] { data.mapValues { $0.shifted(by: days) } }
    switch self {
    case .act(let name, _, let by, let input, let reason):
      return (.act(name, input: moved(input), reason: reason), by)
    case .open(_, let by): return (.open, by)
    case .edit(let changes, _, let by, let reason):
      return (.edit(changes.mapValues { $0.map { $0.shifted(by: days) } }, reason: reason), by)
    case .attach(let slot, let file, _, let by):
      let bytes = file.bytes
      return (
        .attach(
          slot,
          DocumentFact(
            sha256: ContentDigest.hash(of: bytes), name: file.name, media: file.media, size: bytes.count, at: now,
            by: by.person)), by
      )
    case .create, .endTask, .link, .delegate, .absent, .move: return nil
    }
  }
}

extension JSONValue {
  /// With every day in it moved.
  func shifted(by days: Int) -> JSONValue {
    switch self {
    case .string(let text): Day(text).map { .string($0.adding(days: days).description) } ?? self
    case .array(let values): .array(values.map { $0.shifted(by: days) })
    case .object(let members): .object(members.mapValues { $0.shifted(by: days) })
    case .null, .bool, .number: self
    }
  }
}
