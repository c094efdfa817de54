import Engine
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Logging
import PostgresTesting
import Synchronization
import Testing

@testable import Server

@Suite struct OperationTests {
  @Test func everyAnswerCarriesTheSafeHeaders() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        for address in ["/livez", "/v1/me", "/nothing", "/openapi.json"] {
          let reply = try await api.get(address)
          #expect(reply.headers[.xContentTypeOptions] == "nosniff")
          #expect(reply.headers[.cacheControl] == "no-store")
          #expect(reply.headers[.strictTransportSecurity] != nil)
          #expect(HTTPField.Name("X-Request-Id").flatMap { reply.headers[$0] }?.isEmpty == false)
        }
        let named = try await api.get("/v1/me", headers: ["X-Request-Id": "client-1234"])
        #expect(named.json["instance"] == "urn:sekisho:request:client-1234")
        let forged = try await api.get("/v1/me", headers: ["X-Request-Id": "<script>12345678"])
        #expect(forged.json["instance"]?.stringValue?.contains("script") == false)
      }
    }
  }

  @Test func numbersForPrometheus() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let code = try await api.lentLoan()
        _ = try await api.post("/v1/items/\(code)/transitions", as: "suzuki", ["act": "ship"])
        _ = try await api.get("/v1/items/NONE-1", as: "tanaka")
        let reply = try await api.get("/metrics")
        #expect(reply.headers[.contentType]?.hasPrefix("text/plain") == true)
        let text = String(decoding: reply.bytes, as: UTF8.self)
        for line in [
          "sekisho_http_requests_total{method=\"GET\",route=\"/v1/items/{item}\",status=\"404\"} 1",
          "sekisho_http_requests_total{method=\"POST\",route=\"/v1/items\",status=\"201\"} 1",
          "sekisho_http_request_duration_seconds_count{route=\"/v1/items\"} 1",
          "sekisho_tasks{kind=\"external\",condition=\"due\"} 1", "sekisho_database_up 1",
          "# TYPE sekisho_http_request_duration_seconds histogram", "sekisho_unsealed_age_seconds",
        ] {
          #expect(text.contains(line), "\(line)\n\(text)")
        }
        #expect(!text.contains(code) && !text.contains("NONE-1"), "addresses are no labels")
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
          #expect(line.split(separator: " ").last.flatMap { Double($0) } != nil, "\(line)")
        }
      }
    }
  }

  @Test func theDocumentSpeaksTheReadersLanguage() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let en = try await api.get("/openapi.json")
        let ja = try await api.get("/openapi.json", headers: ["Accept-Language": "ja"])
        #expect(en.json["info"]?["title"] == "Sekisho" && ja.json["info"]?["title"] == "関所")
        #expect(en.json["paths"]?.objectValue?.keys == ja.json["paths"]?.objectValue?.keys)
        #expect(ja.headers[.contentLanguage] == "ja" && ja.headers[.vary] == "Accept-Language")
      }
    }
  }

  @Test func noSecretReachesTheLog() async throws {
    try await withServerWorld { world in
      let log = Log()
      var settings = ServerSettings(.tcp(host: "127.0.0.1", port: 0))
      settings.signInBurst = 100
      let application = try SekishoServer.application(
        engine: world.engine, settings: settings, scrutiny: world.scrutiny,
        logger: Logger(label: "test") { _ in Recorder(log: log) })
      try await application.test(.live) { client in
        let api = APIClient(client: client, tokens: world.tokens, engine: world.engine)
        let code = try await api.loan(["subject": "極秘の件名", "value": 4_711])
        _ = try await api.get("/v1/items?text=%E6%A5%B5%E7%A7%98", as: "tanaka")
        _ = try await api.get("/v1/items/\(code)", as: "sekisho_" + String(repeating: "B", count: 43))
        _ = try await api.send(.post, "/v1/items", as: "tanaka", bytes: Array("{\"極秘".utf8), type: "application/json")
      }
      let text = log.text
      #expect(text.contains("request served") && text.contains("/v1/items/{item}"))
      for secret in Array(world.tokens.values) + ["極秘", "%E6%A5%B5", "BBBBBBBB", "4711"] {
        #expect(!text.contains(secret), "\(secret)")
      }
    }
  }

  private final class Log: Sendable {
    private let lines = Mutex("")
    var text: String { lines.withLock(\.self) }
    func add(_ line: String) { lines.withLock { $0 += line + "\n" } }
  }

  private struct Recorder: LogHandler {
    let log: Log
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    init(log: Log) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.add("\(event.level) \(event.message) \(metadata.merging(event.metadata ?? [:]) { $1 })")
    }
  }
}
