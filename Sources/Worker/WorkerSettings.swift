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

/// Names that definitions use, and what they mean on this installation. Secrets come from files the operator names.
package struct Endpoints: Sendable {
  package struct Webhook: Sendable {
    package let url: String
    /// The key of Standard Webhooks, 24 to 64 bytes.
    package let secret: [UInt8]

    package init(url: String, secret: [UInt8]) {
      self.url = url
      self.secret = secret
    }
  }

  package struct Command: Sendable {
    /// Program and arguments; no shell is involved.
    package let arguments: [String]
    package let timeout: Duration

    package init(arguments: [String], timeout: Duration) {
      self.arguments = arguments
      self.timeout = timeout
    }
  }

  package var webhooks: [String: Webhook] = [:]
  package var commands: [String: Command] = [:]
  /// A sendmail-compatible program for messages to people; nil: messages stay in the record only.
  package var sendmail: Command?
  /// `From:` of mail.
  package var sender = "sekisho@localhost"

  package init() {}
}
