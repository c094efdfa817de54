import Diagnostics
import Engine
import JSON
import Workflows

/// Messages to people by a sendmail-compatible program. Without one configured a message stays in the record.
struct MailDelivery {
  let endpoints: Endpoints
  let engine: WorkflowEngine

  func deliver(_ task: LeasedTask) async throws {
    guard let sendmail = endpoints.sendmail else { return }
    let people = (task.payload["to"]?.arrayValue ?? []).compactMap(\.stringValue).map { PersonCode($0) }
    let addresses = try await engine.addresses(of: people)
    guard !addresses.isEmpty else { return }
    let text = Text(
      en: task.payload["en"]?.stringValue ?? "", ja: task.payload["ja"]?.stringValue ?? "")
    _ = try await CommandRun(
      command: Endpoints.Command(arguments: sendmail.arguments + ["-i", "--"] + addresses, timeout: sendmail.timeout)
    ).execute(Self.message(text, to: addresses, from: endpoints.sender, id: task.idempotencyKey))
  }

  /// RFC 5322 with an RFC 2047 subject; the body is 8-bit UTF-8.
  static func message(_ text: Text, to addresses: [String], from sender: String, id: String) -> String {
    let subject = "=?UTF-8?B?" + Base64.encode(Array(String(text.ja.prefix(60)).utf8)) + "?="
    return """
      From: \(line(sender))
      To: \(addresses.map(line).joined(separator: ", "))
      Subject: \(subject)
      Message-ID: <\(id)@sekisho>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      \(text.ja)

      \(text.en)

      """
  }

  /// A header value cannot start another header.
  private static func line(_ text: String) -> String { String(text.filter { !$0.isNewline }) }
}
