import Engine

/// What has been done outside is not to be done again because the database was away for a moment: its report is repeated
/// while the lease is kept. A report that came through the first time ends the task, and the fence refuses the second.
enum Patience {
  private static let pauses: [Duration] = [.milliseconds(100), .seconds(1), .seconds(2), .seconds(5), .seconds(10)]

  static func reporting<Value: Sendable>(_ report: () async throws(EngineError) -> Value) async throws -> Value {
    for pause in pauses {
      do throws(EngineError) {
        return try await report()
      } catch {
        guard error.code == .tryAgain || error.code == .outcomeUnknown else { throw error }
      }
      try await Task.sleep(for: pause)
    }
    return try await report()
  }
}
