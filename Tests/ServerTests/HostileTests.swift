import HTTPTypes
import JSON
import Testing

@testable import Server

/// To each hostile request the documented answer, and then the next request is served.
@Suite struct HostileTests {
  struct Body: Sendable, CustomStringConvertible {
    let description: String
    let bytes: [UInt8]
    let status: Int
    let code: String

    static let all: [Body] = [
      .init(description: "nothing", bytes: [], status: 400, code: "invalid_json"),
      .init(description: "half an object", bytes: Array("{\"workflow\":".utf8), status: 400, code: "invalid_json"),
      .init(description: "two values", bytes: Array("{} {}".utf8), status: 400, code: "invalid_json"),
      .init(
        description: "duplicate keys", bytes: Array("{\"workflow\":\"a\",\"workflow\":\"b\"}".utf8), status: 400,
        code: "invalid_json"),
      .init(
        description: "invalid UTF-8", bytes: Array("{\"workflow\":\"".utf8) + [0xFF, 0xC0] + Array("\"}".utf8),
        status: 400, code: "invalid_json"),
      .init(
        description: "a lone surrogate", bytes: Array("{\"workflow\":\"\\ud800\"}".utf8), status: 400,
        code: "invalid_json"),
      .init(description: "NaN", bytes: Array("{\"data\":{\"value\":NaN}}".utf8), status: 400, code: "invalid_json"),
      .init(
        description: "arrays 100,000 deep", bytes: Array(repeating: UInt8(ascii: "["), count: 100_000), status: 400,
        code: "invalid_json"),
      .init(
        description: "objects 100,000 deep", bytes: Array(String(repeating: "{\"a\":", count: 100_000).utf8),
        status: 400, code: "invalid_json"),
      .init(
        description: "11 MiB", bytes: Array(repeating: 0x20, count: 11 << 20), status: 413, code: "body_too_large"),
      .init(description: "an array", bytes: Array("[1,2,3]".utf8), status: 422, code: "invalid"),
      .init(description: "null", bytes: Array("null".utf8), status: 422, code: "invalid"),
      .init(description: "a number as name", bytes: Array("{\"workflow\":7}".utf8), status: 422, code: "invalid"),
      .init(
        description: "an unknown member", bytes: Array("{\"workflow\":\"equipment-loan\",\"owner\":\"me\"}".utf8),
        status: 422, code: "invalid"),
      .init(
        description: "text where the item's schema wants a number",
        bytes: Array("{\"workflow\":\"equipment-loan\",\"data\":{\"value\":\"much\"}}".utf8), status: 422,
        code: "invalid"),
      .init(
        description: "a number beyond all numbers",
        bytes: Array("{\"workflow\":\"equipment-loan\",\"data\":{\"value\":1e999999999}}".utf8), status: 400,
        code: "invalid_json"),
    ]
  }

  @Test func hostileBodiesGetTheDocumentedAnswerAndTheNextRequestIsServed() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        for body in Body.all {
          let reply = try await api.send(
            .post, "/v1/items", as: "tanaka", bytes: body.bytes, type: "application/json")
          #expect(reply.status == body.status && reply.code == body.code, "\(body): \(reply.json.prettyText)")
          let next = try await api.get("/v1/me", as: "tanaka")
          #expect(next.status == 200, "after \(body)")
        }
      }
    }
  }

  @Test func mistakesInJSONAreShownWhereTheyAre() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let reply = try await api.send(
          .post, "/v1/items", as: "tanaka", bytes: Array("{\n \"data\": {\"件名\": tru}\n}".utf8),
          type: "application/json",
          headers: ["Accept-Language": "ja"])
        #expect(reply.json["line"] == 2 && reply.json["column"] == 17, "\(reply.json.prettyText)")
        #expect(reply.json["pointer"] == "/data/件名")
        #expect(reply.json["detail"] == reply.json["messages"]?["ja"])
        #expect(reply.headers[.contentLanguage] == "ja")
        let shape = try await api.post("/v1/items", as: "tanaka", ["workflow": 1, "unit": 2])
        #expect(shape.json["errors"]?.arrayValue?.map { $0["pointer"] } == ["/unit", "/workflow"])
      }
    }
  }

  @Test func hostileAddressesAndHeaders() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let long = try await api.get("/v1/items?text=" + String(repeating: "a", count: 9_000), as: "tanaka")
        #expect(long.status == 414 && long.code == "address_too_long")
        let many = try await api.get(
          "/v1/me", as: "tanaka",
          headers: Dictionary(uniqueKeysWithValues: (0..<80).map { ("X-Header-\($0)", "a") }))
        #expect(many.status == 431 && many.code == "headers_too_large")
        let big = try await api.get(
          "/v1/me", as: "tanaka", headers: ["X-Big": String(repeating: "a", count: 17_000)])
        #expect(big.status == 431)
        for address in [
          "/v1/items/%ff", "/v1/items/%00", "/nothing", "/v1/items/a/b/c/d/e/f", "//v1/me", "/v1/../etc/passwd",
        ] {
          #expect(try await api.get(address, as: "tanaka").status == 404, "\(address)")
        }
        let wrong = try await api.send(.delete, "/v1/items", as: "tanaka")
        #expect(wrong.status == 405 && wrong.headers[.allow] == "GET, HEAD, POST")
        for headers in [
          ["If-Match": "7"], ["Idempotency-Key": "a b"], ["Sekisho-Position": "%ff"],
          ["Idempotency-Key": String(repeating: "k", count: 256)],
        ] {
          let reply = try await api.post(
            "/v1/items/\(try await api.loan())/comments", as: "tanaka", ["text": "x"], headers: headers)
          #expect(reply.status == 400 && reply.code == "invalid_header", "\(headers)")
        }
        // A promise that this route does not keep is refused.
        let kept = try await api.post(
          "/v1/tokens", as: "tanaka", ["scopes": ["read"]], headers: ["Idempotency-Key": "k"])
        #expect(kept.status == 400 && kept.code == "invalid_header")
        #expect(try await api.get("/v1/me", as: "tanaka").status == 200)
      }
    }
  }
}
