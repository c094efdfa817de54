/// How much a worker takes on, and where outside work goes.
package struct WorkerSettings: Sendable {
  /// One kind of outside work, with how many of it may run at once.
  package struct Lane: Sendable {
    package let kind: String
    package let limit: Int

    package init(kind: String, limit: Int) {
      self.kind = kind
      self.limit = limit
    }
  }

  /// Loops for automatic transitions and deadlines.
  package var drainLoops = 1
  package var batch = 100
  /// The fallback when no signal comes.
  package var poll: Duration = .seconds(1)
  package var leaseSeconds: Int64 = 60
  package var outsideLanes = [
    Lane(kind: "notify", limit: 10), Lane(kind: "webhook", limit: 10), Lane(kind: "command", limit: 4),
  ]
  package var endpoints: Endpoints

  package init(endpoints: Endpoints) { self.endpoints = endpoints }
}
