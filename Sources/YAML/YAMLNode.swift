package import Diagnostics

/// A value of a YAML file with the place it came from. Where an alias stood, the node is the anchored one, so its
/// location is where the text is written. Trees are at most `YAMLLimits.depth` deep: recursion over them is safe.
package struct YAMLNode: Sendable {
  package indirect enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping(YAMLMapping)
  }

  /// From the first to the last byte of the content, without tag and anchor. An empty value has an empty span.
  package let location: Location
  package let content: Content

  package init(_ content: Content, at location: Location) {
    self.content = content
    self.location = location
  }

  package var scalar: YAMLScalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  package var sequence: [YAMLNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  package var mapping: YAMLMapping? {
    if case .mapping(let mapping) = content { mapping } else { nil }
  }

  /// The value under a key, if this is a mapping that has it.
  package subscript(key: String) -> YAMLNode? { mapping?[key] }

  /// True for `null`, `~` and a value left out.
  package var isNull: Bool { scalar?.value == .null }
}

/// Entries in the order of the file, with no key twice.
package struct YAMLMapping: Sendable {
  package struct Entry: Sendable {
    /// Always a scalar that is not null; `key.text` is its name.
    package let key: YAMLScalar
    package let value: YAMLNode
  }

  package let entries: [Entry]
  private let places: [String: Int]

  /// `places` holds the index of each key's text.
  init(_ entries: [Entry], places: [String: Int]) {
    self.entries = entries
    self.places = places
  }

  package subscript(key: String) -> YAMLNode? { entry(key)?.value }

  package func entry(_ key: String) -> Entry? { places[key].map { entries[$0] } }
}
