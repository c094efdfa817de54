import AsyncHTTPClient
import Diagnostics
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix

/// Speaks HTTP to one Sekisho server as one person.
///
/// A write carries a key of its own, and is repeated with that key while the server cannot be reached or says "try
/// again", for as long as `retry` says: it has one effect however often it is sent. Redirects are not followed, since
/// the token is meant for this server only.
struct APIClient: Sendable {
  /// Documents have up to 50 MiB.
  static let maxAnswer = 64 << 20

  let site: Site
  let language: Language
  let retry: Duration
  let timeout: Duration
  /// Hears of every pause before another attempt.
  let onRetry: @Sendable (Duration) -> Void
  private let http: HTTPClient

  /// - Parameter site: where the server is, and as whom to speak.
  static func with<Value: Sendable>(
    _ site: Site, language: Language, retry: Duration, timeout: Duration,
    onRetry: @escaping @Sendable (Duration) -> Void = { _ in },
    _ body: (APIClient) async throws -> Value
  ) async throws -> Value {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    configuration.timeout.connect = .seconds(5)
    // Whether another attempt makes sense is decided here, where the key is known.
    configuration.connectionPool.retryConnectionEstablishment = false
    let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    do {
      let value = try await body(
        APIClient(site: site, language: language, retry: retry, timeout: timeout, onRetry: onRetry, http: http))
      try await http.shutdown()
      return value
    } catch {
      try? await http.shutdown()
      throw error
    }
  }

  func get(_ path: APIPath, query: [(name: String, value: String)] = []) async throws -> APIAnswer {
    try await send(APIRequest(.get, path, query: query))
  }

  /// - Throws: `RemoteProblem` where the server refused, `CommandFailure` where it was not reached or not understood.
  func send(_ request: APIRequest) async throws -> APIAnswer {
    guard !request.path.hasEmptyName else {
      throw CommandFailure(Exit.usage, Text(en: "a name must not be empty", ja: "名前を空にはできません"))
    }
    let clock = ContinuousClock()
    let deadline = clock.now + retry
    var backoff = Backoff()
    while true {
      do {
        return try await attempt(request)
      } catch let failed as FailedAttempt {
        let pause = backoff.next(atLeast: failed.wish)
        guard failed.mayRepeat(request), clock.now + pause < deadline else { throw failed.reason }
        onRetry(pause)
        try await clock.sleep(for: pause)
      }
    }
  }

  private func attempt(_ request: APIRequest) async throws -> APIAnswer {
    let timeout = timeout
    let asked = httpRequest(request)
    do {
      return try await withThrowingTaskGroup(of: APIAnswer.self) { group in
        group.addTask { try await exchange(asked) }
        group.addTask {
          try await Task.sleep(for: timeout)
          throw FailedAttempt.timedOut(after: timeout, request)
        }
        defer { group.cancelAll() }
        guard let answer = try await group.next() else { throw CancellationError() }
        return answer
      }
    } catch let failed as FailedAttempt {
      throw failed
    } catch let failure as any Presentable {
      throw failure
    } catch {
      throw FailedAttempt(transport: error, request, site)
    }
  }

  private func httpRequest(_ request: APIRequest) -> HTTPClientRequest {
    var asked = HTTPClientRequest(url: site.url + request.address)
    asked.method = HTTPMethod(rawValue: request.method.rawValue)
    asked.headers.add(name: "Authorization", value: "Bearer " + site.token)
    asked.headers.add(name: "Accept", value: "application/json, application/problem+json, */*")
    asked.headers.add(name: "Accept-Language", value: language.rawValue)
    asked.headers.add(name: "User-Agent", value: "sekisho/" + Sekisho.version)
    for header in request.headers { asked.headers.add(name: header.name, value: header.value) }
    switch request.body {
    case .none: break
    case .json(let value):
      asked.headers.add(name: "Content-Type", value: "application/json")
      asked.body = .bytes(ByteBuffer(bytes: value.canonicalBytes))
    case .bytes(let bytes, let media):
      asked.headers.add(name: "Content-Type", value: media)
      asked.body = .bytes(ByteBuffer(bytes: bytes))
    }
    return asked
  }

  private func exchange(_ asked: HTTPClientRequest) async throws -> APIAnswer {
    let response = try await http.execute(asked, timeout: .hours(24))
    let bytes: [UInt8]
    do {
      bytes = Array(buffer: try await response.body.collect(upTo: Self.maxAnswer))
    } catch is NIOTooManyBytesError {
      throw CommandFailure(
        Exit.failure,
        Text(en: "the answer has more than \(Self.maxAnswer) bytes", ja: "応答が\(Self.maxAnswer)バイトを超えています"))
    }
    let status = Int(response.status.code)
    let media = response.headers.first(name: "Content-Type")?.split(separator: ";").first?.lowercased() ?? ""
    guard (200...299).contains(status) else {
      let problem = RemoteProblem(
        status: status, media: media, bytes: bytes, location: response.headers.first(name: "Location"))
      guard problem.isPassing else { throw problem }
      throw FailedAttempt(
        problem, afterRetry: response.headers.first(name: "Retry-After").flatMap { Int64($0) })
    }
    return APIAnswer(
      status: status, bytes: bytes, media: media,
      version: response.headers.first(name: "ETag")?.trimmingQuotes)
  }
}

extension String {
  fileprivate var trimmingQuotes: String { filter { $0 != "\"" } }
}
