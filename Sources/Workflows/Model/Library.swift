/// Everything that steps may look up: definitions by hash, the newest of each name, calendars, parameters.
package struct Library: Sendable {
  package private(set) var definitions: [ContentHash: Definition] = [:]
  /// The version that new items start with.
  package private(set) var current: [WorkflowName: ContentHash] = [:]
  package var calendars: [String: WorkCalendar] = [:]
  package var parameters: [ParameterName: Parameter] = [:]

  package init() {}

  package mutating func add(_ definition: Definition, asCurrent: Bool = true) {
    definitions[definition.hash] = definition
    if asCurrent { current[definition.name] = definition.hash }
  }

  /// Serves items that are pinned to `hash` with another definition. Only for what-if runs (mutants): in the engine a
  /// hash names its content for ever.
  package mutating func substitute(_ definition: Definition, for hash: ContentHash) {
    definitions[hash] = definition
    add(definition)
  }

  package func definition(_ name: WorkflowName) -> Definition? { current[name].flatMap { definitions[$0] } }
}
