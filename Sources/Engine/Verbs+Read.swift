import JSON
import Postgres
package import Workflows

extension WorkflowEngine {
  package func item(_ reference: ItemReference, as caller: Caller) async throws(EngineError) -> ItemView {
    let place = try await locate(reference, as: caller)
    var query = ItemQuery()
    query.family = place.family
    query.limit = ItemQuery.maxLimit
    let items = try await views(query, as: caller)
    guard let found = items.elements.first(where: { $0.item.id == place.id }) else { throw .notFound }
    return found
  }

  /// Newest first, a page at a time.
  package func items(_ query: ItemQuery, as caller: Caller) async throws(EngineError) -> Page<ItemView> {
    try await views(query, as: caller)
  }

  private func views(_ query: ItemQuery, as caller: Caller) async throws(EngineError) -> Page<ItemView> {
    try caller.require(.read)
    let (world, cached) = try await refreshed()
    let rows = try await read(as: caller, [query.sql])
    do {
      let views = try rows[0].map { row in try Self.view(row, caller, world, cached) }
      return Page(views, limit: min(max(query.limit, 1), ItemQuery.maxLimit))
    } catch {
      throw .from(error)
    }
  }

  private static func view(
    _ row: Row, _ caller: Caller, _ world: Surroundings, _ cached: CachedWorld
  ) throws -> ItemView {
    let item = try ItemCodec.item(row, cached.artifacts)
    var search = SearchValues()
    search.subject = try row.get(16)
    search.amount = try row.get(17)
    search.day = try row.get(18, as: DayNumber?.self).map { Day($0) }
    search.party = item.party
    var data = item.data
    var documents: [SlotName: [DocumentFact]] = [:]
    if let definition = world.library.definitions[item.definition] {
      let viewer = Viewer(of: item, definition, caller.actor, world)
      data = viewer.visible(item.data, definition)
      documents = item.runtime.documents.filter { slot, _ in
        viewer.sees(definition.documents[slot]?.visible, data: item.data)
      }
      if let amount = definition.search.amount,
        amount.dataFields.contains(where: { !viewer.sees(definition.data.byName[$0]?.audience, data: item.data) })
      {
        search.amount = nil
      }
    }
    return ItemView(
      item: item, search: search, isFinal: try row.get(19), updatedAt: Instant(try row.get(20, as: Timestamp.self)),
      data: data, documents: documents)
  }

  /// Why an item stands where it stands, for the caller.
  package func explain(_ reference: ItemReference, as caller: Caller) async throws(EngineError) -> Explanation {
    try caller.require(.read)
    let place = try await locate(reference, as: caller)
    let world = try await surroundings(of: [place.family])
    guard let explanation = Workflows.explain(place.id, for: caller.actor, in: world) else { throw .notFound }
    return explanation
  }

  /// What a write would do, without doing it.
  package func dryRun(_ request: StepRequest, family: ItemID?) async throws(EngineError) -> StepResult {
    let world = try await surroundings(of: family.map { [$0] } ?? [], for: [request])
    var identifiers = IdentifierSource(at: world.now, seed: UInt64.random(in: .min ... .max))
    return step(request, in: world, identifiers: &identifiers)
  }

  func surroundings(
    of families: [ItemID], for requests: [StepRequest] = []
  ) async throws(EngineError) -> Surroundings {
    try await perform { [cache] connection in
      try await BatchLoader(connection: connection, cache: cache).load(
        families: families, before: [], requests: requests
      ).0.world
    }
  }

  package func history(_ query: HistoryQuery, as caller: Caller) async throws(EngineError) -> Page<HistoryLine> {
    guard query.item != nil || query.family != nil else { throw .forbidden }
    try caller.require(.read)
    return try Self.page(try await read(as: caller, [query.sql]), query)
  }

  /// The whole record, entries on people, tokens and definitions among it. That somebody read it is an entry too.
  package func record(_ query: HistoryQuery, as caller: Caller) async throws(EngineError) -> Page<HistoryLine> {
    try caller.require(.audit)
    guard caller.party == nil else { throw .forbidden }
    let page = try Self.page(try await read(as: caller, viewer: "audit", [query.sql]), query)
    var body = query.filters
    body["rows"] = .number(.init(page.elements.count))
    let entry = AdminEntry.make("record_read", by: caller.person, .object(body))
    _ = try await perform { connection in try await connection.query(entry) }
    return page
  }

  private static func page(_ rows: [Rows], _ query: HistoryQuery) throws(EngineError) -> Page<HistoryLine> {
    do {
      let lines = try rows[0].map(HistoryLine.init(row:))
      return Page(lines, limit: min(max(query.limit, 1), HistoryQuery.maxLimit))
    } catch {
      throw .from(error)
    }
  }

  /// A document's bytes; only for those who may see its slot.
  package func document(
    _ reference: ItemReference, sha256: ContentHash, as caller: Caller
  ) async throws(EngineError) -> (fact: DocumentFact, content: [UInt8]) {
    let view = try await item(reference, as: caller)
    let world = try await surroundings(of: [view.item.family])
    guard let definition = world.library.definitions[view.item.definition] else { throw .notFound }
    let viewer = Viewer(of: view.item, definition, caller.actor, world)
    for (slot, facts) in view.item.runtime.documents {
      guard let fact = facts.first(where: { $0.sha256 == sha256 }),
        viewer.sees(definition.documents[slot]?.visible, data: view.item.data)
      else { continue }
      let rows = try await read(as: caller, [BlobStatements.content(sha256.bytes)])
      guard let row = rows[0].first else { continue }
      do { return (fact, try row.get(0)) } catch { throw .from(error) }
    }
    throw .notFound
  }
}

extension HistoryLine {
  fileprivate init(row: Row) throws {
    self.init(
      id: EntryID(try row.get(0)), item: try row.get(2, as: PGUUID?.self).map { ItemID($0) }, code: try row.get(11),
      version: try row.get(3), at: Instant(try row.get(4, as: Timestamp.self)), event: try row.get(5),
      person: try row.get(6, as: String?.self).map { PersonCode($0) },
      position: try row.get(7, as: String?.self).map { PositionCode($0) },
      behalf: try row.get(8, as: [String].self).map { PersonCode($0) },
      role: try row.get(9, as: String?.self).map { RoleName($0) },
      body: try JSONValue(parsing: try row.get(10, as: String.self)))
  }
}
