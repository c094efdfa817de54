import JSON
import Postgres
package import Workflows

/// A page of what waits for somebody.
package struct Inbox: Sendable {
  package let lines: [InboxLine]
  /// Where the next page begins; nil: that was all.
  package let next: ItemID?
}

extension WorkflowEngine {
  /// Items that wait for the caller: some act is possible for them now. Newest first; complete, however many items
  /// are open, since only those are read on which the caller's positions, roles and units let them hope to act.
  ///
  /// - Parameter before: where the last page ended.
  package func inbox(
    as caller: Caller, before: ItemID? = nil, limit: Int = 100
  ) async throws(EngineError) -> Inbox {
    try caller.require(.read)
    let limit = min(max(limit, 1), 500)
    let (world, _) = try await refreshed()
    guard let condition = InboxReach(of: caller, world.library, world.directory, on: world.now.day).condition else {
      return Inbox(lines: [], next: nil)
    }
    var lines: [InboxLine] = []
    var place = before
    // Bounded: whoever may hope much and act little gets a short page and goes on from there.
    for _ in 0..<Self.inboxRounds {
      var query = ItemQuery()
      query.reach = condition
      query.before = place
      query.limit = Self.inboxRound
      let page = try await items(query, as: caller)
      let surroundings = try await surroundings(of: Set(page.elements.map(\.item.family)).sorted())
      for view in page.elements {
        place = view.item.id
        // What moved since the list was read is judged as it is now.
        guard let explanation = Workflows.explain(view.item.id, for: caller.actor, in: surroundings) else { continue }
        let acts = explanation.lines.filter { $0.verdict == .possible }
        if !acts.isEmpty { lines.append(InboxLine(item: view, acts: acts)) }
        if lines.count >= limit {
          return Inbox(lines: lines, next: view.item.id == page.elements.last?.item.id && !page.hasMore ? nil : place)
        }
      }
      if !page.hasMore { return Inbox(lines: lines, next: nil) }
    }
    return Inbox(lines: lines, next: place)
  }

  private static let inboxRound = 200
  private static let inboxRounds = 10

  /// Open items by state, in the order of the definition: all of them counted, the newest fifty of each shown.
  package func board(_ workflow: WorkflowName, as caller: Caller) async throws(EngineError) -> [BoardColumn] {
    try caller.require(.read)
    let (world, _) = try await refreshed()
    guard let definition = world.library.definition(workflow) else { throw .notFound }
    var totals: [StateName: Int] = [:]
    let counted = try await read(as: caller, [BoardStatements.totals(workflow.text)])
    do {
      for row in counted[0] { totals[StateName(try row.get(0, as: String.self))] = Int(try row.get(1, as: Int64.self)) }
    } catch {
      throw .from(error)
    }
    var columns: [BoardColumn] = []
    // Items pinned to an earlier version may stand in a state that the newest has not.
    let earlier = totals.keys.filter { definition.states[$0] == nil }.sorted()
    for state in definition.stateOrder.filter({ !(definition.states[$0]?.isFinal ?? true) }) + earlier {
      var query = ItemQuery()
      query.workflow = workflow
      query.states = [state]
      query.isOpen = true
      query.limit = Self.boardDepth
      let shown = totals[state] == nil ? [] : try await items(query, as: caller).elements
      columns.append(BoardColumn(state: state, items: shown, total: max(totals[state] ?? 0, shown.count)))
    }
    return columns
  }

  private static let boardDepth = 50
}

enum BoardStatements {
  static let totals = Statement(
    "select state, count(*) from item where workflow = $1 and not is_final group by state")

  static let all = [totals]
}
