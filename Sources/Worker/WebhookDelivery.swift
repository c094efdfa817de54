import AsyncHTTPClient
import Crypto
import Engine
import JSON
import NIOCore
import NIOHTTP1
import Workflows

/// A signed webhook: the headers of Standard Webhooks, the body a CloudEvents 1.0 envelope in structured mode.
struct WebhookDelivery {
  let endpoint: Endpoints.Webhook
  let client: HTTPClient

  static let maxAnswer = 64 * 1024

  /// - Returns: the receiver's JSON answer, or an empty object where it gives none.
  func deliver(_ task: LeasedTask) async throws -> JSONValue {
    let body = Self.envelope(task).canonicalBytes
    let seconds = WallClock.seconds
    var request = HTTPClientRequest(url: endpoint.url)
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/cloudevents+json; charset=utf-8")
    request.headers.add(name: "webhook-id", value: task.idempotencyKey)
    request.headers.add(name: "webhook-timestamp", value: String(seconds))
    request.headers.add(
      name: "webhook-signature",
      value: Self.signature(id: task.idempotencyKey, timestamp: seconds, body: body, secret: endpoint.secret))
    request.body = .bytes(ByteBuffer(bytes: body))
    let response: HTTPClientResponse
    do {
      response = try await client.execute(
        request, timeout: .milliseconds(endpoint.timeout.components.seconds * 1_000))
    } catch {
      throw TaskPerformer.Failure.temporary("the receiver could not be reached")
    }
    switch response.status.code {
    case 200..<300: return try await Self.answer(response)
    case 408, 409, 425, 429, 500...:
      throw TaskPerformer.Failure.temporary("the receiver answered \(response.status.code)")
    default: throw TaskPerformer.Failure.permanent("the receiver refused with \(response.status.code)")
    }
  }

  /// Follows no redirect: what is signed goes where the operator said and nowhere else.
  static func client() -> HTTPClient {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.decompression = .disabled
    configuration.timeout.connect = .seconds(10)
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  static func envelope(_ task: LeasedTask) -> JSONValue {
    [
      "specversion": "1.0", "id": .string(task.idempotencyKey), "source": .string("/sekisho/items/\(task.item)"),
      "type": .string("jp.sekisho.task.\(task.name)"), "datacontenttype": "application/json",
      "subject": .string(task.item.description), "data": task.payload,
    ]
  }

  /// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks, "Signature scheme").
  static func signature(id: String, timestamp: Int64, body: [UInt8], secret: [UInt8]) -> String {
    let content = Array("\(id).\(timestamp).".utf8) + body
    let code = HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: secret))
    return "v1," + Base64.encode(Array(code))
  }

  private static func answer(_ response: HTTPClientResponse) async throws -> JSONValue {
    let body: ByteBuffer
    do {
      body = try await response.body.collect(upTo: maxAnswer)
    } catch {
      return .object([:])
    }
    let bytes = Array(body.readableBytesView)
    guard !bytes.isEmpty, let value = try? JSONValue(parsing: bytes), case .object = value else { return .object([:]) }
    return value
  }
}
