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
  private(set) var evaluators: [WorkflowName: Evaluator] = [:]
  private(set) var fillings: [WorkflowName: Fillings] = [:]
  private(set) var regions: [WorkflowName: Regions] = [:]
  private(set) var explorations: [WorkflowName: Exploration] = [:]
  /// Outcomes with which items can end.
  private(set) var endings: [WorkflowName: Set<Outcome>] = [:]
  private(set) var firedAnywhere: [WorkflowName: Set<TransitionName>] = [:]

  init(_ library: Library, _ options: VerifierOptions) {
    self.library = library
    self.options = options
    definitions = library.current.keys.sorted().compactMap { library.definition($0) }
    starts = Starts(definitions)
    for definition in definitions {
      let started = starts.of[definition.name] ?? []
      holdings[definition.name] = Holding(definition, started)
      flows[definition.name] = Flow(definition, isWaitedFor: started.contains { $0.state != nil }, options.defect)
      evaluators[definition.name] = Evaluator(
        definition: definition, library: library, today: options.today, defect: options.defect)
      fillings[definition.name] = Fillings(definition)
    }
  }

  mutating func report() -> VerificationReport {
    let asked = definitions.filter { options.workflows?.contains($0.name) ?? true }
    analyse(needed(for: asked))
    var questions: [Question] = []
    for definition in asked {
      guard let view = view(definition.name) else { continue }
      for rule in VerifierCode.allCases where options.rules.contains(rule) { questions += view.ask(rule) }
    }
    return VerificationReport(questions)
  }

  func view(_ name: WorkflowName) -> View? {
    guard let definition = library.definition(name), let flow = flows[name], let holding = holdings[name],
      let evaluator = evaluators[name]
    else { return nil }
    return View(session: self, definition: definition, flow: flow, holding: holding, evaluator: evaluator)
  }

  // MARK: Analysing

  private var kinship: Kinship {
    Kinship(definitions, starts) { view($0.name)?.expressions.map(\.expression) ?? [] }
  }

  /// Definitions that say something about one another.
  func kin(of names: Set<WorkflowName>) -> Set<WorkflowName> {
    let kinship = kinship
    return names.reduce(into: []) { $0.formUnion(kinship.of($1)) }
  }

  /// Definitions whose flows must be known to answer about others.
  private func needed(for asked: [Definition]) -> Set<WorkflowName> {
    let kinship = kinship
    var needed: Set<WorkflowName> = []
    for definition in asked {
      let actsLater = definition.roles.values.contains { $0.actingDuty != nil }
      if options.rules != [.dutiesCanBeMixed] || actsLater { needed.formUnion(kinship.of(definition.name)) }
      guard options.rules.contains(.dutiesCanBeMixed), let view = view(definition.name) else { continue }
      for (one, other) in view.ownExclusions {
        for (first, second) in view.placesOfBoth(one, other) {
          needed.formUnion(kinship.of(first.name).union(kinship.of(second.name)))
        }
      }
    }
    return needed
  }

  /// Definitions depend on one another: a child must be started to begin, and must be able to end for its parent to go
  /// on. From nothing upward until nothing changes.
  private mutating func analyse(_ needed: Set<WorkflowName>) {
    let definitions = definitions.filter { needed.contains($0.name) }
    for definition in definitions {
      firedAnywhere[definition.name] = definition.firedAnywhere
      flows[definition.name]?.begins = .never
      endings[definition.name] = []
    }
    var dirty = Set(definitions.map(\.name))
    while let name = dirty.min() {
      dirty.remove(name)
      guard let view = view(name) else { continue }
      let begins = canBegin(view)
      guard begins || view.flow.begins > .never else { continue }
      view.flow.begins = .unknown
      var analysed = Regions(view)
      analysed.run()
      // Who is barred from an edge on every way to it takes none of what lies behind it.
      var barred = view.barredEdges()
      while !barred.isSubset(of: view.flow.barred) {
        view.flow.barred.formUnion(barred)
        analysed = Regions(view)
        analysed.run()
        barred = view.barredEdges()
      }
      regions[name] = analysed
      let ends = view.endings()
      if ends != endings[name] {
        endings[name] = ends
        for start in starts.of[name] ?? [] where start.state != nil { dirty.insert(start.by) }
      }
      for definition in definitions where flows[definition.name]?.begins == .never && canBegin(definition.name) {
        dirty.insert(definition.name)
      }
    }
    explore(definitions)
  }

  private func canBegin(_ name: WorkflowName) -> Bool { view(name).map { canBegin($0) } ?? false }

  private func canBegin(_ view: View) -> Bool {
    if view.holding.canBeCreated { return true }
    return (starts.of[view.definition.name] ?? []).contains { start in
      guard let flow = flows[start.by], flow.begins > .never else { return false }
      if let state = start.state, let place = flow.index[state] { return flow.shortestWays(.unknown).has(place) }
      return flow.edges.indices.contains {
        flow.edges[$0].transition?.name == start.transition && flow.status[$0] > .never
      }
    }
  }

  private mutating func explore(_ definitions: [Definition]) {
    let cast = Cast(self.definitions, seats: seats)
    let order = definitions.sorted { height($0.name) < height($1.name) }
    // Parents first: an item that is started begins as its parent was seen to start it.
    for definition in order.reversed() {
      guard let view = view(definition.name), let analysed = regions[definition.name] else { continue }
      let seeds = explorations.sorted { $0.key < $1.key }.flatMap { $0.value.started[definition.name] ?? [] }
      var exploration = Exploration(view, analysed, cast, seeds: seeds)
      exploration.run()
      explorations[definition.name] = exploration
    }
  }

  /// Who can be the creator of an item: of one that is started, the creator of what starts it.
  func creators(of name: WorkflowName, _ depth: Int = 0) -> [Creator] {
    guard depth < 16, let definition = library.definition(name) else { return [] }
    let own = definition.creation.by.compactMap { name -> Creator? in
      guard let role = definition.roles[name] else { return nil }
      if case .field = role.holder { return nil }
      return Cast.creator(role)
    }
    if !own.isEmpty { return own }
    return (starts.of[name] ?? []).lazy.map { creators(of: $0.by, depth + 1) }.first { !$0.isEmpty } ?? []
  }

  var seats: Int {
    let counts = definitions.flatMap { definition in
      definition.states.values.flatMap { $0.review?.stages ?? [] }.map { $0.quorum.needed(of: 1) }
    }
    return min(50, max(2, counts.max() ?? 0))
  }

  /// How many definitions stand below one another from here.
  private func height(_ name: WorkflowName, _ depth: Int = 0) -> Int {
    guard depth < 16, let definition = library.definition(name) else { return depth }
    let below = Set(definition.states.values.compactMap { $0.child?.workflow } + starts.below(name)).subtracting([name])
    return 1 + (below.map { height($0, depth + 1) }.max() ?? 0)
  }
}

