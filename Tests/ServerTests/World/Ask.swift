import HTTPTypes
import JSON

/// A request of a test, before it is sent.
struct Ask: Sendable {
  var method: HTTPRequest.Method
  var address: String
  var person: String?
  var bytes: [UInt8]?
  var type: String?
  var headers: [String: String] = [:]

  init(_ method: HTTPRequest.Method, _ address: String, as person: String? = nil) {
    self.method = method
    self.address = address
    self.person = person
  }

  init(_ method: HTTPRequest.Method, _ address: String, as person: String? = nil, json: JSONValue) {
    self.init(method, address, as: person)
    bytes = json.canonicalBytes
    type = "application/json"
  }

  init(_ method: HTTPRequest.Method, _ address: String, as person: String? = nil, bytes: [UInt8], type: String) {
    self.init(method, address, as: person)
    self.bytes = bytes
    self.type = type
  }

  /// The same request, changed.
  func with(_ change: (inout Ask) -> Void) -> Ask {
    var copy = self
    change(&copy)
    return copy
  }

  mutating func add(query: String) { address += (address.contains("?") ? "&" : "?") + query }
}

extension APIClient {
  func send(_ ask: Ask) async throws -> Reply {
    try await send(
      ask.method, ask.address, as: ask.person, bytes: ask.bytes, type: ask.type, headers: ask.headers)
  }
}
