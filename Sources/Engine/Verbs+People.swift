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
  ///
  /// - Parameter day: when the change is in force; nil: today. Both sides are judged as of that day, so that what changes
  ///   by itself until then is not blamed on it.
  package func impact(
    of next: Directory, on day: Day? = nil, as caller: Caller
  ) async throws(EngineError) -> DirectoryImpact {
    try caller.require(.admin)
    var query = ItemQuery()
    query.isOpen = true
    query.limit = ItemQuery.maxLimit
    var lines: [DirectoryImpact.Line] = []
    while true {
      let page = try await items(query, as: caller)
      let world = try await surroundings(of: Set(page.elements.map(\.item.family)).sorted())
      let moment = day.map { max($0.start, world.now) } ?? world.now
      let before = Surroundings(library: world.library, directory: world.directory, now: moment, items: world.items)
      let after = Surroundings(library: world.library, directory: next, now: moment, items: world.items)
      for view in page.elements { lines += Self.compare(view.item, before, after) }
      guard page.hasMore, let last = page.elements.last else { break }
      query.before = last.item.id
    }
    return DirectoryImpact(lines: lines)
  }

  private static func compare(
    _ item: Item, _ before: Surroundings, _ after: Surroundings
  ) -> [DirectoryImpact.Line] {
    let then = actHolders(of: item.id, in: after)
    return actHolders(of: item.id, in: before).compactMap { line in
      let new = then.first { $0.act == line.act }
      let (old, now) = (Set(line.holders.map(\.person)), Set((new?.holders ?? []).map(\.person)))
      guard old != now else { return nil }
      return DirectoryImpact.Line(
        code: item.code, state: item.state, act: line.act, before: old.sorted(), after: now.sorted())
    }
  }

  /// Replaces the directory as a whole, with no second person: only for worlds that tests make.
  func replaceDirectory(_ next: Directory, as caller: Caller) async throws(EngineError) {
    try await perform { connection in
      _ = try await connection.pipeline(DirectoryWrites.replacing(with: next))
    }
  }
}
