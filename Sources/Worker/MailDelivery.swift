import Diagnostics
import Engine
import JSON
import Workflows

/// Messages to people by a sendmail-compatible program. Whom it cannot reach that way finds the message in the record.
struct MailDelivery {
  let mail: Endpoints.Mail?
  let engine: WorkflowEngine

  struct Outcome: Sendable {
    var mailed: [PersonCode] = []
    var kept: [PersonCode] = []
  }

  func deliver(_ task: LeasedTask) async throws -> Outcome {
    let people = (task.payload["to"]?.arrayValue ?? []).compactMap(\.stringValue).map { PersonCode($0) }
    guard let mail else { return Outcome(kept: people) }
    var addresses = try await engine.addresses(of: people)
    addresses.merge(mail.addresses.filter { people.contains($0.key) }) { _, chosen in chosen }
    let reached = people.filter { addresses[$0] != nil }
    guard !reached.isEmpty else { return Outcome(kept: people) }
    let text = Text(en: task.payload["en"]?.stringValue ?? "", ja: task.payload["ja"]?.stringValue ?? "")
    let message = MailMessage(
      text: text, to: reached.compactMap { addresses[$0] }, from: mail.sender, id: task.idempotencyKey)
    // -i: a line with a single dot does not end the message; the message goes to those named here and nobody else.
    let command = Endpoints.Command(
      arguments: mail.sendmail.arguments + ["-i", "--"] + message.to, timeout: mail.sendmail.timeout,
      environment: mail.sendmail.environment)
    _ = try await CommandRun(command: command).execute(message.source)
    return Outcome(mailed: reached, kept: people.filter { addresses[$0] == nil })
  }
}
