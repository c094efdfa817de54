import JSON
import Workflows

/// A scenario case played once with the definitions as they are: where it comes by, and how things stood before each
/// step. A mutant can make a difference only from the step on at which the case first comes by its site, so that its
/// trial starts there.
struct SurveyedCase: Sendable {
  let scenario: ScenarioCase
  /// Before each step.
  let snapshots: [CaseRun]
  /// The first step in which an item of a workflow stands in a state, or somebody asks for an act.
  private var first: [String: Int] = [:]

  init(_ scenario: ScenarioCase, _ library: Library, _ directory: Directory) {
    self.scenario = scenario
    var run = CaseRun(scenario, library: library, directory: directory)
    run.notesCoverage = false
    var snapshots: [CaseRun] = []
    var first: [String: Int] = [:]
    for (index, step) in scenario.steps.enumerated() {
      snapshots.append(run)
      let played = run.play(step)
      var seen = run.simulation.items.values.flatMap { ["\($0.workflow)", "\($0.workflow):\($0.state)"] }
      for entry in played.echo.entries {
        guard let workflow = run.simulation.items[entry.item]?.workflow else { continue }
        seen += ["from", "to"].compactMap { entry.body[$0]?.stringValue }.map { "\(workflow):\($0)" }
      }
      switch step.action {
      case .create(let new)?: seen.append(new.workflow.text)
      case .act(let name, _, _, _, _)?: seen.append("act:\(name)")
      case .open, .edit, .attach, .link, .delegate, .absent, .move, .endTask, nil: break
      }
      for key in seen where first[key] == nil { first[key] = index }
    }
    self.snapshots = snapshots
    self.first = first
  }

  /// The step from which on the mutant may matter; nil: it never does here.
  func start(for mutant: Mutant, of definition: Definition) -> Int? {
    let workflow = definition.name.text
    guard let home = mutant.home else { return first[workflow] }
    if definition.states[StateName(home)] != nil, case .key("states")? = mutant.path.parts.first {
      return first["\(workflow):\(home)"]
    }
    guard let transition = definition.transitions[TransitionName(home)] else { return first[workflow] }
    // Asked for by name, by a deadline or a task; possible by itself; or one of those who may act and are reminded.
    let places = ["act:\(home)"] + transition.from.map { "\(workflow):\($0)" }
    return places.compactMap { first[$0] }.min()
  }
}
