package import Diagnostics
package import Workflows

/// What a question is about.
package enum Subject: Sendable, Hashable, CustomStringConvertible {
  case state(StateName)
  case transition(TransitionName)
  /// Two automatic transitions of one state.
  case choice(StateName, TransitionName, TransitionName)
  case automatics(of: StateName)
  /// Of a state, or of a duty (then `state` is nil and `duty` set).
  case deadline(state: StateName?, duty: DutyName?, DeadlineName)
  case stage(StateName, StageName)
  case role(RoleName)
  /// Roles that exclude one another, in the order of their names.
  case exclusion(RoleName, RoleName)
  /// nil: an end of the child that has no outcome, by the name of its final state.
  case outcome(StateName, Outcome?, childState: StateName?)
  case document(TransitionName, SlotName)
  case parameter(ParameterName)
  case labels
  case label(String)
  case source(String)

  package var description: String {
    switch self {
    case .state(let name): "state \(name)"
    case .transition(let name): "transition \(name)"
    case .choice(let state, let one, let two): "\(one) and \(two) in \(state)"
    case .automatics(let state): "automatic transitions of \(state)"
    case .deadline(let state, let duty, let name): "deadline \(name) of \(state?.text ?? duty?.text ?? "")"
    case .stage(let state, let stage): "stage \(stage) of \(state)"
    case .role(let name): "role \(name)"
    case .exclusion(let one, let two): "\(one) and \(two)"
    case .outcome(let state, let outcome, let end): "child of \(state): \(outcome?.text ?? end?.text ?? "")"
    case .document(let transition, let slot): "document \(slot) for \(transition)"
    case .parameter(let name): "parameter \(name)"
    case .labels: "labels"
    case .label(let name): "label of \(name)"
    case .source(let name): "source of \(name)"
    }
  }
}

/// One step of a run: an item of `workflow` moves. `transition` may also be an act of the engine: `create`, `abandon`,
/// `link`, a vote, the discharge of a duty.
package struct PathStep: Sendable, Hashable {
  package let workflow: WorkflowName
  /// nil: the item comes into being.
  package let from: StateName?
  package let transition: String
  package let to: StateName?

  package init(_ workflow: WorkflowName, from: StateName?, _ transition: String, to: StateName?) {
    self.workflow = workflow
    self.from = from
    self.transition = transition
    self.to = to
  }
}

extension [PathStep] {
  /// `draft –submit→ review –approve→ done`; the workflow is named where it is not that of the first step.
  package var shown: String {
    var words: [String] = []
    var standing: PathStep?
    for step in self {
      let prefix = step.workflow == first?.workflow ? "" : "\(step.workflow):"
      if let from = step.from {
        if standing?.workflow != step.workflow || standing?.to != from { words.append("\(prefix)\(from)") }
        words.append("–\(step.transition)→ \(step.to?.text ?? "")")
      } else {
        words.append(prefix + (step.to?.text ?? ""))
      }
      standing = step
    }
    // A word that starts a new run stands behind a semicolon.
    return words.enumerated().map { index, word in
      index == 0 ? word : (word.hasPrefix("–") ? " " : "; ") + word
    }.joined()
  }
}

/// One property of one definition, and what is known of it.
package struct Question: Sendable {
  package let rule: VerifierCode
  package let workflow: WorkflowName
  package let subject: Subject
  package let verdict: Verdict
  /// A shortest run that shows it: the counterexample of a refuted question, the witness of a proved one where it is
  /// about something that can happen; empty where no run is needed.
  package let path: [PathStep]
  /// The finding: always where the verdict is not `proved`.
  package let diagnostic: Diagnostic?
  /// What the proof takes as given, in words: fields whose values effects compute and that count as free.
  package let assumptions: [Text]

  package init(
    _ rule: VerifierCode, _ workflow: WorkflowName, _ subject: Subject, _ verdict: Verdict, path: [PathStep] = [],
    diagnostic: Diagnostic? = nil, assumptions: [Text] = []
  ) {
    self.rule = rule
    self.workflow = workflow
    self.subject = subject
    self.verdict = verdict
    self.path = path
    self.diagnostic = diagnostic
    self.assumptions = assumptions
  }
}
