/// A JSON document without a JSON library: what `sekisho debug cel` exchanges. The command line converts it from and to
/// text; this room reads no JSON.
package indirect enum TaggedValue: Sendable, Equatable {
  package struct Member: Sendable, Equatable {
    package let name: String
    package let value: TaggedValue

    package init(_ name: String, _ value: TaggedValue) {
      self.name = name
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([TaggedValue])
  case object([Member])

  package subscript(name: String) -> TaggedValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var list: [TaggedValue]? { if case .list(let list) = self { list } else { nil } }
  var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }

  static func tag(_ name: String, _ value: TaggedValue) -> TaggedValue { .object([Member(name, value)]) }
  static func tag(_ name: String, _ text: String) -> TaggedValue { tag(name, .text(text)) }

  /// The only member of an object.
  var onlyMember: Member? {
    guard case .object(let members) = self, members.count == 1 else { return nil }
    return members.first
  }
}
