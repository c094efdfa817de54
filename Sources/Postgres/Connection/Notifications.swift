/// Notifications on one channel, from the moment `listen` returned. Ends by throwing `PostgresError` when the connection
/// ends; ends quietly when the task that reads is cancelled.
///
/// Meant for waking up, not for carrying facts: when a reader is slow, all but the newest 256 are dropped.
package struct PostgresNotifications: AsyncSequence, Sendable {
  package typealias Element = PostgresNotification

  let stream: AsyncThrowingStream<PostgresNotification, any Error>

  package func makeAsyncIterator() -> AsyncThrowingStream<PostgresNotification, any Error>.Iterator {
    stream.makeAsyncIterator()
  }
}

extension PostgresConnection {
  /// Begins to listen on a channel. Stops when the sequence's last copy is gone or its reading ends.
  package func listen(
    _ channel: String, fileID: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> PostgresNotifications {
    let inbox = inbox
    let id = inbox.makeID()
    let (stream, continuation) = AsyncThrowingStream<PostgresNotification, any Error>.makeStream(
      bufferingPolicy: .bufferingNewest(256))
    // Before LISTEN takes effect, so that nothing falls between.
    inbox.subscribe(
      id,
      Inbox.Subscriber(
        channel: channel, deliver: { continuation.yield($0) }, finish: { continuation.finish(throwing: $0) }))
    continuation.onTermination = { _ in inbox.leave(id, channel) }
    try await query("listen \(identifier: channel)", fileID: fileID, line: line)
    return PostgresNotifications(stream: stream)
  }
}

extension Inbox {
  /// Takes a subscriber away and stops listening after the last one.
  fileprivate func leave(_ id: UInt64, _ channel: String) {
    guard unsubscribe(id) else { return }
    send("unlisten \(identifier: channel)") {
      // Somebody may have come in between, and their LISTEN may have gone before our UNLISTEN.
      if self.hasSubscribers(channel) { self.send("listen \(identifier: channel)") {} }
    }
  }

  private func send(_ sql: SQL, then: @escaping @Sendable () -> Void) {
    submit(
      Batch(
        id: makeID(), work: .pipeline([sql]), effect: .none, timeout: .seconds(10), site: CallSite(#fileID, #line)
      ) { outcome in
        if case .success = outcome { then() }
      })
  }
}
