import CEL
import Diagnostics
import JSON
import Workflows

/// Finds runs: it makes a situation out of boxes (data, documents, persons, other items) and lets `step` decide.
struct Prober {
  let view: View
  let evaluator: Evaluator
  let cast: Cast
  let fillings: Fillings
  /// Where an item stands, and the items around it.
  struct Standing {
    var item: Item
    var others: [ItemID: Item]
    var now: Instant
    /// Items put beside it for one condition; for the next they may have become anything.
    var guests: Set<ItemID> = []
    /// The edges that brought it here from where it came into being.
    var way: [Int] = []
    /// Put there by hand, or come from such an item.
    var isMade = false
    /// Fields that count as any value of their schema on this run.
    var assumed: Set<FieldName> = []
  }

  private(set) var identifiers: IdentifierSource
  /// Steps that may still be taken: what they do not find stays undecided.
  var budget: Int

  init(_ view: View, _ cast: Cast) {
    self.view = view
    self.cast = cast
    fillings = view.session.fillings[view.definition.name] ?? Fillings(view.definition)
    var evaluator = view.evaluator
    evaluator.isConstructive = true
    evaluator.defect = .none
    self.evaluator = evaluator
    let noon = view.session.options.today.start.adding(seconds: 12 * 3600)
    identifiers = IdentifierSource(at: noon, seed: 1)
    budget = 40_000 + 4 * view.flow.edges.count
  }

  /// A question of its own gets steps of its own.
  mutating func refill() { budget = max(budget, 400) }

  var definition: Definition { view.definition }
  private var schema: JSONValue { definition.data.schema }
  private var noon: Instant { view.session.options.today.start.adding(seconds: 12 * 3600) }

  // MARK: Stepping

  /// - Parameter name: the transition that the item must take by it, where the event leaves that open.
  mutating func step(
    _ event: Event, _ actor: Actor?, _ standing: Standing, taking name: TransitionName? = nil
  ) -> Standing? {
    guard budget > 0 else { return nil }
    budget -= 1
    var items = standing.others
    items[standing.item.id] = standing.item
    let world = Surroundings(
      library: view.session.library, directory: cast.directory, now: standing.now, items: items)
    // By way of the intake, which may give all that a person may and facts read from documents besides.
    let request = StepRequest(item: standing.item.id, event: event, actor: actor, origin: .intake)
    guard
      case .accepted(let changes) = Workflows.step(
        request, in: world.withSharedKeys(for: [request], among: world.items), identifiers: &identifiers)
    else {
      return nil
    }
    let hasTaken = changes.entries.contains { entry in
      entry.item == standing.item.id && entry.body["transition"]?.stringValue == name?.text
    }
    guard name == nil || hasTaken else { return nil }
    var after = standing
    for (id, item) in changes.items {
      if id == standing.item.id { after.item = item } else { after.others[id] = item }
    }
    return after
  }

  /// Whether the engine would refuse to choose between automatic transitions.
  mutating func isAmbiguous(_ standing: Standing) -> Bool {
    guard budget > 0 else { return false }
    budget -= 1
    var items = standing.others
    items[standing.item.id] = standing.item
    let world = Surroundings(
      library: view.session.library, directory: cast.directory, now: standing.now, items: items)
    let request = StepRequest(item: standing.item.id, event: .automatic, actor: nil)
    guard
      case .refused(let refusal) = Workflows.step(
        request, in: world.withSharedKeys(for: [request], among: world.items), identifiers: &identifiers)
    else {
      return false
    }
    // A condition that fails is refused under the name of its transition.
    return refusal.act == "automatic"
  }

  // MARK: Beginning

  /// New items whose data are what is wished for, completed to what the schema asks: one of each role that creates.
  ///
  /// - Parameter absent: fields that are left out even where the schema asks for them: a draft may lack them.
  mutating func creations(
    wish: [String: JSONValue] = [:], without absent: Set<String> = [], high: Bool = false
  ) -> [Standing] {
    guard view.holding.canBeCreated else { return [] }
    let data = completed(wish, high: high).filter { !absent.contains($0.key) }
    return definition.creation.by.compactMap { name -> Standing? in
      guard let role = definition.roles[name] else { return nil }
      if case .field = role.holder { return nil }
      return create(data, as: role) ?? (data == wish ? nil : create(wish, as: role))
    }
  }

  /// Whether somebody can create an item of this definition under another item as it stands.
  mutating func joins(_ parent: Standing) -> Bool {
    var items = parent.others
    items[parent.item.id] = parent.item
    let world = Surroundings(
      library: view.session.library, directory: cast.directory, now: parent.now, items: items)
    return definition.creation.by.compactMap { definition.roles[$0] }.contains { role in
      let creator = cast.creator(role)
      let input = definition.creation.input
      let data = completed([:]).filter { !input.isDeclared || input.allows(FieldName($0.key)) }
      let new = NewItem(workflow: definition.name, parent: parent.item.id, data: data, unit: Cast.unit)
      let request = StepRequest(
        item: nil, event: .create(new), actor: Actor(person: creator.person, position: creator.position),
        origin: .intake)
      let shared = world.withSharedKeys(for: [request], among: world.items)
      guard case .accepted = Workflows.step(request, in: shared, identifiers: &identifiers) else { return false }
      return true
    }
  }

