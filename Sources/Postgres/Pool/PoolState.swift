/// What a pool of connections decides: a pure machine. Events go in with their moment, actions come out, and somebody
/// else performs them (`PostgresPool`).
struct PoolState {
  typealias Instant = ContinuousClock.Instant

  enum Action: Equatable {
    case open(Int)
    case close(Int)
    case check(Int)
    case grant(waiter: UInt64, connection: Int)
    case refuse(waiter: UInt64, Refusal)
    /// Closed, and nothing is left.
    case finished
  }

  enum Refusal: Equatable {
    case timedOut
    /// Timed out while no connection could be made.
    case unreachable
    case busy
    case cancelled
    case closed
  }

  private enum Slot: Equatable {
    case opening
    case idle(since: Instant, checkedAt: Instant)
    case checking(idleSince: Instant)
    case leased
    case closing
  }

  private struct Connection {
    var slot: Slot
    var retiresAt: Instant
  }

  private struct Waiter {
    let id: UInt64
    let since: Instant
    let deadline: Instant
  }

  let settings: PoolSettings
  private var connections: [Int: Connection] = [:]
  /// Idle ones in order of their last use: the latest is used again, the earliest grows old.
  private var idle: [Int] = []
  private var waiters: [Waiter] = []
  private var nextConnection = 0
  private var failures = 0
  private var retryAt: Instant?
  private var isClosing = false
  private var hasFinished = false
  private var random: UInt64
  private(set) var totals = PoolMetrics.Totals()

  init(_ settings: PoolSettings, seed: UInt64 = 1) {
    self.settings = settings
    random = seed | 1
  }

  var metrics: PoolMetrics {
    var metrics = PoolMetrics(totals: totals)
    metrics.waiting = waiters.count
    for connection in connections.values {
      switch connection.slot {
      case .opening: metrics.opening += 1
      case .idle, .checking: metrics.idle += 1
      case .leased: metrics.leased += 1
      case .closing: metrics.closing += 1
      }
    }
    return metrics
  }
}

// MARK: - Events

extension PoolState {
  /// At the beginning, to have the idle minimum ready.
  mutating func start(now: Instant) -> [Action] {
    openMissing(now)
  }

  mutating func lease(_ waiter: UInt64, now: Instant) -> [Action] {
    if isClosing { return [refuse(waiter, .closed)] }
    if waiters.isEmpty, let connection = idle.popLast() {
      connections[connection]?.slot = .leased
      totals.leases += 1
      return [.grant(waiter: waiter, connection: connection)]
    }
    if waiters.count >= settings.maxWaiters { return [refuse(waiter, .busy)] }
    waiters.append(Waiter(id: waiter, since: now, deadline: now + settings.waitTimeout))
    return openMissing(now)
  }

  mutating func cancel(_ waiter: UInt64) -> [Action] {
    guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
    waiters.remove(at: index)
    return [refuse(waiter, .cancelled)]
  }

  mutating func opened(_ id: Int, now: Instant) -> [Action] {
    failures = 0
    retryAt = nil
    totals.opened += 1
    if isClosing { return close(id) }
    return makeAvailable(id, now, checkedAt: now) + openMissing(now)
  }

  mutating func openFailed(_ id: Int, now: Instant) -> [Action] {
    connections[id] = nil
    failures += 1
    totals.openFailures += 1
    retryAt = now + backoff()
    return finishIfEmpty()
  }

  /// - Parameter isClean: open and outside any transaction.
  mutating func released(_ id: Int, isClean: Bool, now: Instant) -> [Action] {
    guard let connection = connections[id], connection.slot == .leased else { return [] }
    if isClosing || !isClean || connection.retiresAt <= now { return close(id) + openMissing(now) }
    return makeAvailable(id, now, checkedAt: now)
  }

  mutating func checked(_ id: Int, isHealthy: Bool, now: Instant) -> [Action] {
    guard case .checking(let since) = connections[id]?.slot else { return [] }
    if isClosing || !isHealthy { return close(id) + openMissing(now) }
    return makeAvailable(id, since, checkedAt: now)
  }

  /// A connection ended, at our wish or not.
  mutating func ended(_ id: Int, now: Instant) -> [Action] {
    guard let connection = connections.removeValue(forKey: id) else { return [] }
    idle.removeAll { $0 == id }
    totals.closed += 1
    if connection.slot != .closing { totals.lost += 1 }
    return finishIfEmpty() + openMissing(now)
  }

