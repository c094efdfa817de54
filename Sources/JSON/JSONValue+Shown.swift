extension JSONValue {
  /// The value in a message: its JSON, cut where it gets long.
  var shown: String {
    switch self {
    case .array(let elements) where elements.count > 8: "[… \(elements.count)]"
    case .object(let members) where members.count > 8: "{… \(members.count)}"
    case .null, .bool, .number, .string, .array, .object: Self.cut(canonicalText)
    }
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= 60 ? text : text.count <= 60 ? text : text.prefix(57) + "…"
  }
}
