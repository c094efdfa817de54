import CEL
import Workflows

/// Which definitions start which: states that wait for a child, and effects that start an item and go on.
struct Starts {
  struct Start {
    let by: WorkflowName
    /// The state that waits, or nil for an effect.
    let state: StateName?
    let transition: TransitionName?
    let start: ChildStart

    /// It gives the same to every item that it starts.
    var givesConstants: Bool { start.with.allSatisfy { $0.value.compiled.root.isConstant } }
  }

  private(set) var of: [WorkflowName: [Start]] = [:]
  /// Workflows whose items can be in one family with items of the key, itself among them.
  private(set) var families: [WorkflowName: Set<WorkflowName>] = [:]
  /// Every item of the key stands below an item of each of these.
  private(set) var ancestors: [WorkflowName: Set<WorkflowName>] = [:]

  init(_ definitions: [Definition]) {
    for definition in definitions {
      for name in definition.stateOrder {
        guard let start = definition.states[name]?.child else { continue }
        of[start.workflow, default: []].append(
          Start(by: definition.name, state: name, transition: nil, start: start))
      }
      for name in definition.transitionOrder {
        for case .start(let start) in definition.transitions[name]?.effects ?? [] {
          of[start.workflow, default: []].append(
            Start(by: definition.name, state: nil, transition: name, start: start))
        }
      }
    }
    families = Self.families(definitions, of)
    ancestors = Self.ancestors(definitions, of)
  }

  /// Definitions that this one starts.
  func below(_ name: WorkflowName) -> Set<WorkflowName> {
    Set(of.filter { $0.value.contains { $0.by == name } }.keys)
  }

  private static func parents(
    _ definition: Definition, _ starts: [WorkflowName: [Start]]
  ) -> Set<WorkflowName> {
    var parents = Set((starts[definition.name] ?? []).map(\.by))
    if !definition.creation.by.isEmpty { parents.formUnion(definition.creation.parents) }
    return parents
  }

  private static func isRoot(_ definition: Definition) -> Bool {
    definition.creation.standalone && !definition.creation.by.isEmpty
  }

  private static func families(
    _ definitions: [Definition], _ starts: [WorkflowName: [Start]]
  ) -> [WorkflowName: Set<WorkflowName>] {
    var children: [WorkflowName: Set<WorkflowName>] = [:]
    for definition in definitions {
      for parent in parents(definition, starts) { children[parent, default: []].insert(definition.name) }
    }
    var together: [WorkflowName: Set<WorkflowName>] = [:]
    for root in definitions where isRoot(root) {
      var members: Set<WorkflowName> = [root.name]
      var open = [root.name]
      while let name = open.popLast() {
        for child in children[name] ?? [] where members.insert(child).inserted { open.append(child) }
      }
      for member in members { together[member, default: []].formUnion(members) }
    }
    return together
  }

  /// The greatest solution of: what stands above every parent, and the parent itself.
  private static func ancestors(
    _ definitions: [Definition], _ starts: [WorkflowName: [Start]]
  ) -> [WorkflowName: Set<WorkflowName>] {
    let all = Set(definitions.map(\.name))
    var above = Dictionary(uniqueKeysWithValues: definitions.map { ($0.name, isRoot($0) ? [] : all) })
    var changed = true
    while changed {
      changed = false
      for definition in definitions where !isRoot(definition) {
        var common = all
        for parent in parents(definition, starts) {
          common.formIntersection((above[parent] ?? []).union([parent]))
        }
        if common != above[definition.name] {
          above[definition.name] = common
          changed = true
        }
      }
    }
    return above
  }
}
