import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization

/// A receiver of webhooks on a real socket: answers as the test says, and tells the test what came.
final class Receiver: Sendable {
  struct Delivery: Sendable {
    let headers: HTTPFields
    let body: [UInt8]

    subscript(name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
  }

  struct Answer: Sendable {
    var status: HTTPResponse.Status
    var body = ""
    /// Waited for before the answer is given.
    var gate: Gate?
  }

  /// Opened once.
  final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }
    func wait() async { for await _ in stream {} }
  }

  /// Deliveries in the order of their coming.
  let deliveries: AsyncStream<Delivery>
  private let report: AsyncStream<Delivery>.Continuation
  private let answers: Mutex<[Answer]>

  /// The last answer is given for ever.
  private init(_ answers: [Answer]) {
    self.answers = Mutex(answers)
    (deliveries, report) = AsyncStream.makeStream()
  }

  static func with(
    _ answers: [Answer], _ body: @Sendable (Receiver, _ url: String) async throws -> Void
  ) async throws {
    let receiver = Receiver(answers)
    let router = Router()
    router.post("hook") { request, _ in
      let buffer = try await request.body.collect(upTo: 1 << 20)
      let answer = receiver.take(Delivery(headers: request.headers, body: Array(buffer.readableBytesView)))
      await answer.gate?.wait()
      return Response(status: answer.status, body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }
    try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
      .test(.live) { client in try await body(receiver, "http://127.0.0.1:\(client.port ?? 0)/hook") }
  }

  private func take(_ delivery: Delivery) -> Answer {
    let answer = answers.withLock { answers in answers.count > 1 ? answers.removeFirst() : answers[0] }
    report.yield(delivery)
    return answer
  }
}
