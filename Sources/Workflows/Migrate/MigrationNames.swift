/// What the names of an older version are called in a newer one: the `migrate:` blocks on the way, one after the other.
/// What none of them names keeps its name.
package struct MigrationNames: Sendable {
  private let steps: [Migration]

  package init(_ steps: [Migration]) { self.steps = steps }

  func state(_ name: StateName) -> StateName { steps.reduce(name) { $1.states[$0] ?? $0 } }
  func role(_ name: RoleName) -> RoleName { steps.reduce(name) { $1.roles[$0] ?? $0 } }
  func field(_ name: FieldName) -> FieldName { steps.reduce(name) { $1.fields[$0] ?? $0 } }
}

extension Library {
  /// The blocks of every version after `from` up to `to`; none where `to` is the older one: names then have to agree.
  package func names(from: Definition, to: Definition) -> MigrationNames {
    let line = lineage[to.name] ?? []
    guard let first = line.firstIndex(of: from.hash), let last = line.firstIndex(of: to.hash), first < last else {
      return MigrationNames(line.contains(from.hash) && line.contains(to.hash) ? [] : [to.migration].compactMap(\.self))
    }
    return MigrationNames(line[(first + 1)...last].compactMap { definitions[$0]?.migration })
  }
}
