import Diagnostics

/// Finds schemas that come back to themselves without going into the value: checking them would never end.
struct ProgressCheck {
  let nodes: [SchemaNode]

  private enum Mark { case new, open, done }

  /// One error for each keyword that closes a circle.
  var errors: [SchemaError] {
    var errors: [SchemaError] = []
    var marks = [Mark](repeating: .new, count: nodes.count)
    for start in nodes.indices where marks[start] == .new {
      var stack: [(node: SchemaIndex, edges: ArraySlice<(target: SchemaIndex, location: String)>)] = [
        (start, edges(of: start)[...])
      ]
      marks[start] = .open
      while let top = stack.last {
        guard let edge = top.edges.first else {
          marks[top.node] = .done
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].edges.removeFirst()
        switch marks[edge.target] {
        case .new:
          marks[edge.target] = .open
          stack.append((edge.target, edges(of: edge.target)[...]))
        case .open:
          errors.append(
            SchemaError(
              .noProgress, at: edge.location,
              Text(
                en: "this leads back to itself without going into the value",
                ja: "値の中へ進まないまま、自分自身に戻っています"),
              help: Text(
                en: "refer to it from properties or items", ja: "properties や items の中から参照してください")))
        case .done: break
        }
      }
    }
    return errors
  }

  /// Schemas that a schema hands the same value to. A dynamic reference counts as where it leads without scope; where
  /// scope leads elsewhere, the depth limit of checking holds.
  private func edges(of node: SchemaIndex) -> [(target: SchemaIndex, location: String)] {
    guard case .keywords(let keywords, _) = nodes[node] else { return [] }
    return keywords.flatMap { keyword in
      Self.targets(of: keyword.rule).map { (target: $0, location: keyword.location) }
    }
  }

  private static func targets(of rule: SchemaRule) -> [SchemaIndex] {
    switch rule {
    case .reference(let target), .dynamicReference(_, let target), .not(let target): [target]
    case .allOf(let list), .anyOf(let list), .oneOf(let list): list
    case .conditional(let condition, let yes, let no): [condition, yes, no].compactMap(\.self)
    case .dependentSchemas(let map): map.values.sorted()
    case .type, .enumeration, .constant, .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf,
      .minLength, .maxLength, .pattern, .format, .minItems, .maxItems, .uniqueItems, .prefixItems, .items, .contains,
      .unevaluatedItems, .minProperties, .maxProperties, .required, .dependentRequired, .members, .propertyNames,
      .unevaluatedProperties:
      []
    }
  }
}
