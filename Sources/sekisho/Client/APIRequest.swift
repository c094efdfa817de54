import JSON

/// The path of a request. What is interpolated becomes one segment, whatever characters it holds:
/// `"/v1/items/\(item)/history"`.
struct APIPath: ExpressibleByStringInterpolation, Sendable {
  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var hasEmptyName = false

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ segment: String) {
      // Servers and proxies resolve these two on their way.
      if segment.isEmpty || segment == "." || segment == ".." { hasEmptyName = true }
      text += PercentText.encode(segment)
    }
  }

  let text: String
  /// A name was empty, so that the path would lead somewhere else.
  let hasEmptyName: Bool

  init(stringLiteral literal: String) {
    text = literal
    hasEmptyName = false
  }

  init(stringInterpolation interpolation: StringInterpolation) {
    text = interpolation.text
    hasEmptyName = interpolation.hasEmptyName
  }
}

/// One request to the server, before address and token are added.
struct APIRequest: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  enum Body: Sendable {
    case none
    case json(JSONValue)
    case bytes([UInt8], media: String)
  }

  let method: Method
  let path: APIPath
  var query: [(name: String, value: String)]
  var body: Body
  var headers: [(name: String, value: String)] = []
  /// The server keeps the answer of this write under its key, so that sending it twice has one effect. Where it keeps
  /// none, it takes no key either.
  var isKept = true

  init(
    _ method: Method, _ path: APIPath, query: [(name: String, value: String)] = [], body: Body = .none
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.body = body
  }

  static let keyHeader = "Idempotency-Key"

  var key: String? { headers.first { $0.name == Self.keyHeader }?.value }

  /// A write of which the server keeps no answer.
  static func plain(
    _ method: Method, _ path: APIPath, query: [(name: String, value: String)] = [], body: Body = .none
  ) -> APIRequest {
    var request = APIRequest(method, path, query: query, body: body)
    request.isKept = false
    return request
  }

  /// Path and query.
  var address: String {
    guard !query.isEmpty else { return path.text }
    return path.text + "?"
      + query.map { PercentText.encode($0.name) + "=" + PercentText.encode($0.value) }.joined(separator: "&")
  }
}

/// RFC 3986 section 2: all but unreserved characters as escapes of their UTF-8.
enum PercentText {
  static func encode(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
