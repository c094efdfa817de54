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

  package func definition(_ name: WorkflowName) -> Definition? { current[name].flatMap { definitions[$0] } }
}
