import JSON

/// A value of one of a workflow's keys: what `same_key` compares across families.
package struct SharedKey: Sendable, Hashable, Comparable {
  package let workflow: WorkflowName
  package let name: KeyName
  package let value: String

  package init(workflow: WorkflowName, name: KeyName, value: String) {
    self.workflow = workflow
    self.name = name
    self.value = value
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.workflow, left.name, left.value) < (right.workflow, right.name, right.value)
  }
}

extension Surroundings {
  /// The keys that a step may look up: of the families' items as they are, and of the request's item with what the
  /// request brings, also while it is being created.
  package func keysInQuestion(for requests: [StepRequest], families: Set<ItemID>) -> Set<SharedKey> {
    var keys: Set<SharedKey> = []
    for item in items.values where families.contains(item.family) { keys.formUnion(self.keys(of: item)) }
    for request in requests {
      if let item = prospective(request) { keys.formUnion(self.keys(of: item)) }
    }
    return keys
  }

  package func keys(of item: Item) -> [SharedKey] {
    keyValues(of: item).map { SharedKey(workflow: item.workflow, name: $0.key, value: $0.value) }
  }

  /// The request's item with the data that its guards will see; nil where they are those that it has.
  private func prospective(_ request: StepRequest) -> Item? {
    let brought: [String: JSONValue?]
    switch request.event {
    case .create(let new):
      guard let definition = library.definition(new.workflow) else { return nil }
      let id = ItemID(high: 0, low: 0)
      return Item(
        id: id, family: new.parent.flatMap { items[$0]?.family } ?? id, parent: new.parent, code: "",
        workflow: new.workflow, definition: definition.hash, state: definition.initial, version: 0, data: new.data,
        unit: new.unit ?? "", party: nil, creator: Creator(person: "", position: nil), createdAt: now, enteredAt: now,
        runtime: Runtime())
    case .act(_, let input, _): brought = input.mapValues { $0 }
    case .edit(let changes, _): brought = changes
    case .settleCorrection: brought = request.item.flatMap { items[$0] }?.runtime.correction?.correction.data ?? [:]
    case .attach, .comment, .link, .open, .automatic, .deadline, .recompute, .taskEnded, .proposeCorrection, .migrate:
      return nil
    }
    guard !brought.isEmpty, var item = request.item.flatMap({ items[$0] }) else { return nil }
    for (field, value) in brought { item.data[field] = value }
    return item
  }

  /// Looks every key in question up among `all`: the simulator's way; the engine asks the database.
  package func withSharedKeys(for requests: [StepRequest], among all: [ItemID: Item]) -> Surroundings {
    let wanted = keysInQuestion(for: requests, families: Set(items.values.map(\.family)))
    guard !wanted.isEmpty else { return self }
    var world = self
    for key in wanted { world.sharedKeys[key] = [] }
    for other in all.values.sorted(by: { $0.id < $1.id }) {
      for key in keys(of: other) where wanted.contains(key) {
        world.sharedKeys[key, default: []].append(other.id)
        world.items[other.id] = other
      }
    }
    return world
  }
}

extension StepHost {
  /// Other items of this workflow that have, now, the value that this item has now. nil: that value was not looked up.
  func sharing(_ name: KeyName) -> [Item]? {
    guard let value = world.keyValues(of: item)[name] else { return [] }
    let key = SharedKey(workflow: item.workflow, name: name, value: value)
    guard world.sharedKeys[key] != nil else { return nil }
    // What the same batch or step has changed since counts as it is now.
    return items.values.filter { other in
      guard other.id != item.id, other.workflow == item.workflow else { return false }
      return world.keyValues(of: other)[name] == value
    }.sorted { $0.id < $1.id }
  }
}
