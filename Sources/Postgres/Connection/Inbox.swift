internal import Synchronization

/// What callers leave for a connection's thread, and what they may ask about it.
final class Inbox: Sendable {
  /// Where the session stands between batches.
  enum TransactionState: Sendable {
    case none
    case open
    case failed
  }

  /// What the thread finds when it looks.
  struct Orders {
    var next: Batch?
    var cancelled: [UInt64] = []
    var cancelDelivered = false
    var close = false
  }

  private struct State {
    var queue: [Batch] = []
    var cancelled: [UInt64] = []
    var cancelDelivered = false
    var closeRequested = false
    var wakeOnSubmit = false
    var end: PostgresError?
    var onEnd: [@Sendable () -> Void] = []
    var nextID: UInt64 = 0
    var transaction = TransactionState.none
    var processID: Int32 = 0
    var subscribers: [UInt64: Subscriber] = [:]
  }

  struct Subscriber: Sendable {
    let channel: String
    let deliver: @Sendable (PostgresNotification) -> Void
    let finish: @Sendable (PostgresError) -> Void
  }

  let wakeUp: WakeUp
  private let state = Mutex(State())

  init() throws(PostgresError) {
    wakeUp = try WakeUp()
  }
}

// MARK: - For callers

extension Inbox {
  func makeID() -> UInt64 {
    state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
  }

  /// Queues a batch, or answers it at once when the connection has ended.
  func submit(_ batch: Batch) {
    let (end, wakes) = state.withLock { state -> (PostgresError?, Bool) in
      if let end = state.end { return (end, false) }
      if state.closeRequested { return (PostgresError(.closed, "the connection is being closed"), false) }
      state.queue.append(batch)
      defer { state.wakeOnSubmit = false }
      return (nil, state.wakeOnSubmit)
    }
    if let end { batch.reply(.failure(end.at(batch.site))) }
    if wakes { wakeUp.signal() }
  }

  /// Takes a waiting batch back, or tells the thread to stop a running one.
  func cancel(_ id: UInt64) {
    let waiting = state.withLock { state -> Batch? in
      if let index = state.queue.firstIndex(where: { $0.id == id }) { return state.queue.remove(at: index) }
      if state.end == nil { state.cancelled.append(id) }
      return nil
    }
    if let waiting {
      waiting.reply(.failure(PostgresError(.cancelled, "cancelled before it was sent").at(waiting.site)))
    } else {
      wakeUp.signal()
    }
  }

  func requestClose() {
    state.withLock { $0.closeRequested = true }
    wakeUp.signal()
  }

  /// `body` runs once the connection has ended: now, if it has.
  func whenEnded(_ body: @escaping @Sendable () -> Void) {
    let ended = state.withLock { state in
      if state.end == nil { state.onEnd.append(body) }
      return state.end != nil
    }
    if ended { body() }
  }

  /// Why the connection ended, `nil` while it works.
  var end: PostgresError? { state.withLock(\.end) }
  var isClosing: Bool { state.withLock { $0.closeRequested || $0.end != nil } }
  var transaction: TransactionState { state.withLock(\.transaction) }
  var processID: Int32 { state.withLock(\.processID) }

  func subscribe(_ id: UInt64, _ subscriber: Subscriber) {
    let end = state.withLock { state in
      if state.end == nil { state.subscribers[id] = subscriber }
      return state.end
    }
    if let end { subscriber.finish(end) }
  }

  func hasSubscribers(_ channel: String) -> Bool {
    state.withLock { state in state.end == nil && state.subscribers.values.contains { $0.channel == channel } }
  }

  /// - Returns: whether it was the channel's last subscriber on a living connection.
  func unsubscribe(_ id: UInt64) -> Bool {
    state.withLock { state in
      guard let gone = state.subscribers.removeValue(forKey: id), state.end == nil else { return false }
      return !state.subscribers.values.contains { $0.channel == gone.channel }
    }
  }
}

// MARK: - For the thread

extension Inbox {
  /// - Parameter idle: the thread would take a batch.
  func takeOrders(idle: Bool) -> Orders {
    state.withLock { state in
      var orders = Orders()
      orders.cancelled = state.cancelled
      state.cancelled.removeAll()
      orders.cancelDelivered = state.cancelDelivered
      state.cancelDelivered = false
      orders.close = state.closeRequested
      if idle, !state.closeRequested, !state.queue.isEmpty { orders.next = state.queue.removeFirst() }
      state.wakeOnSubmit = idle && orders.next == nil
      return orders
    }
  }

  func cancelWasDelivered() {
    state.withLock { $0.cancelDelivered = true }
    wakeUp.signal()
  }

  func opened(processID: Int32) {
    state.withLock { $0.processID = processID }
  }

  func settled(_ transaction: TransactionState) {
    state.withLock { $0.transaction = transaction }
  }

  func deliver(_ notification: PostgresNotification) {
    let subscribers = state.withLock { state in
      state.subscribers.values.filter { $0.channel == notification.channel }
    }
    for subscriber in subscribers { subscriber.deliver(notification) }
  }

  /// Ends everything that still waits. Batches that were never sent had no effect.
  func finish(_ error: PostgresError) {
    let (queue, subscribers, onEnd) = state.withLock { state in
      state.end = error
      defer {
        state.queue.removeAll()
        state.subscribers.removeAll()
        state.onEnd.removeAll()
      }
      return (state.queue, state.subscribers, state.onEnd)
    }
    let unsent = PostgresError(error.kind, error.message, report: error.report)
    for batch in queue { batch.reply(.failure(unsent.at(batch.site))) }
    for subscriber in subscribers.values { subscriber.finish(error) }
    for body in onEnd { body() }
  }
}
