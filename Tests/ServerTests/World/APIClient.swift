import Engine
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import NIOCore
import Testing

/// A client of the API as tests speak: by person, with JSON both ways.
struct APIClient: Sendable {
  let client: any TestClientProtocol
  let tokens: [String: String]
  let engine: WorkflowEngine

  struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    /// Null where the body is no JSON.
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    var code: String? { json["code"]?.stringValue }
  }

  func send(
    _ method: HTTPRequest.Method, _ address: String, as person: String? = nil, bytes: [UInt8]? = nil,
    type: String? = nil, headers extra: [String: String] = [:]
  ) async throws -> Reply {
    var headers = HTTPFields()
    if let person { headers[.authorization] = "Bearer " + (tokens[person] ?? person) }
    if let type { headers[.contentType] = type }
    for (name, value) in extra {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    return try await client.execute(
      uri: address, method: method, headers: headers, body: bytes.map { ByteBuffer(bytes: $0) }
    ) { response in
      Reply(
        status: response.status.code, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }
  }

  func get(_ address: String, as person: String? = nil, headers: [String: String] = [:]) async throws -> Reply {
    try await send(.get, address, as: person, headers: headers)
  }

  func send(
    _ method: HTTPRequest.Method, _ address: String, as person: String? = nil, json: JSONValue,
    headers: [String: String] = [:]
  ) async throws -> Reply {
    try await send(
      method, address, as: person, bytes: json.canonicalBytes, type: "application/json", headers: headers)
  }

  func post(
    _ address: String, as person: String? = nil, _ json: JSONValue, headers: [String: String] = [:]
  ) async throws -> Reply {
    try await send(.post, address, as: person, json: json, headers: headers)
  }

  /// A new loan of tanaka's; its code.
  func loan(_ data: JSONValue = ["subject": "検査用端末", "value": 120000]) async throws -> String {
    let reply = try await post("/v1/items", as: "tanaka", ["workflow": "equipment-loan", "data": data])
    return try #require(reply.json["code"]?.stringValue, "\(reply.json.prettyText)")
  }

  /// A loan that has been lent.
  func lentLoan() async throws -> String {
    let code = try await loan()
    _ = try await send(
      .post, "/v1/items/\(code)/documents?slot=pledge&name=pledge.txt", as: "tanaka", bytes: Array("pledge".utf8),
      type: "text/plain")
    let reply = try await post("/v1/items/\(code)/transitions", as: "suzuki", ["act": "lend"])
    try #require(reply.status == 200, "\(reply.json.prettyText)")
    return code
  }
}
