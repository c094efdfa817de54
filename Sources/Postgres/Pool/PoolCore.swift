internal import Logging
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Performs what `PoolState` decides. Connections live on threads of their own and report back from there; one more
/// thread waits for deadlines. No task is started.
final class PoolCore: Sendable {
  typealias Granted = Result<Lease, PostgresError>

  struct Lease: Sendable {
    let id: Int
    let connection: PostgresConnection
  }

  private struct State {
    var machine: PoolState
    var connections: [Int: PostgresConnection] = [:]
    var waiters: [UInt64: CheckedContinuation<Granted, Never>] = [:]
    var nextWaiter: UInt64 = 0
    var lastFailure: PostgresError?
    /// What the thread sleeps for.
    var alarm: ContinuousClock.Instant?
    var clock: WakeUp?
    var isFinished = false
    var onFinish: [@Sendable () -> Void] = []
  }

  private let configuration: PostgresConfiguration
  private let logger: Logger
  private let state: Mutex<State>

  init(_ configuration: PostgresConfiguration, _ settings: PoolSettings, _ logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    state = Mutex(State(machine: PoolState(settings, seed: .random(in: .min ... .max))))
  }

  var metrics: PoolMetrics { state.withLock { $0.machine.metrics } }

  func start() {
    handle { machine, now in machine.start(now: now) }
  }

  func close() {
    handle { machine, now in machine.close(now: now) }
  }

  func whenFinished(_ body: @escaping @Sendable () -> Void) {
    let isFinished = state.withLock { state in
      if !state.isFinished { state.onFinish.append(body) }
      return state.isFinished
    }
    if isFinished { body() }
  }

  func lease(_ site: CallSite) async throws(PostgresError) -> Lease {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        handle(before: { $0.waiters[id] = continuation }) { machine, now in machine.lease(id, now: now) }
        // The handler below may have run before there was anybody to send away.
        if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
    switch outcome {
    case .success(let lease): return lease
    case .failure(let error): throw error.at(site)
    }
  }

  private func cancel(_ waiter: UInt64) {
    handle { machine, _ in machine.cancel(waiter) }
  }

  func giveBack(_ lease: Lease) async {
    if lease.connection.isOpen, !lease.connection.isClean {
      do throws(PostgresError) {
        try await Transaction.rollBack(lease.connection)
      } catch {
        logger.warning("connection not fit for reuse", metadata: ["kind": "\(error.kind)"])
      }
    }
    let isClean = lease.connection.isClean
    handle { machine, now in machine.released(lease.id, isClean: isClean, now: now) }
  }
}

// MARK: - Performing

extension PoolCore {
  private func handle(
    before: (inout State) -> Void = { _ in },
    _ event: (inout PoolState, ContinuousClock.Instant) -> [PoolState.Action]
  ) {
    let (jobs, alarm) = state.withLock { state -> ([@Sendable () -> Void], WakeUp?) in
      before(&state)
      let actions = event(&state.machine, .now)
      let jobs = actions.map { job(for: $0, &state) }
      return (jobs, alarmToSet(&state))
    }
    // Outside the lock: a job may come back here at once.
    for job in jobs { job() }
    alarm?.signal()
  }

  /// What to do about an action once the lock is free.
  private func job(for action: PoolState.Action, _ state: inout State) -> @Sendable () -> Void {
    switch action {
    case .open(let id): return { self.open(id) }
    case .close(let id):
      let connection = state.connections[id]
      return { connection?.inbox.requestClose() }
    case .check(let id):
      let connection = state.connections[id]
      return { self.check(id, connection) }
    case .grant(let waiter, let id):
      let continuation = state.waiters.removeValue(forKey: waiter)
      guard let connection = state.connections[id] else {
        return { continuation?.resume(returning: .failure(PostgresError(.connectionLost, "lost while being lent"))) }
      }
      return { continuation?.resume(returning: .success(Lease(id: id, connection: connection))) }
    case .refuse(let waiter, let refusal):
      let continuation = state.waiters.removeValue(forKey: waiter)
      let error = Self.error(refusal, state.lastFailure)
      return { continuation?.resume(returning: .failure(error)) }
    case .finished:
      state.isFinished = true
      let bodies = state.onFinish
      let clock = state.clock
      return {
        clock?.signal()
        for body in bodies { body() }
      }
    }
  }

  private static func error(_ refusal: PoolState.Refusal, _ lastFailure: PostgresError?) -> PostgresError {
    switch refusal {
    case .timedOut: PostgresError(.poolTimedOut, "no connection became free in the time allowed")
    case .unreachable: lastFailure ?? PostgresError(.connectFailed, "no connection could be made")
    case .busy: PostgresError(.poolBusy, "too many callers wait for a connection")
    case .cancelled: PostgresError(.cancelled, "cancelled while waiting for a connection")
    case .closed: PostgresError(.closed, "the pool is closed")
    }
  }

  private func open(_ id: Int) {
    PostgresConnection.open(configuration, logger) { outcome in
      switch outcome {
      case .success(let connection):
        self.handle(before: { $0.connections[id] = connection }) { machine, now in machine.opened(id, now: now) }
        connection.inbox.whenEnded { [weak self] in self?.ended(id) }
      case .failure(let error):
        self.logger.warning("no connection to the database", metadata: ["kind": "\(error.kind)"])
        self.handle(before: { $0.lastFailure = error }) { machine, now in machine.openFailed(id, now: now) }
      }
    }
  }

  private func ended(_ id: Int) {
    handle(before: { $0.connections[id] = nil }) { machine, now in machine.ended(id, now: now) }
  }

  private func check(_ id: Int, _ connection: PostgresConnection?) {
    guard let connection else { return ended(id) }
    connection.submit(.pipeline(["select 1"]), effect: .none, timeout: .seconds(5), CallSite(#fileID, #line)) {
      outcome in
      let isHealthy = (try? outcome.get()) != nil
      self.handle { machine, now in machine.checked(id, isHealthy: isHealthy, now: now) }
    }
  }
}

// MARK: - Time

extension PoolCore {
  /// - Returns: the thread's alarm clock, when it sleeps for too long or not at all yet.
  private func alarmToSet(_ state: inout State) -> WakeUp? {
    guard let next = state.machine.nextDeadline else { return nil }
    if state.clock == nil { state.clock = startClock() }
    if let alarm = state.alarm, alarm <= next { return nil }
    state.alarm = next
    return state.clock
  }

  private func startClock() -> WakeUp? {
    let clock: WakeUp
    do throws(PostgresError) {
      clock = try WakeUp()
    } catch {
      return nil
    }
    let started = startThread { [weak self] in
      while let left = self?.timeLeft() {
        clock.wait(atMost: left)
        self?.handle { machine, now in machine.tick(now: now) }
      }
    }
    return started ? clock : nil
  }

  /// `nil` when there is nothing to wait for any more.
  private func timeLeft() -> Duration? {
    state.withLock { state in
      guard !state.isFinished else { return nil }
      state.alarm = state.machine.nextDeadline
      return (state.alarm ?? .now + .seconds(60)) - .now
    }
  }
}
