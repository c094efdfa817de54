import Diagnostics
import JSON

/// The one way to change state. Pure: everything it may know is in `world`, everything it wants is in the result.
///
/// Called by the engine, the simulator, the dry run and the verifier's explorer alike.
package func step(
  _ request: StepRequest, in world: Surroundings, identifiers: inout IdentifierSource
) -> StepResult {
  var working = Working(world: world, identifiers: identifiers)
  defer { identifiers = working.identifiers }
  do throws(Refusal) {
    let subject = try working.run(request)
    return .accepted(working.finished(subject: subject))
  } catch {
    return .refused(error)
  }
}

/// The state of one step while it runs: a copy of the world's items that the step writes to.
struct Working {
  let world: Surroundings
  var identifiers: IdentifierSource
  var items: [ItemID: Item]
  var touched: Set<ItemID> = []
  var created: [ItemID] = []
  var entries: [Entry] = []
  var tasks: [TaskDraft] = []
  /// A chain of children and outcomes longer than this is a definition gone wrong.
  var remainingCascade = 64

  init(world: Surroundings, identifiers: IdentifierSource) {
    self.world = world
    self.identifiers = identifiers
    items = world.items
  }

  mutating func run(_ request: StepRequest) throws(Refusal) -> ItemID {
    if case .create(let new) = request.event { return try create(new, actor: request.actor, origin: request.origin) }
    guard let id = request.item, let item = items[id], let definition = world.library.definitions[item.definition]
    else {
      throw Refusal(.unknown, request.event.label, [Reasons.unknownItem])
    }
    if let expected = request.expectedVersion, expected != item.version {
      throw Refusal(.stale, request.event.label, [Reasons.stale(expected: expected, actual: item.version)])
    }
    let subject = Subject(item: item, definition: definition, actor: request.actor, origin: request.origin)
    switch request.event {
    case .create: break
    case .act(let name, let input, let reason): try act(name, input, reason, subject)
    case .edit(let changes, let reason): try edit(changes, reason, subject)
    case .attach(let slot, let document): try attach(slot, document, subject)
    case .comment(let text): try comment(text, subject)
    case .link(let relation, let target): try link(relation, target, subject)
    case .open: opened(subject)
    case .automatic: try automatic(subject)
    case .deadline(let firing): try deadline(firing, subject)
    case .recompute: recompute(subject)
    case .taskEnded(let name, let result, let failed): try taskEnded(name, result, failed, subject)
    case .proposeCorrection(let correction): try propose(correction, subject)
    case .settleCorrection(let confirm, let reason): try settle(confirm, reason, subject)
    case .migrate(let target, let plan): try migrate(to: target, plan: plan, subject)
    }
    return id
  }

  func finished(subject: ItemID) -> Changes {
    var changes = Changes(subject: subject)
    for id in touched { changes.items[id] = items[id] }
    changes.created = created
    changes.entries = entries
    changes.tasks = tasks + automaticTasks()
    return changes
  }

  /// Every accepted change may make an automatic transition possible: of the item itself and, where guards look
  /// beyond their item, of any open item of the family.
  private func automaticTasks() -> [TaskDraft] {
    guard !touched.isEmpty else { return [] }
    let families = Set(touched.compactMap { items[$0]?.family })
    return items.values.sorted { $0.id < $1.id }.compactMap { item in
      guard families.contains(item.family), let definition = world.library.definitions[item.definition],
        touched.contains(item.id) || definition.readsFamily,
        (definition.leaving[item.state] ?? []).contains(where: \.isAutomatic)
      else { return nil }
      return TaskDraft(item: item.id, family: item.family, kind: .automatic, dueAt: world.now, priority: 0)
    }
  }

  // MARK: Writing

  /// Stores an item whose version has grown, and its entry.
  mutating func commit(
    _ item: Item, _ event: EntryEvent, _ body: [String: JSONValue], actor: Actor?, capacity: Capacity?
  ) {
    var item = item
    item.version += 1
    if let capacity {
      for person in capacity.persons where !item.runtime.acts[capacity.role, default: []].contains(person) {
        item.runtime.acts[capacity.role, default: []].append(person)
      }
    }
    item.party = party(of: item)
    items[item.id] = item
    touched.insert(item.id)
    entries.append(
      Entry(
        item: item.id, family: item.family, version: item.version, event: event, capacity: capacity, actor: actor,
        definition: item.definition, body: body))
  }

  /// Whose item this is. Where the definition derives it from data it follows the data, also back to nobody's; what a
  /// vendor made itself remains that vendor's until the data say otherwise.
  func party(of item: Item) -> PartyCode? {
    guard let definition = world.library.definitions[item.definition], definition.search.party != nil else {
      return item.party
    }
    if let derived = namedParty(of: item, definition) { return derived }
    let maker = item.creator.position == nil ? world.directory.people[item.creator.person]?.party : nil
    return item.party == maker ? maker : nil
  }

  mutating func spendCascade(_ act: String) throws(Refusal) {
    remainingCascade -= 1
    if remainingCascade < 0 { throw Refusal(.blocked, act, [Reasons.cascade]) }
  }
}

/// The item that a request is about, with what everybody needs to know of it.
struct Subject {
  let item: Item
  let definition: Definition
  let actor: Actor?
  let origin: StepRequest.Origin

  var state: State? { definition.states[item.state] }
}

extension Transition {
  package var isAutomatic: Bool {
    if case .automatic = trigger { true } else { false }
  }
}

extension Event {
  /// How refusals name the request.
  package var label: String {
    switch self {
    case .create: "create"
    case .act(let name, _, _): name.text
    case .edit: "edit"
    case .attach: "attach"
    case .comment: "comment"
    case .link: "link"
    case .open: "open"
    case .automatic: "automatic"
    case .deadline(let firing): firing.name.text
    case .recompute: "recompute"
    case .taskEnded(let name, _, _): name.text
    case .proposeCorrection, .settleCorrection: "correct"
    case .migrate: "migrate"
    }
  }
}
