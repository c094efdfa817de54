import Diagnostics
import Verifier
import Workflows

/// One seed: what the verifier says of the definitions beside what the explorer saw.
struct Comparison {
  enum Outcome: Hashable {
    /// The generator made something that does not load, or that is too large to walk through.
    case skipped(String)
    case compared
  }

  let seed: UInt64
  let outcome: Outcome
  private(set) var disagreements: [String] = []
  /// Questions that the verifier leaves open.
  private(set) var undecided: [String] = []
  /// Of each rule, how many questions have each verdict.
  private(set) var verdicts: [VerifierCode: [Verdict: Int]] = [:]
  /// Refuted questions of which the lengths of the shortest runs were compared.
  private(set) var pathsCompared = 0

  /// - Parameter limit: situations beyond which a seed is left out.
  init(seed: UInt64, defect: VerifierDefect = .none, limit: Int = 1_500) {
    self.seed = seed
    let random = RandomDefinition(seed: seed)
    let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: random.files))
    guard !diagnostics.hasErrors else {
      outcome = .skipped(diagnostics.first { $0.severity == .error }?.code ?? "")
      return
    }
    var explorer = Explorer(library, RandomDefinition.workflow, limit: limit)
    explorer.run()
    guard explorer.isComplete else {
      outcome = .skipped("size")
      return
    }
    outcome = .compared
    let report = verify(library, VerifierOptions(today: Explorer.start.day, defect: defect))
    for question in report.questions { compare(question, explorer) }
    disagreements += explorer.unasked(report).map { "seed \(seed): \($0)" }
  }

  /// The defects whose verifier contradicts the explorer at this seed where the sound one does not.
  static func exposed(_ defects: [VerifierDefect], seed: UInt64, limit: Int = 1_500) -> [VerifierDefect] {
    let random = RandomDefinition(seed: seed)
    let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: random.files))
    guard !diagnostics.hasErrors else { return [] }
    var explorer = Explorer(library, RandomDefinition.workflow, limit: limit)
    explorer.run()
    guard explorer.isComplete else { return [] }
    func wrong(_ defect: VerifierDefect) -> Set<String> {
      let report = verify(library, VerifierOptions(today: Explorer.start.day, defect: defect))
      return Set(
        report.questions.compactMap { question in
          guard question.verdict != .undecided, let holds = explorer.answer(question) else { return nil }
          return holds == (question.verdict == .proved)
            ? nil : "\(question.rule) \(question.workflow) \(question.subject)"
        }
      ).union(explorer.unasked(report))
    }
    let usual = wrong(.none)
    return defects.filter { !wrong($0).isSubset(of: usual) }
  }

  private mutating func compare(_ question: Question, _ explorer: Explorer) {
    guard let holds = explorer.answer(question) else { return }
    verdicts[question.rule, default: [:]][question.verdict, default: 0] += 1
    let name = "seed \(seed): \(question.rule.rawValue) \(question.workflow) \(question.subject)"
    let says: Bool
    switch question.verdict {
    case .proved: says = true
    case .refuted: says = false
    case .undecided:
      undecided.append("\(name), the explorer saw \(holds ? "none" : "one")")
      return
    }
    if says != holds {
      disagreements.append("\(name) is \(question.verdict.rawValue), the explorer saw \(holds ? "none" : "one")")
    } else if !says, let least = explorer.shortest(question) {
      pathsCompared += 1
      let length = question.path.count { $0.from != nil && $0.workflow == question.workflow }
      if length != least {
        disagreements.append("\(name): the shortest run has \(least) moves, not \(length)")
      }
    }
  }
}

extension Explorer {
  /// What was seen to be wrong and is not even asked: a state that only automatic transitions leave, and in which an item
  /// rests for ever.
  func unasked(_ report: VerificationReport) -> [String] {
    facts.resting.keys.filter { place in
      let leaving = library.definition(place.workflow)?.leaving[place.state] ?? []
      return leaving.allSatisfy(\.isAutomatic)
        && leaving.contains {
          facts.fired.contains(ExplorerFacts.key(place.workflow, $0.name)) && $0.to != .state(place.state)
        }
        && report.question(.automaticGap, place.workflow, .automatics(of: place.state)) == nil
    }.map { "\(VerifierCode.automaticGap.rawValue) of \($0.workflow) \($0.state) is not asked" }.sorted()
  }

