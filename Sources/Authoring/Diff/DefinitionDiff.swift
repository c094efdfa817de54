package import Diagnostics
package import JSON
package import Workflows

/// What changed in meaning between two versions of a definition: not lines, but states, transitions, who may, what must
/// hold, by when. Layout, comments and the order of keys are no changes.
package struct DefinitionDiff: Sendable {
  package struct Change: Sendable, Equatable {
    package enum What: Sendable, Equatable {
      case added
      case removed
      case renamed(from: String)
      /// One aspect, with what it lost and gained.
      case changed(aspect: String, title: Text, removed: [String], added: [String])
    }

    package let kind: PartKind
    /// In the new version, for removed parts in the old one.
    package let name: String
    package let title: Text
    package let what: What
    /// Only where it is certain whatever the data.
    package let direction: Direction?
  }

  package let changes: [Change]
  package var isEmpty: Bool { changes.isEmpty }

  package init(from old: Definition, to new: Definition) {
    let migration = new.migration
    var names = Parts.Names()
    // A mapping of a name that the old version does not have belongs to an earlier change.
    names.states = migration?.states.filter { old.states[$0.key] != nil } ?? [:]
    names.roles = migration?.roles.filter { old.roles[$0.key] != nil } ?? [:]
    names.fields = migration?.fields.filter { old.data.byName[$0.key] != nil } ?? [:]
    let before = Parts(definition: old, names: names)
    let after = Parts(definition: new, names: .init())
    var changes: [Change] = []
    for kind in PartKind.allCases {
      var renamed: [String: String] = [:]
      switch kind {
      case .state: for (from, to) in names.states where from != to { renamed[to.text] = from.text }
      case .role: for (from, to) in names.roles where from != to { renamed[to.text] = from.text }
      case .field: for (from, to) in names.fields where from != to { renamed[to.text] = from.text }
      case .workflow, .document, .transition, .duty: break
      }
      changes += Self.compare(kind, before.parts(kind), after.parts(kind), renamed)
    }
    self.changes = changes
  }

  private static func compare(
    _ kind: PartKind, _ old: [Part], _ new: [Part], _ renamed: [String: String]
  ) -> [Change] {
    var changes: [Change] = []
    // Several old states may become one: each is told, the comparison is with the one that kept its name, or the first.
    var before: [String: Part] = [:]
    for part in old where before[part.name] == nil { before[part.name] = part }
    let names = Set(new.map(\.name))
    var gone = old.filter { !names.contains($0.name) && kind != .workflow }
    for part in new {
      if let from = renamed[part.name] {
        changes.append(
          Change(kind: kind, name: part.name, title: part.title, what: .renamed(from: from), direction: nil))
      }
      if let counterpart = kind == .workflow ? old.first : before[part.name] {
        if kind == .workflow, counterpart.name != part.name {
          changes.append(
            Change(
              kind: kind, name: part.name, title: part.title, what: .renamed(from: counterpart.name), direction: nil))
        }
        changes += differences(kind, counterpart, part)
      } else if let twin = gone.firstIndex(where: { $0.substance == part.substance }) {
        // The same under another name.
        let old = gone.remove(at: twin)
        changes.append(
          Change(kind: kind, name: part.name, title: part.title, what: .renamed(from: old.name), direction: nil))
        changes += differences(kind, old, part)
      } else {
        changes.append(
          Change(
            kind: kind, name: part.name, title: part.title, what: .added, direction: direction(of: kind, isAdded: true))
        )
      }
    }
    changes += gone.map {
      Change(kind: kind, name: $0.name, title: $0.title, what: .removed, direction: direction(of: kind, isAdded: false))
    }
    return changes
  }

  /// A new act allows more; a duty is something more to do.
  private static func direction(of kind: PartKind, isAdded: Bool) -> Direction? {
    switch kind {
    case .transition: isAdded ? .loosened : .tightened
    case .workflow, .role, .field, .document, .state, .duty: nil
    }
  }

  private static func differences(_ kind: PartKind, _ old: Part, _ new: Part) -> [Change] {
    var keys: [String] = []
    for facet in new.facets + old.facets where !keys.contains(facet.key) { keys.append(facet.key) }
    return keys.compactMap { key in
      let before = old.facets.first { $0.key == key }
      let after = new.facets.first { $0.key == key }
      guard let known = after ?? before else { return nil }
      let empty: Facet.Value =
        switch known.value {
        case .one: .one(nil)
        case .many: .many([])
        case .list: .list([])
        }
      let missing = Facet(known.key, known.title, empty, known.sense)
      guard let change = (before ?? missing).change(to: after ?? missing) else { return nil }
      return Change(
        kind: kind, name: new.name, title: new.title,
        what: .changed(aspect: key, title: known.title, removed: change.removed, added: change.added),
        direction: change.direction)
    }
  }
}

extension DefinitionDiff {
  /// For people: a line a change, grouped by kind.
  package func lines(_ language: Language) -> [String] {
    var lines: [String] = []
    for kind in PartKind.allCases {
      for change in changes where change.kind == kind { lines += change.lines(language) }
    }
    return lines
  }

  package var json: JSONValue { .array(changes.map(\.json)) }
}

extension DefinitionDiff.Change {
  fileprivate func lines(_ language: Language) -> [String] {
    let who = "\(kind.title[language]) \(name) (\(title[language]))"
    let direction = self.direction.map { " [\($0.title[language])]" } ?? ""
    switch what {
    case .added: return ["+ \(who)\(direction)"]
    case .removed: return ["- \(who)\(direction)"]
    case .renamed(let from):
      return ["~ \(who): " + Text(en: "was called \(from)", ja: "旧名 \(from)")[language]]
    case .changed(_, let aspect, let removed, let added):
      return ["~ \(who): \(aspect[language])\(direction)"] + removed.map { "    - \($0)" } + added.map { "    + \($0)" }
    }
  }

  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = [
      "kind": .string(kind.rawValue), "name": .string(name),
      "title": .object(["en": .string(title.en), "ja": .string(title.ja)]),
    ]
    if let direction { object["direction"] = .string(direction.rawValue) }
    switch what {
    case .added: object["change"] = "added"
    case .removed: object["change"] = "removed"
    case .renamed(let from):
      object["change"] = "renamed"
      object["from"] = .string(from)
    case .changed(let aspect, _, let removed, let added):
      object["change"] = "changed"
      object["aspect"] = .string(aspect)
      object["removed"] = .array(removed.map { .string($0) })
      object["added"] = .array(added.map { .string($0) })
    }
    return .object(object)
  }
}
