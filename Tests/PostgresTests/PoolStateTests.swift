import Testing

@testable import Postgres

/// The machine alone: events in, actions out, no socket.
@Suite struct PoolStateTests {
  private let start = ContinuousClock.now

  private func after(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

  private func machine(_ change: (inout PoolSettings) -> Void = { _ in }) -> PoolState {
    var settings = PoolSettings(maxConnections: 2)
    settings.waitTimeout = .seconds(5)
    change(&settings)
    return PoolState(settings)
  }

  @Test func opensOnDemandAndLendsAgain() {
    var pool = machine()
    #expect(pool.start(now: start) == [])
    #expect(pool.lease(1, now: start) == [.open(1)])
    #expect(pool.opened(1, now: start) == [.grant(waiter: 1, connection: 1)])
    #expect(pool.released(1, isClean: true, now: start) == [])
    #expect(pool.lease(2, now: start) == [.grant(waiter: 2, connection: 1)])
    #expect(pool.metrics.totals.opened == 1)
  }

  @Test func firstComeFirstServed() {
    var pool = machine()
    _ = pool.lease(1, now: start)
    _ = pool.lease(2, now: start)
    #expect(pool.lease(3, now: start) == [])
    #expect(pool.lease(4, now: start) == [])
    #expect(pool.opened(2, now: start) == [.grant(waiter: 1, connection: 2)])
    #expect(pool.opened(1, now: start) == [.grant(waiter: 2, connection: 1)])
    #expect(pool.released(2, isClean: true, now: after(1)) == [.grant(waiter: 3, connection: 2)])
    #expect(pool.released(2, isClean: true, now: after(2)) == [.grant(waiter: 4, connection: 2)])
    #expect(pool.metrics.totals.waits == 4)
    #expect(pool.metrics.totals.waited == .seconds(3))
  }

  @Test func waitersTimeOutInOrder() {
    var pool = machine { $0.maxConnections = 1 }
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: after(1))
    _ = pool.lease(3, now: after(2))
    #expect(pool.nextDeadline == after(6))
    #expect(pool.tick(now: after(6)) == [.refuse(waiter: 2, .timedOut)])
    #expect(pool.nextDeadline == after(7))
  }

  @Test func cancelledWaiterIsForgotten() {
    var pool = machine { $0.maxConnections = 1 }
    _ = pool.lease(1, now: start)
    #expect(pool.cancel(1) == [.refuse(waiter: 1, .cancelled)])
    #expect(pool.cancel(1) == [])
    #expect(pool.opened(1, now: start) == [])
    #expect(pool.metrics.idle == 1)
  }

  @Test func tooManyWaitersAreRefusedAtOnce() {
    var pool = machine {
      $0.maxConnections = 1
      $0.maxWaiters = 1
    }
    _ = pool.lease(1, now: start)
    #expect(pool.lease(2, now: start) == [.refuse(waiter: 2, .busy)])
  }

