/// A compiled schema. Immutable, so it is shared by all who check against it.
final class CompiledSchema: Sendable {
  let nodes: [SchemaNode]
  let root: SchemaIndex
  /// For each resource, its dynamic anchors.
  let dynamicAnchors: [[String: SchemaIndex]]
  let options: SchemaOptions
  /// Only then the resources in scope matter.
  let hasDynamicReferences: Bool

  init(nodes: [SchemaNode], root: SchemaIndex, dynamicAnchors: [[String: SchemaIndex]], options: SchemaOptions) {
    self.nodes = nodes
    self.root = root
    self.dynamicAnchors = dynamicAnchors
    self.options = options
    hasDynamicReferences = nodes.contains { node in
      guard case .keywords(let keywords, _) = node else { return false }
      return keywords.contains { if case .dynamicReference = $0.rule { true } else { false } }
    }
  }
}