  /// Whether the property of a question holds in the walk; nil where a walk cannot say.
  func answer(_ question: Question) -> Bool? {
    let workflow = question.workflow
    func place(_ state: StateName) -> ExplorerFacts.Place { .init(workflow: workflow, state: state) }
    switch (question.rule, question.subject) {
    case (.unreachableState, .state(let state)): return facts.reached.contains(place(state))
    case (.noWayToEnd, .state(let state)): return facts.endless[place(state)] == nil
    case (.neverFires, .transition(let name)): return facts.fired.contains(ExplorerFacts.key(workflow, name))
    case (.ambiguousAutomatic, .choice(let state, let one, let other)):
      return facts.ambiguous[.init(place: place(state), one: one, other: other)] == nil
    case (.restlessAutomatic, .automatics(let state)): return !facts.restless.contains(place(state))
    case (.automaticGap, .automatics(let state)): return facts.resting[place(state)] == nil
    case (.idleDeadline, .deadline(let state?, nil, let deadline)):
      let alarm = ExplorerFacts.Alarm(place: place(state), deadline: deadline)
      return !facts.armed.contains(alarm) || facts.effective.contains(alarm)
    case (.unreachableQuorum, .stage(let state, _)):
      if facts.reached.contains(place(state)) { return true }
      return facts.withoutVoters.contains(place(state)) ? false : nil
    case (.unheldRole, .role(let name)):
      guard case .field(let field) = library.definition(workflow)?.roles[name]?.holder else { return true }
      return facts.fieldsSeen.contains(field)
    case (.dutiesCannotBeKept, .exclusion(let one, let other)):
      return !facts.barred.contains { reserved, barring in
        reserved.place.workflow == workflow
          && ((reserved.role == one && barring.contains(other)) || (reserved.role == other && barring.contains(one)))
      }
    case (.dutiesCanBeMixed, .exclusion(let one, let other)): return !facts.isMixed(workflow, one, other)
    case (.unhandledOutcome, .outcome(let state, let outcome, _)):
      return !facts.stuck.contains(.init(place: place(state), outcome: outcome))
    case (.unattachableDocument, .document(let name, let slot)):
      guard let needed = documentsNeeded(name, slot, workflow) else { return nil }
      let from = library.definition(workflow)?.transitions[name]?.from ?? []
      guard from.contains(where: { facts.reached.contains(place($0)) }) else { return nil }
      return facts.documents[slot] ?? 0 >= needed
    default: return nil
    }
  }

  /// The guards of random definitions have one form: `size(documents.paper) > 1`.
  private func documentsNeeded(_ name: TransitionName, _ slot: SlotName, _ workflow: WorkflowName) -> Int? {
    library.definition(workflow)?.transitions[name]?.guards.lazy.compactMap { rule in
      guard rule.require.text.hasPrefix("size(documents.\(slot)) > ") else { return nil }
      return rule.require.text.split(separator: " ").last.flatMap { Int($0) }.map { $0 + 1 }
    }.first
  }

  /// The least number of moves to what a refuted question is about; nil where runs are not compared.
  func shortest(_ question: Question) -> Int? {
    guard question.workflow == definition.name else { return nil }
    func place(_ state: StateName) -> ExplorerFacts.Place { .init(workflow: question.workflow, state: state) }
    switch (question.rule, question.subject) {
    case (.ambiguousAutomatic, .choice(let state, let one, let other)):
      return facts.ambiguous[.init(place: place(state), one: one, other: other)]
    case (.automaticGap, .automatics(let state)): return facts.resting[place(state)]
    case (.noWayToEnd, .state(let state)): return facts.endless[place(state)]
    default: return nil
    }
  }
}
