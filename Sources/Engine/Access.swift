import Diagnostics
import JSON
import Postgres
import Workflows

/// Where an item is, for those who may know.
struct ItemPlace: Sendable {
  let family: ItemID
  let id: ItemID
}

extension WorkflowEngine {
  static let setViewer = Statement("select set_config('sekisho.viewer', $1, true)")
  static let clock = Statement("select sekisho_now()")

  /// Reads under the reader role: whoever may not see an item is told that there is none. Nobody but vendors is kept
  /// from any item, so all others share their look-ups.
  func locate(_ reference: ItemReference, as caller: Caller) async throws(EngineError) -> ItemPlace {
    guard caller.party == nil else { return try await search(reference, as: caller) }
    let place = try await locator.place(of: reference) { references in
      do throws(EngineError) {
        return .success(try await search(references))
      } catch {
        return .failure(error)
      }
    }
    guard let place else { throw .notFound }
    return place
  }

  private func search(_ references: [ItemReference]) async throws(EngineError) -> [ItemReference: ItemPlace] {
    var codes: [String] = []
    var ids: [ItemID] = []
    for reference in references {
      switch reference {
      case .code(let code): codes.append(code)
      case .id(let id): ids.append(id)
      }
    }
    // As the application: to these callers row-level security would show everything, at the price of a transaction.
    let query = ItemStatements.places(codes, ids.map(\.uuid))
    let rows = try await perform { connection in try await connection.query(query) }
    let (wantedCodes, wantedIDs) = (Set(codes), Set(ids))
    var found: [ItemReference: ItemPlace] = [:]
    do {
      for row in rows {
        let place = ItemPlace(family: ItemID(try row.get(0)), id: ItemID(try row.get(1)))
        let code: String = try row.get(2)
        if wantedCodes.contains(code) { found[.code(code)] = place }
        if wantedIDs.contains(place.id) { found[.id(place.id)] = place }
      }
    } catch {
      throw .from(error)
    }
    return found
  }

  private func search(_ reference: ItemReference, as caller: Caller) async throws(EngineError) -> ItemPlace {
    let find: SQL =
      switch reference {
      case .code(let code): ItemStatements.byCode(code)
      case .id(let id): ItemStatements.byID(id.uuid)
      }
    let rows = try await read(as: caller, [find])
    guard let row = rows[0].first else {
      try await recordConcealed(find, reference, caller)
      throw .notFound
    }
    do {
      return ItemPlace(family: ItemID(try row.get(0)), id: ItemID(try row.get(1)))
    } catch {
      throw .from(error)
    }
  }

  /// Somebody reached for an item that exists and is not theirs to see: an entry on the person, and "not found"
  /// outside. A code that nobody has leaves none.
  private func recordConcealed(_ find: SQL, _ reference: ItemReference, _ caller: Caller) async throws(EngineError) {
    guard caller.party != nil else { return }
    let exists = try await perform { connection in try await !connection.query(find).isEmpty }
    guard exists else { return }
    let asked =
      switch reference {
      case .code(let code): code
      case .id(let id): id.description
      }
    try await recordRefusal(of: caller.person, ["act": "look", "kind": "concealed", "asked": .string(asked)])
  }

  /// One read-only transaction with the caller's identity set inside it: one round trip.
  ///
  /// - Parameter viewer: nil: the caller as anybody else of their side.
  func read(as caller: Caller, viewer: String? = nil, _ queries: [SQL]) async throws(EngineError) -> [Rows] {
    let viewer = viewer ?? caller.viewer
    do {
      return try await readers.withConnection { connection in
        Array(
          try await connection.pipeline(
            [Self.beginRead(), Self.setViewer(viewer)] + queries + [BatchCommit.commit()]
          )
          .dropFirst(2).dropLast())
      }
    } catch {
      throw .from(error)
    }
  }

  static let beginRead = Statement("begin isolation level repeatable read read only")

  /// Work on a writer connection, its trouble translated.
  func perform<Value: Sendable>(
    _ body: @Sendable (PostgresConnection) async throws -> Value
  ) async throws(EngineError) -> Value {
    do {
      return try await writers.withConnection { connection in try await body(connection) }
    } catch {
      throw .from(error)
    }
  }

  func now() async throws(EngineError) -> Instant {
    try await perform { connection in
      Instant(try await connection.query(Self.clock()).single.get(0, as: Timestamp.self))
    }
  }

  /// The directory and library as of now.
  func refreshed() async throws(EngineError) -> (Surroundings, CachedWorld) {
    try await perform { [cache] connection in
      let (picture, _, _) = try await BatchLoader(connection: connection, cache: cache).load(families: [], before: [])
      return (picture.world, picture.cached)
    }
  }
}