  private mutating func create(_ data: [String: JSONValue], as role: Role) -> Standing? {
    guard budget > 0 else { return nil }
    budget -= 1
    var others: [ItemID: Item] = [:]
    var parent: ItemID?
    if !definition.creation.standalone {
      guard let above = definition.creation.parents.compactMap({ view.session.library.definition($0) }).first
      else { return nil }
      let item = blank(above, state: above.initial, data: [:], parent: nil, family: nil)
      others[item.id] = item
      parent = item.id
    }
    let creator = cast.creator(role)
    let world = Surroundings(
      library: view.session.library, directory: cast.directory, now: noon, items: others)
    // A definition that says what a creation takes takes nothing else.
    let input = definition.creation.input
    let taken = input.isDeclared ? data.filter { input.allows(FieldName($0.key)) } : data
    let new = NewItem(workflow: definition.name, parent: parent, data: taken, unit: Cast.unit)
    let request = StepRequest(
      item: nil, event: .create(new), actor: Actor(person: creator.person, position: creator.position),
      origin: .intake)
    guard
      case .accepted(let changes) = Workflows.step(
        request, in: world.withSharedKeys(for: [request], among: world.items), identifiers: &identifiers),
      let item = changes.items[changes.subject]
    else { return nil }
    others.merge(changes.items.filter { $0.key != item.id }) { _, new in new }
    return Standing(item: item, others: others, now: noon)
  }

  /// An item that another definition starts, with data that this one could give: what it computes counts as any value.
  ///
  /// - Parameter starters: definitions of which some run was seen to start one.
  mutating func started(_ wish: [String: JSONValue], by starters: Set<WorkflowName>) -> Standing? {
    for start in view.session.starts.of[definition.name] ?? [] where starters.contains(start.by) {
      guard let above = view.session.library.definition(start.by), !start.givesConstants else { continue }
      var data: [String: JSONValue] = [:]
      for (field, expression) in start.start.with {
        if case .literal(let value) = expression.compiled.root.kind {
          data[field.text] = DataShape.anything.json(value)
        } else {
          data[field.text] = wish[field.text] ?? completed([:], fields: [field])[field.text]
        }
      }
      let parent = blank(above, state: start.state ?? above.initial, data: [:], parent: nil, family: nil)
      let item = blank(definition, state: definition.initial, data: data, parent: parent.id, family: parent.id)
      // `step` opens what the initial state opens when the item arrives; an item put there by hand has nothing open.
      guard definition.data.lenient.isValid(.object(data)) else { continue }
      return Standing(item: item, others: [parent.id: parent], now: noon)
    }
    return nil
  }

  mutating func blank(
    _ definition: Definition, state: StateName, data: [String: JSONValue], parent: ItemID?, family: ItemID?
  ) -> Item {
    let id: ItemID = identifiers.next()
    let creator =
      view.session.view(definition.name)?.creators.first ?? Creator(person: "creator", position: nil)
    var runtime = Runtime()
    runtime.outcome = definition.states[state]?.outcome
    return Item(
      id: id, family: family ?? id, parent: parent, code: "X-1", workflow: definition.name,
      definition: definition.hash, state: state, version: 1, data: data, unit: Cast.unit,
      party: view.session.holdings[definition.name]?.canHaveParty ?? false ? Cast.party : nil, creator: creator,
      createdAt: noon, enteredAt: noon, runtime: runtime)
  }

  // MARK: Data

  /// The wished data with values for all that the schema requires.
  func completed(
    _ wish: [String: JSONValue], fields: [FieldName]? = nil, high: Bool = false, box: Box = Box()
  ) -> [String: JSONValue] {
    var data = wish
    for field in definition.data.fields {
      guard fields?.contains(field.name) ?? (field.isRequired || fillings.needed.contains(field.name)),
        data[field.name.text] == nil
      else { continue }
      data[field.name.text] = sample(field.name, box, high: high)
    }
    return data
  }

  func sample(_ field: FieldName, _ box: Box, high: Bool) -> JSONValue {
    if let code = fillings.codes[field] { return code }
    var day = view.session.options.today
    if case .time(let range)? = box.cells["today"]?.value, let second = range.single {
      day = Instant(microseconds: Int64(second) * 1_000_000).day
    }
    var sampler = Sampler(root: schema, today: day)
    sampler.prefersHigh = high
    guard let inner = schema["properties"]?[field.text] else { return .string("x") }
    return sampler.value(inner, "data." + field.text, box)
  }
}
