import Diagnostics

/// One aspect of a part of a definition, in a form that can be compared without knowing what it is.
struct Facet {
  enum Value: Equatable {
    /// A word, an expression, a number as written; nil: not there.
    case one(String?)
    /// Names or rules in no order.
    case many([String])
    /// An order that counts.
    case list([String])
  }

  /// What more of it does to those who work with items. Only where that is certain whatever the data.
  enum Sense {
    /// Additions allow more, removals less.
    case looser
    /// Additions demand more, removals less.
    case tighter
    /// A smaller number demands more, a greater less.
    case upperBound
    case lowerBound
    /// The first of these words demands least.
    case ranked([String])
    /// Cannot be told, or is neither.
    case none
  }

  let key: String
  let title: Text
  let value: Value
  let sense: Sense

  init(_ key: String, _ title: Text, _ value: Value, _ sense: Sense = .none) {
    self.key = key
    self.title = title
    self.value = value
    self.sense = sense
  }
}

/// Whether a change lets people do more or demands more of them.
package enum Direction: String, Sendable, CaseIterable {
  case loosened
  case tightened

  var title: Text {
    switch self {
    case .loosened: Text(en: "loosened", ja: "緩和")
    case .tightened: Text(en: "tightened", ja: "強化")
    }
  }
}

extension Facet {
  /// nil where nothing changed.
  func change(to new: Facet) -> (removed: [String], added: [String], direction: Direction?)? {
    guard value != new.value else { return nil }
    switch (value, new.value) {
    case (.one(let before), .one(let after)):
      return ([before].compactMap(\.self), [after].compactMap(\.self), direction(before, after))
    case (.many(let before), .many(let after)):
      let removed = before.filter { !after.contains($0) }
      let added = after.filter { !before.contains($0) }
      guard !removed.isEmpty || !added.isEmpty else { return nil }
      return (removed, added, direction(removed: removed, added: added))
    case (.list(let before), .list(let after)):
      return ([before.joined(separator: ", ")], [after.joined(separator: ", ")], nil)
    case (.one, _), (.many, _), (.list, _): return ([], [], nil)
    }
  }

  private func direction(removed: [String], added: [String]) -> Direction? {
    guard removed.isEmpty || added.isEmpty else { return nil }
    return switch sense {
    case .looser: removed.isEmpty ? .loosened : .tightened
    case .tighter: removed.isEmpty ? .tightened : .loosened
    case .upperBound, .lowerBound, .ranked, .none: nil
    }
  }

  private func direction(_ before: String?, _ after: String?) -> Direction? {
    switch sense {
    case .looser, .tighter:
      guard (before == nil) != (after == nil) else { return nil }
      return direction(removed: before.map { [$0] } ?? [], added: after.map { [$0] } ?? [])
    case .upperBound, .lowerBound:
      let isUpper = if case .upperBound = sense { true } else { false }
      guard let after else { return .loosened }
      guard let before else { return .tightened }
      guard let old = Int(before), let new = Int(after) else { return nil }
      return (new > old) == isUpper ? .loosened : .tightened
    case .ranked(let words):
      guard let old = before.flatMap({ words.firstIndex(of: $0) }),
        let new = after.flatMap({ words.firstIndex(of: $0) })
      else { return nil }
      return new > old ? .tightened : .loosened
    case .none: return nil
    }
  }
}
