import Synchronization
import Workflows

/// Looks up where items are, for callers that may see all of them: those who ask at the same time are answered by one
/// query. A place never changes, so it is remembered.
///
/// No task of its own: the first who asks looks up for everybody who came meanwhile, then hands the turn on.
final class ItemLocator: Sendable {
  /// Ten to twenty megabytes; beyond it everything is forgotten, which costs one look-up an item.
  static let maxKnown = 100_000
  static let maxBatch = 200

  fileprivate enum Turn: Sendable {
    case answered(ItemPlace?)
    /// Whoever looked up for others failed, perhaps for a reason of its own.
    case alone
    case lead
  }

  fileprivate struct Waiting: Sendable {
    let reference: ItemReference
    let reply: CheckedContinuation<Turn, Never>
  }

  fileprivate struct State {
    var known: [ItemReference: ItemPlace] = [:]
    var waiting: [Waiting] = []
    var isBusy = false
  }

  private let state = Mutex(State())

  func remember(_ reference: ItemReference, _ place: ItemPlace) {
    state.withLock { $0.remember([reference: place]) }
  }

  /// - Parameter search: asks the database; nil for an item that is not there. Runs in the task of one of the callers.
  func place(
    of reference: ItemReference,
    search: @Sendable ([ItemReference]) async -> Result<[ItemReference: ItemPlace], EngineError>
  ) async throws(EngineError) -> ItemPlace? {
    if let known = state.withLock({ $0.known[reference] }) { return known }
    let turn = await withCheckedContinuation { (reply: CheckedContinuation<Turn, Never>) in
      let leads = state.withLock { state in
        if state.isBusy { state.waiting.append(Waiting(reference: reference, reply: reply)) }
        defer { state.isBusy = true }
        return !state.isBusy
      }
      if leads { reply.resume(returning: .lead) }
    }
    switch turn {
    case .answered(let answer): return answer
    case .alone: return try await search([reference]).get()[reference]
    case .lead: return try await lead(reference, search)
    }
  }

  private func lead(
    _ reference: ItemReference,
    _ search: @Sendable ([ItemReference]) async -> Result<[ItemReference: ItemPlace], EngineError>
  ) async throws(EngineError) -> ItemPlace? {
    let others = state.withLock { state in
      let others = Array(state.waiting.prefix(Self.maxBatch))
      state.waiting.removeFirst(others.count)
      return others
    }
    let found = await search(Array(Set(others.map(\.reference) + [reference])))
    let next = state.withLock { state -> Waiting? in
      if case .success(let places) = found { state.remember(places) }
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.isBusy = false
      return nil
    }
    next?.reply.resume(returning: .lead)
    for other in others {
      switch found {
      case .success(let places): other.reply.resume(returning: .answered(places[other.reference]))
      case .failure: other.reply.resume(returning: .alone)
      }
    }
    return try found.get()[reference]
  }
}

extension ItemLocator.State {
  fileprivate mutating func remember(_ places: [ItemReference: ItemPlace]) {
    if known.count + places.count > ItemLocator.maxKnown { known.removeAll(keepingCapacity: true) }
    known.merge(places) { _, new in new }
  }
}
