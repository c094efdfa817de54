import JSON
import Logging
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// `same_key` sees what others are about to make true: across families, batches and engines.
@Suite struct SharedKeyOnEngineTests {
  /// Twenty at once, from two engines: one is first, the others meet it.
  @Test func oneOfManyTwinsIsCreated() async throws {
    try await SmallWorld.with { world in
      try await world.deploy(
        .workflow,
        try SmallWorld.loan(
          (
            "create: {by: [borrower]}",
            "create:\n  by: [borrower]\n  guard: [{require: 'size(same_key(\"same\")) == 0', else: {en: Exists, ja: 重複}}]"
          )))
      let other = WorkflowEngine(world.database.configuration, logger: .quiet)
      let results = await withTaskGroup(of: String.self) { group in
        let running = group.addTaskUnlessCancelled {
          await other.run(); return "closed"
        }
        #expect(running)
        for number in 0..<20 {
          let engine = number.isMultiple(of: 2) ? world.engine : other
          group.addTask { await Self.create("同じ端末", engine) }
        }
        var results: [String] = []
        while results.count < 20, let result = await group.next() { results.append(result) }
        other.close()
        await group.waitForAll()
        return results
      }
      await other.disconnect()
      #expect(results.count { $0 == "done" } == 1)
      #expect(results.count { $0 == "blocked" } == 19, "\(results)")
    }
  }

  private static func create(_ subject: String, _ engine: WorkflowEngine) async -> String {
    do {
      let result = try await engine.create(
        "loan", data: ["subject": .string(subject), "value": 1], as: SmallWorld.tanaka)
      switch result {
      case .done: return "done"
      case .refused(let refusal): return refusal.kind.rawValue
      case .failed(let error): return "\(error.code)"
      }
    } catch {
      return "\(error.code)"
    }
  }
}
