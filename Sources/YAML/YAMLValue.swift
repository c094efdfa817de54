/// The tree of a document without places: what a JSON document holds, and what it may be converted to.
package indirect enum YAMLValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Floats, and integers outside `Int64`; `exact` keeps every digit.
  case float(YAMLFloat)
  case string(String)
  case sequence([YAMLValue])
  /// In the order of the file; no two keys are equal. A key that is not a string is its text (`1: a` has the key `1`).
  case mapping([Pair])

  package struct Pair: Sendable, Hashable {
    package let key: String
    package let value: YAMLValue

    package init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }
}

extension YAMLNode {
  /// The neutral tree of this node.
  package var value: YAMLValue {
    switch content {
    case .scalar(let scalar):
      switch scalar.value {
      case .null: .null
      case .bool(let bool): .bool(bool)
      case .int(let int): .int(int)
      case .float(let float): .float(float)
      case .string(let string): .string(string)
      }
    case .sequence(let items): .sequence(items.map(\.value))
    case .mapping(let mapping): .mapping(mapping.entries.map { YAMLValue.Pair($0.key.text, $0.value.value) })
    }
  }
}
