import JSON
import Postgres
package import Workflows

/// What a personnel move would do to open items.
package struct DirectoryImpact: Sendable {
  package struct Line: Sendable {
    package let code: String
    package let state: StateName
    package let act: String
    package let before: [PersonCode]
    package let after: [PersonCode]

    /// Nobody could do it any more.
    package var isOrphaned: Bool { after.isEmpty && !before.isEmpty }
  }

  package let lines: [Line]
}

extension WorkflowEngine {
  /// Compares who can act on every open item under the present directory and under `next`.
  package func impact(of next: Directory, as caller: Caller) async throws(EngineError) -> DirectoryImpact {
    try caller.require(.admin)
    var query = ItemQuery()
    query.isOpen = true
    query.limit = ItemQuery.maxLimit
    var lines: [DirectoryImpact.Line] = []
    while true {
      let page = try await items(query, as: caller)
      let world = try await surroundings(of: Array(Set(page.elements.map(\.item.family))))
      let changed = Surroundings(library: world.library, directory: next, now: world.now, items: world.items)
      for view in page.elements {
        lines += Self.compare(view.item, world, changed, caller)
      }
      guard page.hasMore, let last = page.elements.last else { break }
      query.before = last.item.id
    }
    return DirectoryImpact(lines: lines)
  }

  private static func compare(
    _ item: Item, _ before: Surroundings, _ after: Surroundings, _ caller: Caller
  ) -> [DirectoryImpact.Line] {
    let then = Workflows.explain(item.id, for: caller.actor, in: after)?.lines ?? []
    return (Workflows.explain(item.id, for: caller.actor, in: before)?.lines ?? []).compactMap { line in
      let new = then.first { $0.name == line.name }
      let (old, now) = (Set(line.holders.map(\.person)), Set((new?.holders ?? []).map(\.person)))
      guard old != now else { return nil }
      return DirectoryImpact.Line(
        code: item.code, state: item.state, act: line.name, before: old.sorted(), after: now.sorted())
    }
  }

  /// Replaces the directory in one transaction, with one entry that says by whom.
  package func replaceDirectory(_ next: Directory, as caller: Caller) async throws(EngineError) {
    try caller.require(.admin)
    try await perform { connection in
      _ = try await connection.pipeline(
        DirectoryWrites.replacing(with: next) + [
          AdminEntry.make(
            "directory_replaced", by: caller.person,
            [
              "people": .number(.init(next.people.count)), "positions": .number(.init(next.positions.count)),
              "memberships": .number(.init(next.memberships.count)),
              "delegations": .number(.init(next.delegations.count)),
            ])
        ])
    }
  }
}