  mutating func close(now: Instant) -> [Action] {
    guard !isClosing else { return finishIfEmpty() }
    isClosing = true
    var actions = waiters.map { refuse($0.id, .closed) }
    waiters.removeAll()
    for id in idle { actions += close(id) }
    idle.removeAll()
    return actions + finishIfEmpty()
  }

  /// Whatever a passed moment brings about.
  mutating func tick(now: Instant) -> [Action] {
    var actions: [Action] = []
    while let first = waiters.first, first.deadline <= now {
      waiters.removeFirst()
      actions.append(refuse(first.id, failures > 0 ? .unreachable : .timedOut))
    }
    for id in idle {
      guard case .idle(let since, let checkedAt) = connections[id]?.slot, let retiresAt = connections[id]?.retiresAt
      else { continue }
      let isSpare = idle.count > settings.minIdle && since + settings.idleTimeout <= now
      if retiresAt <= now || isSpare {
        idle.removeAll { $0 == id }
        actions += close(id)
      } else if checkedAt + settings.checkInterval <= now {
        idle.removeAll { $0 == id }
        connections[id]?.slot = .checking(idleSince: since)
        actions.append(.check(id))
      }
    }
    return actions + openMissing(now)
  }

  /// The next moment at which `tick` would do something.
  var nextDeadline: Instant? {
    var next = waiters.first?.deadline
    func consider(_ moment: Instant) { next = min(next ?? moment, moment) }
    if let retryAt, wanted > 0, !isOpening { consider(retryAt) }
    for id in idle {
      guard case .idle(let since, let checkedAt) = connections[id]?.slot, let retiresAt = connections[id]?.retiresAt
      else { continue }
      consider(retiresAt)
      consider(checkedAt + settings.checkInterval)
      if idle.count > settings.minIdle { consider(since + settings.idleTimeout) }
    }
    return next
  }
}

// MARK: - Decisions

extension PoolState {
  /// Connections to be opened for those who wait and for the idle minimum.
  private var wanted: Int {
    guard !isClosing else { return 0 }
    var opening = 0
    var ready = 0
    for connection in connections.values {
      switch connection.slot {
      case .opening: opening += 1
      case .idle, .checking: ready += 1
      case .leased, .closing: break
      }
    }
    let needed = max(waiters.count, settings.minIdle - ready)
    return max(0, min(needed - opening, settings.maxConnections - connections.count))
  }

  private var isOpening: Bool { connections.values.contains { $0.slot == .opening } }

  private mutating func openMissing(_ now: Instant) -> [Action] {
    if let retryAt, retryAt > now { return [] }
    // A server that refused is asked by one connection at a time.
    let count = failures > 0 ? min(wanted, isOpening ? 0 : 1) : wanted
    if count > 0 { retryAt = nil }
    return (0..<count).map { _ in
      nextConnection += 1
      // Spread, so that connections opened together do not all retire together.
      let retiresAt = now + settings.maxLifetime * (0.9 + 0.1 * nextRandom())
      connections[nextConnection] = Connection(slot: .opening, retiresAt: retiresAt)
      return .open(nextConnection)
    }
  }

  private mutating func makeAvailable(_ id: Int, _ idleSince: Instant, checkedAt: Instant) -> [Action] {
    if waiters.isEmpty {
      connections[id]?.slot = .idle(since: idleSince, checkedAt: checkedAt)
      idle.append(id)
      return []
    }
    let waiter = waiters.removeFirst()
    connections[id]?.slot = .leased
    totals.leases += 1
    totals.waits += 1
    totals.waited += waiter.since.duration(to: checkedAt)
    return [.grant(waiter: waiter.id, connection: id)]
  }

  private mutating func close(_ id: Int) -> [Action] {
    connections[id]?.slot = .closing
    return [.close(id)]
  }

  private mutating func refuse(_ waiter: UInt64, _ refusal: Refusal) -> Action {
    totals.refusals += 1
    return .refuse(waiter: waiter, refusal)
  }

  private mutating func finishIfEmpty() -> [Action] {
    guard isClosing, connections.isEmpty, !hasFinished else { return [] }
    hasFinished = true
    return [.finished]
  }

  /// Doubles with each failure up to the limit; between half of it and all of it, so that many pools do not knock in
  /// step.
  private mutating func backoff() -> Duration {
    let doubled = settings.firstBackoff * Double(1 << min(failures - 1, 16))
    return min(doubled, settings.lastBackoff) * (0.5 + 0.5 * nextRandom())
  }

  /// In 0..<1 (xorshift64).
  private mutating func nextRandom() -> Double {
    random ^= random << 13
    random ^= random >> 7
    random ^= random << 17
    return Double(random >> 11) / Double(1 << 53)
  }
}
