import Diagnostics
import JSON
import Postgres
import Synchronization
import Workflows

/// Where an item is, for those who may know.
struct ItemPlace: Sendable {
  let family: ItemID
  let id: ItemID
}

/// Places that were asked for lately.
final class ItemPlaces: Sendable {
  /// About ten megabytes; beyond it everything is forgotten, which costs one look-up an item.
  static let limit = 100_000

  private let known = Mutex<[ItemReference: ItemPlace]>([:])

  subscript(reference: ItemReference) -> ItemPlace? {
    get { known.withLock { $0[reference] } }
    set {
      known.withLock { known in
        if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
        known[reference] = newValue
      }
    }
  }
}

extension WorkflowEngine {
  static let setViewer = Statement("select set_config('sekisho.viewer', $1, true)")
  static let clock = Statement("select sekisho_now()")

  /// Reads under the reader role: whoever may not see an item is told that there is none. Nobody but vendors is kept
  /// from any item, and an item's place never changes, so for all others it is looked up once.
  func locate(_ reference: ItemReference, as caller: Caller) async throws(EngineError) -> ItemPlace {
    guard caller.party == nil else { return try await search(reference, as: caller) }
    if let known = places[reference] { return known }
    let found = try await search(reference, as: caller)
    places[reference] = found
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
