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
    let performer = TaskPerformer(endpoints: settings.endpoints, engine: engine, logger: logger)
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

  private func workOutside(_ lane: WorkerSettings.Lane, _ signal: WakeUps.Signal, _ performer: TaskPerformer) async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      var taken = 0
      do {
        let tasks = try await engine.claim(
          kinds: [lane.kind], worker: name, leaseSeconds: settings.leaseSeconds, limit: lane.limit)
        taken = tasks.count
        await withTaskGroup(of: Void.self) { group in
          for task in tasks { group.addTask { await performer.perform(task, leaseSeconds: settings.leaseSeconds) } }
        }
      } catch {
        logger.warning("claiming failed", metadata: ["kind": "\(lane.kind)", "code": "\(error.code.rawValue)"])
      }
      if taken == 0 { await signal.wait(atMost: settings.poll) }
    }
  }

  /// Forgets answers whose keys nobody will repeat any more.
  private func housekeeping() async {
    while !Task.isCancelled {
      do {
        try await engine.purgeRequestKeys()
      } catch {
        logger.warning("housekeeping failed", metadata: ["code": "\(error.code.rawValue)"])
      }
      try? await Task.sleep(for: .seconds(3_600))
    }
  }
}
