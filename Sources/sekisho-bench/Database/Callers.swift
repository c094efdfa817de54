import Engine
import Foundation
import JSON
import Postgres
import Synchronization
import Workflows

/// What a load on the engine measured.
struct LoadResult: Sendable {
  var moves = 0
  var seconds = 0.0
  /// Of each call in microseconds.
  var latencies: [Double] = []
  /// This process, the callers included.
  var ownProcessor = 0.0
  var serverProcessor = 0.0

  var rate: Double { Double(moves) / seconds }
}

/// Callers of the engine's public verbs, each in a task of its own with items of its own.
struct Callers: Sendable {
  let count: Int
  let items: [ItemID]
  let duration: Duration

  static func caller(_ number: Int) -> Caller {
    Caller(person: BenchPeople.person(number), party: nil, scopes: [.read, .write])
  }

  private static let keys = Atomic<Int>(0)

  /// As long as a UUID, which is what clients send.
  static func key(_ number: Int) -> String {
    let next = keys.wrappingAdd(1, ordering: .relaxed).newValue
    return "bench-\(String(number + 10_000))-\(String(next + 1_000_000_000_000_000_000))"
  }

  /// Moves items forth and back until the time is over; every call carries an idempotency key.
  func run(_ engine: WorkflowEngine, places: BenchPlaces) async throws -> LoadResult {
    let deadline = ContinuousClock.now + duration
    let start = ContinuousClock.now
    var result = LoadResult()
    try await withThrowingTaskGroup(of: [Double].self) { group in
      for number in 0..<count {
        group.addTask { try await move(number, engine, places, until: deadline) }
      }
      for try await latencies in group { result.latencies += latencies }
    }
    result.moves = result.latencies.count
    result.seconds = (ContinuousClock.now - start).inSeconds
    return result
  }

  private func move(
    _ number: Int, _ engine: WorkflowEngine, _ places: BenchPlaces, until deadline: ContinuousClock.Instant
  ) async throws -> [Double] {
    let mine = stride(from: number, to: items.count, by: count).map { $0 }
    let caller = Self.caller(number)
    var latencies: [Double] = []
    var next = 0
    while true {
      let index = mine[next % mine.count]
      next += 1
      let act = places.isForth(index) ? BenchFlow.back : BenchFlow.forth
      let start = ContinuousClock.now
      guard start < deadline else { return latencies }
      let result = try await engine.advance(
        .id(items[index]), act, as: caller, WriteOptions(idempotencyKey: Self.key(number)))
      latencies.append((ContinuousClock.now - start).microseconds)
      guard case .done = result else { throw BenchError("a move was refused: \(result)") }
      places.toggle(index)
    }
  }
}

/// Where each item stands, across measurements.
final class BenchPlaces: Sendable {
  private let forth: Mutex<[Bool]>

  init(_ forth: [Bool]) { self.forth = Mutex(forth) }

  func isForth(_ index: Int) -> Bool { forth.withLock { $0[index] } }
  func toggle(_ index: Int) { forth.withLock { $0[index].toggle() } }
}
