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
  /// `E301 proved`, `E301 refuted`, `E301 undecided`.
  private(set) var verdicts: [String: Int] = [:]
  /// Refuted questions of which the lengths of the shortest runs were compared.
  private(set) var pathsCompared = 0

  init(seed: UInt64, defect: VerifierDefect = .none, isBold: Bool = false) {
    self.seed = seed
    let random = RandomDefinition(seed: seed, isBold: isBold)
    let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: random.files))
    guard !diagnostics.hasErrors else {
      outcome = .skipped(diagnostics.first { $0.severity == .error }?.code ?? "")
      return
    }
    var explorer = Explorer(library, RandomDefinition.workflow)
    explorer.run()
    guard explorer.isComplete else {
      outcome = .skipped("size")
      return
    }
    outcome = .compared
    let report = verify(library, VerifierOptions(today: Explorer.start.day, defect: defect))
    for question in report.questions { compare(question, explorer) }
  }

  /// The defects whose verifier contradicts the explorer at this seed where the sound one does not.
  static func exposed(_ defects: [VerifierDefect], seed: UInt64) -> [VerifierDefect] {
    let random = RandomDefinition(seed: seed)
    let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: random.files))
    guard !diagnostics.hasErrors else { return [] }
    var explorer = Explorer(library, RandomDefinition.workflow)
    explorer.run()
    guard explorer.isComplete else { return [] }
    func wrong(_ defect: VerifierDefect) -> Set<String> {
      let report = verify(library, VerifierOptions(today: Explorer.start.day, defect: defect))
      return Set(
        report.questions.compactMap { question in
          guard question.verdict != .undecided, let holds = explorer.answer(question) else { return nil }
          return holds == (question.verdict == .proved)
            ? nil : "\(question.rule) \(question.workflow) \(question.subject)"
        })
    }
    let usual = wrong(.none)
    return defects.filter { !wrong($0).isSubset(of: usual) }
  }

  private mutating func compare(_ question: Question, _ explorer: Explorer) {
    guard let holds = explorer.answer(question) else { return }
    verdicts["\(question.rule.rawValue) \(question.verdict.rawValue)", default: 0] += 1
    let says: Bool
    switch question.verdict {
    case .proved: says = true
    case .refuted: says = false
    case .undecided: return
    }
    let name = "seed \(seed): \(question.rule.rawValue) \(question.workflow) \(question.subject)"
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
  /// Whether the property of a question holds in the walk; nil where a walk cannot say.
  func answer(_ question: Question) -> Bool? {
    let workflow = question.workflow
    func place(_ state: StateName) -> ExplorerFacts.Place { .init(workflow: workflow, state: state) }
    switch (question.rule, question.subject) {
    case (.unreachableState, .state(let state)): return facts.reached.contains(place(state))
    case (.noWayToEnd, .state(let state)):
      return !facts.reached.contains(place(state)) || facts.ending.contains(place(state))
    case (.neverFires, .transition(let name)): return facts.fired.contains(ExplorerFacts.key(workflow, name))
    case (.ambiguousAutomatic, .choice(let state, let one, let other)):
      return !facts.ambiguous.contains(.init(place: place(state), one: one, other: other))
        && !facts.ambiguous.contains(.init(place: place(state), one: other, other: one))
    case (.restlessAutomatic, .automatics(let state)): return !facts.restless.contains(place(state))
    case (.automaticGap, .automatics(let state)):
      // Whether an editor is a way on is a matter of words.
      guard library.definition(workflow)?.states[state]?.edits.isEmpty ?? true else { return nil }
      return !facts.resting.contains(place(state))
    case (.unreachableQuorum, .stage(let state, _)):
      if facts.reached.contains(place(state)) { return true }
      return facts.withoutVoters.contains(place(state)) ? false : nil
    case (.unheldRole, .role(let name)):
      guard case .field(let field) = library.definition(workflow)?.roles[name]?.holder else { return true }
      return facts.fieldsSeen.contains(field)
    case (.dutiesCanBeMixed, .exclusion(let one, let other)): return !facts.mixed.contains([one, other].sorted())
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
    guard question.workflow == definition.name, !question.path.isEmpty || question.rule == .noWayToEnd else {
      return nil
    }
    switch (question.rule, question.subject) {
    case (.noWayToEnd, .state(let state)): return facts.moves[.init(workflow: question.workflow, state: state)]
    default: return nil
    }
  }
}