  @Test func dirtyConnectionsAreReplaced() {
    var pool = machine { $0.maxConnections = 1 }
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: start)
    #expect(pool.released(1, isClean: false, now: start) == [.close(1)])
    // never more than the limit: the place is free when the old one is gone
    #expect(pool.metrics.closing == 1)
    #expect(pool.ended(1, now: start) == [.open(2)])
    #expect(pool.metrics.totals.lost == 0)
  }

  @Test func lostConnectionsAreReplacedForThoseWhoWait() {
    var pool = machine { $0.maxConnections = 1 }
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: start)
    #expect(pool.ended(1, now: start) == [.open(2)])
    #expect(pool.released(1, isClean: false, now: start) == [])
    #expect(pool.metrics.totals.lost == 1)
  }

  @Test func failingServerIsAskedByOneAtATimeAndLessOften() {
    var pool = machine {
      $0.firstBackoff = .seconds(1)
      $0.lastBackoff = .seconds(4)
      $0.waitTimeout = .seconds(1_000)
    }
    #expect(pool.lease(1, now: start) == [.open(1)])
    #expect(pool.lease(2, now: start) == [.open(2)])
    #expect(pool.openFailed(1, now: start) == [])
    #expect(pool.openFailed(2, now: start) == [])
    #expect(pool.lease(3, now: start) == [])
    var now = start
    var pauses: [Duration] = []
    for id in 3..<8 {
      guard let next = pool.nextDeadline else { break }
      pauses.append(now.duration(to: next))
      now = next
      #expect(pool.tick(now: now) == [.open(id)])
      #expect(pool.tick(now: now + .seconds(60)) == [])
      #expect(pool.openFailed(id, now: now) == [])
    }
    #expect(pauses.count == 5)
    #expect(pauses.allSatisfy { $0 >= .milliseconds(500) && $0 <= .seconds(4) })
    #expect(pauses[4] >= .seconds(2))
    now = pool.nextDeadline ?? now
    #expect(pool.tick(now: now) == [.open(8)])
    #expect(pool.opened(8, now: now) == [.grant(waiter: 1, connection: 8), .open(9)])
  }

  @Test func unreachableServerIsNamedAsTheReason() {
    var pool = machine { $0.firstBackoff = .seconds(60) }
    _ = pool.lease(1, now: start)
    _ = pool.openFailed(1, now: start)
    #expect(pool.tick(now: after(5)) == [.refuse(waiter: 1, .unreachable)])
  }

  @Test func keepsItsMinimumAndClosesTheRest() {
    var pool = machine {
      $0.minIdle = 1
      $0.idleTimeout = .seconds(10)
      $0.checkInterval = .seconds(1_000)
    }
    #expect(pool.start(now: start) == [.open(1)])
    _ = pool.opened(1, now: start)
    #expect(pool.lease(1, now: start) == [.grant(waiter: 1, connection: 1)])
    #expect(pool.lease(2, now: start) == [.open(2)])
    _ = pool.opened(2, now: start)
    _ = pool.released(1, isClean: true, now: start)
    _ = pool.released(2, isClean: true, now: start)
    #expect(pool.nextDeadline == after(10))
    #expect(pool.tick(now: after(10)) == [.close(1)])
    #expect(pool.tick(now: after(20)) == [])
    #expect(pool.ended(1, now: after(20)) == [])
    #expect(pool.ended(2, now: after(20)) == [.open(3)])
  }

  @Test func idleConnectionsAreCheckedAndRetired() {
    var pool = machine {
      $0.minIdle = 1
      $0.checkInterval = .seconds(30)
      $0.maxLifetime = .seconds(100)
    }
    _ = pool.start(now: start)
    _ = pool.opened(1, now: start)
    #expect(pool.tick(now: after(30)) == [.check(1)])
    #expect(pool.checked(1, isHealthy: true, now: after(31)) == [])
    #expect(pool.tick(now: after(61)) == [.check(1)])
    #expect(pool.checked(1, isHealthy: false, now: after(62)) == [.close(1), .open(2)])
    _ = pool.opened(2, now: after(62))
    #expect(pool.tick(now: after(162)).first == .close(2))
  }

  @Test func closingWaitsForWhatIsLent() {
    var pool = machine()
    _ = pool.lease(1, now: start)
    _ = pool.opened(1, now: start)
    _ = pool.lease(2, now: start)
    #expect(pool.lease(3, now: start) == [])
    #expect(pool.close(now: start) == [.refuse(waiter: 2, .closed), .refuse(waiter: 3, .closed)])
    #expect(pool.lease(4, now: start) == [.refuse(waiter: 4, .closed)])
    #expect(pool.opened(2, now: start) == [.close(2)])
    #expect(pool.ended(2, now: start) == [])
    #expect(pool.released(1, isClean: true, now: start) == [.close(1)])
    #expect(pool.ended(1, now: start) == [.finished])
    #expect(pool.close(now: start) == [])
  }

  @Test func closingAnUnusedPoolIsDoneAtOnce() {
    var pool = machine()
    #expect(pool.close(now: start) == [.finished])
  }

  /// Whatever happens in whatever order: never more connections than allowed, every waiter is answered once, and a
  /// closed pool finishes.
  @Test(arguments: 1...50)
  func anyOrderOfEvents(seed: Int) {
    var random = Generator(state: UInt64(seed))
    var pool = machine {
      $0.maxConnections = 3
      $0.minIdle = 1
      $0.maxWaiters = 5
      $0.idleTimeout = .seconds(20)
    }
    var world = World()
    world.perform(pool.start(now: start))
    var now = start
    for step in 0..<2_000 {
      now += .milliseconds(Int64.random(in: 0...400, using: &random))
      let isClosing = step >= 1_900
      if step == 1_900 { world.perform(pool.close(now: now)) }
      world.perform(event(&pool, &world, now, isClosing, &random))
      #expect(world.live.count <= 3)
      #expect(pool.metrics.leased == world.leased.count)
    }
    while let id = world.live.first {
      world.leased[id] = nil
      world.perform(pool.released(id, isClean: true, now: now))
      world.perform(pool.ended(id, now: now))
      world.live.remove(id)
      world.opening.remove(id)
    }
    #expect(world.waiting.isEmpty)
    #expect(world.finished == 1)
  }

  private func event(
    _ pool: inout PoolState, _ world: inout World, _ now: ContinuousClock.Instant, _ isClosing: Bool,
    _ random: inout Generator
  ) -> [PoolState.Action] {
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1:
      world.nextWaiter += 1
      world.waiting.insert(world.nextWaiter)
      return pool.lease(world.nextWaiter, now: now)
    case 2: return world.waiting.randomElement(using: &random).map { pool.cancel($0) } ?? []
    case 3, 4:
      guard let id = world.opening.randomElement(using: &random) else { return [] }
      world.opening.remove(id)
      if Bool.random(using: &random) { return pool.opened(id, now: now) }
      world.live.remove(id)
      return pool.openFailed(id, now: now)
    case 5, 6:
      guard let id = world.leased.keys.randomElement(using: &random) else { return [] }
      world.leased[id] = nil
      return pool.released(id, isClean: Int.random(in: 0..<4, using: &random) > 0, now: now)
    case 7:
      guard let id = world.live.subtracting(world.opening).randomElement(using: &random) else { return [] }
      world.live.remove(id)
      world.leased[id] = nil
      return pool.ended(id, now: now)
    default: return pool.tick(now: now)
    }
  }

  /// What the actions did.
  private struct World {
    var live: Set<Int> = []
    var opening: Set<Int> = []
    var leased: [Int: UInt64] = [:]
    var waiting: Set<UInt64> = []
    var nextWaiter: UInt64 = 0
    var finished = 0

    mutating func perform(_ actions: [PoolState.Action]) {
      for action in actions {
        switch action {
        case .open(let id):
          live.insert(id)
          opening.insert(id)
        case .close(let id): #expect(leased[id] == nil)
        case .check: break
        case .grant(let waiter, let connection):
          #expect(waiting.remove(waiter) != nil)
          #expect(leased.updateValue(waiter, forKey: connection) == nil)
        case .refuse(let waiter, _): #expect(waiting.remove(waiter) != nil)
        case .finished: finished += 1
        }
      }
    }
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
