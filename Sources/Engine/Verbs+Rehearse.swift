package import JSON
package import Workflows

/// How an item would stand after a write.
package struct Forecast: Sendable {
  package let workflow: WorkflowName
  package let state: StateName
  package let version: Int64
  /// Without what the caller may not see.
  package let data: [String: JSONValue]
  /// Workflows of the items that would be created, the item itself not among them.
  package let created: [WorkflowName]
  /// What the record would say, in order.
  package let events: [EntryEvent]
}

package enum Rehearsal: Sendable {
  case would(Forecast)
  case refused(Refusal)
}

extension WorkflowEngine {
  /// A write without its effect: the same `step` over the same picture, and nothing is stored, not even a refusal.
  ///
  /// - Parameter other: the item that a link points to.
  package func rehearse(
    _ event: Event, on reference: ItemReference, with other: ItemReference? = nil, as caller: Caller,
    _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> Rehearsal {
    try caller.require(.write)
    let place = try await locate(reference, as: caller)
    var families: Set = [place.family]
    if let other { families.insert(try await locate(other, as: caller).family) }
    let request = StepRequest(
      item: place.id, event: event, actor: caller.actor, expectedVersion: options.expectedVersion,
      origin: options.origin)
    let world = try await surroundings(of: families.sorted(), for: [request])
    return Self.rehearse(request, in: world, as: caller)
  }

  /// The same for a creation.
  package func rehearseCreation(
    _ workflow: WorkflowName, data: [String: JSONValue], under parent: ItemReference? = nil, unit: UnitCode? = nil,
    as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> Rehearsal {
    try caller.require(.write)
    var place: ItemPlace?
    if let parent { place = try await locate(parent, as: caller) }
    let event = Event.create(NewItem(workflow: workflow, parent: place?.id, data: data, unit: unit))
    let request = StepRequest(item: nil, event: event, actor: caller.actor, origin: options.origin)
    let world = try await surroundings(of: place.map { [$0.family] } ?? [], for: [request])
    return Self.rehearse(request, in: world, as: caller)
  }

  private static func rehearse(_ request: StepRequest, in world: Surroundings, as caller: Caller) -> Rehearsal {
    var identifiers = IdentifierSource(at: world.now, seed: UInt64.random(in: .min ... .max))
    switch step(request, in: world, identifiers: &identifiers) {
    case .refused(let refusal):
      guard let item = request.item.flatMap({ world.items[$0] }),
        let definition = world.library.definitions[item.definition]
      else { return .refused(refusal) }
      let viewer = Viewer(of: item, definition, caller.actor, world)
      return .refused(
        Refusal(refusal.kind, refusal.act, refusal.reasons.map { $0.redacted(for: viewer, item, definition) }))
    case .accepted(let changes):
      guard let item = changes.items[changes.subject] ?? world.items[changes.subject],
        let definition = world.library.definitions[item.definition]
      else { return .refused(Refusal(.unknown, request.event.label, [])) }
      var after = world
      for (id, item) in changes.items { after.items[id] = item }
      let viewer = Viewer(of: item, definition, caller.actor, after)
      return .would(
        Forecast(
          workflow: item.workflow, state: item.state, version: item.version,
          data: viewer.visible(item.data, definition),
          created: changes.created.filter { $0 != changes.subject }.compactMap { changes.items[$0]?.workflow },
          events: changes.entries.map(\.event)))
    }
  }
}
