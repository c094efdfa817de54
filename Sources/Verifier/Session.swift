import Diagnostics
import Workflows

/// One verification: the definitions, how they start one another, and the analysed graph of each.
struct Session {
  let library: Library
  let options: VerifierOptions
  let definitions: [Definition]
  let starts: Starts
  private(set) var flows: [WorkflowName: Flow] = [:]
  private(set) var holdings: [WorkflowName: Holding] = [:]

  init(_ library: Library, _ options: VerifierOptions) {
    self.library = library
    self.options = options
    definitions = library.current.keys.sorted().compactMap { library.definition($0) }
    starts = Starts(definitions)
    for definition in definitions {
      let started = starts.of[definition.name] ?? []
      holdings[definition.name] = Holding(definition, started)
      flows[definition.name] = Flow(definition, isWaitedFor: started.contains { $0.state != nil }, options.defect)
    }
  }

  mutating func report() -> VerificationReport {
    var questions: [Question] = []
    for definition in definitions where options.workflows?.contains(definition.name) ?? true {
      guard let flow = flows[definition.name], let holding = holdings[definition.name] else { continue }
      let view = View(session: self, definition: definition, flow: flow, holding: holding)
      for rule in VerifierCode.allCases where options.rules.contains(rule) { questions += view.ask(rule) }
    }
    return VerificationReport(questions)
  }
}

/// A definition with what the session knows of it: what a rule looks at.
struct View {
  let session: Session
  let definition: Definition
  let flow: Flow
  let holding: Holding

  var defect: VerifierDefect { session.options.defect }

  /// What runs of this definition take as given.
  var assumptions: [Text] { [] }

  func ask(_ rule: VerifierCode) -> [Question] {
    switch rule {
    case .unreachableState: unreachableStates()
    case .noWayToEnd: statesWithoutEnd()
    case .neverFires: idleTransitions()
    case .ambiguousAutomatic: ambiguousAutomatics()
    case .restlessAutomatic: restlessAutomatics()
    case .automaticGap: automaticGaps()
    case .idleDeadline: idleDeadlines()
    case .unreachableQuorum: unreachableQuorums()
    case .unheldRole: unheldRoles()
    case .dutiesCannotBeKept: dutiesThatCannotBeKept()
    case .dutiesCanBeMixed: dutiesThatCanBeMixed()
    case .unhandledOutcome: unhandledOutcomes()
    case .unattachableDocument: unattachableDocuments()
    case .parameterGap: parameterGaps()
    case .missingLabel: missingLabels()
    case .missingSource: missingSources()
    }
  }

  /// The question as proved.
  func holds(
    _ rule: VerifierCode, _ subject: Subject, path: [PathStep] = [], assumptions: [Text] = []
  ) -> Question {
    Question(rule, definition.name, subject, .proved, path: path, assumptions: assumptions)
  }

  /// The question as refuted or undecided, with its finding: the place, the shortest run, what to do.
  func finding(
    _ rule: VerifierCode, _ subject: Subject, as verdict: Verdict = .refuted, _ message: Text, at location: Location?,
    path: [PathStep] = [], notes: [Diagnostic.Note] = [], help: Text
  ) -> Question {
    var all = notes
    if !path.isEmpty {
      all.insert(
        .init(Text(en: "shortest path: \(path.shown)", ja: "最短の経路: \(path.shown)")), at: 0)
    }
    if verdict == .undecided {
      all.append(
        .init(
          Text(
            en: "undecided: the verifier could neither prove it nor find a run that shows the contrary",
            ja: "未決: 証明も反例もできませんでした")))
    }
    return Question(
      rule, definition.name, subject, verdict, path: path,
      diagnostic: Diagnostic(rule.rawValue, .error, message, at: location, notes: all, help: help))
  }
}
