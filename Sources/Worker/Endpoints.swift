package import Workflows

/// Names that definitions use, and what they mean on this installation. Whoever fills it has checked it: secrets come
/// from files or variables that the operator names, never from a definition.
package struct Endpoints: Sendable {
  package struct Webhook: Sendable {
    package let url: String
    /// The key of Standard Webhooks, 24 to 64 bytes.
    package let secret: [UInt8]
    /// From connecting to the last byte of the answer.
    package let timeout: Duration

    package init(url: String, secret: [UInt8], timeout: Duration = .seconds(30)) {
      self.url = url
      self.secret = secret
      self.timeout = timeout
    }
  }

  package struct Command: Sendable {
    /// Program and arguments; no shell is involved.
    package let arguments: [String]
    package let timeout: Duration
    /// Everything the program finds in its environment: the worker's own holds the way into the database.
    package let environment: [String: String]

    package init(
      arguments: [String], timeout: Duration, environment: [String: String] = Endpoints.plainEnvironment
    ) {
      self.arguments = arguments
      self.timeout = timeout
      self.environment = environment
    }
  }

  /// How messages reach people.
  package struct Mail: Sendable {
    /// A sendmail-compatible program with its own arguments.
    package let sendmail: Command
    /// `From:`.
    package let sender: String
    /// Addresses that win over those of the directory.
    package let addresses: [PersonCode: String]

    package init(sendmail: Command, sender: String, addresses: [PersonCode: String] = [:]) {
      self.sendmail = sendmail
      self.sender = sender
      self.addresses = addresses
    }
  }

  package var webhooks: [String: Webhook] = [:]
  package var commands: [String: Command] = [:]
  /// nil: messages to people stay in the record.
  package var mail: Mail?

  package init() {}

  package static let plainEnvironment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "TZ": "Asia/Tokyo",
  ]
}

/// A configuration that is printed by mistake gives no secret away.
extension Endpoints.Webhook: CustomStringConvertible, CustomReflectable {
  package var description: String { "Webhook(\(url))" }
  package var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}

extension Endpoints.Command: CustomStringConvertible, CustomReflectable {
  package var description: String { "Command(\(arguments.first ?? ""))" }
  package var customMirror: Mirror { Mirror(self, children: ["program": arguments.first ?? ""]) }
}
