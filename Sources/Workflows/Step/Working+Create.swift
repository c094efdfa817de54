import Diagnostics
import JSON

extension Working {
  mutating func create(
    _ new: NewItem, actor: Actor?, origin: StepRequest.Origin
  ) throws(Refusal) -> ItemID {
    guard let definition = world.library.definition(new.workflow) else {
      throw Refusal(.unknown, "create", [Reasons.unknownWorkflow(new.workflow, world.library)])
    }
    let parent = try parentOfNew(new, definition)
    guard let actor else { throw Refusal(.denied, "create", [Reasons.role(definition.creation.by, definition)]) }
    let unit = new.unit ?? unit(of: actor, for: definition) ?? parent?.unit
    guard let unit else { throw Refusal(.denied, "create", [Reasons.role(definition.creation.by, definition)]) }
    let capacity: Capacity
    switch authorise(
      actor, definition.creation.by, on: nil, family: parent?.family, definition: definition,
      unit: parent?.unit ?? unit,
      allowDelegation: true)
    {
    case .success(let found): capacity = found
    case .failure(let denial): throw Refusal(.denied, "create", denial.reasons)
    }
    try mayCarry(new.data.keys, definition, "create", origin)
    var item = blank(
      definition, parent: parent, data: new.data, unit: parent?.unit ?? unit,
      creator: Creator(person: actor.person, position: capacity.position))
    item.party = world.directory.people[actor.person]?.party
    var reasons = dataReasons(item, definition: definition, strict: false)
    // Where the definition says what a creation takes, it takes nothing else.
    if definition.creation.input.isDeclared {
      reasons += inputReasons(definition.creation.input, new.data, item: item, definition: definition)
    }
    guard reasons.isEmpty else { throw Refusal(.invalid, "create", reasons) }
    reasons = guardReasons(definition.creation.guards, item, definition, capacity: capacity, pendingFields: [])
    guard reasons.isEmpty else { throw Refusal(.blocked, "create", reasons) }
    try place(item, definition, actor: actor, capacity: capacity)
    return item.id
  }

  /// Facts read from a document come from the intake that read it, and from nobody else.
  func mayCarry(
    _ fields: some Sequence<String>, _ definition: Definition, _ act: String, _ origin: StepRequest.Origin
  ) throws(Refusal) {
    guard origin == .person else { return }
    let facts = fields.map { FieldName($0) }.filter { definition.data.byName[$0]?.author == .intake }
    guard facts.isEmpty else {
      throw Refusal(.denied, act, facts.sorted().map { Reasons.fromDocumentOnly($0, definition) })
    }
  }

  private func parentOfNew(_ new: NewItem, _ definition: Definition) throws(Refusal) -> Item? {
    guard let id = new.parent else {
      if definition.creation.standalone { return nil }
      throw Refusal(.blocked, "create", [Reasons.parentNeeded(definition)])
    }
    guard let parent = items[id], let other = world.library.definitions[parent.definition] else {
      throw Refusal(.unknown, "create", [Reasons.unknownItem])
    }
    guard definition.creation.parents.contains(parent.workflow) else {
      throw Refusal(.blocked, "create", [Reasons.parentNeeded(definition)])
    }
    guard !(other.states[parent.state]?.isFinal ?? true) else {
      throw Refusal(.blocked, "create", [Reasons.parentClosed(parent)])
    }
    return parent
  }

  private func unit(of actor: Actor, for definition: Definition) -> UnitCode? {
    let held = world.directory.positions(of: actor.person, on: world.now.day)
    let chosen = actor.position.map { [$0] } ?? held
    let roles = Set(definition.creation.by)
    let fitting = chosen.first { !(world.directory.positions[$0]?.roles.isDisjoint(with: roles) ?? true) }
    return (fitting ?? chosen.first).flatMap { world.directory.positions[$0]?.unit }
  }

  private mutating func blank(
    _ definition: Definition, parent: Item?, data: [String: JSONValue], unit: UnitCode, creator: Creator
  ) -> Item {
    let id: ItemID = identifiers.next()
    return Item(
      id: id, family: parent?.family ?? id, parent: parent?.id, code: "", workflow: definition.name,
      definition: definition.hash, state: definition.initial, version: 0, data: data, unit: unit, party: nil,
      creator: creator, createdAt: world.now, enteredAt: world.now, runtime: Runtime())
  }

  /// Puts a new item into its initial state and starts what that state starts.
  private mutating func place(
    _ item: Item, _ definition: Definition, actor: Actor?, capacity: Capacity?
  ) throws(Refusal) {
    var item = item
    created.append(item.id)
    items[item.id] = item
    try enter(definition.initial, &item, definition, actor: actor)
    commit(
      item, .created, ["to": .string(item.state.text), "data": .object(item.data)], actor: actor, capacity: capacity)
    try arrived(item.id, definition, actor: actor)
  }

  /// A child that a state or an effect starts: on behalf of whoever moved the parent, in the parent's unit.
  mutating func startChild(
    _ start: ChildStart, of parent: Item, _ definition: Definition, capacity: Capacity?, actor: Actor?
  ) throws(Refusal) -> ItemID {
    try spendCascade(start.workflow.text)
    guard let child = world.library.definition(start.workflow) else {
      throw Refusal(.unknown, "create", [Reasons.unknownWorkflow(start.workflow, world.library)])
    }
    let scope = scope(for: parent, definition, capacity: capacity)
    var data: [String: JSONValue] = [:]
    for (field, value) in start.with {
      switch scope.json(value, for: field, in: child.data) {
      case .success(let result): data[field.text] = result
      case .failure(let error): throw Refusal(.blocked, start.workflow.text, [Reasons.effect(value, error)])
      }
    }
    let item = blank(child, parent: parent, data: data, unit: parent.unit, creator: parent.creator)
    let reasons = dataReasons(item, definition: child, strict: false)
    guard reasons.isEmpty else { throw Refusal(.blocked, start.workflow.text, reasons) }
    try place(item, child, actor: actor, capacity: nil)
    return item.id
  }
}
