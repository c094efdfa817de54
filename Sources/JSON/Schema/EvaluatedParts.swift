/// The parts of one object or array that schemas have looked at and found valid, for `unevaluated…`.
struct EvaluatedParts {
  var allProperties = false
  var properties: Set<String> = []
  /// Items before this index.
  var items = 0
  /// Single items beyond those, from `contains`.
  var indices: Set<Int> = []

  mutating func formUnion(_ other: EvaluatedParts) {
    allProperties = allProperties || other.allProperties
    properties.formUnion(other.properties)
    items = max(items, other.items)
    indices.formUnion(other.indices)
  }

  mutating func note(items count: Int) { items = max(items, count) }

  func holds(property name: String) -> Bool { allProperties || properties.contains(name) }
  func holds(item index: Int) -> Bool { index < items || indices.contains(index) }
}