/// A definition with what the session knows of it: what a rule looks at.
struct View {
  let session: Session
  let definition: Definition
  let flow: Flow
  let holding: Holding
  let evaluator: Evaluator

  var defect: VerifierDefect { session.options.defect }

  /// Who can be the creator of an item, in the order in which roles are named.
  var creators: [Creator] {
    session.creators(of: definition.name)
  }

  /// What runs of this definition take as given.
  var assumptions: [Text] {
    let fields = Set(flow.assumed.values.joined()).union(flow.supposed).sorted().map(\.text)
    guard !fields.isEmpty else { return [] }
    let names = fields.joined(separator: ", ")
    return [
      Text(
        en: "values that effects compute count as any value of their schema: \(names)",
        ja: "effects が計算する値は、スキーマの任意の値とみなします: \(names)")
    ]
  }

  /// Outcomes of the final states that can be reached.
  func endings() -> Set<Outcome> {
    let ways = flow.shortestWays(.unknown)
    return Set(
      flow.states.indices.filter { flow.isFinal($0) && ways.has($0) }.compactMap { flow.state($0)?.outcome })
  }

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
            en: "undecided (\(subject)): the verifier could neither prove it nor find a run that shows the contrary",
            ja: "未決（\(subject)）: 証明も反例もできませんでした")))
    }
    let severity: Severity = verdict == .undecided ? .warning : .error
    return Question(
      rule, definition.name, subject, verdict, path: path,
      diagnostic: Diagnostic(rule.rawValue, severity, message, at: location, notes: all, help: help))
  }
}
