import Diagnostics
import Engine
import JSON
import Workflows

/// Messages to people by a sendmail-compatible program, a message a person: none learns who else got it. Whom it cannot
/// reach that way finds the message in the record.
struct MailDelivery {
  let mail: Endpoints.Mail?
  let engine: WorkflowEngine

  /// Sends what can be sent and settles the task. Where the mail program refuses some, those that it took are settled
  /// and the task remains for the others: nobody gets a message again because another's failed.
  func deliver(_ task: LeasedTask) async throws {
    let people = (task.payload["to"]?.arrayValue ?? []).compactMap(\.stringValue).map { PersonCode($0) }
    guard let mail else { return try await settle(task, mailed: [], kept: people) }
    var addresses = try await engine.addresses(of: people)
    addresses.merge(mail.addresses.filter { people.contains($0.key) }) { _, chosen in chosen }
    addresses = addresses.filter { MailAddress.isValid($0.value) }
    let text = Text(en: task.payload["en"]?.stringValue ?? "", ja: task.payload["ja"]?.stringValue ?? "")
    var mailed: [PersonCode] = []
    var failures: [(person: PersonCode, failure: TaskPerformer.Failure)] = []
    for person in people {
      guard let address = addresses[person] else { continue }
      let message = MailMessage(text: text, to: address, from: mail.sender, id: Self.name(task, person))
      do {
        try await send(message, by: mail)
        mailed.append(person)
      } catch let failure as TaskPerformer.Failure {
        failures.append((person, failure))
      }
    }
    let kept = people.filter { addresses[$0] == nil }
    guard let first = failures.first else { return try await settle(task, mailed: mailed, kept: kept) }
    if !mailed.isEmpty || !kept.isEmpty {
      try await settle(task, mailed: mailed, kept: kept, remaining: failures.map(\.person))
    }
    throw failures.first { $0.failure.isTemporary }?.failure ?? first.failure
  }

  private func settle(
    _ task: LeasedTask, mailed: [PersonCode], kept: [PersonCode], remaining: [PersonCode] = []
  ) async throws {
    try await Patience.reporting { () async throws(EngineError) in
      try await engine.settle(task, mailed: mailed, kept: kept, remaining: remaining)
    }
  }

  private func send(_ message: MailMessage, by mail: Endpoints.Mail) async throws {
    // -i: a line with a single dot does not end the message; it goes to the one named here and nobody else.
    let command = Endpoints.Command(
      arguments: mail.sendmail.arguments + ["-i", "--", message.to], timeout: mail.sendmail.timeout,
      environment: mail.sendmail.environment)
    _ = try await ProgramRun(command: command).output(for: Array(message.source.utf8))
  }

  /// The left half of a Message-ID (RFC 5322, section 3.6.4): a person's code may hold what may not stand there.
  private static func name(_ task: LeasedTask, _ person: PersonCode) -> String {
    let code = person.text.utf8.map { byte in
      let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
      return isPlain ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
    }
    return "\(task.idempotencyKey).\(code.joined())"
  }
}
