import Diagnostics
import JSON
import YAML

extension YAMLValue {
  /// The JSON value, numbers exact; nil where JSON cannot say it (`.inf`, `.nan`).
  var json: JSONValue? {
    switch self {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .number(JSONNumber(number))
    case .float(let float): return float.exact.flatMap { JSONNumber(text: $0) }.map { .number($0) }
    case .string(let text): return .string(text)
    case .sequence(let items):
      let values = items.map(\.json)
      return values.contains { $0 == nil } ? nil : .array(values.compactMap(\.self))
    case .mapping(let pairs):
      var members: [String: JSONValue] = [:]
      for pair in pairs {
        guard let value = pair.value.json else { return nil }
        members[pair.key] = value
      }
      return .object(members)
    }
  }
}

extension YAMLNode {
  /// The JSON value; a number that JSON cannot say is reported and becomes null.
  func json(_ findings: Findings) -> JSONValue {
    if let value = value.json { return value }
    switch content {
    case .scalar:
      findings.report(
        .number, Text(en: "infinities and NaN are no values of JSON", ja: "無限大と NaN は JSON の値ではありません"), at: location,
        help: Text(en: "write a number, or quote it as a text", ja: "数を書くか、引用符で囲んで文字列にしてください"))
      return .null
    case .sequence(let items): return .array(items.map { $0.json(findings) })
    case .mapping(let mapping):
      return .object(
        Dictionary(
          mapping.entries.map { ($0.key.text, $0.value.json(findings)) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  /// The place of a JSON pointer's target, or of the last part of the way that is there.
  /// - Parameter ofKey: of a member, its name.
  func location(at pointer: String, ofKey: Bool = false) -> Location {
    var node = self
    var key: Location?
    for token in JSONPointer.tokens(pointer) ?? [] {
      switch node.content {
      case .mapping(let mapping):
        guard let entry = mapping.entry(token) else { return node.location }
        key = entry.key.location
        node = entry.value
      case .sequence(let items):
        guard let index = Int(token), items.indices.contains(index) else { return node.location }
        key = nil
        node = items[index]
      case .scalar: return node.location
      }
    }
    return ofKey ? key ?? node.location : node.location
  }
}

extension YAMLReading where Value == JSONValue {
  /// Any value, as JSON.
  static var json: YAMLReading {
    YAMLReading(Text(en: "a value", ja: "値")) { node, context in node.json(context.findings) }
  }
}
