import CEL
import Diagnostics
import JSON
import YAML

/// The second reading of a definition: names looked up, expressions compiled, `on:` turned into transitions.
///
/// One file a section of the language extends it. Every mistake is reported; there is a definition only where there
/// was none.
struct DefinitionBuilder {
  let outline: DefinitionOutline
  let world: LoadingWorld
  let findings: Findings
  let vocabulary: Vocabulary
  let compiler: ExpressionCompiler
  let parameters: [ParameterName]
  let initial: StateName?
  let finals: Set<StateName>
  /// Transitions that some task's `on:` names: their effects see `result`.
  let resultTransitions: Set<String>

  var draft: DefinitionDraft { outline.draft }

  init(_ outline: DefinitionOutline, _ world: LoadingWorld, _ findings: Findings) {
    self.outline = outline
    self.world = world
    self.findings = findings
    vocabulary = Vocabulary(outline, world, findings)
    let draft = outline.draft
    parameters = vocabulary.resolve(draft.parameters, .parameter)
    compiler = ExpressionCompiler(
      ExpressionTypes(
        own: outline.neighbour, neighbours: world.neighbours,
        documents: draft.documents.map { SlotName($0.name.value) },
        parameters: parameters.compactMap { world.parameters[$0] }), vocabulary, findings)
    initial = draft.states.first { $0.value.isInitial }.map { StateName($0.name.value) }
    finals = Set(draft.states.filter(\.value.isFinal).map { StateName($0.name.value) })
    resultTransitions = Set(
      draft.allEffects.flatMap { effect -> [String] in
        guard case .task(let task) = effect else { return [] }
        return [task.value.done, task.value.failed].compactMap { $0?.value }
      })
  }

  func definition() -> Definition? {
    guard isOfBearableSize() else { return nil }
    checkNames()
    let data = DataBuilder(outline: outline.data, vocabulary: vocabulary, findings: findings).model()
    let key = CodePattern.read(draft.key, findings)
    let calendar: Name<Never>? = draft.calendar.map { vocabulary.resolve($0, .calendar) }
    let creation = creation()
    let search = search()
    let keys = keys()
    let roles = roles()
    let states = draft.states.map { state($0) }
    let transitions = draft.transitions.compactMap { transition($0) } + draft.states.flatMap { branches(of: $0) }
    let duties = draft.duties.map { duty($0) }
    let documents = draft.documents.map { document($0) }
    let abandon = abandonTarget()
    let migration = migration()
    checkTaskNames()
    guard !findings.hasErrors, let data, let key, let initial else { return nil }
    let exclusions = Exclusions.symmetric(roles)
    return Definition(
      name: outline.name, title: draft.title, details: draft.details,
      hash: ContentDigest.hash(outline.node.json(findings)),
      source: outline.source, key: key, calendar: calendar?.text, parameters: parameters, creation: creation,
      search: search, keys: keys, data: data, documents: documents.byName(\.name), roles: roles.byName(\.name),
      stateOrder: states.map(\.name), states: states.byName(\.name), transitionOrder: transitions.map(\.name),
      transitions: transitions.byName(\.name), duties: duties.byName(\.name), abandon: abandon,
      migration: migration, neighbours: compiler.relatives.sorted(), initial: initial, exclusions: exclusions,
      readsFamily: compiler.readsFamily || !exclusions.isEmpty || states.contains { $0.child != nil },
      leaving: Self.leaving(transitions))
  }

  private static func leaving(_ transitions: [Transition]) -> [StateName: [Transition]] {
    var table: [StateName: [Transition]] = [:]
    for transition in transitions {
      for state in transition.from { table[state, default: []].append(transition) }
    }
    return table
  }
}

extension Array {
  fileprivate func byName<Key: Hashable>(_ key: (Element) -> Key) -> [Key: Element] {
    Dictionary(map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension DefinitionDraft {
  /// Of transitions, and of the branches of children and reviews.
  var allEffects: [EffectDraft] {
    transitions.flatMap(\.value.effects)
      + states.flatMap { state in
        (state.value.on + (state.value.review?.value.on ?? [])).flatMap(\.value.effects)
      }
  }
}
