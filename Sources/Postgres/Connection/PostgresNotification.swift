/// What NOTIFY carried.
package struct PostgresNotification: Hashable, Sendable {
  package let channel: String
  /// At most 8,000 bytes (the server's limit).
  package let payload: String
  /// The server process of the session that sent it.
  package let processID: Int32

  package init(channel: String, payload: String, processID: Int32) {
    self.channel = channel
    self.payload = payload
    self.processID = processID
  }
}
