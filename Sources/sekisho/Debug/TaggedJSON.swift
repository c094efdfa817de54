import CEL
import JSON

extension JSONValue {
  var tree: TaggedValue {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let number): .number(number.double)
    case .string(let text): .text(text)
    case .array(let elements): .list(elements.map(\.tree))
    case .object(let members):
      .object(members.sorted { $0.key < $1.key }.map { TaggedValue.Member($0.key, $0.value.tree) })
    }
  }
}

extension TaggedValue {
  var json: JSONValue {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let number): JSONNumber(number).map { .number($0) } ?? .null
    case .text(let text): .string(text)
    case .list(let elements): .array(elements.map(\.json))
    case .object(let members):
      .object(Dictionary(members.map { ($0.name, $0.value.json) }, uniquingKeysWith: { _, last in last }))
    }
  }
}
