import JSON

/// JSON Merge Patch (RFC 7396).
enum MergePatch {
  /// The new values of the top-level fields that a patch touches; nil removes a field.
  static func changes(_ patch: [String: JSONValue], to data: [String: JSONValue]) -> [String: JSONValue?] {
    var changes: [String: JSONValue?] = [:]
    for (name, value) in patch {
      // Spelled out: a bare `nil` would be JSON's null.
      let new: JSONValue? = value == .null ? Optional.none : .some(merged(data[name] ?? .null, value))
      changes.updateValue(new, forKey: name)
    }
    return changes
  }

  /// Depth is that of a parsed document, which the parser bounds.
  private static func merged(_ target: JSONValue, _ patch: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var members = target.objectValue ?? [:]
    for (name, value) in changes {
      if value == .null {
        members.removeValue(forKey: name)
      } else {
        members[name] = merged(members[name] ?? .null, value)
      }
    }
    return .object(members)
  }
}
