import ArgumentParser
import Diagnostics
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore
import Synchronization

/// A receiver for trying out and for tests: what a finance system would be in earnest.
struct WebhookCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook",
    abstract: "Receive signed webhooks and keep each once. 署名付きWebhookの受信試験。",
    discussion: """
      Verifies signature and age after Standard Webhooks, recognises repeated deliveries by their webhook-id, and \
      appends each first one to the log as a JSON line before it answers. A receiver started again with the same log \
      goes on where the last one ended.
      """)

  @Option(help: "Address to listen on; port 0 picks a free one and prints it.")
  var listen = "127.0.0.1:0"
  @Option(help: "File of the secret: whsec_ and base64.")
  var secretFile: String
  @Option(help: "File to which first deliveries are appended.")
  var log: String
  @Option(help: "JSON object to answer with; it becomes the result of the task.")
  var answer = "{}"
  @Option(help: "Answer so many deliveries with 503 before the first is taken.")
  var fail = 0
  @OptionGroup var common: CommonOptions

  func operate() async throws {
    let language = common.language
    guard let (host, port) = Self.split(listen) else {
      throw ValidationError("--listen takes HOST:PORT / --listen は ホスト:ポート の形です")
    }
    guard let answer = try? JSONValue(parsing: answer), case .object = answer else {
      throw ValidationError("--answer takes a JSON object / --answer は JSON オブジェクトです")
    }
    let bytes = try InputFile.read(secretFile, limit: 4_096, language)
    guard let secret = WebhookSecret.parse(String(decoding: bytes, as: UTF8.self)) else {
      throw Trouble(
        Exit.invalid,
        Text(
          en: "\(secretFile): not whsec_ and base64 of 24 to 64 bytes",
          ja: "\(secretFile):「whsec_」に続く24〜64バイトのbase64ではありません"))
    }
    let receiver = try WebhookReceiver(secret: secret, log: log)
    let application = Application(
      responder: Responder(receiver: receiver, answer: answer.canonicalText, refusals: Countdown(fail)),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in
        let address = "http://\(listen.prefix { $0 != ":" }):\(channel.localAddress?.port ?? port)"
        Terminal.note(Text(en: "listening on \(address)", ja: "\(address) で待ち受けています")[language])
      }, logger: House.logger(.error))
    try await House.run([application], logger: House.logger(.error))
  }

  private static func split(_ text: String) -> (String, Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let port = Int(parts[1]), (0...65_535).contains(port) else { return nil }
    return (String(parts[0]), port)
  }

  private struct Responder: HTTPResponder {
    let receiver: WebhookReceiver
    let answer: String
    let refusals: Countdown

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
      guard request.method == .post else { return Self.response(.methodNotAllowed, "only POST is taken") }
      if refusals.take() { return Self.response(.serviceUnavailable, "not yet") }
      let body: ByteBuffer
      do {
        body = try await request.body.collect(upTo: 1 << 20)
      } catch {
        return Self.response(.contentTooLarge, "more than a MiB")
      }
      let verdict = try receiver.take(
        WebhookReceiver.Delivery(
          id: request.headers[.webhookID], timestamp: request.headers[.webhookTimestamp],
          signature: request.headers[.webhookSignature], body: Array(body.readableBytesView)),
        now: Int64(Date().timeIntervalSince1970))
      switch verdict {
      case .first, .again: return Self.response(.ok, raw: answer)
      case .refused(let reason): return Self.response(.unauthorized, reason)
      }
    }

    private static func response(_ status: HTTPResponse.Status, _ error: String) -> Response {
      response(status, raw: JSONValue.object(["error": .string(error)]).canonicalText)
    }

    private static func response(_ status: HTTPResponse.Status, raw text: String) -> Response {
      Response(
        status: status, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
  }
}

/// Says yes so many times.
final class Countdown: Sendable {
  private let left: Mutex<Int>

  init(_ count: Int) { left = Mutex(count) }

  func take() -> Bool {
    left.withLock { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
  }
}

extension HTTPField.Name {
  fileprivate static var webhookID: Self { name("webhook-id") }
  fileprivate static var webhookTimestamp: Self { name("webhook-timestamp") }
  fileprivate static var webhookSignature: Self { name("webhook-signature") }

  /// The three names above have the form of header names.
  private static func name(_ text: String) -> Self { HTTPField.Name(text) ?? .contentType }
}
