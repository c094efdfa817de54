import AsyncHTTPClient
package import Engine
package import Logging
import ServiceLifecycle
import Workflows

/// The loops beside the doors: automatic transitions and deadlines, messages, work outside. Keeps nothing; run any
/// number of them against one database.
package struct WorkerPool: Service {
  private let engine: WorkflowEngine
  private let settings: WorkerSettings
  private let name: String
  private let logger: Logger

  package init(engine: WorkflowEngine, settings: WorkerSettings, name: String, logger: Logger) {
    self.engine = engine
    self.settings = settings
    self.name = name
    self.logger = logger
  }

  /// Runs until told to stop. Then no new work is claimed, what runs gets the grace period, and whatever is left is
  /// rescued by its lease.
  package func run() async throws {
    let wakeUps = WakeUps()
    let client = WebhookDelivery.client()
    let performer = TaskPerformer(endpoints: settings.endpoints, engine: engine, client: client, logger: logger)
    await withGracefulShutdownHandler {
      await loops(wakeUps, performer)
    } onGracefulShutdown: {
      wakeUps.wakeAll()
    }
    try await client.shutdown()
  }

  private func loops(_ wakeUps: WakeUps, _ performer: TaskPerformer) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await cancelWhenGracefulShutdown { await engine.listen { wakeUps.wakeAll() } } }
      for _ in 0..<max(1, settings.drainLoops) {
        let signal = wakeUps.subscribe()
        group.addTask { await drain(signal) }
      }
      for lane in settings.outsideLanes {
        let signal = wakeUps.subscribe()
        group.addTask { await workOutside(lane, signal, performer) }
      }
      group.addTask { await cancelWhenGracefulShutdown { await housekeeping() } }
      await group.waitForAll()
    }
  }

  /// Automatic transitions and deadlines, until nothing is due; then sleeps until a signal or the next poll.
  private func drain(_ signal: WakeUps.Signal) async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      do {
        let taken = try await engine.drain(limit: settings.batch)
        if taken >= settings.batch { continue }
      } catch {
        logger.warning("draining failed", metadata: ["code": "\(error.code.rawValue)"])
      }
      await signal.wait(atMost: settings.poll)
    }
  }

  private enum Turn: Sendable {
    case woken
    case done
  }

  /// Work outside of one kind: at most so many at once, a new one as soon as one ends. When told to stop, what runs may
  /// end.
  private func workOutside(_ lane: WorkerSettings.Lane, _ signal: WakeUps.Signal, _ performer: TaskPerformer) async {
    await withTaskGroup(of: Turn.self) { group in
      var running = 0
      var isWaiting = false
      var mayHaveMore = true
      while true {
        let isStopping = Task.isShuttingDownGracefully || Task.isCancelled
        if isStopping, running == 0 { break }
        let free = lane.limit - running
        if !isStopping, mayHaveMore, free > 0 {
          let tasks = await claim(lane, free)
          for task in tasks {
            group.addTask {
              await performer.perform(task, leaseSeconds: settings.leaseSeconds)
              return .done
            }
          }
          running += tasks.count
          mayHaveMore = tasks.count == free
        }
        if !isStopping, !isWaiting {
          group.addTask {
            await signal.wait(atMost: settings.poll)
            return .woken
          }
          isWaiting = true
        }
        switch await group.next() {
        case .done: running -= 1
        case .woken: (isWaiting, mayHaveMore) = (false, true)
        case nil: break
        }
      }
      group.cancelAll()
    }
  }

  private func claim(_ lane: WorkerSettings.Lane, _ limit: Int) async -> [LeasedTask] {
    do {
      return try await engine.claim(
        kinds: [lane.kind], worker: name, leaseSeconds: settings.leaseSeconds, limit: limit)
    } catch {
      logger.warning("claiming failed", metadata: ["kind": "\(lane.kind)", "code": "\(error.code.rawValue)"])
      return []
    }
  }

  /// Each minute sums up floods of refusals; each hour forgets answers whose keys nobody will repeat any more.
  private func housekeeping() async {
    var minute = 0
    while !Task.isCancelled {
      do {
        try await engine.summariseRefusals()
        if minute % 60 == 0 { try await engine.purgeRequestKeys() }
      } catch {
        logger.warning("housekeeping failed", metadata: ["code": "\(error.code.rawValue)"])
      }
      minute += 1
      try? await Task.sleep(for: .seconds(60))
    }
  }
}
