package import Workflows

/// What doors need to give names to codes: one look at the slow-moving tables and the clock.
package struct Lexicon: Sendable {
  package let library: Library
  package let directory: Directory
  package let now: Instant

  /// Who the caller is on an item, for what they may see of it.
  package func viewer(of item: Item, as caller: Caller) -> Viewer? {
    library.definitions[item.definition].map { definition in
      Viewer(
        of: item, definition, caller.actor,
        Surroundings(library: library, directory: directory, now: now, items: [item.id: item]))
    }
  }
}

extension WorkflowEngine {
  package func lexicon() async throws(EngineError) -> Lexicon {
    let (world, _) = try await refreshed()
    return Lexicon(library: world.library, directory: world.directory, now: world.now)
  }
}
