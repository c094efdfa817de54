/// Everything that steps may look up: definitions by hash, the newest of each name, calendars, parameters.
package struct Library: Sendable {
  package private(set) var definitions: [ContentHash: Definition] = [:]
  /// The version that new items start with.
  package private(set) var current: [WorkflowName: ContentHash] = [:]
  /// Every version of a workflow, oldest first: what `migrate:` blocks are followed along.
  package private(set) var lineage: [WorkflowName: [ContentHash]] = [:]
  package var calendars: [String: WorkCalendar] = [:]
  package var parameters: [ParameterName: Parameter] = [:]

  package init() {}

  package mutating func add(_ definition: Definition, asCurrent: Bool = true) {
    definitions[definition.hash] = definition
    if asCurrent { current[definition.name] = definition.hash }
    if !lineage[definition.name, default: []].contains(definition.hash) {
      lineage[definition.name, default: []].append(definition.hash)
    }
  }

  /// Serves items that are pinned to `hash` with another definition. Only for what-if runs (mutants): in the engine a
  /// hash names its content for ever.
  package mutating func substitute(_ definition: Definition, for hash: ContentHash) {
    definitions[hash] = definition
    add(definition)
  }

  /// For those who add versions in another order than they were deployed in.
  package mutating func setLineage(_ hashes: [ContentHash], of name: WorkflowName) { lineage[name] = hashes }

  package func definition(_ name: WorkflowName) -> Definition? { current[name].flatMap { definitions[$0] } }
}
